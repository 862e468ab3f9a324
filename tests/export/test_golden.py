"""Our references beside those of citeproc-js, made by scripts/make_golden.py."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from export.cases import CASES
from fb_watch.export.citation import Reference, references
from fb_watch.export.references import render
from fb_watch.export.styles import STYLES

GOLDEN = Path(__file__).parent / "golden"

# Where we differ on purpose: why, and how what citeproc-js writes becomes what we write.
Difference = tuple[str, Callable[[str], str]]
_SPACES: Difference = (
    "spaces of French punctuation: citeproc-js sets its own, posts are quoted as written",
    lambda text: text.replace("\u202f", " ").replace("\u00a0", " "),
)
_DOTS: Difference = (
    "dots that tell of something left out end a sentence; no full stop follows them",
    lambda text: text.replace("….", "…"),
)
_ALONE: Difference = (
    "each reference stands alone, as a footnote or copied one by one: no dash for the author",
    lambda text: text.replace("———.", "Solidarity Network, South Asia."),
)
_FIRST: Difference = (
    "French dates: 1er mars, and the day before the month",
    lambda text: re.sub(r"\b1 (?=[a-zéû]+ \d{4})", "1er ", text),
)
DIFFERENCES: dict[str, list[Difference]] = {
    "apa": [_SPACES],
    "apa-fr": [
        _SPACES,
        (
            "APA in French: the style puts the month before the day, French does not",
            lambda text: re.sub(
                r"\((\d{4}[a-z]?), ([a-zéû]+) (\d+)\)",
                lambda m: f"({m[1]}, {'1er' if m[3] == '1' else m[3]} {m[2]})",
                text,
            ),
        ),
    ],
    "chicago": [
        _SPACES,
        _DOTS,
        _ALONE,
        (
            "the date of a post is whole, also where the year stands before (CMOS 17, 15.52)",
            lambda text: re.sub(
                r"(\d{4})([a-z]?\. .*Facebook(?: Photo| Video)?, [A-Z][a-z]+ \d+)\. ",
                r"\1\2, \1. ",
                text,
            ),
        ),
        (
            "Facebook photo: a kind of thing, not a name (CMOS 17, 14.209)",
            lambda text: re.sub("Facebook (Photo|Video)", lambda m: m[0].capitalize(), text),
        ),
    ],
    "chicago-note": [
        _SPACES,
        (
            "a comma takes the place of the full stop (CMOS 17, 6.9)",
            lambda text: re.sub(r"(?<!\.)\.,(?=[’”])", ",", text),
        ),
        (
            "Facebook photo: a kind of thing, not a name (CMOS 17, 14.209)",
            lambda text: re.sub("Facebook (Photo|Video)", lambda m: m[0].capitalize(), text),
        ),
    ],
    "mla": [
        _SPACES,
        _DOTS,
        _ALONE,
        (
            "an address without https:// (MLA 9, 5.95)",
            lambda text: text.replace(", https://", ", "),
        ),
    ],
    "iso690-fr": [
        _SPACES,
        _DOTS,
        _FIRST,
        (
            "the day of consultation stands before the address (ISO 690:2021)",
            lambda text: re.sub(r"(Disponible .*) (\[Consulté le .*\])\.$", r"\2. \1", text),
        ),
    ],
    "vancouver": [
        _SPACES,
        (
            "a part of a site: In, and the day of publication (Citing Medicine, chapter 25)",
            lambda text: re.sub(
                r"\. Facebook \[Internet\]\. \d{4} ", ". In: Facebook [Internet]. ", text
            ),
        ),
    ],
}
# In some posts alone: why, what citeproc-js makes of them, what we leave as it is.
_WRITTEN = "posts and names are quoted as written, with the marks on their keyboard"
IN_CASES: dict[str, tuple[str, dict[str, str]]] = {
    "double quotes": (
        _WRITTEN,
        {"“school at home”": '"school at home"', "« school at home »": '"school at home"'},
    ),
    "apostrophe": (_WRITTEN, {"children’s": "children's"}),
    "name with quotes": (
        _WRITTEN,
        {
            "“Écoles ouvertes.”": '"Écoles ouvertes".',
            "“Écoles ouvertes,”": '"Écoles ouvertes",',
            "« Écoles ouvertes »": '"Écoles ouvertes"',
            "« ÉCOLES OUVERTES »": '"ÉCOLES OUVERTES"',
        },
    ),
    "marks of mark-up": (
        "citeproc-js reads <i> as mark-up; of a post it is text",
        {"5 < 6": "<i>5 < 6</i>"},
    ),
    "same year": (
        "letters follow the dates also where the style leaves the order to the list",
        {"2020b. Third": "2020c. Third", "2020c. Second": "2020b. Second"},
    ),
    "same day": ("the same", {}),
}


def _theirs(style: str, case: str, text: str) -> str:
    """What citeproc-js wrote, with every difference that has a reason."""
    for _reason, differ in DIFFERENCES[style]:
        text = differ(text)
    for theirs, ours in IN_CASES.get(case, ("", {}))[1].items():
        text = text.replace(theirs, ours)
    return text


def _ours(style: str, text: str) -> str:
    """Ours without the archived copy, for which the other has no place; dates as compared."""
    text = _SPACES[1](text)
    head = re.split(r"(?:[.,]|(?<=\d)) (?:[Aa]rchived |Copie archivée|fb-watch, )", text)[0]
    if style == "vancouver":
        head = re.sub(r"\[Internet\]\. \d{4} \w{3} \d+ ", "[Internet]. ", head)
    return head


def _lines(refs: list[Reference], style: str) -> list[str]:
    return render(refs, style=style, form="text", lang=None).splitlines()


@pytest.mark.parametrize("style", STYLES)
def test_references_are_those_of_citeproc(style: str) -> None:
    """Every hard case is cited as Zotero's processor does, but where a reason says otherwise."""
    golden = json.loads((GOLDEN / f"{style}.json").read_text("utf-8"))

    told = {
        case: {
            ref.ref: _ours(style, line).rstrip(".")
            for ref, line in zip(refs, _lines(refs, style), strict=True)
        }
        for case, refs in ((case, references(posts)) for case, posts in CASES.items())
    }

    expected = {
        case: {ref: _theirs(style, case, text).rstrip(".") for ref, text in texts.items()}
        for case, texts in golden.items()
    }
    assert expected == told


def test_there_are_enough_hard_cases() -> None:
    """At least 40 posts in each of the 7 styles, and no file is of an older list."""
    golden = [json.loads((GOLDEN / f"{style}.json").read_text("utf-8")) for style in STYLES]

    assert 7 == len(golden)
    assert [list(CASES)] * 7 == [list(cases) for cases in golden]
    assert all(sum(map(len, cases.values())) >= 40 for cases in golden)


@pytest.mark.parametrize("style", STYLES)
def test_every_difference_is_one(style: str) -> None:
    """A reason that no longer changes anything is taken off the list."""
    golden = json.loads((GOLDEN / f"{style}.json").read_text("utf-8"))

    for reason, differ in DIFFERENCES[style]:
        texts = [text for cases in golden.values() for text in cases.values()]
        before = [_SPACES[1](text) for text in texts] if differ is not _SPACES[1] else texts
        assert any(differ(text) != text for text in before), reason
