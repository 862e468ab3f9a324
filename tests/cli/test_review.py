import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from cli.typed import Typed, on_terminal, process


@pytest.fixture
def review(typed: Typed, own: Path) -> Typed:
    """Types command lines in a home of its own."""
    assert own
    return typed


def shown(typed: Typed, ref: str) -> dict[str, Any]:
    """A post as JSON."""
    post: dict[str, Any] = typed("show", ref, "--json").json
    return post


def test_from_the_queue_to_a_decision(review: Typed) -> None:
    """One checks posts out, reads, decides; the other one is given others."""
    anna = review("review", "next", "--take", "3", "--by", "Anna", "--json").json
    ben = review("review", "next", "--take", "3", "--by", "Ben", "--json").json
    read = review("review", "next", "--by", "Anna")
    decided = review("review", "set", "relevant", anna[0]["ref"], "--by", "Anna")
    following = review("review", "next", "--by", "Anna", "--json").json

    assert not {post["ref"] for post in anna} & {post["ref"] for post in ben}
    assert anna[0]["ref"] in read.out
    assert "1 post checked out" in read.err
    assert (0, "1 post is relevant now.") == (decided.code, decided.err.strip()[10:])
    assert "relevant" == shown(review, anna[0]["ref"])["status"]
    assert anna[1]["ref"] == following[0]["ref"]
    assert ["Ben   3", "Anna  2"] == review("review", "assign").lines[1:]


def test_a_decision_of_somebody_else_is_not_replaced_without_a_word(review: Typed) -> None:
    """Who had decided what, and when, is said beside what was done; of many the first ten."""
    refs = review.refs()[:12]
    review("review", "set", "verified", *refs, "--by", "Anna")

    done = review("review", "set", "set-aside", refs[0], "--by", "Ben")
    many = review("review", "set", "relevant", *refs, "--by", "Ben")
    told = review("review", "set", "verified", refs[0], "--by", "Anna", "--json").json

    first, *_rest = done.err.splitlines()
    assert re.fullmatch(rf"fb-watch: {refs[0]} was verified: Anna, 20\S+Z\.", first)
    assert (0, 10, 1) == (many.code, many.err.count("was verified"), many.err.count("1 more"))
    assert ("relevant", "Ben") == tuple(told["overruled"][refs[0]][k] for k in ("status", "name"))


def test_an_undo_that_takes_nothing_back_says_so(review: Typed) -> None:
    """What others have changed since is named, also where it is no post; the code is 1."""
    review("saved", "add", "écoles", "school", "--by", "Anna")
    review("saved", "add", "écoles", "école", "--by", "Ben", "--force")
    review("dossier", "create", "water", "--by", "Anna")
    review("dossier", "add", "water", "--heading", "Wells", "--by", "Anna")
    review("dossier", "move", "water", "#Wells", "--by", "Ben")
    review("dossier", "note", "water", "#Wells", "deep ones", "--by", "Ben")

    heading = review("review", "undo", "--by", "Anna", "--json")
    dossier = review("review", "undo", "--by", "Anna", "--json")
    search = review("review", "undo", "--by", "Anna")

    assert (1, 0, ["#Wells"]) == (heading.code, heading.json["changes"], heading.json["left"])
    assert (1, 0, ["water"]) == (dossier.code, dossier.json["changes"], dossier.json["left"])
    assert (1, "Nothing is taken back: saved of ") == (search.code, search.out[:32])
    assert "1 is left, changed since by Ben: écoles" in search.err
    assert "2 later actions are passed over: others have changed what they did." in search.err
    assert "Asked once more, undo passes it over" in search.err


def test_the_queue_of_a_saved_search_has_new_posts(review: Typed) -> None:
    """What was decided does not come again, unless the search itself asks for its status."""
    review("saved", "add", "fr", "--language", "fr", "--by", "Anna")
    review("saved", "add", "done", "--language", "fr", "--status", "verified", "--by", "Anna")
    (first,) = review("review", "next", "--saved", "fr", "--by", "Ben", "--json").json
    review("review", "set", "verified", first["ref"], "--by", "Ben")

    (second,) = review("review", "next", "--saved", "fr", "--by", "Ben", "--json").json
    (again,) = review("review", "next", "--saved", "done", "--by", "Ben", "--json").json

    assert first["ref"] != second["ref"]
    assert first["ref"] == again["ref"]


