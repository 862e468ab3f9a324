"""
In: a post. Out: whether it shares what may be a person's, and what tells whose that is. Pure.
"""

import re
from collections.abc import Iterator, Sequence

from fb_watch.dialect.attachments import Part, read_parts
from fb_watch.dialect.node import Node
from fb_watch.export.addresses import IsSource, is_others, owners
from fb_watch.model.archived import ArchivedPost

# Whose post or comment it is, in Facebook's sentence over an answer to it.
_ANSWERED = (
    re.compile(r"\b(?:on|to|likes?|shared) (?P<name>[^\W\d_][^.]*?)['’]s? \w+"),
    re.compile(
        r"\b(?:publication|commentaire|photo|vidéo|lien|statut|souvenir) "
        r"(?:de |d[’'])(?P<name>.+?)(?= dans |\.?$)"
    ),
    re.compile(
        r"\b(?:publicación|comentario|foto|video|enlace|estado) de (?P<name>.+?)(?= en |\.?$)"
    ),
)
_WORDS = 4  # of a name, at most
_LONG = 10  # digits of a number that can hardly be that of another post too


def shares_others(post: ArchivedPost, is_source: IsSource) -> bool:
    """Whether its links may lead to what a person wrote, and quote it."""
    if post["kind"] == "share" or post["parent_id"]:
        return True
    return any(is_others(link["url"], is_source) for link in post["links"])


def attached(post: ArchivedPost, is_source: IsSource) -> list[str]:
    """
    What stands over each of its pictures and films that is somebody's; "" for nothing.

    Of these no address becomes a link. Only one that tells an owner counts: of most of a page's
    own pictures none does.
    """
    node = Node({"attachments": post.get("attachments")}, "", [])
    return [
        part.node.line("title") or ""
        for part in read_parts(node)
        if any(list(owners(url, is_source)) for url in _addresses(part))
    ]


def _addresses(part: Part) -> Iterator[str]:
    yield part.url or ""
    yield (part.target.line("url") if part.target else None) or ""


def named_above(post: ArchivedPost, above: Sequence[str], is_source: IsSource) -> Iterator[str]:
    """Whose post is shared or answered: in Facebook's sentence, and over what it shows of it."""
    for name in (*_answered(post["story"] or ""), *_titles(post, is_source), *above):
        if not is_source(name):
            yield name


def _titles(post: ArchivedPost, is_source: IsSource) -> Iterator[str]:
    """
    What stands over the posts that are shared: the names of their authors.

    Also a caption of few words in a share; of more words it is what the author said. A share is
    also a picture or a film that is shown as the page's own, where the post it is of is nobody's.
    """
    yield from (link["title"] or "" for link in post["links"] if is_others(link["url"], is_source))
    if post["kind"] == "share" or parent(post, is_source) != post["parent_id"]:
        yield from (text for text in post["captions"] if len(text.split()) <= _WORDS)


def parent(post: ArchivedPost, is_source: IsSource) -> str | None:
    """The post that is shared; not where its id begins with that of somebody who is no source."""
    owner, is_owned, _number = (post["parent_id"] or "").partition("_")
    over = (owner, *(link["title"] or "" for link in post["links"]))
    return post["parent_id"] if not is_owned or any(map(is_source, over)) else None


def own_id(post: ArchivedPost, is_source: IsSource) -> str:
    """
    The id of a person's post without that person's; one of ours where too little is left.

    In a group, or on the wall of a page, it begins with the id of that source.
    """
    owner, is_owned, number = post["id"].partition("_")
    if not is_owned or is_source(owner):
        return post["id"]
    return number if len(number) >= _LONG else f"local:{post['ref']}"


def _answered(story: str) -> Iterator[str]:
    for sentence in _ANSWERED:
        yield from (found["name"] for found in sentence.finditer(story))
