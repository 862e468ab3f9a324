"""Every text for people is there in French and Spanish, whole and well set."""

import ast
import importlib.util
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import pytest
from babel.messages.mofile import read_mo, write_mo

from fb_watch.cli.main import main, verbs
from fb_watch.i18n import grouped

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src" / "fb_watch").rglob("*.py"))
LANGUAGES = ("fr", "es")
THIN = "\u202f"
PLACEHOLDER = re.compile(r"\{\w+\}|%\(\w+\)[a-z]|%[a-z]")
COMMAND = re.compile(r"`[^`]*`")
# how ambiguous.csv has it, CD: Goma Bukavu, is not French punctuation
CUE = re.compile(r"\b[A-Z]{2}:(?= )|\{country\}:$")

every_language = pytest.mark.parametrize("lang", LANGUAGES)


def _messages() -> ModuleType:
    path = ROOT / "scripts" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MESSAGES = _messages()


def _forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    """A text, or its singular and plurals."""
    return [text] if isinstance(text, str) else list(text)


def _marked() -> Iterator[str]:
    """What `_` and `plural` are called with; inside f-strings too, where Babel does not look."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="_" | "plural"), args=[ast.Constant(value=str(text)), *_]
                ):
                    yield text


def _pairs(lang: str) -> list[tuple[str, str]]:
    """Each translated text beside its translation, a plural form by form."""
    found = []
    for message in MESSAGES.catalogue(lang):
        if message.id:
            one, *many = _forms(message.id)
            first, *others = _forms(message.string)
            found += [(one, first), *((text, form) for text in many for form in others)]
    return [(text, translation) for text, translation in found if translation]


@every_language
def test_every_text_of_the_source_is_translated(lang: str) -> None:
    """A text that the program can say has a translation that says something, in every form."""
    wanted = {_forms(message.id)[0] for message in MESSAGES.extracted() if message.id}

    translated = {
        _forms(message.id)[0]
        for message in MESSAGES.catalogue(lang)
        if message.id and all(_forms(message.string)) and not message.fuzzy
    }

    assert sorted({*wanted, *_marked()} - translated) == []


@every_language
def test_placeholders_are_those_of_the_source(lang: str) -> None:
    """A translation asks for the values that the text has, no more and no fewer."""
    wrong = [
        (text, translation)
        for text, translation in _pairs(lang)
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(translation))
    ]

    assert wrong == []


@every_language
def test_space_around_and_lines_are_those_of_the_source(lang: str) -> None:
    """Texts are put together as they stand: space at the ends and line breaks are kept."""
    wrong = [
        (text, translation)
        for text, translation in _pairs(lang)
        if _ends(text) != _ends(translation) or text.count("\n") != translation.count("\n")
    ]

    assert wrong == []


def _ends(text: str) -> tuple[str, str]:
    inner = text.strip()
    before, _inner, after = text.partition(inner) if inner else (text, "", "")
    return before, after


def test_french_punctuation_has_its_narrow_space() -> None:
    """A narrow no-break space, and no other, stands before ; : ! ? and inside « »."""
    texts = [CUE.sub("", COMMAND.sub("", french)) for _text, french in _pairs("fr")]

    wrong = [
        text
        for text in texts
        if re.search(rf"(?:^|[^{THIN}])(?:[;:!?](?=\s|$)|»)|«(?!{THIN})", text)
    ]

    assert wrong == []


@every_language
def test_one_and_many_are_words_of_their_own(lang: str) -> None:
    """No "page(s)": what can be one or many is a plural form."""
    assert [translation for _text, translation in _pairs(lang) if "(s)" in translation] == []


def test_french_apostrophes_are_curved() -> None:
    """Between letters stands ’, except in what is typed as a command."""
    texts = [PLACEHOLDER.sub("", COMMAND.sub("", french)) for _text, french in _pairs("fr")]

    wrong = [text for text in texts if re.search(r"[^\W\d_]'[^\W\d_]", text)]

    assert wrong == []


@every_language
def test_the_compiled_catalogue_is_that_of_the_texts(lang: str) -> None:
    """What the program reads (.mo) is what people edit (.po), compiled."""
    compiled = io.BytesIO()
    write_mo(compiled, MESSAGES.catalogue(lang))
    compiled.seek(0)

    with (MESSAGES.LOCALE / lang / "LC_MESSAGES" / "fb_watch.mo").open("rb") as file:
        stored = _compiled(file)

    assert stored == _compiled(compiled)


def _compiled(file: BinaryIO) -> dict[tuple[str | None, str], list[str]]:
    """What a .mo file says, by context and text; every form of a plural."""
    return {
        (message.context, _forms(message.id)[0]): _forms(message.string or "")
        for message in read_mo(file)
        if message.id
    }


@every_language
@pytest.mark.parametrize("verb", ["", *verbs()])
def test_help_fits_eighty_columns(
    lang: str, verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No line of help is broken by a terminal of 80 columns."""
    monkeypatch.setenv("FB_WATCH_LANG", lang)
    monkeypatch.setenv("COLUMNS", "80")

    code = main([verb, "--help"] if verb else ["--help"])

    said = capsys.readouterr().out
    prose = [
        line
        for line in said.splitlines()
        if not line.startswith("  fb-watch ")  # an example is copied whole
        and "{" not in line  # the choices of an option cannot be broken
    ]
    assert code == 0
    assert [line for line in prose if len(line) > 80] == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "fr",
            [
                "utilisation\u202f: fb-watch search",
                "trouver des publications",
                "afficher cette aide",
            ],
        ),
        ("es", ["uso: fb-watch search", "buscar publicaciones", "mostrar esta ayuda"]),
    ],
)
def test_the_program_speaks_the_language_asked_for(lang: str, words: list[str]) -> None:
    """FB_WATCH_LANG reaches our own texts and those of the command line parser."""
    done = subprocess.run(
        [sys.executable, "-m", "fb_watch", "search", "--help"],
        env={**os.environ, "FB_WATCH_LANG": lang, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert [word for word in words if word not in done.stdout] == []


@every_language
def test_what_stands_behind_a_command_is_for_people_too(
    lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A remark on an example is in the language of the help; the command is as it is typed."""
    told = {}
    for one in ("en", lang):
        monkeypatch.setenv("FB_WATCH_LANG", one)
        main(["watch", "--help"])
        (line,) = [text for text in capsys.readouterr().out.splitlines() if " # " in text]
        told[one] = line.partition(" # ")

    assert told["en"][0] == told[lang][0]
    assert told["en"][2] != told[lang][2]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["999", "1,204", "12,345"]),
        ("fr", ["999", "1\u202f204", "12\u202f345"]),
        ("es", ["999", "1204", "12\u202f345"]),
    ],
)
def test_a_document_groups_numbers_as_its_language_does(lang: str, expected: list[str]) -> None:
    """By a comma in English, a narrow space in French and Spanish; Spanish parts no four digits."""
    assert expected == [grouped(number, lang) for number in (999, 1204, 12345)]