def test_a_whole_filter_is_decided_and_taken_back(review: Typed) -> None:
    """All posts of a filter get a status; how many is told before; an undo restores them all."""
    refs = review.refs("--theme", "education", "--language", "fr")
    line = ("review", "set", "set-aside", "--theme", "education", "--language", "fr")

    before = review(*line, "--dry-run")
    done = review(*line, "--by", "Anna", "--json").json
    counted = review.refs("--status", "set-aside")
    undone = review("review", "undo", "--by", "Anna")

    assert f"{len(refs)} posts would be set-aside." == before.out.strip()
    assert (len(refs), refs) == (done["changed"], counted)
    assert f"{len(refs)} changes" in undone.out
    assert [] == review.refs("--status", "set-aside")
    assert "nothing to take back" in review("review", "undo", "--by", "Anna").err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("review",), "say what to do"),
        (("review", "nxt"), "Did you mean review next?"),
        (("review", "set", "relevant", "--by", "Anna"), "Which posts?"),
        (("review", "set", "relevant", "--theme", "x"), "--by is missing"),
        (("review", "set", "relevant", "fbw:2020-1", "--theme", "x", "--by", "A"), "not both"),
        (("review", "set", "done", "fbw:2020-1", "--by", "Anna"), "invalid choice"),
        (("review", "next", "--for", "soon", "--by", "Anna"), "--for soon"),
        (("review", "code", "s", "fbw:2020-1", "--theme", "x", "--country", "none",
          "--language", "fr", "--by", "A"), "there is no such theme"),
        (("review", "export-sheet", "--theme", "education", "-o", "x.csv", "--by", "A"), ".xlsx"),
        (("review", "import-sheet", "no.xlsx", "--by", "A"), "There is no file"),
        (("dossier", "remove", "x", "--by", "A"), "--whole"),
        (("saved", "add", "x", "--limit", "3", "--by", "A"), "--limit"),
        (("review", "sample", "s", "--limit", "3", "--by", "A"), "--size says how many"),
        (("review", "next", "--sample", "s", "--theme", "x"), "no words or filters"),
        (("review", "next", "--sample", "s", "--limit", "3"), "no words or filters"),
    ],
)  # fmt: skip
def test_a_wrong_command_line_says_what_would_be_right(
    review: Typed, line: tuple[str, ...], said: str
) -> None:
    """Wrong use ends with 2 and says what is missing or wrong."""
    result = review(*line)

    assert 2 == result.code
    assert said in result.err


def test_notes_and_history(review: Typed) -> None:
    """A note is written, shown with its version, and part of the history."""
    ref = review.refs("--limit", "1")[0]
    review("review", "note", ref, "à vérifier ¿seguro?", "--by", "Chloé")

    notes = review("review", "note", ref)
    history = review("review", "history", ref, "--json").json

    assert "Chloé · @" in notes.out
    assert "à vérifier ¿seguro?" in notes.out
    assert [("Chloé", "note")] == [(one["name"], one["action"]) for one in history["changes"]]
    assert 1 == shown(review, ref)["notes"]


def test_a_sample_is_coded_blind_and_judged(review: Typed) -> None:
    """What is to be coded shows no tag; answers become figures of agreement and quality."""
    review("review", "sample", "été", "--size", "3", "--seed", "5", "--by", "Anna")
    blind = review("review", "next", "--sample", "été", "--take", "9", "--by", "Anna", "--json")
    answer = ("--theme", "education", "--country", "none", "--language", "fr")
    for post in blind.json:
        for name in ("Anna", "Ben"):
            review("review", "code", "été", post["ref"], *answer, "--by", name)

    quality = review("review", "quality", "été", "--json").json
    agreement = review("review", "agreement", "été", "--json").json

    assert {"ref", "created_at", "message", "captions", "links"} == set(blind.json[0])
    assert (3, 5) == (quality["judged"], quality["sample"]["seed"])
    assert {"Anna": 3, "Ben": 3} == quality["sample"]["coded"]
    assert 3 == agreement["coded_by_two"]
    assert [] == agreement["disagreements"]
    assert "codebook" in review("review", "quality", "été").err
    assert 0 == review("review", "agreement", "été").code

    method = review("export", "--format", "md", "-o", "-", "--limit", "1").out
    assert "sample été: 3 of 3 posts judged, drawn by language from all posts, seed 5;" in method
    assert re.search(r"^- French – .*Language: precision [\d.]+", method, re.MULTILINE)


