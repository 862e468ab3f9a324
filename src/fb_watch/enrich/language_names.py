"""In: a demonym and where it stands. Out: whether it names a language and no people. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection
from functools import cache

from fb_watch.enrich import gazetteer
from fb_watch.enrich.text import fold

# vowel signs of India are no \\w
_WORD = r"[^\W\d_](?:[^\W\d_'’\u0300-\u036f\u064b-\u0652-]|[\u0900-\u0963\u0966-\u0dff])*"
_AND = (
    r"(?:and|et|y|e|und|or|ou|o|oder|и|или|و|na|sy|ak|ve|dan|và|और|र|ও|اور|&|at(?=\s(?:[A-Z]|$)))"
)
_LINK = rf"(?:\s*[,/|،、]\s*(?:{_AND}\s+)?|\s+{_AND}\s+|\s+و)"
_OF = r"(?:(?:de\s+)?l['’]|d['’]|(?:d[eiou]|del|le|el|o|lo|il)\s+|ال)?"
_LISTED_BEFORE = re.compile(rf"(?:[dl]['’])?({_WORD}){_LINK}{_OF}$")
_LISTED_AFTER = re.compile(rf"{_LINK}{_OF}({_WORD})")
_IN = re.compile(r"(?:^|\W)(?:in|en|em|auf|into|на)\s+$", re.IGNORECASE)
# What a language may stand before: a sign, or a small word; a noun makes people of it.
_END = re.compile(
    r"\s*(?:$|[.,;:!?)»”\"\n|/]|\s(?:for|to|with|at|by|on|from|is|are|was|and|or|only|too|online"
    r"|pour|avec|à|par|sur|dans|est|sont|et|ou|para|con|com|por|en|es|son|y|o|e|per|di|da|für|mit"
    r"|bei|im|ist|sind|und|или|и|для|с|в|на"
    r"|sa|ang|will|can|may|available|provided|taught|verfügbar|erhältlich|angeboten|unterrichtet"
    r"|disponib\w+|disponíve\w+|доступн\w+)\b)"
)
# Forms that only people have: plurals, feminine plurals, German and Russian adjectives.
_OF_PEOPLE = re.compile(
    r"(?:[^u\W]os|as|eses|iens|iennes|aises|oises|nesi|iani|iane|sch(?:e|en|er|es|em)|[ыи]х|[ыи]е|[ыи]ми"
    r"|ون|ين|ات)$",
    re.IGNORECASE,
)
# Countries whose people and language have one name: there is no Kenyan and no Syrian to speak.
_SPOKEN = frozenset(
    (
        *(
            "AL",
            "AM",
            "BD",
            "BG",
            "CN",
            "CZ",
            "DE",
            "DK",
            "ES",
            "FI",
            "FR",
            "GB",
            "GE",
            "GR",
            "HR",
            "HT",
        ),
        *("HU", "ID", "IR", "IT", "JP", "KH", "KP", "KR", "LA", "MG", "MM", "MN", "MY", "NL", "NO"),
        *("NP", "PH", "PL", "PT", "RO", "RS", "RU", "SE", "SK", "SO", "TH", "TR", "UA", "VN"),
    )
)
# They tell people and languages by the name of the country: "bahasa Prancis".
WITHOUT_DEMONYMS = frozenset(("id", "ms"))
_NEAR = 40  # characters that one word of a list and its comma may take
_LONGEST_LIST = 8
# between the cue and the name: "parle un peu l'italien", "speaks fluent Italian"
_FILLER = (
    r"(?:(?:fluent(?:ly)?|good|some|a little|only|both|also|le|un peu|bien|aussi|couramment"
    r"|el|o|il|lo|de|di|du|del|en|in|ins|al|para|muy|bem|auch|nur|gut|etwas)\s+)"
)


def is_language(
    text: str,
    start: int,
    end: int,
    languages: Collection[str] = (),
    countries: Collection[str] = _SPOKEN,
) -> bool:
    """
    Whether a demonym of `countries` names a language: "in French and Somali", "parle espagnol".

    It does beside a word for speaking or learning, in the `languages` of the text (none: in any);
    in a list that has the name of a language which is no demonym; or in one that begins with "in".
    A list that a noun follows is of people: "Syrian and Kurdish women".
    """
    if _SPOKEN.isdisjoint(countries) or _OF_PEOPLE.search(text, start, end):
        return False
    words: list[str] = []
    before = _LISTED_BEFORE.search(text, max(0, start - _NEAR), start)
    while before and len(words) < _LONGEST_LIST:
        words.append(before.group(1))
        start = before.start() + text.startswith("و", before.start())  # written with its "and"
        before = _LISTED_BEFORE.search(text, max(0, start - _NEAR), start)
    after = _LISTED_AFTER.match(text, end)
    is_ended = bool(_END.match(text, end))
    while after and len(words) < _LONGEST_LIST:
        words.append(after.group(1))
        # behind a comma another clause may begin: "in French, because …"
        is_ended = bool(_END.match(text, after.end())) or text[end : end + 1] == ","
        end = after.end()
        after = _LISTED_AFTER.match(text, end)
    if is_ended:
        if any(fold(word) in _languages() for word in words):
            return True
        if _IN.search(text, max(0, start - 8), start):
            return True
    return _is_spoken(text, start, end, languages)


def _is_spoken(text: str, start: int, end: int, languages: Collection[str]) -> bool:
    """Whether a word for speaking or learning stands beside it."""
    first = max(0, start - _NEAR)
    told = text[first : end + _NEAR]
    for language in languages or _cues():
        for where, pattern in _cues().get(language, ()):
            if where == "after" and pattern.match(told, end - first):
                return True
            if where == "before" and any(
                start - first in (found.end(), found.start("article"))
                for found in pattern.finditer(told)
            ):
                return True
    return False


@cache
def _cues() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    found = defaultdict[str, list[tuple[str, re.Pattern[str]]]](list)
    for row in gazetteer.rows("speaking.tsv"):
        language, where, words = row["language"], row["where"], row["words"]
        told = rf"\W{{1,2}}(?:{words})"
        if where == "before":
            told = rf"\b(?:{words})\W{{1,2}}{_FILLER}{{0,2}}(?P<article>[ld]['’]|ال)?(?=\w)"
        found[language].append((where, re.compile(told, re.IGNORECASE)))
    return dict(found)


@cache
def _languages() -> frozenset[str]:
    lines = (gazetteer.DATA / "languages.txt").read_text(encoding="utf-8")
    return frozenset(fold(word) for line in lines.splitlines()[1:] for word in line.split())
