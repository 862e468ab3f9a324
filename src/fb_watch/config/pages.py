"""In: config/pages.toml and the settings. Out: the pages, or what is wrong; reads disk."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from fb_watch.config.durations import AUTO
from fb_watch.config.files import Document, read_toml
from fb_watch.config.mistake import MistakeError, meant
from fb_watch.config.schema import PageForm, fill
from fb_watch.config.values import read_key
from fb_watch.errors import ConfigProblem
from fb_watch.i18n import _
from fb_watch.model.collected import Page, Rhythm
from fb_watch.model.settings import Settings

_FILE = "config/pages.toml"
# A page of this name would have its token in the variable that names the token's file.
_TAKEN = "file"


def read_pages(
    home: Path,
    settings: Settings | None,
    regions: tuple[str, ...] | None,
    found: list[ConfigProblem],
) -> tuple[Page, ...]:
    """The pages in the order of the file; without regions they are not looked up."""
    document = read_toml(home, _FILE, found)
    if document is None:
        return ()
    for key in document.data.keys() - {"pages"}:
        remedy = _("A page begins with a line such as [pages.south-asia].")
        found.append(document.problem((key,), MistakeError(_("is not known here."), remedy)))
    tables = document.data.get("pages", {})
    if not isinstance(tables, dict) or not tables:
        remedy = _("Write a line such as [pages.south-asia] and its id and name below it.")
        found.append(document.problem(("pages",), MistakeError(_("there is no page."), remedy)))
        return ()
    _check_ids(tables, document, found)
    if regions is not None:
        _check_regions(tables, regions, document, found)
    pages = [_page(key, table, settings, document, found) for key, table in tables.items()]
    return tuple(page for page in pages if page)


def _page(
    key: str,
    table: Any,
    settings: Settings | None,
    document: Document,
    found: list[ConfigProblem],
) -> Page | None:
    path = ("pages", key)
    try:
        read_key(key, _TAKEN)
    except MistakeError as mistake:
        found.append(document.problem(path, mistake))
    form = fill(PageForm, table, path, document, found)
    if form is None or settings is None:
        return None
    every, rhythm = _rhythm(form, settings)
    return Page(
        key=key,
        id=form.id,
        name=form.name,
        kind=form.kind,
        region=form.region,
        countries=tuple(form.countries),
        languages=tuple(form.languages),
        every=every,
        rhythm=rhythm,
        look_back=form.look_back or settings.look_back,
        start=form.start or settings.start,
        comments=form.comments,
        retention=form.retention,
        timezone=form.timezone,
        authors=form.authors,
        known_as=tuple(form.known_as),
    )


def _rhythm(form: PageForm, settings: Settings) -> tuple[timedelta, Rhythm]:
    """How often a page is looked at; of an automatic rhythm the shortest there may be."""
    if form.every is None:
        return settings.every, settings.rhythm
    if form.every == AUTO:
        return settings.every_at_least, "auto"
    return form.every, "fixed"


def _check_ids(tables: dict[str, Any], document: Document, found: list[ConfigProblem]) -> None:
    """Two pages with one id would archive the same posts twice."""
    first: dict[str, str] = {}
    for key, table in tables.items():
        page_id = table.get("id") if isinstance(table, dict) else None
        if not isinstance(page_id, str):
            continue
        other = first.setdefault(page_id.casefold(), key)
        if other != key:
            message = _("is the id of {page} too.").format(page=other)
            mistake = MistakeError(message, _("Each page has its own id; take one of the two out."))
            found.append(document.problem(("pages", key, "id"), mistake, page_id))


def _check_regions(
    tables: dict[str, Any],
    regions: tuple[str, ...],
    document: Document,
    found: list[ConfigProblem],
) -> None:
    for key, table in tables.items():
        region = table.get("region") if isinstance(table, dict) else None
        if isinstance(region, str) and region and region not in regions:
            mistake = MistakeError(
                _("is not among the regions of settings.toml."), meant(region, regions)
            )
            found.append(document.problem(("pages", key, "region"), mistake, region))