def test_agreement_on_few_posts_is_told_as_unsure(review: Typed) -> None:
    """Four posts coded alike bear little: bounds, marks and words say so, in 80 columns."""
    review("review", "sample", "été", "--size", "4", "--seed", "5", "--by", "Anna")
    blind = review("review", "next", "--sample", "été", "--take", "9", "--by", "Anna", "--json")
    for theme, post in zip(("women-and-families", "education") * 2, blind.json, strict=True):
        answer = ("--theme", theme, "--country", "none", "--language", "fr")
        for name in ("Anna", "Ben"):
            review("review", "code", "été", post["ref"], *answer, "--by", name)

    told = review("review", "agreement", "été")
    figures = review("review", "agreement", "été", "--json").json["figures"]
    sent = re.sub(r"\x1b\[[0-9;]*m", "", on_terminal("review", "agreement", "été"))

    assert re.search(r"^theme all +4 +1\.00! 0\.51–1\.00 .* unsure$", told.out, re.MULTILINE)
    assert "firm" not in told.out
    assert "2 figures rest on too few posts (!)" in told.err
    assert all(one["is_small"] for one in figures)
    assert re.search(r"^theme all +4  ", sent, re.MULTILINE)
    assert [] == [line for line in sent.splitlines() if cell_len(line.rstrip()) > 80]


