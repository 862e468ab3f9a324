"""fb-watch import, add and merge, as people type them."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from cli.typed import Typed
from flow.conftest import write_home
from flow.exports import PNG, crowdtangle, entry, group_export, page_export

NOW = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)
PAGE_ID = "100000000000004"
NAME = "Réseau de solidarité, Madagascar"
ADD = ("add", "--page", "volunteers", "--date", "2020-05-30", "--url")
URL = "https://www.facebook.com/groups/100000000000011/posts/2000000000000"


def _url(number: int) -> str:
    return f"https://www.facebook.com/{PAGE_ID}/posts/{3_000_000_000_000 + number}"


def _table(folder: Path, *texts: str) -> Path:
    rows = [(NOW + timedelta(days=n), text, _url(n)) for n, text in enumerate(texts)]
    return crowdtangle(folder / "table.csv", NAME, rows)


def test_a_file_is_taken_in_and_found(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """The shape for programs is the fixed one, and search finds the posts."""
    result = typed("import", str(_table(tmp_path, "Les écoles.", "Du savon.")), "--json")

    assert fresh
    (told,) = result.json["files"]
    assert 0 == result.code
    assert ("crowdtangle-csv", 2, 2, 0, 0, 0, 0, []) == tuple(
        told[name]
        for name in (
            *("format", "read", "new", "edited", "same", "merged", "skipped"),
            "problems",
        )
    )
    assert 1 == len(typed.refs("ecoles"))


def test_what_comes_on_stdin(
    fresh: Path, tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-` is stdin, of whatever form: a table, a zip; also for a first mapping."""
    table = _table(tmp_path, "Les écoles.").read_bytes()
    at = NOW - timedelta(days=1)
    export = group_export(
        tmp_path / "a.zip", [entry(at, "Ana Ruiz posted in Bénévoles.", "Du savon.")]
    )
    told = []
    for data, more in ((table, ("--json",)), (export.read_bytes(), ("--json",))):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))
        told += typed("import", "-", *more).json["files"]

    assert fresh
    assert [("crowdtangle-csv", 1), ("dyi-json", 1)] == [
        (one["format"], one["new"]) for one in told
    ]
    assert "-" == told[0]["file"]
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(table)))
    assert 'message = "Message"' in typed("import", "--suggest", "-").out


