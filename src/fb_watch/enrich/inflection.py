"""
In: a name and the languages that write it. Out: the forms that grammar makes of it. Pure.

Arabic melts "to" and the article into one word; German has a genitive in s; Russian declines nouns
and their adjectives; of Ukrainian and Tamil names the stem is enough.
Declension of Russian nouns: Zaliznyak's patterns for names of countries and towns, singular and
plural; what ends in о, е, у or и stays as it is.
"""

import unicodedata
from collections.abc import Iterator

from fb_watch.enrich.fit import is_word
from fb_watch.enrich.text import fold

_SHORTEST_JOINED = 7  # letters from which "#srilanka" in small letters is no everyday word
# Ending of a noun → its endings in genitive, dative, accusative, instrumental, prepositional.
_NOUNS: tuple[tuple[str, tuple[str, str, str, str, str]], ...] = (
    ("ия", ("ии", "ии", "ию", "ией", "ии")),
    ("ья", ("ьи", "ье", "ью", "ьей", "ье")),
    ("я", ("и", "е", "ю", "ей", "е")),
    ("га", ("ги", "ге", "гу", "гой", "ге")),
    ("ка", ("ки", "ке", "ку", "кой", "ке")),
    ("ха", ("хи", "хе", "ху", "хой", "хе")),
    ("трова", ("тровов", "тровам", "трова", "тровами", "тровах")),
    ("а", ("ы", "е", "у", "ой", "е")),
    ("аты", ("атов", "атам", "аты", "атами", "атах")),
    ("ы", ("", "ам", "ы", "ами", "ах")),
    ("ай", ("ая", "аю", "ай", "аем", "ае")),
    ("ей", ("ея", "ею", "ей", "еем", "ее")),
    ("уй", ("уя", "ую", "уй", "уем", "уе")),
    ("эй", ("эя", "эю", "эй", "эем", "эе")),
    ("ль", ("ля", "лю", "ль", "лем", "ле")),
    ("нь", ("ни", "ни", "нь", "нью", "ни")),
)
_UKRAINIAN_ENDINGS = "аяьйоеіїы"
_SHORTEST_STEM = 5
_SHORTEST_NOUN = 3  # Чад
_FIVE = 5  # cases besides the nominative
_SHORTEST_TAMIL_STEM = 4
_TAMIL_WORDS = frozenset({"சூடான"})  # hot; Sudan is சூடான்
_SOFT_ENDS = "шщчжц"  # after these the instrumental is -ем
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_ADJECTIVES: tuple[tuple[str, tuple[str, str, str, str, str]], ...] = (
    ("ая", ("ой", "ой", "ую", "ой", "ой")),
    ("ый", ("ого", "ому", "ый", "ым", "ом")),
    ("ий", ("ого", "ому", "ий", "им", "ом")),
    ("ые", ("ых", "ым", "ые", "ыми", "ых")),
    ("ие", ("их", "им", "ие", "ими", "их")),
    ("овы", ("овых", "овым", "овы", "овыми", "овых")),
)

# How a language makes a people of the name of a country.
_PEOPLE: dict[str, tuple[str, ...]] = {
    "ha": ("'yan {}", "mutanen {}"),
    "id": ("orang {}", "warga {}"),
    "ja": ("{}人",),
    "ko": ("{}인", "{} 사람"),
    "ln": ("moto ya {}", "bato ya {}"),
    "ta": ("{} நாட்டவர்",),
    "th": ("ชาว{}", "คน{}"),
    "tl": ("taga-{}",),
    "vi": ("người {}",),
    "zh": ("{}人",),
}


def people(text: str, languages: list[str]) -> Iterator[tuple[str, str]]:
    """The people of a country in the languages that make it of its name, each with its language."""
    for language in languages:
        for way in _PEOPLE.get(language, ()):
            yield way.format(text), language


def forms(text: str, languages: list[str]) -> Iterator[tuple[str, str]]:
    """Other forms of a name, each with its language; none twice, the name itself not among them."""
    if "ar" in languages and text.startswith("ال"):
        yield "لل" + text.removeprefix("ال"), "ar"
    if "de" in languages and text.isalpha() and text[-1] not in "sxzß":
        yield text + "s", "de"  # Kenias Schulen
    if "ru" in languages:
        yield from ((form, "ru") for form in dict.fromkeys(declined(text)) if form != text)
    stem = text[:-1] if text[-1] in _UKRAINIAN_ENDINGS else text
    if "uk" in languages and text.isalpha() and len(stem) >= _SHORTEST_STEM:
        yield stem + "*", "uk"
    if "ta" in languages:
        yield from ((form, "ta") for form in _tamil_stems(text))


def joined(text: str) -> str:
    """The words of a name as one, in small letters; empty where it has one or is short."""
    if " " not in fold(text):
        return ""
    word = "".join(filter(is_word, unicodedata.normalize("NFC", text).lower()))
    return word if len(word) >= _SHORTEST_JOINED else ""


def declined(text: str) -> list[str]:
    """A Russian name in its five other cases; empty where it does not change or is not Russian."""
    for seam in (" и ", " — "):  # "Антигуа и Барбуда": each name by itself
        names = text.split(seam, 1)
        if len(names) > 1:
            cases = [declined(name) or [name] * _FIVE for name in names]
            return [seam.join(forms) for forms in zip(*cases, strict=True)]
    head, *rest = text.split(" ")
    if rest and (adjective := _cases(head, _ADJECTIVES)):
        tail = " ".join(rest)
        nouns = declined(tail) or [tail] * len(adjective)
        return [f"{one} {two}" for one, two in zip(adjective, nouns, strict=True)]
    # "Республика Конго": the first word alone.
    return [" ".join((form, *rest)) for form in _noun(head)]


def _tamil_stems(name: str) -> list[str]:
    """What endings follow: ஜப்பானில் has no pulli, எகிப்தில் no u, and நேபாளத்தில் doubles a t."""
    stems = []
    if name.endswith("டு"):
        stems = [name.removesuffix("டு") + "ட்ட"]
    elif name.endswith(("்", "ு")):
        stems = [name[:-1]]
    if name.endswith("ம்"):
        stems.append(name.removesuffix("ம்") + "த்த")
    return [s for s in stems if len(s) >= _SHORTEST_TAMIL_STEM and s not in _TAMIL_WORDS]


def _noun(word: str) -> list[str]:
    if "-" in word:  # Шри-Ланки; but Гвинеи-Бисау, where the last does not change
        first, last = word.rsplit("-", 1)
        return [f"{first}-{form}" for form in _noun(last)] or [f"{f}-{last}" for f in _noun(first)]
    if len(word) < _SHORTEST_NOUN or word.isupper():
        return []
    if word.endswith(("оа", "уа", "эа")):
        return []  # Самоа
    if cases := _cases(word, _NOUNS):
        return cases
    if word[-1] in _CONSONANTS:
        with_ = "ем" if word[-1] in _SOFT_ENDS else "ом"
        return [word + "а", word + "у", word, word + with_, word + "е"]
    return []


def _cases(word: str, table: tuple[tuple[str, tuple[str, str, str, str, str]], ...]) -> list[str]:
    for ending, cases in table:
        if word.endswith(ending) and len(word) >= len(ending) + 2:
            return [word.removesuffix(ending) + case for case in cases]
    return []
