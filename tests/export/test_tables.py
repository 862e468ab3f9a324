import csv
import io
import json
from collections.abc import Callable
from typing import Any, TextIO

import hxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.export.columns import all_columns
from fb_watch.export.handing_over import Wishes
from fb_watch.export.leaving import PUBLIC, leaving
from fb_watch.export.tables import write_csv, write_hxl, write_jsonl
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.exported import Exported
from make import about, archived

Write = Callable[[list[ArchivedPost], Exported, Wishes, TextIO], None]


def _written(write: Write, *posts: ArchivedPost, excel: str | None = None, **told: Any) -> str:
    out = io.StringIO(newline="")
    write(list(posts), about(posts=len(posts), **told), Wishes(excel=excel), out)
    return out.getvalue()


def _rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    told = io.StringIO(text.removeprefix("\ufeff"), newline="")
    return list(csv.DictReader(told, delimiter=delimiter))


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_csv_gives_back_what_the_post_says(text: str) -> None:
    """A machine reads from the plain CSV exactly what was archived."""
    (row,) = _rows(_written(write_csv, archived(message=text)))

    assert text == row["body"]


def test_csv_has_the_columns_that_4cat_wants() -> None:
    """4CAT takes the file without a mapping."""
    names = {column.name for column in all_columns()}

    assert {"id", "thread_id", "author", "body", "timestamp"} <= names


def test_every_column_is_told_in_three_languages() -> None:
    """What a column is stands in English, French and Spanish, each in its own words."""
    told = [column.says for column in all_columns()]

    assert [3] * len(told) == [len({*says.values()} - {""}) for says in told]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_excel_never_runs_a_post(start: str) -> None:
    """A post that begins like a formula is a text in the spreadsheet."""
    (row,) = _rows(_written(write_csv, archived(message=start + "1+1"), excel="en"))

    assert "'" + start + "1+1" == row["body"]


@pytest.mark.parametrize(("excel", "separator"), [("en", ","), ("fr", ";"), ("es", ";")])
def test_excel_dialect_opens_in_columns(excel: str, separator: str) -> None:
    """Each language's Excel finds its separator and knows the encoding."""
    assert _written(write_csv, excel=excel).startswith("\ufeffref" + separator)


@pytest.mark.parametrize(("write", "lines"), [(write_csv, 1), (write_hxl, 2), (write_jsonl, 0)])
def test_an_empty_result_is_a_valid_file(write: Write, lines: int) -> None:
    """Nothing found makes a file with its header and no row."""
    assert lines == len(_written(write).splitlines())


def test_jsonl_is_the_post_itself() -> None:
    """A line of JSON Lines is the whole post in the shape others rely on."""
    assert archived() == json.loads(_written(write_jsonl, archived()))


def test_hxl_has_every_column() -> None:
    """What is documented once is in all tables; each column has a hashtag of its own."""
    (tags, _row) = _rows(_written(write_hxl, archived()))

    assert [column.name for column in all_columns()] == list(tags)
    assert all(tag.startswith("#") for tag in tags.values())
    assert len(tags) == len(set(tags.values()))


def test_hxl_is_read_by_its_library() -> None:
    """libhxl finds the tags and counts posts by country."""
    country = {"role": "about", "score": 1.0, "by": "machine", "codebook": "", "evidence": []}
    posts = [
        archived(ref=f"fbw:2020-00000{n}", countries=[{"country": code, **country}])
        for n, code in enumerate(["KE", "MG", "KE"])
    ]

    source = hxl.data(io.BytesIO(_written(write_hxl, *posts).encode()))

    counted = source.count("#country+code-page")
    assert "#meta+id" in source.tags or "#meta" in source.tags
    assert {("KE", 2), ("MG", 1)} == {(row.values[0], int(row.values[1])) for row in counted}


def test_hxl_is_valid() -> None:
    """The default schema of HXL finds nothing wrong, also in a post of several lines."""
    text = _written(write_hxl, archived(message="One\n\n  two \t three"))

    report = hxl.validate(hxl.data(io.BytesIO(text.encode())))

    assert 0 == report["stats"]["total"]


def test_what_is_for_everybody_holds_no_word_of_a_post() -> None:
    """--public leaves references, dates, addresses and our own tags: no text, no name, no count."""
    evidence = [{"term": "école*", "surface": "SECRET", "start": 0, "end": 6, "rule": "term"}]
    tag = {"score": 2.0, "by": "machine", "codebook": "c", "evidence": evidence}
    post = archived(
        message="SECRET",
        story="SECRET",
        author="SECRET",
        place={"name": "SECRET"},
        links=[{"url": "https://SECRET", "title": "SECRET", "description": None}],
        themes=[{"theme": "education", **tag}],
        countries=[{"country": "KE", "role": "about", **tag}],
    )
    public = leaving(post, about(is_public=True))

    told = [
        _written(write, public, is_public=True) for write in (write_csv, write_hxl, write_jsonl)
    ]

    assert not any("SECRET" in text for text in told)
    assert all(post["ref"] in text and "education" in text for text in told)
    assert set(PUBLIC) == set(json.loads(told[2]))


def test_a_person_is_named_only_where_asked_for() -> None:
    """The name of an author who is a person, and the story that tells it, leave only on demand."""
    post = archived(author="A Person", personal=True, story="A Person shared a post.")

    plain, named = leaving(post, about()), leaving(post, about(with_authors=True))

    assert (None, None) == (plain["author"], plain["story"])
    assert post == named
    assert archived() == leaving(archived(), about())
