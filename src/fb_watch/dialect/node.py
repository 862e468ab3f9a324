"""In: a cleaned JSON object. Out: its members in the shape asked for; odd ones are noted. Pure."""

from collections.abc import Mapping
from typing import Any, Union

from fb_watch.i18n import _
from fb_watch.model.collected import Problem

# A name, or the node that holds this one, under which key, and where in a list.
_Place = Union[str, tuple["Node", str, int | None]]  # noqa: UP007 (a name in quotes knows no |)


class Node:
    """
    A JSON object that comes from outside, so any member may have any shape.

    What cannot be read in the shape asked for is as if it were not there, and a Problem says so.
    """

    __slots__ = ("_place", "_problems", "value")

    def __init__(self, value: Mapping[str, Any], where: _Place, problems: list[Problem]) -> None:
        self.value = value
        self._place = where
        self._problems = problems

    @property
    def where(self) -> str:
        """Where it stands in the answer; put together for the few that somebody asks about."""
        if isinstance(self._place, str):
            return self._place
        holder, key, place = self._place
        return f"{holder.where}.{key}" if place is None else f"{holder.where}.{key}[{place}]"

    def note(self, key: str, reason: str) -> None:
        """One more Problem, said once."""
        problem = Problem(where=f"{self.where}.{key}" if key else self.where, reason=reason)
        if problem not in self._problems:
            self._problems.append(problem)

    def text(self, *keys: str) -> str | None:
        """The first of these members that holds a text; an empty one is none."""
        for key in keys:
            value = self.value.get(key)
            if value is None:  # as most are
                continue
            if isinstance(value, str):
                if value:
                    return value
            elif value not in ([], {}, False):
                self.note(key, _("is not a text"))
        return None

    def line(self, *keys: str) -> str | None:
        """The first of these members that says something, without space around it."""
        for key in keys:
            value = self.value.get(key)
            if value is None:
                continue
            if found := (value if isinstance(value, str) else self.text(key) or "").strip():
                return found
        return None

    def id(self, *keys: str) -> str | None:
        """An id: a text, or a number that some tool made of it."""
        for key in keys or ("id",):
            value = self.value.get(key)
            if value is None:
                continue
            if isinstance(value, int) and not isinstance(value, bool):
                return str(value)
            if found := (value if isinstance(value, str) else self.text(key) or "").strip():
                return found
        return None

    def whole(self, key: str) -> int | None:
        """A whole number of 0 or more; digits in a text count."""
        value = self.value.get(key)
        if value is None:
            return None
        found = whole(value)
        if found is None:
            self.note(key, _("is not a count"))
        return found

    def number(self, key: str, lowest: float, highest: float) -> float | None:
        """A number within its bounds; a text that holds one counts."""
        value = self.value.get(key)
        if value is None or value == "":
            return None
        try:
            found = float(value) if not isinstance(value, bool) else float("nan")
        except (TypeError, ValueError, OverflowError):
            found = float("nan")
        if lowest <= found <= highest:
            return found
        self.note(key, _("is out of its bounds"))
        return None

    def child(self, key: str) -> "Node | None":
        """The object that a member holds."""
        value = self.value.get(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return Node(value, (self, key, None), self._problems)
        if value not in ([], "", False):
            self.note(key, _("is not an object"))
        return None

    def rows(self, key: str) -> list["Node"]:
        """
        The objects of a list, in each form it was seen in.

        {"data": […]}, a plain list, one object alone, {"30": [{…}]} of old API versions, [] or {}.
        """
        value = self.value.get(key)
        if value is None:
            return []
        if isinstance(value, dict) and "data" in value:
            value = value["data"]
        if isinstance(value, dict):
            value = list(value.values()) if all(map(str.isdecimal, value)) else [value]
        if not isinstance(value, list):
            if value not in (None, "", False):
                self.note(key, _("is not a list"))
            return []
        flat = [one for part in value for one in (part if isinstance(part, list) else [part])]
        found = []
        for place, one in enumerate(flat):
            if isinstance(one, dict):
                found.append(Node(one, (self, key, place), self._problems))
            elif one is not None:
                self.note(f"{key}[{place}]", _("is not an object"))
        return found


def whole(value: object) -> int | None:
    """A count as it came: a whole number of 0 or more, or a text of digits."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63:
        return value  # SQLite holds no larger one
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 19:
        return int(value)
    return None
