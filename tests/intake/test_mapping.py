import io
import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from fb_watch.errors import ConfigError, FbWatchError, IntakeError
from fb_watch.intake.mapping import FIELDS, Mapping, load
from fb_watch.intake.member import Limits, Member
from fb_watch.intake.recognise import FORMATS
from fb_watch.intake.suggest import suggest
from fb_watch.model.collected import Counts, Link, Problem
from fb_watch.model.intake import Found
from intake.build import CONTEXT, member

WHEN = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)
TABLE = (
    "Identifiant\tDate\tHeure\tTexte\tLien\tPage\tLikes\tHumeur\n"
    "104563211_2993\t30/05/2020\t13:33\tDes puits\thttps://example.org/a\t"
    "Solidarity Asia\t1,234\tgai\n"
)


def saved(path: Path, text: str) -> Mapping:
    """The mapping of a file with this text."""
    path.write_text(text, encoding="utf-8")
    return load(path)


def read(one: Member, mapping: Mapping) -> tuple[list[Found], list[Problem]]:
    """What the mapping makes of the table."""
    told = list(FORMATS["mapped"].read(one, replace(CONTEXT, mapping=mapping)))
    return (
        [each for each in told if isinstance(each, Found)],
        [each for each in told if isinstance(each, Problem)],
    )


def test_a_suggested_mapping_reads_its_table(tmp_path: Path) -> None:
    """What suggest writes can be given back as it is, and what it left out is listed."""
    text = suggest(member(TABLE))

    mapping = saved(tmp_path / "map.toml", text)
    (one,), problems = read(member(TABLE), mapping)

    assert [] == problems
    assert ("104563211_2993", "asia", "Des puits") == (one.post.id, one.post.page, one.post.message)
    assert (datetime(2020, 5, 30, 8, 3, tzinfo=UTC), "minute", True) == (
        one.post.created_at,
        one.post.created_precision,
        one.zone_assumed,
    )
    assert (Link(url="https://example.org/a"),) == one.post.links
    assert Counts(reactions=1234, by_type=(("like", 1234),)) == one.counts
    assert '# "Humeur"  gai' in text
    assert b"gai" in one.raw


def test_ndjson_is_mapped_by_paths(tmp_path: Path) -> None:
    """Objects in objects are reached with dots; the first column that says something counts."""
    line = {"meta": {"when": "2020-05-30T13:33:00Z"}, "title": "", "body": "Wells", "tags": ["a"]}
    mapping = saved(
        tmp_path / "map.toml",
        '[columns]\ncreated_at = "meta.when"\nmessage = ["title", "body"]\n'
        '[table]\nsource = "Réseau Liban"\n',
    )

    for data in (json.dumps(line), json.dumps([line]), json.dumps({"data": [line]})):
        (one,), problems = read(member(data), mapping)

        assert ([], "Wells", WHEN, "lebanon", False) == (
            problems,
            one.post.message,
            one.post.created_at,
            one.post.page,
            one.zone_assumed,
        )


def workbook(*rows: Sequence[object], sheet: str = "Posts") -> bytes:
    """A workbook with these rows behind an empty first sheet."""
    book = Workbook()
    one = book.create_sheet(sheet)
    for row in rows:
        one.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_of_a_workbook(tmp_path: Path) -> None:
    """Dates are dates, numbers have no decimals, empty rows above the header do not matter."""
    data = workbook(
        [],
        ["When", "What", "Likes"],
        [datetime(2020, 5, 30, 13, 33), "Wells", 3.0],  # noqa: DTZ001
        [date(2020, 5, 31), "Schools", None],
        ["soon", "x", 1],
    )
    mapping = saved(
        tmp_path / "map.toml",
        '[columns]\ncreated_at = "When"\nmessage = "What"\nlike = "Likes"\n'
        '[table]\nsheet = "Posts"\nzone = "UTC"\n',
    )

    (first, second), problems = read(member(data, "a.xlsx"), mapping)

    assert (WHEN, "second", 3) == (
        first.post.created_at,
        first.post.created_precision,
        first.counts and first.counts.reactions,
    )
    assert ("day", None) == (second.post.created_precision, second.counts)
    assert [Problem(where="line 5", reason="has a time that cannot be read")] == problems


def _sheets(**told: Sequence[Sequence[object]]) -> Member:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in told.items():
        one = book.create_sheet(name)
        for row in rows:
            one.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return member(out.getvalue(), "a.xlsx")


def _year(number: int, *header: str) -> list[list[object]]:
    return [list(header or ("Date", "Texte")), [f"{number}-05-30", f"Des puits {number}"]]


