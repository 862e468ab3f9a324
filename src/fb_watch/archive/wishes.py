"""In: a row of a sheet, what it said when it went out, the post. Out: what is wished. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fb_watch.model.archived import ArchivedPost
from fb_watch.model.retagged import HandTag
from fb_watch.model.sheet import Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One thing that the sheet wants changed."""

    field: str  # as in `changes`
    word: HandTag | None  # None: it is the status
    value: str


def said(post: ArchivedPost) -> dict[str, Any]:
    """What of a post stands in a sheet; a country that only the page gives does not."""
    return {
        "status": post["status"],
        "themes": sorted(theme["theme"] for theme in post["themes"]),
        "countries": sorted(c["country"] for c in post["countries"] if c["role"] != "page"),
        "language": post["language"]["code"],
    }


def wished(row: Filled, sent: dict[str, Any]) -> Iterator[Wish]:
    """What the sheet has otherwise than it went out."""
    if row.status and row.status != sent["status"]:
        yield Wish(field="status", word=None, value=row.status)
    for kind, now, was in (
        ("theme", row.themes, frozenset(sent["themes"])),
        ("country", row.countries, frozenset(sent["countries"])),
    ):
        for value in sorted((now ^ was) if now is not None else ()):
            action = "add" if value in (now or ()) else "remove"
            yield _wish(action, kind, value)
    if row.language and row.language != sent["language"]:
        yield _wish("add", "language", row.language)


def _wish(action: str, kind: str, value: str) -> Wish:
    field = "tag:language" if kind == "language" else f"tag:{kind}:{value}"
    word = HandTag(action="add" if action == "add" else "remove", kind=kind, value=value)
    return Wish(field=field, word=word, value=value)


def stands(wish: Wish, now: ArchivedPost) -> bool:
    """Whether it is so already."""
    if wish.word is None:
        return now["status"] == wish.value
    return standing(wish, now) == asked(wish)


def asked(wish: Wish) -> str:
    """What the sheet says, as a conflict tells it."""
    if wish.word is None or wish.word.kind == "language":
        return wish.value
    return "yes" if wish.word.action == "add" else "no"


def standing(wish: Wish, now: ArchivedPost) -> str:
    """What the archive says of the same by now."""
    told = said(now)
    if wish.word is None or wish.word.kind == "language":
        return str(told["language"])
    kinds = {"theme": "themes", "country": "countries"}
    return "yes" if wish.value in told[kinds[wish.word.kind]] else "no"
