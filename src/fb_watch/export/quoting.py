"""In: a post. Out: its quotation in a document, with all a reader must know of it. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from fb_watch.export.bidi import apart
from fb_watch.export.citation import is_edit_told, kind_of, shown
from fb_watch.export.dates import long_date
from fb_watch.export.document import Photo, Pointers, Quotation
from fb_watch.export.names import country_name, language_name
from fb_watch.export.styles import Spans
from fb_watch.export.svg import separator
from fb_watch.export.wording import WORDINGS
from fb_watch.i18n import grouped, in_language, plural_in
from fb_watch.model.archived import ArchivedPost, versioned

_UNTOLD = ("", "und", "zxx", "mul")
_POINTED = 10  # posts of other chapters that a chapter points to: more than that nobody follows


def quotation(
    post: ArchivedPost,
    *,
    number: int,
    reference: Spans,
    lang: str,
    note: str = "",
    archive: Path | None = None,
) -> Quotation:
    """The post in the words of its editor; `lang` is the language of everything around them."""
    code = post["language"]["code"]
    text = post["message"] or ""
    return Quotation(
        number=number,
        ref=versioned(post),
        text=text.strip() or f"[{WORDINGS[lang].described(kind_of(post), apart(shown(post)))}]",
        language=(code if code not in _UNTOLD else "") if text.strip() else lang,
        told=_told(post, lang),
        flags=_flags(post, lang),
        note=note,
        reference=reference,
        photo=_photo(post, lang, archive) if archive else None,
    )


def see_also(posts: Sequence[ArchivedPost], lang: str) -> Pointers:
    """
    Which posts of this chapter are quoted in another; of many the first alone, and how many more.

    By day, page and reference, which stay true: the numbers of footnotes change as soon as a
    writer adds one.
    """
    _, plural = in_language(lang), plural_in(lang)
    listed = {
        versioned(post): (
            f"{long_date(_day(post['created_at']), lang)},"
            f" {apart(post['page_name'] or post['page'])} ({post['ref']})"
        )
        for post in posts
    }
    left = len(listed) - _POINTED
    joint = separator(lang)
    more = plural("and {n} more.", "and {n} more.", left).format(n=grouped(left, lang))
    return Pointers(
        lead=_("See also, in other chapters:"),
        posts=tuple(listed.items())[:_POINTED],
        joint=joint,
        end=joint + more if left > 0 else ".",
    )


def _told(post: ArchivedPost, lang: str) -> str:
    """Date, page, place or countries, language, reference; that it is a comment."""
    _ = in_language(lang)
    code = post["language"]["code"]
    place = (post["place"] or {}).get("name")
    countries = [c["country"] for c in post["countries"] if c["role"] != "page"]
    where = place or ", ".join(country_name(code, lang) for code in dict.fromkeys(countries))
    parts = [
        _("comment") if post["is_comment"] else "",
        long_date(_day(post["created_at"]), lang),
        apart(post["page_name"] or post["page"]),
        apart(where),
        language_name(code, lang) if code not in _UNTOLD else "",
        versioned(post),
    ]
    return " · ".join(filter(None, parts))


def _flags(post: ArchivedPost, lang: str) -> tuple[str, ...]:
    _ = in_language(lang)
    told = []
    if post["edited_at"]:
        edited = (
            _("Edited on {date}: this is version {number}.")
            if is_edit_told(post)
            else _("Edited: this is version {number}, seen on {date}.")
        )
        day = long_date(_day(post["edited_at"]), lang)
        told.append(edited.format(number=post["version"], date=day))
    if post["newest_version"] > post["version"]:
        newer = _("This is version {number}: the post was edited after it, to version {newest}.")
        told.append(newer.format(number=post["version"], newest=post["newest_version"]))
    state = post["availability"]["state"]
    since = long_date(_day(post["availability"]["since"] or post["captured_at"]), lang)
    lines = {
        "gone": _("No longer online on {date}."),
        "restricted": _("No longer open to everybody on {date}."),
        "missing": _("Not shown by Facebook on {date}; perhaps only for a while."),
    }
    if state in lines:
        told.append(lines[state].format(date=since))
    return tuple(told)


def _photo(post: ArchivedPost, lang: str, archive: Path) -> Photo | None:
    _ = in_language(lang)
    for medium in post["media"]:
        path = archive / medium["path"] if medium["path"] else None
        if path and (medium["type"] or "").startswith("image/") and path.is_file():
            alt = medium["alt"] or _("Picture of the post, without a description.")
            return Photo(path=path, type=medium["type"] or "", alt=alt)
    return None


def _day(time: str) -> date:
    return datetime.fromisoformat(time).date()
