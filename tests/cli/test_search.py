import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.typed import Typed
from fb_watch.archive.indexing import index, unindex
from fb_watch.model.captions import text_of

POST_KEYS = {
    *("ref", "version", "hash", "id", "page", "page_name", "region", "author"),
    *("created_at", "created_precision", "edited_at", "captured_at", "source", "kind"),
    *(
        "message",
        "story",
        "permalink",
        "links",
        "media",
        "captions",
        "counts",
        "language",
        "themes",
    ),
    *("countries", "questions", "question_tags", "availability", "status", "notes"),
}
OF: dict[str, Callable[[dict[str, Any]], set[str]]] = {
    "theme": lambda post: {t["theme"] for t in post["themes"]},
    "country": lambda post: {c["country"] for c in post["countries"]},
    "language": lambda post: {post["language"]["code"]},
    "page": lambda post: {post["page"]},
    "month": lambda post: {post["created_at"][:7]},
}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_json_is_an_array_of_posts_in_the_fixed_shape(typed: Typed) -> None:
    """Every post has every key that others rely on, with values of the kinds agreed."""
    posts = typed("search", "--limit", "999", "--json").json

    assert len(posts) > 300
    for post in posts:
        assert set(post) >= POST_KEYS
        assert re.fullmatch(rf"fbw:{post['created_at'][:4]}-\d{{6}}", post["ref"])
        assert re.fullmatch(r"[0-9a-f]{64}", post["hash"])
        for time in (post["created_at"], post["captured_at"], post["counts"]["at"]):
            assert TIME.fullmatch(time)
        assert post["created_precision"] in ("second", "minute", "day")
        assert post["edited_at"] is None or TIME.fullmatch(post["edited_at"])
        assert all({"url", "title", "description"} <= set(link) for link in post["links"])
        assert all({"sha256", "type", "path", "alt"} <= set(m) for m in post["media"])
        assert {"reactions", "comments", "shares", "at"} <= set(post["counts"])
        assert {"code", "confidence", "all", "by"} <= set(post["language"])
        assert all(t["by"] == "machine" and t["codebook"] for t in post["themes"])
        assert {c["role"] for c in post["countries"]} <= {"about", "mentioned", "page"}
        assert {"state", "since", "checked_at"} <= set(post["availability"])


def test_evidence_counts_code_points_of_the_text(typed: Typed) -> None:
    """What a theme rests on stands in message or captions where start and end say, emoji or not."""
    posts = typed("search", "--limit", "999", "--json").json

    seen = 0
    for post in posts:
        text = text_of(post["message"], post["captions"])
        for theme in post["themes"]:
            for found in theme["evidence"]:
                if found["end"] > found["start"]:
                    seen += 1
                    assert found["surface"] == text[found["start"] : found["end"]]
    assert seen > 300


def test_every_format_tells_the_same_posts(typed: Typed) -> None:
    """json, ndjson, csv, refs and table hold the same posts in the same order."""
    line = ("search", "school*", "--since", "2020-03", "--limit", "50")

    posts = typed(*line, "--format", "json").json
    refs = [post["ref"] for post in posts]

    assert len(refs) > 5
    assert refs == typed(*line, "--format", "refs").lines
    assert posts == typed(*line, "--json").json
    told = typed(*line, "--format", "ndjson").out.split("\n")
    assert posts == [json.loads(text) for text in told if text]
    rows = csv.DictReader(io.StringIO(typed(*line, "--format", "csv").out, newline=""))
    assert refs == [row["ref"] for row in rows]
    shown = [text.split()[0] for text in typed(*line, "--all").lines if text.startswith("fbw:")]
    assert refs == shown


def test_the_table_marks_the_words_found(typed: Typed) -> None:
    """A post is two lines: what it is, and what it says with the words marked."""
    result = typed("search", '"homa bay"', "--country", "KE", "--limit", "1")

    head, text = result.lines[:2]
    assert re.match(r"fbw:2020-\d{6}  2020-06-23  anglophone-africa  en  KE  ", head)
    assert "[Homa Bay]" in text


