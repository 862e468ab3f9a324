import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fb_watch.config.codes import COUNTRIES as EVERY_COUNTRY
from fb_watch.errors import PayloadError
from fb_watch.export.returned_sheet import read_sheet
from fb_watch.export.review_sheet import write_sheet
from fb_watch.model.archived import versioned
from fb_watch.model.sheet import Filled, Returned, Sent, Words
from make import archived

WORDS = Words(
    statuses={"new": "nouveau", "relevant": "pertinent", "set-aside": "écarté", "verified": "vu"},
    themes={"education": "Éducation", "health": "Santé"},
    readings={
        "status": {
            "nouveau": "new",
            "pertinent": "relevant",
            "écarté": "set-aside",
            "vu": "verified",
        },
        "theme": {
            "éducation": "education",
            "education": "education",
            "santé": "health",
            "none": "",
        },
        "none": {"none": "", "aucun": ""},
    },
)
COUNTRIES, LANGUAGES = {"MG", "KE", "NA"}, {"fr", "en", "und"}
POST = archived(
    message="Écoles fermées",
    themes=[{"theme": "education", "score": 1.0, "by": "machine", "codebook": "c", "evidence": []}],
    countries=[
        {
            "country": code,
            "role": role,
            "score": 1,
            "by": "machine",
            "codebook": "c",
            "evidence": [],
        }
        for code, role in (("MG", "about"), ("FR", "page"))
    ],
)


def read(path: Path) -> Returned:
    """The file as it comes back."""
    return read_sheet(path, WORDS, COUNTRIES, LANGUAGES)


def fill(path: Path, cells: dict[str, Any], more: Callable[[Any], None] | None = None) -> None:
    """Write into the second row, by the names in the first, as a spreadsheet program does."""
    book = load_workbook(path)
    table = book["posts"]
    names = {cell.value: place for place, cell in enumerate(table[1], 1)}
    for name, value in cells.items():
        table.cell(row=2, column=names[name]).value = value
    if more:
        more(table)
    book.save(path)


def lose(path: Path, name: str) -> None:
    """Delete the column of this name."""
    book = load_workbook(path)
    table = book["posts"]
    table.delete_cols([cell.value for cell in table[1]].index(name) + 1)
    book.save(path)


def test_a_sheet_comes_back_as_it_went_out(tmp_path: Path) -> None:
    """What nobody touched says what the archive said; the country of the page is not in it."""
    path = tmp_path / "mg.xlsx"
    write_sheet(path, "5ee7", [POST], WORDS)

    returned = read(path)

    assert "5ee7" == returned.sheet
    assert () == returned.problems
    assert (
        Filled(
            line=2,
            ref=versioned(POST),
            status="new",
            themes=frozenset({"education"}),
            countries=frozenset({"MG"}),
            language="en",
        ),
    ) == returned.rows


def test_what_is_filled_in_is_read(tmp_path: Path) -> None:
    """Words of the lists, in any case, codes with any separator, rows moved, columns swapped."""
    path = tmp_path / "mg.xlsx"
    write_sheet(path, "5ee7", [POST], WORDS)
    fill(
        path,
        {
            "status": "Écarté ",
            "theme 1": None,
            "theme 3": "SANTÉ",
            "countries": "KE; NA",
            "language": "FR",
            "note": 42,
        },
        lambda table: table.move_range("A2:Z2", rows=5),
    )

    (row,) = read(path).rows

    assert (7, "set-aside", frozenset({"health"})) == (row.line, row.status, row.themes)
    assert (frozenset({"KE", "NA"}), "fr", "42") == (row.countries, row.language, row.note)


@pytest.mark.parametrize("typed", ["Madagascar, kenya", "MG Kenya", "MG;KENYA", "Madagascar/Kenia"])
def test_names_are_read_as_their_codes(tmp_path: Path, typed: str) -> None:
    """Whoever fills in a sheet knows names, not codes; and not every keyboard has accents."""
    path = tmp_path / "mg.xlsx"
    write_sheet(path, "5ee7", [POST], WORDS)
    cells = {"status": "ecarte", "theme 1": "sante", "countries": typed, "language": "Francais"}
    fill(path, cells)

    (row,) = read(path).rows

    assert ("set-aside", frozenset({"health"})) == (row.status, row.themes)
    assert (frozenset({"MG", "KE"}), "fr") == (row.countries, row.language)


