"""In: a name and where it stands. Out: whether a state behind it makes it a namesake. Pure."""

import re
from collections.abc import Mapping
from functools import cache

from fb_watch.enrich import gazetteer

_BEHIND = re.compile(r",[^\S\n]*([A-Z][\w-]*(?: [A-Z]\w*){0,2})")
# "Cuba, Florida and Texas" is a list, "Paris, Texas, USA" is not.
_LIST_ENDS = re.compile(r"\w,\s+(?:and\s+|&\s+)?$")
_LIST_GOES_ON = re.compile(
    r",?\s+(?:and|or|&|et|ou|y|e)\s+\W?[A-Z]|\s*[&/]|,\s+(?!USA?\b|U\.S|United|Canada)\W?[A-Z]"
)
_NEAR = 40  # characters that a name before it in a list may take


def state_behind(text: str, start: int, end: int) -> str:
    """The country whose state or province stands behind a name and a comma: "Paris, Texas"."""
    found = _BEHIND.match(text, end)
    if found is None or _LIST_ENDS.search(text, max(0, start - _NEAR), start):
        return ""
    words = found.group(1).split(" ")
    for many in range(len(words), 0, -1):
        name = " ".join(words[:many])
        if name in _states() and not _LIST_GOES_ON.match(text, found.start(1) + len(name)):
            return _states()[name]
    return ""


@cache
def _states() -> Mapping[str, str]:
    rows = gazetteer.rows("states.tsv")
    return {name: row["country"] for row in rows for name in row["terms"].split(", ")}