def test_nothing_found_is_0_and_said_on_stderr(typed: Typed) -> None:
    """A search without a result is done: empty data on stdout, a word on stderr, 0."""
    for form, empty in (("table", ""), ("json", "[]\n"), ("ndjson", ""), ("refs", "")):
        result = typed("search", "xylophonequartet", "--format", form)
        assert (0, empty) == (result.code, result.out)
        assert "Nothing found." in result.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("shcool",), "No post has shcool. Did you mean school"),
        (("school", "xylophonequartet"), "No post has xylophonequartet."),
        (("school", "--status", "verified"), "Without --status:"),
        (("school", "--theme", "educaton"), "Did you mean education?"),
        (("school", "--status", "verified", "--has", "comments"), "Without --status, --has:"),
        (("school", "--country", "FR", "--language", "fr"), "Without --country, --language:"),
        (
            ("--country", "FR", "--page", "lebanon", "--language", "sw"),
            "Without --language, --page:",
        ),
        (("eau", "enfants", "savon", "lockdown"), "Without savon, lockdown:"),
    ],
)
def test_what_emptied_a_search_is_said(typed: Typed, line: tuple[str, ...], said: str) -> None:
    """Which word or filter leaves nothing, and what would match."""
    assert said in typed("search", *line).err


def test_a_table_folds_near_duplicates(typed: Typed, own: Path) -> None:
    """A text that two pages published is one hit of two; --all shows both, other formats always."""
    posts = typed("search", "--kind", "status", "--order", "oldest", "--json").json
    first = next(post for post in posts if (post["message"] or "").isascii())
    db = sqlite3.connect(own / "archive" / "archive.db")
    ((key, other),) = db.execute(
        "SELECT max(key), (SELECT key FROM posts WHERE ref = ?) FROM posts", [first["ref"]]
    ).fetchall()
    unindex(db, [key])
    db.execute("DROP TRIGGER versions_are_never_changed")
    db.execute(
        "UPDATE versions SET message = (SELECT message FROM versions WHERE post = ?) || ' 🙏' "
        "WHERE post = ?",
        (other, key),
    )
    index(db, [key])
    db.commit()
    db.close()
    words = '"' + " ".join(re.findall(r"\w+", first["message"])[-6:]) + '"'

    folded, unfolded = typed("search", words), typed("search", words, "--all")

    assert "+1 alike" in folded.lines[0]
    assert "1 near-duplicate is folded" in folded.err
    assert 1 == sum(line.startswith("fbw:") for line in folded.lines)
    assert 2 == sum(line.startswith("fbw:") for line in unfolded.lines)
    assert 2 == len(typed("search", words, "--json").json)

    beyond = typed("search", words, "--limit", "1", "--offset", "1")
    assert "There are 2 with near-duplicates: --all shows them" in beyond.err
    assert "beyond" not in beyond.err


def test_a_cut_list_says_how_many_there_are(typed: Typed) -> None:
    """Where more posts are found than shown, stderr says which and of how many."""
    whole = len(typed.refs("--theme", "education"))

    result = typed("search", "--theme", "education", "--limit", "3", "--offset", "2")

    assert f"3 to 5 of {whole}" in result.err
    nothing = typed("search", "--theme", "education", "--limit", "0").err
    assert f"There are {whole} posts." in nothing
    assert "beyond" not in nothing
    assert "beyond" in typed("search", "--theme", "education", "--offset", "9999").err


def test_no_post_is_asked_for_on_full_screen_either(typed: Typed) -> None:
    """An empty list is nothing to read: with -i the number is said as without."""
    line = ("search", "--theme", "education", "--limit", "0")
    plain, reader = typed(*line), typed(*line, "-i")

    assert (0, "", plain.err) == (reader.code, reader.out, reader.err)


def test_facets_count_over_all_matches(typed: Typed) -> None:
    """--facets counts themes, countries, languages, pages and months of all matches."""
    line = ("search", "--theme", "education", "--facets")
    posts = typed("search", "--theme", "education", "--limit", "999", "--json").json

    told = typed(*line, "--limit", "2", "--json").json
    table = typed(*line, "--limit", "2").out

    assert 2 == len(told["posts"])
    assert {"theme", "country", "language", "page", "month"} == set(told["facets"])
    for name, of in OF.items():
        expected: dict[str, int] = {}
        for post in posts:
            for value in of(post):
                expected[value] = expected.get(value, 0) + 1
        assert expected == {row["value"]: row["posts"] for row in told["facets"][name]}
    assert re.search(rf"^education +{len(posts)}$", table, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (["ECOLES"], ["écoles"]),
        (["école", "enfants"], ["Enfants", "Ecole"]),
        (['"homa bay"'], ["“Homa Bay”"]),
        (["école", "OR", "school"], ["school", "OR", "école"]),
    ],
)
def test_accents_case_and_order_do_not_matter(
    typed: Typed, words: list[str], same: list[str]
) -> None:
    """The same question, typed differently, finds the same posts."""
    found = set(typed.refs(*words))

    assert found == set(typed.refs(*same))
    assert found


