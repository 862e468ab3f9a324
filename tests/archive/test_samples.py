import sqlite3
from pathlib import Path

import pytest

from archive.build import NOW, edit, new, opened, post, rows, save, tagged, theme
from archive.desk import ANNA, BEN
from fb_watch import assessing
from fb_watch.archive import review, samples
from fb_watch.archive.hand_tags import tag_by_hand
from fb_watch.archive.judged import judged_themes
from fb_watch.errors import FbWatchError, NotFoundError, UsageError
from fb_watch.model.archived import Query
from fb_watch.model.retagged import HandTag
from fb_watch.model.reviewed import Answer

SCHOOL = Answer(themes=frozenset({"education"}), language="fr")
NOTHING = Answer(language="fr")


@pytest.fixture
def refs(path: Path) -> list[str]:
    """Twelve posts, eight French and four English, half of them with a theme."""
    archive = opened(path)
    save(
        archive,
        [
            new(
                tagged(
                    post(n, f"École {n}"),
                    *([theme("education")] if n % 2 else []),
                    language="fr" if n < 9 else "en",
                )
            )
            for n in range(1, 13)
        ],
    )
    archive.close()
    return [ref for (ref,) in rows(path, "SELECT ref FROM posts ORDER BY key DESC")]


@pytest.fixture
def db(db: sqlite3.Connection) -> sqlite3.Connection:
    """The archive with a sample of all of its posts."""
    assessing.sample(db, "été", Query(), 99, 7, ANNA, NOW)
    return db


def test_a_sample_says_how_it_was_drawn(db: sqlite3.Connection, refs: list[str]) -> None:
    """Name, seed, query and size are kept; the same seed draws the same posts again."""
    query = Query(languages=("fr",))
    for name in ("one", "two"):
        assessing.sample(db, name, query, 4, 11, ANNA, NOW)

    one, two = (samples.to_code(db, name, ANNA) for name in ("one", "two"))

    assert one == two
    assert {ref.partition("@")[0] for ref in one} < set(refs[:8])
    told = samples.get(db, "one")
    assert (4, 11, {"languages": ["fr"]}) == (told["posts"], told["seed"], told["query"])
    assert {2.0} == {one.weight for one in samples.coded(db, "one")}
    with pytest.raises(UsageError, match="already"):
        assessing.sample(db, "one", query, 4, 11, BEN, NOW)
    with pytest.raises(FbWatchError, match="no post"):
        assessing.sample(db, "three", Query(languages=("sw",)), 4, 11, BEN, NOW)


def test_each_person_codes_all_of_it(db: sqlite3.Connection) -> None:
    """What one has coded is left for the other, unless they share; a later word holds."""
    first = samples.to_code(db, "été", ANNA)[0]
    assert samples.code(db, "été", first, NOTHING, ANNA, NOW)
    assert not samples.code(db, "été", first, NOTHING, ANNA, NOW)
    assert samples.code(db, "été", first, SCHOOL, ANNA, NOW)

    assert 11 == len(samples.to_code(db, "été", ANNA))
    assert 12 == len(samples.to_code(db, "été", BEN))
    assert 11 == len(samples.to_code(db, "été", BEN, shared=True))
    assert {ANNA: SCHOOL} == samples.coded(db, "été")[0].answers
    assert {ANNA: 1} == samples.get(db, "été")["coded"]
    review.undo(db, ANNA, NOW)
    assert {ANNA: NOTHING} == samples.coded(db, "été")[0].answers


def test_quality_is_measured_against_what_was_shown(
    db: sqlite3.Connection, refs: list[str], path: Path
) -> None:
    """An edit after the drawing does not move the figures: the version drawn is judged."""
    for ref in refs:
        samples.code(db, "été", ref, SCHOOL, ANNA, NOW)
    before = assessing.quality(db, "été")
    archive = opened(path)
    edit(archive, tagged(post(1, "Rien")))
    archive.close()

    after = assessing.quality(db, "été")

    education = next(one for one in after.figures if one.value == "education")
    assert (6, 0, 6) == (education.hits, education.wrong, education.missed)
    assert before == after
    assert (12, 0, ["c0de"]) == (after.judged, after.open, after.codebooks)
    assert after == assessing.best_quality(db)


