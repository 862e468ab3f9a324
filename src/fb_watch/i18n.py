"""In: an English text of the program. Out: the same in French, English or Spanish."""

import gettext
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fr", "es")
LOCALE_DIR = Path(__file__).parent / "locale"


def language() -> str:
    """The language of messages: FB_WATCH_LANG, else the locale of the shell, else English."""
    for name in ("FB_WATCH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2].lower()
        if code in LANGUAGES:
            return code
        if code and name != "FB_WATCH_LANG":
            break
    return "en"


@cache
def catalogue(lang: str) -> gettext.NullTranslations:
    """The messages of one language; English stands in the source itself."""
    if lang == "en":
        return gettext.NullTranslations()
    return gettext.translation("fb_watch", LOCALE_DIR, [lang], fallback=True)


def _(text: str) -> str:
    """The text in the user's language; put values in afterwards with str.format."""
    return catalogue(language()).gettext(text)


def in_language(lang: str) -> Callable[[str], str]:
    """What `_` is to messages, for documents: their language need not be the user's."""
    return catalogue(lang).gettext


def labelled(name: str, text: str) -> str:
    """`name: text`, with the space that French puts before a colon."""
    return _("{name}: {text}").format(name=name, text=text)


def decimal(number: float, form: str = "", lang: str = "") -> str:
    """The number with the decimal mark of a language, else the user's: 0.97, in French 0,97."""
    text = format(number, form)
    return text if (lang or language()) == "en" else text.replace(".", ",")


def grouped(number: int, lang: str) -> str:
    """
    A count as a language writes it: 12,345; with narrow no-break spaces in French and Spanish.

    Spanish parts no four digits (RAE, Ortografía, VIII 2.1).
    """
    if lang == "en" or (lang == "es" and abs(number) < 10_000):
        return f"{number:,}" if lang == "en" else str(number)
    return f"{number:,}".replace(",", "\u202f")


def state(word: str) -> str:
    """A state of a post in the user's language; it agrees with `post`, where `_` has the plural."""
    return catalogue(language()).pgettext("post", word)


def plural(one: str, many: str, n: int) -> str:
    """The form of the text that `n` asks for, in the user's language."""
    return catalogue(language()).ngettext(one, many, n)


def plural_in(lang: str) -> Callable[[str, str, int], str]:
    """What `plural` is to messages, for documents."""
    return catalogue(lang).ngettext
