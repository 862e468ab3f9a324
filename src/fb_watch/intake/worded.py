"""In: a date in words, in English, French, Spanish. Out: its day, its clock, its zone. Pure."""

import re
import unicodedata
from datetime import datetime
from typing import NamedTuple

from fb_watch.model.collected import Precision

_MONTHS = {
    1: "january jan janvier janv enero ene",
    2: "february feb février févr fév febrero",
    3: "march mar mars marzo",
    4: "april apr avril avr abril abr",
    5: "may mai mayo",
    6: "june jun juin junio",
    7: "july jul juillet juil julio",
    8: "august aug août agosto ago",
    9: "september sep sept septembre septiembre setiembre",
    10: "october oct octobre octubre",
    11: "november nov novembre noviembre",
    12: "december dec décembre déc diciembre dic",
}
_MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}
_FILLING = (
    "at on the of à a le de del las la el los h y er st nd rd th "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun jeu ven sam dim mer "
    "lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom"
)
_FILLERS = frozenset(_FILLING.split())
_CLOCK = re.compile(
    r"\b(\d{1,2})(?::|\s?h\s?)(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?\s?m\b\.?)?"
    r"(?:\s*\(?((?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?)\b)?",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\([^()]*\)")  # the name of a zone whose offset is told
_WORD = re.compile(r"\d+|[^\W\d_]+(?:/[^\W\d_]\w*)*")
_LONGEST = 80  # characters


class Worded(NamedTuple):
    """A time as the clocks of its zone showed it; `zone` as it was written, "" where none was."""

    naive: datetime
    precision: Precision
    zone: str


def read_worded(text: str) -> Worded | None:
    """
    "May 30, 2020 at 1:33 PM UTC+02", "samedi 30 mai 2020 à 13 h 33", "Sat May 30 13:33:05 2020".

    None where anything else stands in the text but one word that may name a zone: a sentence
    with a date in it is no date.
    """
    left = unicodedata.normalize("NFKC", text).strip()
    if not left or len(left) > _LONGEST:
        return None
    clock = _CLOCK.search(left)
    hour, minute, second, half, zone = clock.groups("") if clock else ("",) * 5
    left = _CLOCK.sub(" ", left, count=1)
    day, others = _day(_REMARK.sub(" ", left) if zone else left)
    if day is None or len(others) + bool(zone) > (1 if clock else 0):
        return None
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.casefold() == "p" else 0)
    try:
        naive = datetime(*day, hours, int(minute or 0), int(second or 0))  # noqa: DTZ001
    except ValueError:
        return None
    precision: Precision = "second" if second else "minute" if clock else "day"
    return Worded(naive, precision, zone or "".join(others))


def _day(text: str) -> tuple[tuple[int, int, int] | None, list[str]]:
    """Year, month, day, and the words that belong to none of them."""
    year = day = None
    months: list[str] = []
    others = []
    for word in _WORD.findall(text):
        told = word.casefold()
        if word.isdecimal() and len(word) == 4 and year is None:
            year = int(word)
        elif word.isdecimal() and len(word) <= 2 and day is None:
            day = int(word)
        elif told in _MONTH and months in ([], ["mar"]):
            months = [told]  # "mar. 12 mai": a Tuesday, not March
        elif told not in _FILLERS:
            others.append(word)
    return ((year, _MONTH[months[0]], day) if year and months and day else None), others
