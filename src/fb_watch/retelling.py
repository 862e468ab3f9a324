"""
In: a message as it was stored, in the language of whoever ran then. Out: the same in another one.

The daemon speaks the language of its server and writes down why a page failed; who reads that may
speak another. A stored text is looked up among the messages of every language, the values that
were put into it are taken out, and the message is written anew. What is no message of ours, such
as what Facebook answered, stays as it is.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from functools import cache

from fb_watch.i18n import LANGUAGES, LOCALE_DIR

_VALUE = re.compile(r"\{(\w+)\}")
_FEW = 8  # characters of its own that a message needs to be known by
_DEEP = 3  # messages inside messages
_Message = tuple[str, ...]  # one form of it in each language, in the order of LANGUAGES


def retold(text: str, lang: str) -> str:
    """The text in this language, where it is a message of this program in any of them."""
    return _retold(text, lang, _DEEP)


def _retold(text: str, lang: str, depth: int) -> str:
    wanted = LANGUAGES.index(lang)
    for pattern, names, message in _alike(text) if depth else ():
        if found := pattern.fullmatch(text):
            values = zip(names, found.groups(), strict=True)
            told = {name: _retold(value, lang, depth - 1) for name, value in values}
            return _filled(message[wanted], told)
    return text


def _filled(message: str, values: Mapping[str, str]) -> str:
    return _VALUE.sub(lambda one: values.get(one[1], one[0]), message)


def _alike(text: str) -> list[tuple[re.Pattern[str], list[str], _Message]]:
    """Messages whose longest own words stand in a text, those with the most words first."""
    near = [(own, told, message) for part, own, told, message in _forms() if part in text]
    near.sort(key=lambda one: -one[0])
    return [(_pattern(told), _VALUE.findall(told), message) for _own, told, message in near]


def _pattern(told: str) -> re.Pattern[str]:
    parts = _VALUE.split(told)
    return re.compile(
        "".join("(.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)),
        re.DOTALL,
    )


@cache
def _forms() -> list[tuple[str, int, str, _Message]]:
    """Longest piece, own characters, text, message: of each message in each language."""
    found = []
    for message in _messages():
        for told in dict.fromkeys(message):
            pieces = _VALUE.split(told)[::2]
            own = sum(map(len, pieces))
            if own >= _FEW:
                found.append((max(pieces, key=len), own, told, message))
    return found


def _messages() -> Iterator[_Message]:
    """Every message, each of its forms by itself; English is what the others are filed under."""
    others = [_catalogue(lang) for lang in LANGUAGES[1:]]
    for english in others[0]:
        told = [catalogue.get(english, english) for catalogue in others]
        forms = [one.split("\0") for one in (english, *told)]
        for place in range(max(map(len, forms))):
            yield tuple(form[min(place, len(form) - 1)] for form in forms)


def _catalogue(lang: str) -> dict[str, str]:
    """
    What a .mo file holds, plural forms with NUL between them.

    https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
    """
    data = (LOCALE_DIR / lang / "LC_MESSAGES" / "fb_watch.mo").read_bytes()
    _magic, _revision, number, originals, translations = struct.unpack_from("<5I", data)

    def text(table: int, place: int) -> str:
        length, start = struct.unpack_from("<2I", data, table + 8 * place)
        return data[start : start + length].decode()

    told = {text(originals, place): text(translations, place) for place in range(number)}
    return {english: said for english, said in told.items() if english and "\4" not in english}
