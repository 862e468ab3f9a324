"""What people wrote, on its way out of the house."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import openpyxl
import pytest

from cli.test_import import NAME, PAGE_ID
from cli.typed import Typed

REF = "fbw:2020-000004"
COMMENT = """
INSERT INTO comments (post, id, created_at, version, availability_since)
    SELECT key, '4_1', created_at, 1, created_at FROM posts WHERE ref = :ref;
INSERT INTO comment_versions SELECT max(key), 1, 'h', :said, NULL, created_at,
    (SELECT max(key) FROM captures) FROM comments"""
BY_A_VISITOR = """
UPDATE versions SET author = 'Rakoto Jean', author_id = '7', message = :said, mentions = :tagged
WHERE post = (SELECT key FROM posts WHERE ref = :ref)"""


@contextmanager
def _writing(home: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(home / "archive" / "archive.db")) as database:
        database.execute("DROP TRIGGER versions_are_never_changed")
        yield database
        database.commit()


@pytest.fixture
def commented(own: Path) -> Path:
    """A home where a visitor tells his number and address below a page's post."""
    said = "Bravo, appelez-moi au +261 34 12 345 67, jean@rabe.mg"
    with _writing(own) as database:
        for sql in COMMENT.split(";"):
            database.execute(sql, {"ref": REF, "said": said})
    return own


@pytest.fixture
def visited(own: Path) -> Path:
    """A home where a visitor wrote on a page's wall, and tags somebody."""
    told = {"said": "Lalao Rabe et moi, Rakoto Jean", "tagged": '[{"name": "Lalao Rabe"}]'}
    with _writing(own) as database:
        database.execute(BY_A_VISITOR, {"ref": REF, **told})
    return own


@pytest.mark.usefixtures("commented")
def test_comments_are_masked_as_the_file_says(typed: Typed, tmp_path: Path) -> None:
    """In JSON Lines and on the sheet of comments; --unmasked leaves them."""
    asked = ("export", "--with-comments", "--format")
    masked = typed(*asked, "jsonl").out
    whole = typed(*asked, "jsonl", "--unmasked").out
    typed(*asked, "xlsx", "-o", str(tmp_path / "x.xlsx"))

    book = openpyxl.load_workbook(tmp_path / "x.xlsx", read_only=True)
    sheet = [str(row) for row in book["Comments"].iter_rows(values_only=True)]
    book.close()
    (said,) = [
        one["message"] for line in masked.splitlines() for one in json.loads(line)["discussion"]
    ]
    assert "Bravo, appelez-moi au •••••••••••••••••, ••••••••••••" == said
    assert "345 67" in whole
    assert "Bravo" in str(sheet)
    assert "345 67" not in str(sheet)


@pytest.mark.usefixtures("visited")
def test_a_visitor_and_whom_he_tags_are_masked(typed: Typed) -> None:
    """A post on a page that a person wrote is a person's, whatever road it came by."""
    told = typed("cite", REF, "--format", "csl-json").out
    whole = typed("cite", REF, "--format", "csl-json", "--unmasked").out

    assert "•••••••••• et moi, •••••••••••" in told
    assert "Lalao Rabe et moi, Rakoto Jean" in whole


def test_a_bag_of_posts_of_people_is_asked_for_by_name(
    typed: Typed, own: Path, tmp_path: Path
) -> None:
    """It holds texts and names as received: both have to be wanted, and it says so."""
    with _writing(own) as database:
        wrote = "UPDATE versions SET author = 'Rakoto Jean', author_id = '7' WHERE post ="
        database.execute(f"{wrote} (SELECT key FROM posts WHERE ref = ?)", [REF])
    page = typed("show", REF, "--json").json["page"]
    bag = tmp_path / "bag"
    line = ("export", "--page", page, "--format", "bag", "-o", str(bag))

    refused = [typed(*line, *given) for given in ([], ["--unmasked"], ["--with-authors"])]
    is_there = bag.exists()
    made = typed(*line, "--unmasked", "--with-authors")

    assert {2} == {one.code for one in refused}
    assert all("1 of the posts" in one.err and "--with-authors" in one.err for one in refused)
    assert not is_there
    assert (0, 0) == (made.code, typed("verify", "--bag", str(bag)).code)
    told = json.loads((bag / "data" / "datapackage.json").read_text("utf-8"))["fb-watch"]
    assert (True, True) == (told["unmasked"], told["with_authors"])
    assert "names of their authors" in (bag / "data" / "README.md").read_text("utf-8")
    assert "Rakoto Jean" in (bag / "data" / "posts.jsonl").read_text("utf-8")


def test_a_bag_says_that_no_post_of_a_person_is_in_it(typed: Typed, tmp_path: Path) -> None:
    """Of pages' own posts nothing has to be asked for; what a response shows besides is said."""
    made = typed("export", "--page", "lebanon", "--format", "bag", "-o", str(tmp_path / "bag"))

    assert 0 == made.code
    readme = (tmp_path / "bag" / "data" / "README.md").read_text("utf-8")
    assert "No post of a person" in readme


def _film(number: int, at: str, whose: str, **more: str) -> dict[str, object]:
    """A page's post that shows a film, as the Graph API tells it."""
    url = f"https://www.facebook.com/{whose}/videos/99{number}/"
    seen: dict[str, object] = {
        "title": "Nimal Perera",
        "description": "Nimal Perera, nimal@ex.org",
        "url": url,
    }
    seen |= {"type": "video_inline", "target": {"id": f"99{number}", "url": url}}
    return {
        "id": f"{PAGE_ID}_300000000000{number}",
        "created_time": at,
        "from": {"id": PAGE_ID, "name": NAME},
        "attachments": {"data": [seen]},
        **more,
    }


def test_a_person_s_film_is_masked_by_whatever_road(
    fresh: Path, typed: Typed, tmp_path: Path
) -> None:
    """Exports and references alike; the films of the page, which its posts name, stay."""
    assert fresh
    own = {"permalink_url": "https://www.facebook.com/Reseau.Mada/posts/3000000000001"}
    films = [
        _film(1, "2020-09-02T10:00:00+0000", "reseau.mada", **own),
        _film(2, "2020-09-03T10:00:00+0000", "nimal.perera"),
    ]
    (tmp_path / "a.json").write_text(json.dumps({"data": films}), "utf-8")
    assert 0 == typed("import", str(tmp_path / "a.json")).code
    refs = typed.refs()

    for more in ([], ["--with-authors"]):
        lines = typed("export", "--format", "jsonl", *more).out.splitlines()
        whose = {one["ref"]: line for line in lines if (one := json.loads(line))}
        assert 2 == len(whose)
        assert ["nimal@ex.org" in whose[ref] for ref in refs] == [False, True], more
        assert ["Nimal Perera" in whose[ref] for ref in refs] == [False, True], more
        cited = [typed("cite", ref, *more).out for ref in refs]
        assert ["Nimal" in one for one in cited] == [False, True], more
