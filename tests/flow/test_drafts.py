import re
from datetime import timedelta
from pathlib import Path

import pytest

from cli.typed import Typed
from fb_watch.archive.search import connect, get
from fb_watch.cli.main import main
from fb_watch.demo.world import World
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.tagged import PageReport
from flow.conftest import NOW, PAGES, Clock, Open

ASIA = PAGES["south-asia"]


def _round(opened: Open) -> PageReport:
    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]))
    return report


def _archived(home: Path, post_id: str) -> ArchivedPost:
    archive = connect(home / "archive" / "archive.db")
    try:
        return get(archive, post_id)
    finally:
        archive.close()


@pytest.fixture
def posts(world: World) -> list[str]:
    """Three posts of a page that answers with all it has, also what it has not published."""
    for edge in ("published_posts", "posts"):
        world.refuse_edge(ASIA, edge, "permission")
    return [
        world.add_post(ASIA, f"School {n} is open", at=NOW - timedelta(days=n + 1))
        for n in range(3)
    ]


@pytest.mark.usefixtures("posts")
def test_a_draft_is_told_and_not_archived(
    home: Path,
    world: World,
    opened: Open,
    environ: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What a page has not published cannot be found or cited; the report says it was left out."""
    world.add_post(ASIA, "School draft", at=NOW - timedelta(hours=1), is_published=False)

    report = _round(opened)

    assert ("ok", 3, 1, []) == (report.outcome, report.new, report.unpublished, report.problems)
    typed = Typed(main, capsys)
    monkeypatch.setenv("FB_WATCH_LANG", "en")
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    line = ("--home", str(home), "collect", "--page", "south-asia", "--since", "2020-03-01")
    assert 1 == typed(*line, "--json").json["pages"][0]["unpublished"]
    assert "1 post is not published" in re.sub(r"\s+", " ", typed(*line).err)
    assert 3 == len(typed("--home", str(home), "search", "school", "--json").json)


@pytest.mark.usefixtures("posts")
def test_a_draft_that_leaves_within_a_response_is_told(
    home: Path,
    tmp_path: Path,
    world: World,
    opened: Open,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A bag keeps responses to the byte: README and stderr say that one shows a draft."""
    monkeypatch.setenv("FB_WATCH_LANG", "en")
    typed = Typed(main, capsys)
    line = ("--home", str(home), "export", "--format", "bag", "--since", "2020", "-o")
    readmes, said = [], []
    for name in ("without", "with"):
        _round(opened)
        result = typed(*line, str(tmp_path / name))
        assert 0 == result.code, result.err
        said.append(" ".join(result.err.split()))
        readmes.append((tmp_path / name / "data" / "README.md").read_text("utf-8"))
        world.add_post(ASIA, "School draft", at=NOW - timedelta(hours=1), is_published=False)
        world.add_post(ASIA, "School 4 is open", at=NOW - timedelta(hours=2))

    told = "1 response in this bag shows what its page had not published"
    assert [False, True] == [told in text for text in said]
    assert [False, True] == [told in text for text in readmes]


@pytest.mark.usefixtures("posts")
def test_a_draft_that_is_published_is_a_new_post(world: World, opened: Open) -> None:
    """Left out as long as it is a draft, and no longer."""
    draft = world.add_post(ASIA, "School draft", at=NOW - timedelta(hours=1), is_published=False)
    _round(opened)
    world.change(draft, is_published=True)

    report = _round(opened)

    assert (1, 3, 0) == (report.new, report.same, report.unpublished)


def test_a_post_that_is_taken_back_stays_as_it_was(
    home: Path, world: World, opened: Open, clock: Clock, posts: list[str]
) -> None:
    """Unpublished later: archived and citable as it was published, and by and by called gone."""
    _round(opened)
    world.change(posts[1], is_published=False, message="Reworked in secret")
    for _day in range(2):
        clock.forward(days=1)
        report = _round(opened)

    found = _archived(home, posts[1])

    assert "ok" == report.outcome
    assert ("School 1 is open", 1) == (found["message"], found["version"])
    assert "gone" == found["availability"]["state"]


@pytest.mark.parametrize("flag", ["is_hidden", "is_expired"])
def test_a_post_that_is_hidden_later_stays(
    flag: str, home: Path, world: World, opened: Open, posts: list[str]
) -> None:
    """A page that hides what it published, or lets it expire, does not undo it."""
    _round(opened)
    world.change(posts[1], **{flag: True})

    report = _round(opened)

    assert (3, 0) == (report.same, report.unpublished)
    assert "School 1 is open" == _archived(home, posts[1])["message"]