def test_a_line_that_is_skipped_is_told(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """With number and reason, on stderr and for programs; the exit code is 1."""
    table = _table(tmp_path, "Les écoles.")
    table.write_text(table.read_text("utf-8").replace("2020-05-30 13:33:00 UTC", "soon"), "utf-8")

    result = typed("import", str(table))
    told = typed("import", str(table), "--json").json["files"][0]

    assert fresh
    assert 1 == result.code
    assert "line 2: has a time that cannot be read" in result.err
    assert [{"line": "line 2", "reason": "has a time that cannot be read"}] == told["problems"]


def test_what_has_no_posts_is_told(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """A file that no reader knows is an error with a remedy, and no traceback."""
    odd = tmp_path / "odd.txt"
    odd.write_text("Nothing here", "utf-8")

    result = typed("import", str(odd))

    assert fresh
    assert 1 == result.code
    assert "holds no posts in a form known" in result.err


def test_without_a_file(fresh: Path, typed: Typed) -> None:
    """The command line is wrong."""
    assert fresh
    assert 2 == typed("import").code
    assert 2 == typed("import", "x.csv", "--format", "psv").code
    assert 2 == typed("import", "x.csv", "--page", "nowhere").code


def test_coverage_shows_the_file(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """A file is a source with a window."""
    typed("import", str(_table(tmp_path, "Les écoles.", "Du savon.")))

    result = typed("coverage", "--page", "madagascar")

    assert fresh
    assert "from a file" in result.out
    assert "table.csv" in result.out


@pytest.mark.parametrize(("bad", "said"), [(1, "1 line passed over"), (2, "2 lines passed over")])
def test_coverage_counts_the_lines_that_were_passed_over(
    fresh: Path, tmp_path: Path, typed: Typed, bad: int, said: str
) -> None:
    """One is one, more are more."""
    table = _table(tmp_path, "Les écoles.", "Du savon.", "De l’eau.")
    told = table.read_text("utf-8")
    for day in (30, 31)[:bad]:
        told = told.replace(f"2020-05-{day} 13:33:00 UTC", "soon")
    table.write_text(told, "utf-8")
    typed("import", str(table))

    assert fresh
    assert f"table.csv, {said}" in " ".join(typed("coverage", "--page", "madagascar").out.split())


def test_a_dry_run_says_so(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """Nothing is written, not even an archive."""
    result = typed("import", str(_table(tmp_path, "Les écoles.")), "--dry-run")

    assert 0 == result.code
    assert "Nothing was written" in result.err
    assert not (fresh / "archive" / "archive.db").exists()


def test_pairs_are_listed_and_decided(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """A person makes two posts one, takes it back, and says that they are two."""
    text = "Les volontaires portent des livres à 340 familles d’Antananarivo cette semaine."
    typed("import", str(_table(tmp_path, text)))
    later = [entry(NOW + timedelta(hours=2), f"{NAME} a publié.", f"{text} Merci !")]
    typed("import", str(page_export(tmp_path / "page.json", later)))

    (pair,) = typed("import", "--review", "--json").json["pairs"]
    refs = [post["ref"] for post in pair["posts"]]
    assert "Merci" in typed("import", "--review").out
    assert 0 == typed("import", "--review", "--merge", *refs).code
    assert [refs[0]] == typed.refs()
    assert f'"ref": "{refs[0]}"' in typed("show", refs[1], "--json").out
    assert 2 == typed("import", "--review", "--merge", *refs).code
    assert 0 == typed("import", "--review", "--undo", refs[1]).code
    assert 2 == len(typed.refs())
    assert [] == typed("import", "--review", "--json").json["pairs"]
    assert fresh


def test_a_post_by_hand(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """Its reference is printed; text, day and screenshot are archived."""
    shot = tmp_path / "shot.png"
    shot.write_bytes(PNG)

    result = typed(*ADD, URL, "--text", "Réunion à l’école", "--media", str(shot))

    (ref,) = result.lines
    post = typed("show", ref, "--json").json
    assert 0 == result.code
    assert ("hand", "day", "Réunion à l’école") == (
        post["source"],
        post["created_precision"],
        post["message"],
    )
    assert PNG == (fresh / "archive" / post["media"][0]["path"]).read_bytes()
    assert [ref] == typed(*ADD, URL, "--text", "Réunion à l’école").lines


@pytest.mark.parametrize(
    ("page", "when", "more"),
    [
        ("volunteers", "2020-06-01T10:00", ("--text", "Merci", "--author", "Marie D")),
        ("volunteers", "2020-06-01", ("--text", "Merci", "--author", "Marie D")),
        ("volunteers", "2020-06-01T10:00", ("--text", "Merci")),
        ("madagascar", "2020-06-01T10:00", ("--media",)),
    ],
)
def test_a_post_by_hand_whose_address_has_no_number(
    fresh: Path, tmp_path: Path, typed: Typed, page: str, when: str, more: tuple[str, ...]
) -> None:
    """Its reference is printed, the same each time, though its id is keyed when it is taken in."""
    shot = tmp_path / "shot.png"
    shot.write_bytes(PNG)
    more = (*more, str(shot)) if more == ("--media",) else more
    url = "https://www.facebook.com/share/p/AbC3/"
    line = ("add", "--page", page, "--date", when, "--url", url, *more)

    first, second = typed(*line), typed(*line, "--json")

    assert fresh
    assert (0, typed.refs()) == (first.code, first.lines)
    assert (first.lines[0], "same") == (second.json["ref"], second.json["outcome"])


@pytest.mark.parametrize(
    ("when", "at", "is_told"),
    [
        ("2020-05-30T23:30", "2020-05-30T20:30:00Z", True),
        ("2020-05-30T23:30Z", "2020-05-30T23:30:00Z", False),
        ("2020-05-30", "2020-05-30T00:00:00Z", False),
    ],
)
def test_by_hand_it_is_said_whose_clock_a_time_is_of(
    fresh: Path, typed: Typed, when: str, at: str, is_told: bool
) -> None:
    """A time without a zone is read by the page's, and that is told, to programs too."""
    pages = fresh / "config" / "pages.toml"
    pages.write_text(pages.read_text("utf-8") + 'timezone = "Asia/Beirut"\n', "utf-8")
    line = ("add", "--page", "volunteers", "--date", when, "--url", URL, "--text", "Merci")
    told = "Times without a zone were taken as those of Asia/Beirut (volunteers)."

    first, second = typed(*line), typed(*line, "--json")

    assert (0, is_told) == (first.code, told in first.err)
    assert ([told] if is_told else []) == second.json["notes"]
    assert at == typed("show", *first.lines, "--json").json["created_at"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ((*ADD, "https://example.org/1"), "no address on Facebook"),
        (("add", "--page", "volunteers", "--date", "soon", "--url", URL), "no day and no time"),
        ((*ADD, URL, "--media", "absent.png"), "There is no file absent.png"),
    ],
)
def test_what_a_post_by_hand_needs(
    fresh: Path, typed: Typed, line: tuple[str, ...], said: str
) -> None:
    """What is wrong is said, and nothing is archived."""
    result = typed(*line)

    assert fresh
    assert 2 == result.code
    assert said in result.err


def test_a_screenshot_stays_beside_a_stronger_post(
    fresh: Path, tmp_path: Path, typed: Typed
) -> None:
    """A post that is here already stays as it is; text and picture by hand are its evidence."""
    shot = tmp_path / "shot.png"
    shot.write_bytes(PNG)
    typed("import", str(_table(tmp_path, "Les écoles.")))
    (before,) = typed.refs()

    added = ("add", "--page", "madagascar", "--date", "2020-05-30T13:33Z", "--url", _url(0))
    result = typed(*added, "--text", "Les écoles!", "--media", str(shot))

    told = typed("show", before, "--json").json
    assert [before] == result.lines
    assert ("Les écoles.", 1) == (told["message"], told["version"])
    assert 1 == len(told["pictures"])
    assert ["crowdtangle", "hand"] == [road["source"] for road in told["roads"]]
    assert fresh


def test_people_are_masked_on_export(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """The name of somebody who wrote there and a number are masked, unless asked otherwise."""
    told = [
        entry(NOW, "Awa Rakoto a publié dans Bénévoles.", "Bonjour à tous"),
        entry(
            NOW + timedelta(days=1),
            "Jean Rabe a publié dans Bénévoles.",
            "Merci Awa Rakoto, appelle +261 34 12 345 67",
        ),
    ]
    typed("import", str(group_export(tmp_path / "export.zip", told)))

    masked = [json.loads(line) for line in typed("export", "--format", "jsonl", "Merci").lines]
    whole = typed("export", "--format", "jsonl", "--unmasked", "Merci").out
    cited = typed("cite", masked[0]["ref"], "--format", "ris").out

    assert "Awa" not in cited
    assert "12 345" not in cited
    assert "Awa Rakoto" in typed("cite", masked[0]["ref"], "--unmasked").out
    assert "Merci ••••••••••, appelle •••••••••••••••••" == masked[0]["message"]
    assert "Awa Rakoto" in whole
    assert None is masked[0]["author"]
    assert fresh


def test_the_edit_that_an_export_tells_is_shown(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """`update_timestamp` is when it was edited; searches, `show` and its history have it."""
    later = NOW + timedelta(hours=2)
    told = entry(NOW, "Jean Rabe a publié dans Bénévoles.", "Merci")
    told["data"].append({"update_timestamp": int(later.timestamp())})
    typed("import", str(group_export(tmp_path / "export.zip", [told])))

    (post,) = typed("search", "Merci", "--json").json

    assert later.strftime("%Y-%m-%dT%H:%M:%SZ") == post["edited_at"]
    assert later.strftime("%Y-%m-%d") in typed("show", post["ref"]).out.split("edited")[1]
    assert fresh


def test_files_are_named_once(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """One that is not there, and a bad entry in a zip."""
    told = entry(NOW, "Jean Rabe a publié dans Bénévoles.", "Merci")
    export = group_export(tmp_path / "export.zip", [told, {**told, "timestamp": "x"}])

    missing = typed("import", str(tmp_path / "nothere.csv"))
    result = typed("import", str(export))

    assert 1 == missing.err.count("nothere.csv")
    (line,) = [line for line in result.err.splitlines() if "cannot be read" in line]
    assert 1 == line.count(".json")
    assert fresh


def test_a_day_by_hand_is_that_day(fresh: Path, typed: Typed) -> None:
    """Found and cited as the day that was told, wherever the page is."""
    added = ("add", "--page", "madagascar", "--date", "2020-05-30", "--url", _url(7))
    (ref,) = typed(*added, "--text", "Merci").lines

    found = typed("search", "--since", "2020-05-30", "--until", "2020-05-30", "--json").json

    assert [(ref, "2020-05-30T00:00:00Z", "day")] == [
        (post["ref"], post["created_at"], post["created_precision"]) for post in found
    ]
    assert "May 30" in typed("cite", ref, "--style", "apa").out
    assert fresh


def test_another_archive_is_taken_in(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """Its posts and pictures come along; a second time changes nothing."""
    there = write_home(tmp_path / "there")
    shot = tmp_path / "shot.png"
    shot.write_bytes(PNG)
    added = ("add", "--page", "madagascar", "--date", "2020-05-30", "--url", _url(7))
    typed(*added, "--text", "Les écoles de Toliara.", "--media", str(shot), "--home", str(there))
    typed("import", str(_table(tmp_path, "Du savon.")))
    other = there / "archive" / "archive.db"

    dry = typed("merge", str(other), "--dry-run")
    first = typed("merge", str(other), "--json")
    second = typed("merge", str(other), "--json")

    assert (0, 0) == (dry.code, first.code)
    assert "fb-watch retag" in first.err
    assert (1, 1, 0, 1) == tuple(first.json[name] for name in ("posts", "new", "known", "media"))
    assert (0, 1, 0) == tuple(second.json[name] for name in ("new", "known", "versions"))
    (ref,) = typed.refs("Toliara")
    path = typed("show", ref, "--json").json["media"][0]["path"]
    assert PNG == (fresh / "archive" / path).read_bytes()
    assert 2 == len(typed.refs())
    assert 5 == typed("merge", str(tmp_path / "absent.db")).code
