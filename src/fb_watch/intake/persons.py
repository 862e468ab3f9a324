"""In: a Found whose author is a person. Out: the same without the name that is not to be kept."""

from collections.abc import Callable
from dataclasses import replace

from fb_watch.intake.scrubbing import scrubbed
from fb_watch.model.collected import Post
from fb_watch.model.comments import Comment
from fb_watch.model.intake import Found, kept_as, normalised

Pseudonym = Callable[[str], str]  # what identifies a person → 16 hex digits, the same for ever


def person(author_id: str | None, author: str | None) -> str | None:
    """What identifies a person: Facebook's id, else the name; None where neither is told."""
    if author_id:
        return author_id
    return f"name:{normalised(author)}" if author and author.strip() else None


def _known_as(
    author_id: str | None, author: str | None, pseudonym: Pseudonym
) -> tuple[str, str] | None:
    """Who wrote it as it is kept, and the keyed name: so that id and name are known to be one."""
    name = person(None, author)
    return (author_id, pseudonym(name) if name else "") if author_id else None


def without_names(found: Found, pseudonym: Pseudonym, *, named: bool) -> Found:
    """
    The author as a keyed hash; the display name stays only where the source is `named`.

    The name is taken out of Facebook's own sentence and out of the evidence too, in every
    writing of JSON and HTML, as a word of its own. What people wrote stays as they wrote it. An
    id made of what a person said is made anew with the key: else a name could be tried until it
    fits. A sentence that names somebody with words that nobody can tell goes as a whole.
    """
    post = found.post
    who = person(post.author_id, post.author)
    author_id = pseudonym(who) if who else None
    comments = tuple(_comment(comment, pseudonym) for comment in found.comments)
    found = replace(
        found,
        known_as=_known_as(author_id, post.author, pseudonym),
        comments=comments,
        is_person=True,
    )
    if named:
        return replace(found, post=replace(post, author_id=author_id, is_personal=True))
    sign = f"#{author_id or '?'}"
    told = (post.author, post.author_id, found.withheld)
    names = [name for name in told if name and name.strip()]
    kept = replace(post, story=None) if found.withheld else post
    return replace(
        found,
        post=_keyed(kept, names, sign, author_id, pseudonym),
        raw=scrubbed(found.raw, names, sign, keep=_written(post)),
    )


def keyed_elsewhere(found: Found, own: str, pseudonym: Pseudonym, *, named: bool) -> Found:
    """
    A post out of an archive of fb-watch: its id and its people are keyed there already.

    A pseudonym under another key says so. The name stays as `without_names` lets it.
    """
    post = found.post
    if not post.is_personal:
        return found
    author_id = post.author_id and kept_as(post.author_id, found.key_known_by, own)
    if author_id is None and post.author:
        author_id = pseudonym(f"name:{normalised(post.author)}")
    if post.author:  # else it is not told whether it is the pseudonym of an id or of a name
        found = replace(found, known_as=_known_as(author_id, post.author, pseudonym))
    if named or not post.author:
        return replace(found, post=replace(post, author_id=author_id))
    sign = f"#{author_id}"
    names = [post.author]
    story = post.story and scrubbed(post.story.encode(), names, sign).decode()
    kept = replace(post, author=None, author_id=author_id, story=story)
    raw = scrubbed(found.raw, names, sign, keep=_written(post))
    return replace(found, post=kept, raw=raw)


def _keyed(
    post: Post, names: list[str], sign: str, author_id: str | None, pseudonym: Pseudonym
) -> Post:
    story = post.story and scrubbed(post.story.encode(), names, sign).decode()
    return replace(
        post,
        id=f"local:{pseudonym(post.id)}" if post.id.startswith("local:") else post.id,
        author=None,
        author_id=author_id,
        story=story,
        is_personal=True,
    )


def _comment(comment: Comment, pseudonym: Pseudonym) -> Comment:
    """A reader gives the name or id as the file has it; what is kept never has a name."""
    who = person(None, comment.author)
    return replace(comment, author=pseudonym(who) if who else None)


def _written(post: Post) -> list[str]:
    """The lines of the text that say more than Facebook's sentence over it does."""
    lines = (line.strip() for line in (post.message or "").splitlines())
    return [line for line in lines if line not in (post.story or "")]
