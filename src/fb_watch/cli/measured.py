"""In: an archive with a sample that was judged. Out: sentences for the method of an export."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fb_watch.i18n import LANGUAGES, decimal, grouped, in_language

if TYPE_CHECKING:
    from sqlite3 import Connection

    from fb_watch.assessing import Assessed
    from fb_watch.measure.quality import Quality
    from fb_watch.model.reviewed import Interval


def measured(archive: "Connection") -> dict[str, tuple[str, ...]]:
    """By language, precision and recall; nothing where no sample was judged."""
    from fb_watch.assessing import best_quality

    found = best_quality(archive)
    return {lang: tuple(_sentences(found, lang)) for lang in LANGUAGES} if found else {}


def _sentences(found: "Assessed", lang: str) -> list[str]:
    """On which sample, then of each kind of tag, and in each language."""
    told = [_head(found, lang), *_of_all(found, lang), *_by_language(found, lang)]
    if any(one.is_small for one in _shown(found)):
        _ = in_language(lang)
        told.append(_("A figure with ! rests on too few posts: its interval is wider than 0.2."))
    return told


def _head(found: "Assessed", lang: str) -> str:
    from fb_watch.archive.saved import query_of
    from fb_watch.export.asked import asked

    _ = in_language(lang)
    sample = found.sample
    text = _(
        "Measured on the sample {name}: {judged} of {posts} posts judged, drawn by language from"
        " {query}, seed {seed}; codebook {codebook}."
    )
    return text.format(
        name=sample["name"],
        judged=grouped(found.judged, lang),
        posts=grouped(sample["posts"], lang),
        query=asked(query_of(sample["query"])._replace(limit=None)) or _("all posts"),
        seed=sample["seed"],
        codebook=", ".join(found.codebooks) or "–",
    )


def _of_all(found: "Assessed", lang: str) -> Iterator[str]:
    """A sentence for each kind of tag, over all languages."""
    _ = in_language(lang)
    text = _("{kind}: precision {precision}, recall {recall} (95 % intervals, {posts} posts).")
    for one in found.figures:
        if not one.value and not one.language:
            yield text.format(**_told(one, lang), posts=grouped(found.judged, lang))


def _by_language(found: "Assessed", lang: str) -> Iterator[str]:
    """A sentence for each language: what it is told by, and the tags of its posts."""
    from fb_watch.export.names import language_name
    from fb_watch.export.svg import listed

    _ = in_language(lang)
    text = _("{kind}: precision {precision}, recall {recall}")
    by_code: dict[str, list[Quality]] = {}
    for one in _shown(found):
        code = one.value if one.kind == "language" else one.language
        if code:
            by_code.setdefault(code, []).append(one)
    for code, figures in sorted(by_code.items()):
        told = listed((text.format(**_told(one, lang)) for one in figures), lang)
        yield f"{language_name(code, lang)} – {told}."


def _told(one: "Quality", lang: str) -> dict[str, str]:
    _ = in_language(lang)
    kinds = {"theme": _("Themes"), "country": _("Countries"), "language": _("Language")}
    return {
        "kind": kinds[one.kind],
        "precision": _share(one.precision, lang),
        "recall": _share(one.recall, lang),
    }


def _shown(found: "Assessed") -> "list[Quality]":
    """The figures of kinds and of languages: single themes and countries are too many."""
    return [one for one in found.figures if one.kind == "language" or not one.value]


def _share(interval: "Interval | None", lang: str) -> str:
    from fb_watch.measure.intervals import is_wide

    if interval is None:
        return "–"
    sign = " !" if is_wide(interval) else ""
    value, low, high = (
        decimal(n, ".2f", lang) for n in (interval.value, interval.low, interval.high)
    )
    return f"{value} [{low}–{high}]{sign}"