def test_all_sheets_that_have_the_columns_are_read() -> None:
    """A year a sheet is common; which sheets are not read is said, and where a row stands."""
    book = _sheets(
        Notes=[["Made by Ana"]],
        **{"2019": _year(2019), "2020": _year(2020), "2021": _year(2021, "Quand", "Quoi")},
        old=_year(2018, "Date", "Message"),
    )

    found, told = read(book, Mapping(columns={"date": ("Date",), "message": ("Texte",)}))
    problems = told[:2]

    assert [("2019, line 2", 2019), ("2020, line 2", 2020)] == [
        (one.where, one.post.created_at.year) for one in found
    ]
    assert {"has no column that says when; is not read"} == {one.reason for one in problems}
    assert ["Notes", "2021", "old", "old, line 2"] == [one.where for one in told]
    assert "no column Texte" in told[2].reason


def test_a_mapping_is_suggested_of_the_sheet_that_is_a_table(tmp_path: Path) -> None:
    """Whatever note stands before it; it is named where it is the only one."""
    for notes in ([["Made by Ana"]], [["About"], ["Made by Ana"]]):
        book = _sheets(Notes=notes, Posts=_year(2020))
        text = suggest(book)
        assert '""' not in text
        mapping = saved(tmp_path / "map.toml", text)
        (one,), problems = read(book, mapping)
        assert (2020, [], "Posts") == (one.post.created_at.year, problems, mapping.sheet)
    years = _sheets(Notes=[["x"]], a=_year(2020), b=_year(2021))
    assert "" == saved(tmp_path / "map.toml", suggest(years)).sheet


def test_what_values_say_of_their_column(tmp_path: Path) -> None:
    """A link that leads to the post itself is its address; paths count by their ends."""
    post = "https://www.facebook.com/groups/55/posts/1000001/"
    table = f"Date,Texte,Lien,id\n2020-05-30,Des puits,{post},1\n"
    line = {
        "meta": {"when": 1590848580, "id": "1"},
        "body": {"text": "Des puits"},
        "stats": {"likes": 12},
        "url": post,
        "user": {"name": "Ana", "likes": 700},
    }
    long = {"when": "2020-05-30T13:33:00Z", "what": "Des puits pour tous", "url": post}

    for told, likes in ((table, None), (json.dumps(line), 12), (json.dumps(long), None)):
        mapping = saved(tmp_path / "map.toml", suggest(member(told)))
        (one,), problems = read(member(told), replace(mapping, source="55"))
        assert ([], post, ()) == (problems, one.post.permalink, one.post.links)
        assert (one.post.message or "").startswith("Des puits")
        assert (2020, "55_1000001") == (one.post.created_at.year, one.post.id)
        assert likes == (one.counts and one.counts.reactions)


def test_long_numbers_of_a_workbook_are_no_ids() -> None:
    """Excel keeps fifteen digits: two posts would be one. It is said once, and the text kept."""
    rounded = 1.0222123456789e16
    data = workbook(
        ["Id", "When", "What", "By"],
        [rounded, datetime(2020, 5, 30, 13, 33), "Wells", 10222123456789012],  # noqa: DTZ001
        [rounded, datetime(2020, 5, 31, 13, 33), "Schools", 2993],  # noqa: DTZ001
        ["10222123456789012", datetime(2020, 6, 1, 13, 33), "Soap", 2993.0],  # noqa: DTZ001
    )
    fields = {"id": "Id", "created_at": "When", "message": "What", "author_id": "By"}
    mapping = Mapping(columns={field: (name,) for field, name in fields.items()}, sheet="Posts")

    found, problems = read(member(data, "a.xlsx"), mapping)

    ids = [one.post.id for one in found]
    assert (3, 2) == (len(set(ids)), sum(one.startswith("local:") for one in ids))
    assert "10222123456789012" == ids[2]
    assert [None, "2993", "2993"] == [one.post.author_id for one in found]
    assert [("line 2", "id"), ("line 2", "by")] == [
        (one.where, one.reason.partition(":")[0]) for one in problems
    ]
    assert b"10222123456789000" in found[0].raw


def test_ids_that_a_tool_took_for_numbers() -> None:
    """A point and a nought are no part of an id; where digits are lost that is said."""
    table = (
        "Id,When,What,Page\n"
        "2993.0,2020-05-30T13:33Z,Wells,104563211.0\n"
        "10222123456789012.0,2020-05-30T13:33Z,Soap,\n"
        "1.02221E+16,2020-05-30T13:33Z,Books,\n"
    )
    fields = {"id": "Id", "created_at": "When", "message": "What", "source_id": "Page"}
    mapping = Mapping(columns={field: (name,) for field, name in fields.items()})

    found, problems = read(member(table), mapping)

    assert [("104563211_2993", "asia"), ("local", ""), ("local", "")] == [
        (one.post.id.partition(":")[0], one.post.page) for one in found
    ]
    assert [("line 3", True), ("line 4", True)] == [
        (one.where, "digits are lost" in one.reason) for one in problems
    ]


