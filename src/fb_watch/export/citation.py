"""In: ArchivedPosts. Out: References, each part of them named, in the order of the list. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import product
from string import ascii_lowercase

from fb_watch.export.title import first_characters, first_words, flat
from fb_watch.model.archived import MASK, ArchivedPost, versioned

_TELL_EDITS = ("dyi", "dyi-page")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Everything a citation style can ask of one post at one version."""

    ref: str  # fbw:2020-000123@9f2c41aa
    author: str  # "": a person who is not named
    within: str  # the page or group that an unnamed person wrote in; else ""
    created: date
    suffix: str  # a, b, c … where one author has several posts in one year of the list
    words: str  # the first 20 words; "" where the post has no text
    words_cut: bool
    quote: str  # the first 160 characters
    quote_cut: bool
    text: str  # the whole text on one line
    kind: str  # one of KINDS, or `comment`
    shown: str  # title of the link or event that a post without text shows
    url: str  # "" where Facebook's is not known
    archived: date
    version: int
    newest: int  # higher than `version`: the post was edited after this
    edited: date | None  # when this version was made, or when it was first seen
    is_edit_told: bool  # the source said when; else it is the day on which we saw it
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


def is_edit_told(post: ArchivedPost) -> bool:
    """Whether the source said when it was edited: Facebook's own exports do, before we saw it."""
    edited = post["edited_at"]
    return bool(edited) and post["source"] in _TELL_EDITS and edited != post["captured_at"]


def kind_of(post: ArchivedPost) -> str:
    """What a reference says it is: its kind, unless it is a comment below somebody's post."""
    return "comment" if post["is_comment"] else post["kind"]


def shown(post: ArchivedPost) -> str:
    """The title of what a post shares, of its first link or its event; else its first caption."""
    is_picture = post["kind"] in ("photo", "video", "album")
    titles = [link["title"] for link in post["links"][: 0 if is_picture else 1]]
    told = (one for one in (*titles, *post["captions"]) if one and not set(one) <= {MASK, " "})
    words, is_cut = first_words(next(told, ""))
    return words + ("…" if is_cut else "")


def address(post_id: str) -> str:
    """Where a post of this id stands; "" where the id is ours, which Facebook does not know."""
    return "" if post_id.startswith("local:") else f"https://www.facebook.com/{post_id}"


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
    page = post["page_name"] or post["page"]
    quote, quote_cut = first_characters(text)
    gone = post["availability"]["state"] in ("gone", "restricted")
    return Reference(
        ref=versioned(post),
        author=flat(post["author"] or ("" if post["personal"] else page)),
        within="" if post["author"] or not post["personal"] else flat(page),
        created=_day(post["created_at"]),
        suffix="",
        words=words,
        words_cut=words_cut,
        quote=quote,
        quote_cut=quote_cut,
        text=flat(text),
        kind=kind_of(post),
        shown="" if words else shown(post),
        url=post["permalink"] or address(post["id"]),
        archived=_day(post["captured_at"]),
        version=post["version"],
        newest=post["newest_version"],
        edited=_day(post["edited_at"]) if post["edited_at"] else None,
        is_edit_told=is_edit_told(post),
        offline=_day(post["availability"]["since"] or post["captured_at"]) if gone else None,
        language=post["language"]["code"],
        hash=post["hash"],
    )


def _day(time: str) -> date:
    return datetime.fromisoformat(time).date()
