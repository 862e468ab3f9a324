"""In: ArchivedPosts. Out: References, each part of them named, in the order of the list. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import product
from string import ascii_lowercase

from fb_watch.export.title import first_characters, first_words, flat
from fb_watch.model.archived import ArchivedPost


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Everything a citation style can ask of one post at one version."""

    ref: str  # fbw:2020-000123@9f2c41aa
    author: str
    created: date
    suffix: str  # a, b, c … where one author has several posts in one year of the list
    words: str  # the first 20 words; "" where the post has no text
    words_cut: bool
    quote: str  # the first 160 characters
    quote_cut: bool
    text: str  # the whole text on one line
    kind: str
    url: str  # "" where Facebook's is not known
    archived: date
    version: int
    edited: date | None
    offline: date | None  # seen to be no longer online on this day
    language: str
    hash: str


def references(posts: Sequence[ArchivedPost]) -> list[Reference]:
    """One Reference a post, in the order given; year suffixes run over the whole list by date."""
    plain = [_reference(post) for post in posts]
    by_year: dict[tuple[str, int], list[int]] = defaultdict(list)
    for n in sorted(range(len(plain)), key=lambda n: (posts[n]["created_at"], posts[n]["ref"])):
        by_year[plain[n].author, plain[n].created.year].append(n)
    for group in by_year.values():
        distinct = list(dict.fromkeys(plain[n].ref for n in group))
        if len(distinct) > 1:
            letter = dict(zip(distinct, _suffixes(len(distinct)), strict=True))
            for n in group:
                plain[n] = replace(plain[n], suffix=letter[plain[n].ref])
    return plain


def _suffixes(count: int) -> list[str]:
    """The first `count` of a … z, aa … zz, aaa …"""
    found: list[str] = []
    width = 1
    while len(found) < count:
        found += ["".join(letters) for letters in product(ascii_lowercase, repeat=width)]
        width += 1
    return found[:count]


def _reference(post: ArchivedPost) -> Reference:
    text = post["message"] or ""
    words, words_cut = first_words(text)
    quote, quote_cut = first_characters(text)
    gone = post["availability"]["state"] in ("gone", "restricted")
    return Reference(
        ref=f"{post['ref']}@{post['hash'][:8]}",
        author=flat(post["author"] or post["page_name"] or post["page"]),
        created=_day(post["created_at"]),
        suffix="",
        words=words,
        words_cut=words_cut,
        quote=quote,
        quote_cut=quote_cut,
        text=flat(text),
        kind=post["kind"],
        url=post["permalink"] or _address(post["id"]),
        archived=_day(post["captured_at"]),
        version=post["version"],
        edited=_day(post["edited_at"]) if post["edited_at"] else None,
        offline=_day(post["availability"]["since"] or post["captured_at"]) if gone else None,
        language=post["language"]["code"],
        hash=post["hash"],
    )


def _address(post_id: str) -> str:
    """Where a post of this id stands; "" where the id is ours, which Facebook does not know."""
    return "" if post_id.startswith("local:") else f"https://www.facebook.com/{post_id}"


def _day(time: str) -> date:
    return datetime.fromisoformat(time).date()