def test_names_of_several_words_are_read(tmp_path: Path) -> None:
    """A name is looked for before its words are."""
    path = tmp_path / "ci.xlsx"
    write_sheet(path, "5ee7", [POST], WORDS)
    fill(path, {"countries": "Cote d'Ivoire, Congo-Kinshasa"})

    (row,) = read_sheet(path, WORDS, {"CI", "CD"}, LANGUAGES).rows

    assert frozenset({"CI", "CD"}) == row.countries


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Sénégal et Mali", {"SN", "ML"}),
        ("SENEGAL ET MALI", {"SN", "ML"}),
        ("Madagascar y Comoras", {"MG", "KM"}),
        ("au Kenya", {"KE"}),
        ("La India", {"IN"}),
        ("Kenya and Bosnia and Herzegovina", {"KE", "BA"}),
        ("Bosnie-Herzégovine, Trinité et Tobago", {"BA", "TT"}),
        ("République démocratique du Congo", {"CD"}),
        ("Guinea Bissau Guinée", {"GW", "GN"}),
        ("ET LA NO", {"ET", "LA", "NO"}),
        ("Sénégal – Mali", {"SN", "ML"}),
        ("USA MG", {"US", "MG"}),
    ],
)
@pytest.mark.parametrize("blind", [False, True])
def test_words_around_names_are_no_codes(
    tmp_path: Path, typed: str, codes: set[str], blind: bool
) -> None:
    """A code stands in capitals; a word of a sentence is none, and the longest name is meant."""
    path = tmp_path / "words.xlsx"
    write_sheet(path, "5ee7", [POST], WORDS, blind=blind)
    fill(path, {"countries": typed})

    returned = read_sheet(path, WORDS, EVERY_COUNTRY, LANGUAGES)

    assert () == returned.problems
    assert frozenset(codes) == returned.rows[0].countries


def test_drop_downs_hold_the_words(tmp_path: Path) -> None:
    """Status and themes are chosen from lists that the file itself brings along."""
    path = tmp_path / "mg.xlsx"
    write_sheet(path, "5ee7", [POST, POST], WORDS)

    book = load_workbook(path)
    chosen = {str(v.sqref): v.formula1 for v in book["posts"].data_validations.dataValidation}
    lists = [[cell.value for cell in column if cell.value] for column in book["lists"].columns]

    assert "F2:F3" in chosen
    assert 5 == len(chosen)
    assert [["nouveau", "pertinent", "écarté", "vu"], ["Éducation", "Santé", "none"]] == lists
    assert ["visible", "hidden", "veryHidden"] == [sheet.sheet_state for sheet in book]


def test_a_blind_sheet_tells_nothing(tmp_path: Path) -> None:
    """Neither tags nor status nor page are anywhere in it; unanswered rows say nothing."""
    path = tmp_path / "blind.xlsx"
    write_sheet(path, "5ee7", [POST, archived(ref="fbw:2020-000124")], WORDS, blind=True)

    untouched = read(path)
    fill(path, {"theme 1": "none", "countries": "aucun", "language": "fr"})
    returned = read(path)

    cells = [c.value for row in load_workbook(path)["posts"].iter_rows(min_row=3) for c in row]
    assert not {"Éducation", "MG", "nouveau", "south-asia"} & set(cells)
    assert {(None, None, None)} == {(r.themes, r.countries, r.language) for r in untouched.rows}
    assert (frozenset(), frozenset(), "fr") == (
        returned.rows[0].themes,
        returned.rows[0].countries,
        returned.rows[0].language,
    )


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    """A post that begins like a formula or a link is text, whole and harmless."""
    message = '=HYPERLINK("https://x.example","click")'
    path = tmp_path / "mg.xlsx"
    write_sheet(
        path, "5ee7", [archived(message=message), archived(message="\ud800\x00é" * 20_000)], WORDS
    )

    table = load_workbook(path)["posts"]
    texts = [row[3] for row in table.iter_rows(min_row=2)]

    assert (message, "s") == (texts[0].value, texts[0].data_type)
    assert 32_767 > len(str(texts[1].value)) > 30_000


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"status": "fertig"}, "fertig is no status"),
        ({"theme 2": "x" * 400}, "is no theme"),
        ({"countries": "MG, XX"}, "no country XX"),
        ({"countries": "Congo"}, "no country Congo"),
        ({"countries": "no"}, "no country no"),
        ({"countries": "ke"}, "no country ke"),
        ({"countries": "la"}, "no country la"),
        ({"countries": "MADAGASCAR NA KENYA"}, "no country NA"),
        ({"language": "klingon"}, "no language klingon"),
        ({"ref": None}, "reference is missing"),
    ],
)
def test_what_does_not_exist_is_told_with_its_line(
    tmp_path: Path, cells: dict[str, Any], said: str
) -> None:
    """A word that is in no list leaves the row out, and the line is named."""
    path = tmp_path / "mg.xlsx"
    write_sheet(path, "5ee7", [POST], WORDS)
    fill(path, cells)

    returned = read(path)

    assert () == returned.rows
    assert [2] == [problem.line for problem in returned.problems]
    assert said in returned.problems[0].reason
    assert len(returned.problems[0].reason) < 120


def test_what_went_out_may_come_back(tmp_path: Path) -> None:
    """A theme that the codebook has no more stands in its own row, and in no other."""
    path = tmp_path / "mg.xlsx"
    other = archived(ref="fbw:2020-000124")
    write_sheet(path, "5ee7", [POST, other], WORDS)
    fill(path, {"theme 1": "education"})
    fill(
        path, {"status": "pertinent"}, lambda table: table.cell(row=3, column=8, value="education")
    )
    own = Sent(themes=frozenset({"education"}), countries=frozenset({"MG"}), language="en")
    words = Words(
        statuses=WORDS.statuses, themes={}, readings=WORDS.readings | {"theme": {"none": ""}}
    )

    returned = read_sheet(path, words, {"KE"}, {"fr"}, {"5ee7": {versioned(POST): own}}.__getitem__)

    assert [("relevant", own.themes, own.countries, "en")] == [
        (row.status, row.themes, row.countries, row.language) for row in returned.rows
    ]
    assert [3, 3] == [problem.line for problem in returned.problems]