def test_the_signs_of_a_question(typed: Typed) -> None:
    """All words, a phrase, a prefix, either, and without mean what the help says."""
    school, closed = set(typed.refs("school")), set(typed.refs("closed"))

    assert school & closed == set(typed.refs("school", "closed"))
    assert school | closed == set(typed.refs("school", "OR", "closed"))
    assert school - closed == set(typed.refs("school", "-closed"))
    assert school - closed == set(typed.refs("school -closed"))
    told = typed("search", "--limit", "999", "--format", "refs", "--", "school", "-closed")
    assert school - closed == set(told.lines)
    assert school < set(typed.refs("school*"))
    assert school - set(typed.refs('"homa bay"')) == set(typed.refs("school", '-"homa bay"'))


@pytest.mark.parametrize("word", ["-hunger", "-occasions", "-json", "-"])
def test_a_word_to_leave_out_is_no_option(typed: Typed, word: str) -> None:
    """-hunger does not ask for help, nor -occasions for an output file."""
    result = typed("search", "school", word, "--limit", "999", "--format", "refs")

    assert 0 == result.code
    assert set(result.lines) <= set(typed.refs("school"))
    assert result.lines


@pytest.mark.parametrize("text", ["学校", "台湾", "มาสก์", "مدرسة", "学"])
def test_scripts_without_blanks_are_found_by_part_of_a_word(typed: Typed, text: str) -> None:
    """Chinese, Japanese, Thai and Arabic: what is found holds the letters typed, and all of it."""
    posts = typed("search", "--limit", "999", "--json").json
    holding = {post["ref"] for post in posts if text in (post["message"] or "")}

    found = set(typed.refs(text))

    assert holding <= found


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "OR",
        "AND NOT (",
        "a OR",
        "^x",
        "theme:education",
        "'; DROP TABLE posts; --",
        "*",
        "((",
        "💧",
    ],
)
@pytest.mark.parametrize("verb", ["search", "stats"])
def test_no_typed_text_is_an_error(typed: Typed, verb: str, text: str) -> None:
    """Whatever is typed is answered with 0."""
    assert 0 == typed(verb, text).code


@pytest.mark.parametrize("verb", ["search", "stats", "export"])
def test_what_cannot_be_read_as_a_query_is_said(typed: Typed, verb: str) -> None:
    """Searched as plain words, and said so on stderr, by every verb that takes words."""
    assert "searched for: school closed" in typed(verb, '"school closed').err


def test_an_offset_beyond_the_end_is_said(typed: Typed) -> None:
    """Nothing is shown, and the number there is tells why."""
    result = typed("search", "school", "--offset", "1000")

    assert (0, "") == (result.code, result.out)
    assert "the offset lies beyond them" in result.err


def test_a_filter_that_nobody_has_names_what_there_is(typed: Typed) -> None:
    """A part of a value is enough to find it; else the values are told."""
    assert "Did you mean health-information?" in typed("search", "--theme", "health").err
    assert "Known: africa" in typed("search", "--region", "mars").err


@pytest.mark.parametrize("number", ["1073741824", "3000000000", "99999999999999999999"])
@pytest.mark.parametrize("words", [[], ["school"]], ids=["all", "words"])
def test_a_number_of_any_size_is_a_number(typed: Typed, number: str, words: list[str]) -> None:
    """As many as there are, or nothing where all are passed over, in a table too."""
    told = typed("search", *words, "--limit", number)

    assert 0 == told.code
    assert typed("search", *words, "--limit", "999").out == told.out
    beyond = typed("search", *words, "--offset", number)
    assert (0, "") == (beyond.code, beyond.out)
    both = typed("search", *words, "--limit", number, "--offset", number, "--json")
    assert (0, []) == (both.code, both.json)
