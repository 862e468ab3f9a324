import json
import re
from typing import Any

from cli.typed import Typed, process

TEXT = "Les écoles de Goma, RDC, restent fermées"


def test_a_text_is_explained_with_its_evidence(typed: Typed) -> None:
    """Language, themes and countries with the words they rest on, as JSON and as text."""
    seen = typed("explain", *TEXT.split(), "--json").json
    told = typed("explain", TEXT).out

    assert TEXT == seen["text"]
    (theme,) = seen["themes"]
    (evidence,) = theme["evidence"]
    assert ("education", "écoles") == (theme["theme"], TEXT[evidence["start"] : evidence["end"]])
    assert "CD" in {country["country"] for country in seen["countries"]}
    assert "fr" == seen["language"]["code"]
    assert [] == seen["questions"]
    assert told.startswith("Les [écoles] de [Goma], [RDC], restent fermées\n")


def test_a_question_is_explained_as_a_theme_is(typed: Typed) -> None:
    """The words that make a text speak to a question are named and marked."""
    text = "Nos enfants ont tout perdu : écoles fermées."

    (question,) = typed("explain", text, "--json").json["question_tags"]
    told = typed("explain", text).out

    assert "challenges" == question["question"]
    assert ["perdu", "écoles fermées"] == [words["surface"] for words in question["evidence"]]
    assert "ont tout [perdu] : [écoles fermées]." in told
    assert re.search(r"^question +challenges +1\.5 +perdu, écoles fermées$", told, re.MULTILINE)


def test_a_page_decides_where_the_text_does_not() -> None:
    """--page gives the page's countries as a prior; the whole of stdin is one text."""
    result = process("explain", "--page", "madagascar", "--json", given="Merci\nà tous")

    assert "Merci\nà tous" == result.json["text"]
    assert [("MG", "page")] == [(c["country"], c["role"]) for c in result.json["countries"]]


def test_json_lines_in_and_out() -> None:
    """One object a line in, the same with the tags a line out; other keys are given back."""
    asked: list[dict[str, Any]] = [
        {"text": TEXT, "id": 17, "nested": {"a": [1, None, "é"]}},
        {"text": "Merci à tous", "page": "madagascar"},
        {"text": "Merci à tous", "page": None},
        {"text": "Merci", "place": {"city": "Antsirabe", "country": "Madagascar"}},
        {"text": "Merci", "place": "Goma"},
        {"text": "two\nlines\u2028here"},
        {"text": ""},
        {"text": None},
    ]

    result = process(
        "explain", "-", given="\n\n".join(json.dumps(one) for one in asked), FB_WATCH_LANG="en"
    )

    told = [json.loads(line) for line in result.out.splitlines()]
    assert (0, "") == (result.code, result.err)
    assert len(asked) == len(told)
    for one, seen in zip(asked, told, strict=True):
        assert one == {key: seen[key] for key in one}
        assert {"language", "themes", "countries", "questions"} <= set(seen)
    assert ["education"] == [theme["theme"] for theme in told[0]["themes"]]
    assert ["MG"] == [country["country"] for country in told[1]["countries"]]
    assert [] == told[2]["countries"]
    assert ["MG"] == [country["country"] for country in told[3]["countries"]]
    assert ["CD"] == [country["country"] for country in told[4]["countries"]]
    assert "zxx" == told[6]["language"]["code"]


def test_a_byte_order_mark_is_passed_over() -> None:
    """Files of Windows begin with one."""
    result = process("explain", "-", given="\ufeff" + '{"text": "school"}\n{"text": "école"}')

    assert 0 == result.code, result.err
    assert ["school", "école"] == [json.loads(line)["text"] for line in result.out.splitlines()]


def test_a_page_that_nobody_knows_is_told_once() -> None:
    """Its lines are answered as of no page; stderr names the first of them."""
    lines = ['{"text": "a", "page": "atlantis"}', '{"text": "b", "page": "atlantis"}']

    result = process("explain", "-", given="\n".join(lines), FB_WATCH_LANG="en")

    assert "fb-watch: line 1: There is no page atlantis in config/pages.toml.\n" == result.err
    assert (0, [[], []]) == (
        result.code,
        [json.loads(line)["countries"] for line in result.out.splitlines()],
    )


def test_a_line_that_cannot_be_read_is_told_and_the_others_go_on() -> None:
    """Each bad line is named on stderr and answered by an error in its place; the code is 1."""
    bad = [
        "{",
        "[1]",
        '"text"',
        '{"text": 5, "id": 17}',
        '{"text": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ]
    good = ['{"text": "school"}', '{"text": "école"}']

    result = process("explain", "-", given="\n".join([good[0], *bad, good[1]]), FB_WATCH_LANG="en")

    assert 1 == result.code
    first, *failed, last = [json.loads(line) for line in result.out.splitlines()]
    assert [json.loads(line)["text"] for line in good] == [first["text"], last["text"]]
    assert ["error"] * 3 == [key for answer in failed[:3] for key in answer]
    assert {"text": 5, "id": 17, "error": failed[0]["error"]} == failed[3]
    assert 5 == len(failed)
    assert "not a JSON object with a text" == failed[0]["error"]
    assert {"error": "too deeply nested"} == failed[4]
    for number in range(2, 7):
        assert f"line {number}:" in result.err
    assert "line 1:" not in result.err
    assert "line 7:" not in result.err


def test_what_json_does_not_know_refuses_no_line() -> None:
    """Written by Python or cut by others, it is read as an answer of Facebook is."""
    odd = [
        '{"text": "school", "id": 1, "x": NaN}',
        '{"text": "school", "id": 2, "x": [-Infinity, 1e400]}',
        '{"text": "\\ud800 school", "id": 3}',
        '{"text": "school", "id": 4, "x": ' + "[" * 600 + "]" * 600 + "}",
        '{"text": "school", "id": 123456789012345678901234567890}',
    ]

    result = process("explain", "-", given="\n".join(odd), FB_WATCH_LANG="en")

    told = [json.loads(line) for line in result.out.splitlines()]
    assert 0 == result.code, result.err
    assert [1, 2, 3, 4, 123456789012345678901234567890] == [one["id"] for one in told]
    assert [None, [None, None]] == [one["x"] for one in told[:2]]
    assert "\ufffd school" == told[2]["text"]
    assert {"education"} == {one["themes"][0]["theme"] for one in told}
    assert 1 == result.err.count("line"), result.err
    assert "line 4: is nested too deeply" in result.err


def test_a_wrong_codebook_is_3(typed: Typed) -> None:
    """explain needs the codebook: where there is no home, the code is 3."""
    assert 3 == typed("--home", "/nonexistent", "explain", "x").code
