"""In: what an export says of itself. Out: the same in words, in sections of rows. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from fb_watch.export.columns import columns_of
from fb_watch.i18n import grouped, in_language
from fb_watch.model.covered import PageCoverage, why
from fb_watch.model.exported import Exported
from fb_watch.model.settings import Heading

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled table; `columns` is empty where each row is a name and what it is."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...]


def readme(about: Exported) -> list[Section]:
    """What was asked, what came, which time is complete, the codebook, the columns."""
    _ = in_language(about.lang)
    return [
        Section(title=_("About this file"), rows=tuple(_facts(about, _))),
        Section(
            title=_("Which time is complete"),
            columns=(_("page"), _("from"), _("until"), _("state")),
            rows=tuple(row for page in about.coverage for row in _stretches(about, page, _)),
        ),
        Section(
            title=_("Themes"),
            columns=(_("id"), _("label"), _("definition")),
            rows=tuple(_headings(about.codebook.themes, about.lang)),
        ),
        Section(
            title=_("Questions"),
            columns=(_("id"), _("label"), _("definition")),
            rows=tuple(_headings(about.codebook.questions, about.lang)),
        ),
        Section(
            title=_("Columns"),
            columns=(_("column"), _("type"), _("what it is")),
            rows=tuple((c.name, c.datatype, c.says[about.lang]) for c in columns_of(about)),
        ),
    ]


def _facts(about: Exported, _: Say) -> Iterator[tuple[str, str]]:
    yield _("Query"), about.asked or _("all posts")
    number = grouped(about.posts, about.lang)
    yield _("Posts"), number if about.posts else _("0: no post answers the query")
    if about.not_found:
        yield _("Asked for and not found"), ", ".join(about.not_found)
    yield _("Exported"), f"{about.at:%Y-%m-%d %H:%M} UTC, {about.by}, {about.program}"
    yield _("Codebook"), about.codebook.hash
    yield _("How good the tags are"), " ".join(quality(about, about.lang))
    if about.is_public:
        yield _("Content"), _("For everybody: references, dates, addresses and tags, no texts.")
    yield (
        _("People"),
        _("Names of authors who are people are in it.")
        if about.with_authors
        else _("Names of authors who are people are left out."),
    )
    if not about.is_public:
        yield (
            _("What people wrote"),
            _("Names, phone numbers and e-mail addresses stand in it as they were written.")
            if about.is_unmasked
            else _("Names, phone numbers and e-mail addresses in it are masked (•)."),
        )
    yield (
        _("Comments"),
        _("Comments are in it, their authors under pseudonyms.")
        if about.with_comments
        else _("Comments are left out."),
    )
    yield _("Times"), "UTC"


def quality(about: Exported, lang: str) -> tuple[str, ...]:
    """Precision and recall of the tags, a sentence each, or that nobody has measured them."""
    _ = in_language(lang)
    nothing = _("Precision and recall have not been measured yet.")
    return tuple(about.measured.get(lang, ())) or (nothing,)


def _stretches(about: Exported, page: PageCoverage, _: Say) -> Iterator[tuple[str, ...]]:
    name = about.page_names.get(page["page"], page["page"])
    told = [
        (stretch["since"] or "", stretch["until"], _("complete")) for stretch in page["complete"]
    ]
    told += [
        (gap["since"] or "", gap["until"], f"{_('not complete')}: {why(gap['reason'], about.lang)}")
        for gap in page["gaps"]
    ]
    for since, until, state in sorted(told):
        yield name, _moment(since) or _("the beginning"), _moment(until), state


def _moment(text: str) -> str:
    """A time of the archive as people read it: 2020-06-01 08:00."""
    return text[:16].replace("T", " ")


def _headings(headings: Iterable[Heading], lang: str) -> Iterator[tuple[str, str, str]]:
    for heading in headings:
        yield heading.id, in_words(heading.labels, lang), in_words(heading.definitions, lang)


def in_words(texts: dict[str, str], lang: str) -> str:
    """The text in this language, else in English, else in any."""
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")
