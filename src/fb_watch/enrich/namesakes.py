"""
In: a name and where it stands. Out: whether something else was called after its place. Pure.

A town in a state or province, as "Paris, Texas"; a street or a square, as "rue de Lisbonne".
"""

import re
from collections.abc import Mapping, Sequence, Set
from functools import cache

from fb_watch.enrich import gazetteer

_BEHIND = re.compile(r",[^\S\n]*([A-Z][\w-]*(?: [A-Z]\w*){0,2})")
# "Cuba, Florida and Texas" is a list, "Paris, Texas, USA" is not.
_LIST_ENDS = re.compile(r"\w,\s+(?:and\s+|&\s+)?$")
_LIST_GOES_ON = re.compile(
    r",?\s+(?:and|or|&|et|ou|y|e)\s+\W?[A-Z]|\s*[&/]|,\s+(?!USA?\b|U\.S|United|Canada)\W?[A-Z]"
)
_CALLED_AFTER = frozenset(("LB", "NO", "PE", "PL"))
_DRESS = re.compile(r"^(?:\W|[ld]['’])+")  # before the word: a bracket, an article
_NEAR = 40  # characters that a name before it in a list may take
_OF = r"(?:d(?:e l['’]|e la |e |u |es |el |o |a |['’]))"
_STREETS = frozenset(
    (
        *("rue", "avenue", "av.", "boulevard", "bd", "quai", "place", "calle", "avenida"),
        *("avda", "avda.", "plaza", "rua", "praça", "viale", "piazza", "piazzale", "corso"),
        *("via", "شارع", "ساحة", "улица", "улице", "улицу", "ул."),
    )
)
# "la rue de Bamako", "la place du Togo": who live in the street, and where a country stands.
_STREET_OF = re.compile(
    r"(?:(?<!\bla )(?<!\bde )(?<!\bune )\b(?:rue|calle|rua|place)|\b(?:avenue|av\.|boulevard|bd"
    rf"|quai|avenida|avda\.?|plaza|praça))\s{_OF}$",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:rue|calle|rua|avenida|av\.|avda\.?|plaza|praça|viale|piazza|piazzale|corso"
    r"|شارع|ساحة|улиц[аеу]|ул\.)\s$",
    re.IGNORECASE,
)
_STREET_BEHIND = re.compile(
    r"\s(?:Street|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Square)\b"
    r"(?!['’-]|\s(?:[A-Z]|(?:art|child|food|kids|life|map|safety|vendors)))"
)
_SQUARE_BEHIND = re.compile(r"\s(?:Straße|Platz|Allee|Ufer|Damm)\b(?!['’-])")
# What may be a street where a town of another country follows: "la rue du Brésil à Lyon".
_IN_PROSE = re.compile(
    rf"\b(?:(?:rue|place|calle|rua)\s{_OF}|(?:via|viale|piazza)\s)$", re.IGNORECASE
)
_IN_TOWN = re.compile(r"\s(?:à|en|a|in|em)\s(?=[A-ZÀ-Þ])")
_HOUSE = re.compile(r",?\s(?:n[.°]?\s)?\d")  # in Italian; elsewhere one comes via a country
_VIA = re.compile(r"\bvia\s$", re.IGNORECASE)


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


def is_street(text: str, start: int, end: int) -> bool:
    """Whether a name is that of a street or a square: "rue de Lisbonne", "Lisbon Street"."""
    if _STREET_BEHIND.match(text, end) or _SQUARE_BEHIND.match(text, end):
        return True
    first = max(0, start - _NEAR)
    words = text[first:start].split()
    if not _has_street(words):
        return False  # as nearly always; what follows takes longer
    if _STREET_OF.search(text, first, start):
        return True
    if _STREET.search(text, first, start):
        # "Eastgate Plaza Harare": the town after the street
        return len(words) < 2 or not words[-2][0].isupper()
    return _HOUSE.match(text, end) is not None and _VIA.search(text, first, start) is not None


def town_of_street(text: str, start: int, end: int) -> int:
    """Where the town begins of a street that has the name: "la rue du Brésil à Lyon"; else -1."""
    found = _IN_TOWN.match(text, end)
    if found is None:
        return -1
    first = max(0, start - _NEAR)
    if not _has_street(text[first:start].split()) or not _IN_PROSE.search(text, first, start):
        return -1
    return found.end()


def _has_street(words: Sequence[str]) -> bool:
    """Whether one of the last three words is one for streets: "l'avenue", "(rue"."""
    return not _STREETS.isdisjoint(_DRESS.sub("", word.casefold()) for word in words[-3:])


@cache
def _states() -> Mapping[str, str]:
    rows = gazetteer.rows("states.tsv")
    return {name: row["country"] for row in rows for name in row["terms"].split(", ")}
