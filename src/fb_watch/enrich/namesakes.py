"""In: a name and where it stands. Out: whether it is a namesake of the place it reads as. Pure."""

import re
from collections.abc import Mapping, Set
from functools import cache

from fb_watch.enrich import gazetteer

_BEHIND = re.compile(r",[^\S\n]*([A-Z][\w-]*(?: [A-Z]\w*){0,2})")
# "Cuba, Florida and Texas" is a list, "Paris, Texas, USA" is not.
_LIST_ENDS = re.compile(r"\w,\s+(?:and\s+|&\s+)?$")
_LIST_GOES_ON = re.compile(
    r",?\s+(?:and|or|&|et|ou|y|e)\s+\W?[A-Z]|\s*[&/]|,\s+(?!USA?\b|U\.S|United|Canada)\W?[A-Z]"
)
_CALLED_AFTER = frozenset(("LB", "NO", "PE", "PL"))
_NEAR = 40  # characters that a name before it in a list may take


def is_namesake(text: str, start: int, end: int, countries: Set[str], *, is_city: bool) -> bool:
    """
    Whether a state or province behind a comma makes another place of a name: "Paris, Texas".

    Of countries only those that towns there are called after as a rule: "Cuba, Florida brace".
    """
    if not is_city and _CALLED_AFTER.isdisjoint(countries):
        return False
    found = _BEHIND.match(text, end)
    if found is None or _LIST_ENDS.search(text, max(0, start - _NEAR), start):
        return False
    words = found.group(1).split(" ")
    for many in range(len(words), 0, -1):
        name = " ".join(words[:many])
        if name in _states() and not _LIST_GOES_ON.match(text, found.start(1) + len(name)):
            return countries.isdisjoint((name, _states()[name]))  # "Jakarta, ID", "Boston, MA"
    return False


@cache
def _states() -> Mapping[str, str]:
    rows = gazetteer.rows("states.tsv")
    return {name: row["country"] for row in rows for name in row["terms"].split(", ")}