def test_the_figures_to_lean_on(db: sqlite3.Connection, refs: list[str]) -> None:
    """Not the newest sample, however tiny: the most judged of those drawn from all posts."""
    assert assessing.best_quality(db) is None
    french = Query(languages=("fr",))
    assessing.sample(db, "filtered", french, 99, 7, ANNA, NOW)
    assessing.sample(db, "tiny", Query(), 1, 7, ANNA, NOW)
    for ref in refs[:6]:
        samples.code(db, "filtered", ref, SCHOOL, ANNA, NOW)
    only_filtered = assessing.best_quality(db)
    for ref in refs[:3]:
        samples.code(db, "été", ref, SCHOOL, ANNA, NOW)
    samples.code(db, "tiny", samples.to_code(db, "tiny", ANNA)[0], SCHOOL, ANNA, NOW)

    best = assessing.best_quality(db)

    assert only_filtered is not None
    assert best is not None
    assert ("filtered", "été") == (only_filtered.sample["name"], best.sample["name"])


def test_what_two_disagree_on_is_settled_by_a_third_word(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """A disagreement is told and left out of the quality, until it is settled."""
    samples.code(db, "été", refs[0], SCHOOL, ANNA, NOW)
    samples.code(db, "été", refs[0], NOTHING, BEN, NOW)
    open_before = assessing.quality(db, "été").open
    told = assessing.agreement(db, "été")

    samples.code(db, "été", refs[0], SCHOOL, BEN, NOW, settles=True)

    assert 1 == open_before
    assert [("theme", {ANNA: ("education",), BEN: ()})] == [
        (one.kind, one.said) for one in told.disagreements
    ]
    assert [] == assessing.agreement(db, "été").disagreements
    assert 0 == assessing.quality(db, "été").open
    assert NOTHING == samples.coded(db, "été")[_place(db, refs[0])].answers[BEN]


def _place(db: sqlite3.Connection, ref: str) -> int:
    return [one.ref.partition("@")[0] for one in samples.coded(db, "été")].index(ref)


def test_learning_hears_hands_before_all_else(db: sqlite3.Connection, refs: list[str]) -> None:
    """Codings and verified posts tell all themes of a post; a tag by hand goes before them."""
    samples.code(db, "été", refs[1], SCHOOL, ANNA, NOW)
    review.set_status(db, refs[:1], "verified", ANNA, NOW)
    tag_by_hand(db, refs[:1], [HandTag(action="add", kind="theme", value="health")], ANNA, NOW)
    tag_by_hand(
        db, refs[2:3], [HandTag(action="remove", kind="theme", value="education")], ANNA, NOW
    )

    keys = dict(db.execute("SELECT ref, key FROM posts").fetchall())
    judged = judged_themes(db)

    assert {keys[ref] for ref in refs[:3]} == set(judged)
    verified, coded, denied = (judged[keys[ref]] for ref in refs[:3])
    assert {"education", "health"} == set(verified.yes)
    assert (True, False) == (coded.of("education"), coded.of("health"))
    assert (False, None) == (denied.of("education"), denied.of("health"))


def test_what_is_not_in_the_sample_cannot_be_coded(db: sqlite3.Connection, refs: list[str]) -> None:
    """A post or sample that is not there is an error that says so."""
    assessing.sample(db, "one", Query(), 1, 7, ANNA, NOW)
    other = next(ref for ref in refs if not samples.to_code(db, "one", ANNA)[0].startswith(ref))

    with pytest.raises(UsageError, match="not in the sample"):
        samples.code(db, "one", other, SCHOOL, ANNA, NOW)
    with pytest.raises(NotFoundError, match="Did you mean été"):
        samples.code(db, "étés", other, SCHOOL, ANNA, NOW)
