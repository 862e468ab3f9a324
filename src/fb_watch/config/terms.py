"""In: config/terms/<language>.csv and the headings. Out: the terms, or what is wrong."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from fb_watch.config.mistake import MistakeError, meant
from fb_watch.config.sheets import Row, read_sheet
from fb_watch.config.themes import QUESTION, Headings
from fb_watch.config.values import one_of, read_language
from fb_watch.errors import ConfigProblem
from fb_watch.i18n import _
from fb_watch.model.settings import Case, Strength, Term

_FOLDER = "config/terms"
_COLUMNS = ("theme", "term", "strength", "case", "note")
_OTHER_SHEETS = (".xlsx", ".xls", ".ods", ".tsv", ".txt")
# Latin, Greek and Cyrillic letters say little one by one: a shorter stem would tag everything.
_SHORTEST_STEM = 4
_SHORTEST_ELSEWHERE = 2
# Posts are read without addresses and names after @: such a term would never be found.
_UNREAD = re.compile(r"://|@\w|\bwww\.|\w\.(?:org|com|net|info|int|edu|gov|io)\b", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_read_strength: Callable[[str], Strength] = one_of(get_args(Strength), "strong")
_read_case: Callable[[str], Case] = one_of(get_args(Case), "any")


def read_terms(
    home: Path, headings: Headings | None, found: list[ConfigProblem]
) -> tuple[Term, ...]:
    """The terms of all languages; without headings, themes are not looked up."""
    folder = home / _FOLDER
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    sheets = [name for name in names if name.endswith(".csv") and name[0] not in ".~"]
    if not sheets:
        remedy = _("fb-watch init puts the default one there.")
        found.append(ConfigProblem(_FOLDER, 0, "", "", _("has no file of terms."), remedy))
    for name in names:
        if name.casefold().endswith(_OTHER_SHEETS) and name[0] not in ".~":
            message, remedy = _("is not read."), _('Save it as "CSV UTF-8", such as fr.csv.')
            found.append(ConfigProblem(f"{_FOLDER}/{name}", 0, "", "", message, remedy))
    return tuple(term for name in sheets for term in _read_file(home, name, headings, found))


def read_term(text: str) -> str:
    """A word or phrase, perhaps with a * at its end for any ending."""
    if unseen := _UNSEEN.search(text):
        message = _("has a sign in it that is not seen: {sign}.")
        sign = f"U+{ord(unseen.group()):04X}"
        raise MistakeError(message.format(sign=sign), _("Type the term anew."))
    if _UNREAD.search(text):
        raise MistakeError(
            _("is never found: addresses and names after @ are not read."),
            _("Write the word that stands in the text, such as UNESCO."),
        )
    stem = text.removesuffix("*")
    if not any(map(str.isalnum, stem)):
        raise MistakeError(_("is not a word."), _("Write a word or a phrase."))
    if stem == text and "*" not in stem:
        return text
    if "*" in stem or stem[-1].isspace():
        raise MistakeError(
            _("has a * that is not at the end of a word."),
            _("Put a single * at the end: vaccin*."),
        )
    shortest = _shortest_stem(stem)
    if sum(map(str.isalnum, stem)) < shortest:
        message = _("is too short for a *: it would fit too many words.")
        remedy = _("Put at least {n} letters before the *.").format(n=shortest)
        raise MistakeError(message, remedy)
    return text


def _shortest_stem(stem: str) -> int:
    alphabetic = any(
        char.isalpha() and (char < "\u0590" or "\u1c80" <= char < "\u2000") for char in stem
    )
    return _SHORTEST_STEM if alphabetic else _SHORTEST_ELSEWHERE


def _read_file(
    home: Path, name: str, headings: Headings | None, found: list[ConfigProblem]
) -> list[Term]:
    file = f"{_FOLDER}/{name}"
    language = name.removesuffix(".csv")
    try:
        read_language(language)
    except MistakeError as mistake:
        message = _("the name of the file is not the code of a language.")
        found.append(ConfigProblem(file, 0, "", "", message, mistake.remedy))
    rows = read_sheet(home, file, _COLUMNS, ("theme", "term"), found)
    if rows is None:
        return []
    if not rows:
        remedy = _("Write terms below the first line, or delete the file.")
        found.append(ConfigProblem(file, 0, "", "", _("has no term in it."), remedy))
    terms: dict[tuple[str, str], Term] = {}
    before = len(found)
    for row in rows:
        term = _term(row, language, headings, found)
        if term is None:
            continue
        text = term.text if term.case == "exact" else term.text.casefold()
        first = terms.setdefault((row["theme"], text), term)
        if first is not term:
            message = _("stands in line {line} already.").format(line=first.line)
            found.append(row.problem("term", MistakeError(message, _("Delete one of the two."))))
    if rows and len(found) == before and all(t.strength == "mask" for t in terms.values()):
        remedy = _("A mask only hides; write what says a theme too, or delete the file.")
        found.append(ConfigProblem(file, 0, "", "", _("has masks and no term in it."), remedy))
    return list(terms.values())


def _term(
    row: Row, language: str, headings: Headings | None, found: list[ConfigProblem]
) -> Term | None:
    before = len(found)
    strength = row.read("strength", _read_strength, found)
    case = row.read("case", _read_case, found)
    text = row.read("term", read_term, found)
    theme = row["theme"]
    row.read("theme", lambda value: _read_theme(value, headings), found)
    if theme == "*" and strength not in (None, "mask"):
        remedy = _("Write mask under strength, or a theme instead of *.")
        found.append(row.problem("theme", MistakeError(_("can only be a mask."), remedy)))
    if len(found) > before or not (strength and case and text):
        return None
    is_question = theme.startswith(QUESTION)
    return Term(
        kind="question" if is_question else "theme",
        value="" if theme == "*" else theme.removeprefix(QUESTION),
        language=language,
        text=text,
        strength=strength,
        case=case,
        file=row.file,
        line=row.line,
    )


def _read_theme(text: str, headings: Headings | None) -> str:
    if not text:
        raise MistakeError(
            _("is empty."),
            _("Write the theme in every line; of merged cells only the first has it."),
        )
    if text == "*" or headings is None:
        return text
    if text in headings.term_values:
        return text
    guess = QUESTION + text if QUESTION + text in headings.term_values else text
    message = _("is not a theme or question of themes.toml.")
    raise MistakeError(message, meant(guess, headings.term_values))
