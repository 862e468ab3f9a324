"""In: responses of another archive. Out: the same in ours, behind our own in the chain."""

import sqlite3
from dataclasses import dataclass, field

from fb_watch.archive.brought import Maps
from fb_watch.archive.proof import is_whole
from fb_watch.archive.rows import chain
from fb_watch.archive.tables import columns
from fb_watch.i18n import _

# what the chain is made of, in this order: rows.capture_row
_HEAD = (
    *("at", "page", "source", "edge", "request", "api_version", "status", "refused_fields"),
    "sha256",
)


@dataclass(frozen=True, slots=True)
class Captures:
    """Brings a response over when something of it is needed."""

    ours: sqlite3.Connection
    theirs: sqlite3.Connection
    maps: Maps
    problems: list[str] = field(repr=False)

    def bring(self, there: int) -> int | None:
        """Its key here; None, and why, where its bytes are not what its hash says."""
        known = self.maps["captures"]
        if there not in known:
            known[there] = self._bring(there)
        found: int | None = known[there]
        return found

    def all(self) -> None:
        """Those as well that roads and comments refer to."""
        for table in ("roads", "comment_versions"):
            for (there,) in self.theirs.execute(f"SELECT DISTINCT capture FROM {table}"):  # noqa: S608
                self.bring(there)

    def _bring(self, there: int) -> int | None:
        names = columns(self.ours, "captures")
        quoted = ", ".join(f'"{name}"' for name in names)
        sql = f"SELECT {quoted} FROM captures WHERE key = ?"  # noqa: S608
        row = self.theirs.execute(sql, [there]).fetchone()
        capture = dict(zip(names, row, strict=True)) if row else {}
        if not capture or not is_whole(capture) or capture["page"] not in self.maps["pages"]:
            text = _("a response of {at} is not what its hash says, and is left out")
            self.problems.append(text.format(at=capture.get("at")))
            return None
        capture["page"] = self.maps["pages"][capture["page"]]
        same = (capture["sha256"], capture["at"], capture["request"])
        if found := self.ours.execute(_SAME, same).fetchone():
            return int(found[0])
        last = self.ours.execute(_LAST).fetchone()
        head = tuple(capture[name] for name in _HEAD)
        capture |= {"key": None, "chain": chain(last[0] if last else "", head)}
        marks = ", ".join("?" for _name in names)
        sql = f"INSERT INTO captures ({quoted}) VALUES ({marks})"  # noqa: S608
        return self.ours.execute(sql, [capture[name] for name in names]).lastrowid


_SAME = "SELECT key FROM captures WHERE sha256 = ? AND at = ? AND request = ?"
_LAST = "SELECT chain FROM captures ORDER BY key DESC LIMIT 1"