def test_a_post_in_two_rows_is_told(tmp_path: Path) -> None:
    """Nobody can tell which of two rows is meant: neither is taken."""
    path = tmp_path / "mg.xlsx"
    write_sheet(path, "5ee7", [POST, POST], WORDS)

    returned = read(path)

    assert () == returned.rows
    assert "lines 2, 3" in returned.problems[0].reason


@pytest.mark.parametrize(
    "name",
    ["ref", "status", "theme 1", "theme 2", "theme 4", "countries", "language"],
)
def test_a_column_lost_is_told(tmp_path: Path, name: str) -> None:
    """Without a column that is asked nothing is read: all posts would seem to have none of it."""
    path = tmp_path / "mg.xlsx"
    write_sheet(path, "5ee7", [POST], WORDS)
    lose(path, name)

    with pytest.raises(PayloadError, match=f"column {name} is missing"):
        read(path)


def test_a_column_lost_of_a_sheet_with_many_themes(tmp_path: Path) -> None:
    """What went out is known of each sheet: a post with many themes makes more columns."""
    path = tmp_path / "mg.xlsx"
    write_sheet(path, "5ee7", [POST | {"themes": POST["themes"] * 7}], WORDS)
    lose(path, "theme 8")

    with pytest.raises(PayloadError, match="column theme 8 is missing"):
        read(path)


@pytest.mark.parametrize("name", ["day", "page", "text", "link", "note"])
def test_a_column_that_says_nothing_may_go(tmp_path: Path, name: str) -> None:
    """What is only shown, or adds a note, changes no post where it is lost."""
    path = tmp_path / "mg.xlsx"
    write_sheet(path, "5ee7", [POST], WORDS)
    whole = read(path)
    lose(path, name)

    assert whole == read(path)


def test_a_sheet_that_does_not_tell_its_columns_is_read(tmp_path: Path) -> None:
    """Sheets that went out before columns were kept come in all the same, with those they need."""
    path = tmp_path / "mg.xlsx"
    write_sheet(path, "5ee7", [POST], WORDS)
    whole = read(path)
    book = load_workbook(path)
    book["fb-watch"].delete_rows(3)
    book.save(path)

    assert whole == read(path)
    lose(path, "countries")
    with pytest.raises(PayloadError, match="column countries is missing"):
        read(path)


def test_a_sheet_does_not_become_a_blind_one(tmp_path: Path) -> None:
    """Whether a sheet is blind is what it went out as, not what is left of it."""
    path = tmp_path / "blind.xlsx"
    write_sheet(path, "5ee7", [POST], WORDS, blind=True)
    fill(path, {}, lambda table: table.cell(row=1, column=20, value="status"))

    (row,) = read(path).rows

    assert (None, None) == (row.themes, row.countries)


def packed(**members: bytes) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read"),
        (b"ref,status\nfbw:2020-000001,new\n", "cannot be read"),
        (packed(text=b"hello"), "cannot be read"),
        (packed(bomb=bytes(401_000_000)), "far more"),
        (packed(workbook=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "cannot be read"),
        (packed(**{f"m{n}": b"" for n in range(1001)}), "far more"),
    ],
)
def test_a_hostile_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """What is no spreadsheet, or would burst, ends in a message and not in a traceback."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)

    with pytest.raises(PayloadError, match=said):
        read(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_cannot_be_unpacked_is_refused(tmp_path: Path, method: int) -> None:
    """A member whose packed bytes are damaged ends in a message, whatever it was packed with."""
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("a", b"hello" * 999)
    content = bytearray(path.read_bytes())
    start = 40 if method == zipfile.ZIP_LZMA else 31  # behind headers and the name
    content[start:60] = b"\xff" * (60 - start)
    path.write_bytes(content)

    with pytest.raises(PayloadError, match="cannot be read"):
        read(path)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever a member of the file holds instead, there are rows, problems or a message."""
    path = tmp_path / "mg.xlsx"
    write_sheet(path, "5ee7", [POST], WORDS)
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    name = data.draw(st.sampled_from(sorted(members)))
    at = data.draw(st.integers(0, len(members[name])))
    junk = data.draw(st.sampled_from([b"", b"\x00", b"<", b'r="9999999"', "é".encode(), b"</x>"]))
    cut = data.draw(st.integers(0, 60))
    members[name] = members[name][:at] + junk + members[name][at + cut :]
    path.write_bytes(packed(**members))

    try:
        returned = read(path)
    except PayloadError:
        return
    assert len(returned.rows) + len(returned.problems) <= 1
