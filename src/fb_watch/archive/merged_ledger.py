"""In: two archives. Out: which pages are the same, and what is complete of them in either."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from fb_watch.archive.ledger import Stretch, lay
from fb_watch.archive.saving import put_page
from fb_watch.i18n import _
from fb_watch.model.collected import Page
from fb_watch.model.intake import normalised


class _Named(NamedTuple):
    """A page as an archive, or pages.toml, names it. `number`: Facebook's id; "" not known."""

    key: str
    id: str
    name: str
    region: str
    number: str

    def may_be(self, other: "_Named") -> bool:
        """Whether it may be a page of the same key: a user name and a number say nothing."""
        if self.number and other.number:
            return self.number == other.number
        return normalised(self.name) == normalised(other.name)


def pages(
    ours: sqlite3.Connection, theirs: sqlite3.Connection, configured: Sequence[Page] = ()
) -> tuple[dict[str, str], list[str]]:
    """
    Key there → key here, and a line for each that had to change.

    Pages are the same by what pages.toml knows them by, else by Facebook's id, which tells the
    posts of one that is named by its user name; else by key and name, where nothing says
    otherwise. A key that is another page's here gets a number.
    """
    known = {one.key: one for one in _named(ours)}
    known |= {
        page.key: _Named(page.key, page.id, page.name, page.region, _number(page, known))
        for page in configured
    }
    here = {normalised(name): one.key for one in known.values() for name in (one.number, one.id)}
    for page in reversed(configured):
        here |= {normalised(name): page.key for name in (*page.known_as, page.id)}
    here.pop("", None)
    wanted = {page.key: page for page in configured}
    found, conflicts = {}, []
    for one in _named(theirs):
        own = next((here[id_] for id_ in map(normalised, (one.id, one.number)) if id_ in here), "")
        if not own and one.key in known and one.may_be(known[one.key]):
            own = one.key
        if not own:
            own = _free(one.key, known)
            known[own] = one
            ours.execute(_PAGE, (own, one.id, one.name, one.region))
            if own != one.key:
                told = _("page {key} there is another one than here; it is {here} now")
                conflicts.append(told.format(key=one.key, here=own))
        elif own in wanted:
            put_page(ours, wanted[own])
        found[one.key] = own
    return found, conflicts


def _named(db: sqlite3.Connection) -> Iterator[_Named]:
    """The pages of an archive; the posts of a page tell its number where its id does not."""
    for key, page_id, name, region in db.execute(_PAGES).fetchall():
        number = str(page_id)
        if not number.isdecimal():
            (number,) = db.execute(_NUMBER, [key]).fetchone() or ("",)
        yield _Named(str(key), str(page_id), str(name), str(region), str(number))


def _number(page: Page, archived: Mapping[str, _Named]) -> str:
    told = next((name for name in (page.id, *page.known_as) if name.isdecimal()), "")
    return told or (archived[page.key].number if page.key in archived else "")


def _free(key: str, taken: Mapping[str, _Named]) -> str:
    own, number = key, 2
    while own in taken:
        own, number = f"{key}-{number}", number + 1
    return own


def coverage(
    ours: sqlite3.Connection, theirs: sqlite3.Connection, pages: Mapping[str, str]
) -> None:
    """What is complete there is complete here, each stretch as of its last look."""
    for page, here in pages.items():
        rows = [*ours.execute(_COVERED, [here]), *theirs.execute(_COVERED, [page])]
        laid: list[Stretch] = []
        for one in sorted({Stretch(*row) for row in rows}, key=lambda s: (s.at, s)):
            laid = sorted(lay(laid, one))
        ours.execute("DELETE FROM covered WHERE page = ?", [here])
        ours.executemany("INSERT INTO covered VALUES (?, ?, ?, ?)", [(here, *one) for one in laid])


_PAGES = "SELECT key, id, name, region FROM pages ORDER BY key"
_NUMBER = """
SELECT substr(id, 1, instr(id, '_') - 1) AS owner FROM (
    SELECT id FROM posts WHERE page = ? AND NOT personal AND id GLOB '[0-9]*_*'
    ORDER BY key DESC LIMIT 20)
GROUP BY owner ORDER BY count(*) DESC, owner LIMIT 1"""
_PAGE = "INSERT INTO pages (key, id, name, region) VALUES (?, ?, ?, ?)"
_COVERED = "SELECT since, until, at FROM covered WHERE page = ?"
