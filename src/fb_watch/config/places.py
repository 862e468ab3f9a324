"""In: config/places.csv and ambiguous.csv. Out: their lines as records, or what is wrong."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, get_args

from fb_watch.config.mistake import MistakeError, meant
from fb_watch.config.sheets import Row, read_sheet, tidy
from fb_watch.config.terms import read_term
from fb_watch.config.values import one_of, read_country, read_language
from fb_watch.errors import ConfigProblem
from fb_watch.i18n import _
from fb_watch.model.settings import NOT_FIRST, AmbiguousTerm, Case, PlaceTerm

PlaceKind = Literal["name", "demonym", "city", "mask"]
Cues = tuple[tuple[str, tuple[str, ...]], ...]

_PLACES = "config/places.csv"
_PLACE_COLUMNS = ("term", "country", "language", "kind", "case", "note")
_AMBIGUOUS = "config/ambiguous.csv"
_AMBIGUOUS_COLUMNS = ("term", "language", "candidates", "when", "otherwise", "case", "note")
# A name has a capital where its script has capitals; a mask hides it however it is written.
_read_case: Callable[[str], Case] = one_of(get_args(Case), "initial")
_read_mask_case: Callable[[str], Case] = one_of(get_args(Case), "any")
_read_kind: Callable[[str], PlaceKind] = one_of(get_args(PlaceKind), "name")
_WORD = re.compile(r"""["“”„«]\s*([^"“”„«»]+?)\s*["“”»]|([^\s"“”„«»,;]+)""")


def read_places(home: Path, found: list[ConfigProblem]) -> tuple[PlaceTerm, ...]:
    """The network's own places and masks."""
    places: dict[tuple[str, str], tuple[PlaceTerm, Row]] = {}
    for row in read_sheet(home, _PLACES, _PLACE_COLUMNS, ("term", "country"), found) or ():
        place = _place(row, found)
        if place is None:
            continue
        first, at = places.setdefault((_fold(place), place.language), (place, row))
        if at is row:
            continue
        if first.country != place.country:
            message = _("names another country in line {line}.").format(line=at.line)
            remedy = _("A word of several countries belongs into ambiguous.csv.")
            found.append(row.problem("term", MistakeError(message, remedy)))
        else:
            found.append(row.problem("term", _twice(at.line)))
    return tuple(place for place, _row in places.values())


def read_ambiguous(home: Path, found: list[ConfigProblem]) -> tuple[AmbiguousTerm, ...]:
    """The words of several countries and how to tell them apart."""
    terms: dict[tuple[str, str], tuple[AmbiguousTerm, Row]] = {}
    required = ("term", "candidates")
    for row in read_sheet(home, _AMBIGUOUS, _AMBIGUOUS_COLUMNS, required, found) or ():
        term = _ambiguous(row, found)
        if term is None:
            continue
        _first, at = terms.setdefault((_fold(term), term.language), (term, row))
        if at is not row:
            found.append(row.problem("term", _twice(at.line)))
    return tuple(term for term, _row in terms.values())


def read_cues(text: str, candidates: Iterable[str]) -> Cues:
    """`CD: RDC Goma | CG: "Pointe Noire"` → country and the words that speak for it."""
    cues: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (part.strip() for part in text.split("|"))):
        country, colon, words = part.partition(":")
        country = country.strip()
        remedy = _("Write CD: Goma Bukavu | CG: Brazzaville.")
        if not colon:
            raise MistakeError(
                _("has no country before the words: {part}.").format(part=part), remedy
            )
        if country not in candidates:
            message = _("{country} is not among the candidates.").format(country=country)
            raise MistakeError(message, meant(country, candidates))
        found = tuple(tidy(quoted or plain) for quoted, plain in _WORD.findall(words))
        if not found:
            raise MistakeError(_("has no words after {country}:").format(country=country), remedy)
        cues[country] = cues.get(country, ()) + found
    return tuple(cues.items())


def _place(row: Row, found: list[ConfigProblem]) -> PlaceTerm | None:
    before = len(found)
    text = row.read("term", read_term, found)
    kind = row.read("kind", _read_kind, found)
    case = row.read("case", _read_mask_case if kind == "mask" else _read_case, found)
    language = row.read("language", _read_any_language, found)
    if kind == "mask" and row["country"]:
        remedy = _("Leave it empty, or write name, city or demonym under kind.")
        found.append(row.problem("country", MistakeError(_("a mask has no country."), remedy)))
    elif kind != "mask":
        row.read("country", read_country, found)
    if len(found) > before or not (text and kind and case) or language is None:
        return None
    return PlaceTerm(text=text, country=row["country"], language=language, kind=kind, case=case)


def _ambiguous(row: Row, found: list[ConfigProblem]) -> AmbiguousTerm | None:
    before = len(found)
    text = row.read("term", read_term, found)
    language = row.read("language", _read_any_language, found)
    case = row.read("case", _read_case, found)
    candidates = row.read("candidates", _read_candidates, found) or ()
    # without candidates the two other columns cannot be judged
    otherwise, cues = "", None
    if candidates:
        otherwise = row.read("otherwise", lambda cell: _otherwise(cell, candidates), found) or ""
        cues = row.read("when", lambda cell: read_cues(cell, candidates), found)
    if len(found) > before or not (text and case) or language is None or cues is None:
        return None
    return AmbiguousTerm(
        text=text,
        language=language,
        candidates=candidates,
        when=cues,
        otherwise=otherwise,
        case=case,
    )


def _read_any_language(text: str) -> str:
    """A language, or nothing: all languages."""
    return read_language(text) if text else ""


def _read_candidates(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(read_country, re.split(r"[\s,;]+", text.strip(" ,;")))))


def _otherwise(text: str, candidates: tuple[str, ...]) -> str:
    """`page`, `none`, `not-first`, one of the candidates, or that after `page`."""
    first, _blank, usual = text.partition(" ")
    if usual in candidates and first.casefold() == "page":
        return f"page {usual}"
    word = text if text in candidates else text.casefold() or "page"
    known = ("page", "none", NOT_FIRST, *candidates)
    if word not in known:
        raise MistakeError(_("is not known here."), meant(text, known))
    if word == NOT_FIRST and len(candidates) > 1:
        raise MistakeError(
            _("goes with a single candidate."), _("Write one country under candidates.")
        )
    return word


def _fold(term: PlaceTerm | AmbiguousTerm) -> str:
    return term.text if term.case == "exact" else term.text.casefold()


def _twice(line: int) -> MistakeError:
    message = _("stands in line {line} already.").format(line=line)
    return MistakeError(message, _("Delete one of the two."))