@pytest.mark.parametrize(
    ("data", "limits", "message"),
    [
        (workbook(["a"], ["b"], sheet="Other"), Limits(), "has no sheet Posts"),
        (workbook(["a"] * 5, *([["b"] * 50] * 50)), Limits(sheet=9000), "MB"),
        (workbook(["a"])[:-30], Limits(), "is damaged"),
        (b"\x89PNG\r\n\x1a\n\0", Limits(), "is no table"),
    ],
)
def test_workbooks_that_cannot_be_read(data: bytes, limits: Limits, message: str) -> None:
    """No such sheet, too large unpacked, broken, none at all."""
    mapping = Mapping(columns={"date": ("a",), "message": ("a",)}, sheet="Posts")

    with pytest.raises(IntakeError, match=message) as caught:
        read(member(data, limits=limits), mapping)

    assert caught.value.remedy


def test_columns_that_are_absent_are_said() -> None:
    """The time is needed; of the others it is said that they are not there."""
    mapping = Mapping(columns={"created_at": ("Date",), "message": ("Texte",), "link": ("X",)})

    found, problems = read(member(TABLE), mapping)

    assert 1 == len(found)
    assert [
        Problem(where="line 1", reason="no column X, which the mapping takes for link")
    ] == problems
    with pytest.raises(IntakeError, match="no column when"):
        read(member(TABLE), Mapping(columns={"date": ("When",), "message": ("Texte",)}))


def test_without_a_mapping_there_is_a_remedy() -> None:
    """How to have one written."""
    with pytest.raises(IntakeError) as caught:
        list(FORMATS["mapped"].read(member(TABLE), CONTEXT))

    assert "--suggest" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", ["columns"]),
        ("[columns]\nmessage = 'a'\n", ["columns"]),
        ("[columns]\ndate = 'a'\n", ["columns"]),
        (
            "[columns]\ndate = 'a'\nmessage = 3\nmood = 'x'\n[other]\n[table]\nzone = 'Mars'\n"
            "order = 'ydm'\nsheet = 1\nx = 'y'\n",
            [
                "columns.message",
                "columns.mood",
                "other",
                "table.order",
                "table.sheet",
                "table.x",
                "table.zone",
            ],
        ),
        ("table = 1\n[columns]\ndate = 'a'\nid = []\n", ["columns.id", "table"]),
        ("[columns\n", [""]),
    ],
)
def test_every_mistake_of_a_mapping_is_named(tmp_path: Path, text: str, wrong: list[str]) -> None:
    """At once, with key and remedy."""
    with pytest.raises(ConfigError) as caught:
        saved(tmp_path / "map.toml", text)

    assert wrong == sorted(problem.key for problem in caught.value.problems)
    assert all(problem.remedy and problem.message for problem in caught.value.problems)


def test_a_mapping_that_cannot_be_opened(tmp_path: Path) -> None:
    """No file, no UTF-8."""
    (tmp_path / "latin").write_bytes(b"# \xe9")

    for name in ("absent", "latin"):
        with pytest.raises(FbWatchError) as caught:
            load(tmp_path / name)
        assert caught.value.remedy


NAMES = st.sampled_from(
    ["Date", "Text", "Titre", "URL", "id", 'a"b', "x\\y", "Likes", "é = 'x'", "heure", "[c]", "#"]
) | st.text(max_size=6)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(NAMES, min_size=1, max_size=6),
    st.lists(st.lists(st.text(max_size=6), min_size=1, max_size=6), min_size=1, max_size=3),
)
def test_what_is_suggested_is_toml_whatever_the_table(
    header: list[str], rows: list[list[str]]
) -> None:
    """Quotes, brackets and line breaks in names and values stay inside of texts and remarks."""
    lines = [json.dumps(dict(zip(header, row, strict=False)), ensure_ascii=True) for row in rows]

    try:
        text = suggest(member("\n".join(lines)))
    except IntakeError:  # nothing but empty cells
        return

    assert set(tomllib.loads(text)["columns"]) <= set(FIELDS)


def test_a_row_that_says_nothing_is_no_post(tmp_path: Path) -> None:
    """A date alone, as at the end of a table: it is said."""
    mapping = saved(tmp_path / "map.toml", '[columns]\nmessage = "t"\ndate = "d"\n')

    found, problems = read(member("d,t\n2020-05-30,Bonjour\n2020-05-31,\n"), mapping)

    assert ["Bonjour"] == [one.post.message for one in found]
    assert [Problem(where="line 3", reason="has no text, no link and no picture")] == problems
