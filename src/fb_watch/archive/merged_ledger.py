"""In: two archives. Out: which pages are the same, and what is complete of them in either."""

import sqlite3
from collections.abc import Mapping

from fb_watch.archive.ledger import Stretch, lay
from fb_watch.i18n import _


def pages(ours: sqlite3.Connection, theirs: sqlite3.Connection) -> tuple[dict[str, str], list[str]]:
    """
    Key there → key here, and a line for each that had to change.

    Pages are the same by Facebook's id; a key that is another page's here gets a number.
    """
    here = {page_id.casefold(): key for key, page_id in ours.execute("SELECT key, id FROM pages")}
    taken, found, conflicts = set(here.values()), {}, []
    for key, page_id, name, region in theirs.execute(_THEIRS):
        own = here.get(str(page_id).casefold())
        if own is None:
            own, number = str(key), 2
            while own in taken:
                own, number = f"{key}-{number}", number + 1
            taken.add(own)
            ours.execute(_PAGE, (own, page_id, name, region))
            if own != key:
                told = _("page {key} there is another one than here; it is {here} now")
                conflicts.append(told.format(key=key, here=own))
        found[key] = own
    return found, conflicts


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


_THEIRS = "SELECT key, id, name, region FROM pages ORDER BY key"
_PAGE = "INSERT INTO pages (key, id, name, region) VALUES (?, ?, ?, ?)"
_COVERED = "SELECT since, until, at FROM covered WHERE page = ?"