@pytest.mark.parametrize("columns", [80, 50])
def test_references_are_never_broken(review: Typed, tmp_path: Path, columns: int) -> None:
    """What is to be typed again can be copied whole, from the queue and from conflicts."""
    path = tmp_path / "x.xlsx"
    review("review", "export-sheet", "--theme", "women-and-families", "--limit", "3", "-o",
           str(path), "--by", "Anna")  # fmt: skip
    book = load_workbook(path)
    table = book["posts"]
    names = [cell.value for cell in table[1]]
    refs = []
    for row in (2, 3, 4):
        refs.append(str(table.cell(row=row, column=1).value).partition("@")[0])
        table.cell(row=row, column=names.index("status") + 1).value = "set-aside"
    book.save(path)
    review("review", "set", "verified", *refs, "--by", "Anna Bakker")

    taken = review("review", "next", "--take", "3", "--json").json
    queue = on_terminal("review", "next", "--take", "3", columns=columns)
    conflicts = on_terminal("review", "import-sheet", str(path), "--by", "Ben", columns=columns)

    assert [] == [post["ref"] for post in taken if post["ref"] not in queue]
    assert [] == [ref for ref in refs if ref not in conflicts]
    assert columns < 80 or 3 == len(re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", conflicts))


def test_a_sheet_goes_out_in_french_and_comes_back(review: Typed, tmp_path: Path) -> None:
    """Filled in with the words of another language, a sheet is entered; conflicts end with 1."""
    path = tmp_path / "mg.xlsx"
    out = process(
        "review", "export-sheet", "--page", "madagascar", "--limit", "5", "-o", str(path),
        "--to", "Lova", "--by", "Anna", FB_WATCH_LANG="fr",
    )  # fmt: skip
    book = load_workbook(path)
    table = book["posts"]
    names = [cell.value for cell in table[1]]
    status = names.index("status") + 1
    for row in (2, 3):
        table.cell(row=row, column=status).value = "Pertinente"
    refs = [str(table.cell(row=row, column=1).value) for row in (2, 3)]
    book.save(path)
    review("review", "set", "verified", refs[1], "--by", "Anna")

    result = review("review", "import-sheet", str(path), "--by", "Lova", "--json")
    again = review("review", "import-sheet", str(path), "--by", "Lova")

    assert 0 == out.code, out.err
    assert (1, 1) == (result.code, result.json["changed"])
    assert [(3, "status", "relevant", "verified", "Anna")] == [
        (c["line"], c["field"], c["sheet"], c["archive"], c["who"])
        for c in result.json["conflicts"]
    ]
    assert "relevant" == shown(review, refs[0])["status"]
    assert "1 conflict: see above." in again.err
    assert 2 == review("review", "export-sheet", refs[0], "-o", str(path), "--by", "A").code


def test_a_sheet_says_whose_posts_it_takes(review: Typed, tmp_path: Path) -> None:
    """Who has its posts is said: as the one who loses them, or reads them at the same time."""
    refs = review.refs("--page", "madagascar")[:12]
    review("review", "assign", *refs[:11], "--to", "Ana", "--by", "Ben")
    line = ("review", "export-sheet", *refs, "--by", "Ben", "-o")

    beside = review(*line, str(tmp_path / "beside.xlsx"))
    taken = review(*line, str(tmp_path / "taken.xlsx"), "--to", "Carla")
    again = review(*line, str(tmp_path / "again.xlsx"), "--to", "Carla")

    first, *rest = beside.err.splitlines()
    assert re.fullmatch(rf"fb-watch: Ana has {refs[0]}, until 20\S+Z\.", first)
    assert (10, 1) == (beside.err.count("Ana has"), sum("1 more" in one for one in rest))
    assert (10, 0) == (taken.err.count("Ana had"), again.err.count("Carla"))
    assert ["Carla  12"] == review("review", "assign").lines[1:]


def test_a_sheet_that_comes_back_says_who_had_its_posts(review: Typed, tmp_path: Path) -> None:
    """Whoever has posts that a sheet decides of loses them, and that is said."""
    path = tmp_path / "carla.xlsx"
    ref = review.refs("--limit", "1")[0]
    review("review", "export-sheet", ref, "-o", str(path), "--to", "Carla", "--by", "Ana")
    review("review", "assign", ref, "--to", "Dora", "--by", "Ana")
    decided(path, "relevant")

    told = review("review", "import-sheet", str(path), "--by", "Carla")
    review("review", "undo", "--by", "Carla")
    as_json = review("review", "import-sheet", str(path), "--by", "Carla", "--json")
    again = review("review", "import-sheet", str(path), "--by", "Carla")

    assert 0 == told.code
    assert f"{ref} was checked out to Dora." in told.err
    assert [(ref, "Dora")] == [
        (one, holder["name"]) for one, holder in as_json.json["taken_from"].items()
    ]
    assert f"{ref} was checked out to Dora." in as_json.err
    assert "Dora" not in again.err


def test_a_sheet_has_each_post_once(review: Typed, tmp_path: Path) -> None:
    """Two versions of a post are one row, the newer one; that is said, and nothing breaks."""
    path = tmp_path / "twice.xlsx"
    versions = ("fbw:2020-000117@716049ff", "fbw:2020-000117@09184f9d")

    out = review("review", "export-sheet", *versions, "-o", str(path), "--by", "Anna")
    back = review("review", "import-sheet", str(path), "--by", "Ben")

    told = [row[0].value for row in load_workbook(path)["posts"].iter_rows(min_row=2)]
    assert ([versions[0]], 0) == (told, out.code)
    assert "1 reference more names a post of the sheet" in out.err
    assert (0, "fb-watch: 0 posts changed.") == (back.code, back.err.strip())


def test_a_theme_that_is_no_more_in_the_codebook_comes_back(
    review: Typed, own: Path, tmp_path: Path
) -> None:
    """A sheet reads what it wrote itself: the row is entered, and the theme stays."""
    path, ref = tmp_path / "p.xlsx", review.refs("--limit", "1")[0]
    review("tag", ref, "--add", "theme:poverty", "--by", "Anna")
    for file in (own / "config" / "themes.toml", *own.glob("config/terms/*.csv")):
        told = re.sub(r"(?m)^(\[themes\.)?poverty(?=[\],])", r"\1want", file.read_text("utf-8"))
        file.write_text(told.replace('"poverty"', '"want"'), "utf-8")
    assert 0 == review("retag").code
    out = review("review", "export-sheet", ref, "-o", str(path), "--by", "Anna")
    decided(path, "relevant")

    back = review("review", "import-sheet", str(path), "--by", "Ben")

    assert (0, 0) == (out.code, back.code), back.err
    post = shown(review, ref)
    assert "relevant" == post["status"]
    assert "poverty" in [theme["theme"] for theme in post["themes"]]


def decided(path: Path, status: str) -> None:
    """Fill in the status of a sheet's first post."""
    book = load_workbook(path)
    table = book["posts"]
    names = [cell.value for cell in table[1]]
    table.cell(row=2, column=names.index("status") + 1).value = status
    book.save(path)


def test_a_blind_sheet_knows_whom_it_went_to(review: Typed, tmp_path: Path) -> None:
    """Taken in under another name it is entered, but not without a word."""
    path = tmp_path / "blind.xlsx"
    review("review", "sample", "été", "--size", "3", "--seed", "5", "--by", "Anna")
    line = ("review", "export-sheet", "--sample", "été", "-o", str(path))
    out = review(*line, "--to", "Ben", "--by", "Anna")

    ben = review("review", "import-sheet", str(path), "--by", "Ben")
    anna = review("review", "import-sheet", str(path), "--by", "Anna")

    assert "countries (or none) and the language are all needed" in out.err
    assert "went to" not in ben.err
    assert "This sheet went to Ben; it is entered as what Anna says." in anna.err


def test_the_codebook_learns_from_hands(review: Typed, own: Path) -> None:
    """Missed posts give a row to paste with what it would gain; nothing in config/ changes."""
    before = {path: path.read_bytes() for path in own.glob("config/**/*.csv")}
    missed = review.refs("bus", "--language", "en")
    review("tag", *missed, "--add", "theme:inclusion", "--by", "Anna")

    (one,) = (one for one in review("review", "learn", "--json").json if one["why"] == "missed")
    text = review("review", "learn").out

    (row,) = re.findall(r"^inclusion,(.*),(strong|weak),,", text, re.MULTILINE)
    told = re.search(rf"inclusion +{row[0]} +{row[1]} +(\d+) +0 +\+(\d+) +-0 +\d+ +(\S+)", text)
    assert told is not None
    assert int(told[1]) >= 2
    assert int(told[2]) == one["gained"]
    assert 0 < one["settled"] <= len(missed)
    assert told[3] in missed
    assert before == {path: path.read_bytes() for path in own.glob("config/**/*.csv")}


def test_what_a_proposal_gains_is_what_a_retag_gains(review: Typed, own: Path) -> None:
    """Posts that a hand has settled already are not gained; a retag with the row says the same."""
    found = review.refs("bus", "--language", "en", "--order", "newest")
    review("tag", *found[:4], "--add", "theme:inclusion", "--by", "Anna")

    rows = [one for one in review("review", "learn", "--json").json if one["why"] == "missed"]
    terms = own / "config" / "terms" / "en.csv"
    before = terms.read_text("utf-8")
    for row in rows:
        terms.write_text(f"{before}inclusion,{row['term']},{row['strength']},,\n", "utf-8")
        moved = review("retag", "--dry-run", "--json").json["theme"]

        gained = {one["value"]: one["gained"] for one in moved}
        assert row["gained"] == gained.get("inclusion", 0)

    assert rows


def test_a_queue_gives_no_more_than_its_limit(review: Typed) -> None:
    """--limit is a filter here as everywhere: of --take and --limit the smaller counts."""
    line = ("review", "next", "--take", "3", "--json")
    whole = [post["ref"] for post in review(*line).json]

    assert whole[:1] == [post["ref"] for post in review(*line, "--limit", "1").json]
    assert whole == [post["ref"] for post in review(*line, "--limit", "9").json]
    none = review(*line, "--limit", "0")
    assert ([], "") == (none.json, none.err)
