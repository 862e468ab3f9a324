import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.build import NOW, edit, index_is_whole, opened, post
from archive.desk import ANNA, BEN, standing
from fb_watch import assessing
from fb_watch.archive import chosen, joining, review, samples, sheets
from fb_watch.archive.hand_tags import tag_by_hand
from fb_watch.archive.search import get
from fb_watch.errors import NotFoundError
from fb_watch.model.archived import Query, versioned
from fb_watch.model.retagged import HandTag
from fb_watch.model.reviewed import Answer
from fb_watch.model.sheet import Filled

LATER = NOW + timedelta(days=3)


def sent(db: sqlite3.Connection, refs: list[str]) -> tuple[str, list[Filled]]:
    """A sheet of the posts, and its rows as nobody has touched them."""
    posts = [get(db, ref) for ref in refs]
    rows = [
        Filled(
            line=line,
            ref=versioned(told),
            status=told["status"],
            themes=frozenset(theme["theme"] for theme in told["themes"]),
            countries=frozenset(country["country"] for country in told["countries"]),
            language=told["language"]["code"],
        )
        for line, told in enumerate(posts, 2)
    ]
    return sheets.send_out(db, posts, ANNA, NOW), rows


def test_a_sheet_untouched_changes_nothing(db: sqlite3.Connection, refs: list[str]) -> None:
    """Sent back as it came, a sheet is no action at all."""
    sheet, rows = sent(db, refs)
    before = standing(db)

    entered = sheets.take_in(db, sheet, rows, BEN, LATER)

    assert (0, 4, (), ()) == (entered.changed, entered.same, entered.conflicts, entered.problems)
    assert before == standing(db)
    assert review.undo(db, BEN, LATER) is None


def test_what_was_changed_is_entered_once(
    db: sqlite3.Connection, refs: list[str], path: Path
) -> None:
    """Status, themes, countries, language and note are entered as one action, and only once."""
    sheet, rows = sent(db, refs)
    rows[3] = replace(
        rows[3],
        status="relevant",
        themes=frozenset({"health"}),
        countries=frozenset({"MG", "KM"}),
        language="fr",
        note="voir p. 4",
    )
    before = standing(db)

    first = sheets.take_in(db, sheet, rows, BEN, LATER)
    again = sheets.take_in(db, sheet, rows, BEN, LATER)
    now = get(db, refs[3])
    undone = review.undo(db, BEN, LATER)

    assert (1, 0) == (first.changed, again.changed)
    assert ((), ()) == (again.conflicts, again.problems)
    assert ("relevant", "fr", 1) == (now["status"], now["language"]["code"], now["notes"])
    assert {"health"} == {theme["theme"] for theme in now["themes"]}
    assert {"MG", "KM"} == {country["country"] for country in now["countries"]}
    assert undone is not None
    assert [] == undone["left"]
    assert before == standing(db)
    assert index_is_whole(path)


def test_others_are_not_overwritten(db: sqlite3.Connection, refs: list[str]) -> None:
    """Where somebody has said something else meanwhile, that stays, and both words are shown."""
    sheet, rows = sent(db, refs)
    review.set_status(db, refs[:1], "verified", ANNA, NOW)
    tag_by_hand(db, refs[3:], [HandTag(action="add", kind="theme", value="education")], ANNA, NOW)
    rows[0] = replace(rows[0], status="set-aside", language="es")
    rows[3] = replace(rows[3], themes=frozenset())

    entered = sheets.take_in(db, sheet, rows, BEN, LATER)

    told = [(c["line"], c["field"], c["sheet"], c["archive"], c["who"]) for c in entered.conflicts]
    assert [
        (2, "status", "set-aside", "verified", ANNA),
        (5, "theme:education", "no", "yes", ANNA),
    ] == told
    assert 1 == entered.changed  # the language, of which nobody said anything
    first = get(db, refs[0])
    assert ("verified", "es") == (first["status"], first["language"]["code"])
    assert ["education"] == [theme["theme"] for theme in get(db, refs[3])["themes"]]

    sheets.take_in(db, sheet, rows, BEN, LATER, prevails=True)

    assert "set-aside" == get(db, refs[0])["status"]
    assert [] == get(db, refs[3])["themes"]


def test_the_same_word_of_two_is_no_conflict(db: sqlite3.Connection, refs: list[str]) -> None:
    """Where the other one has decided alike there is nothing to show."""
    sheet, rows = sent(db, refs)
    review.set_status(db, refs[:1], "relevant", ANNA, NOW)
    rows[0] = replace(rows[0], status="relevant")

    entered = sheets.take_in(db, sheet, rows, BEN, LATER)

    assert (0, ()) == (entered.changed, entered.conflicts)


def test_a_post_edited_meanwhile_is_shown(
    db: sqlite3.Connection, refs: list[str], path: Path
) -> None:
    """A decision on a text that is another by now is not entered unasked."""
    sheet, rows = sent(db, refs)
    archive = opened(path)
    edit(archive, post(4, "Other words"))
    archive.close()
    rows = [replace(row, status="relevant") for row in rows]

    entered = sheets.take_in(db, sheet, rows, BEN, LATER)

    assert [("text", refs[0])] == [(c["field"], c["ref"]) for c in entered.conflicts]
    assert 3 == entered.changed
    assert "new" == get(db, refs[0])["status"]


def edited(path: Path, words: str) -> None:
    """The newest of the posts, with other words from now on."""
    archive = opened(path)
    edit(archive, post(1, words))
    archive.close()


def test_a_version_edited_before_comes_back_too(
    db: sqlite3.Connection, refs: list[str], path: Path
) -> None:
    """Of a version that a dossier holds, only what was edited after the sheet left is shown."""
    old = versioned(get(db, refs[3]))
    edited(path, "Before")
    sheet, rows = sent(db, [old])
    later, its_rows = sent(db, [old])
    rows = [replace(rows[0], status="verified", note="voir p. 4")]

    entered = sheets.take_in(db, sheet, rows, BEN, LATER)
    edited(path, "After")
    refused = sheets.take_in(db, later, [replace(its_rows[0], language="sw")], BEN, LATER)

    assert (1, ()) == (entered.changed, entered.conflicts)
    assert ("verified", [old]) == (
        get(db, refs[3])["status"],
        [one["ref"] for one in review.notes(db, refs[3])],
    )
    assert (0, ["text"]) == (refused.changed, [c["field"] for c in refused.conflicts])


def test_a_sheet_of_an_older_program_is_held_against_what_it_showed(
    db: sqlite3.Connection, refs: list[str], path: Path
) -> None:
    """It does not say which version was the newest: the one it showed has to be."""
    old = versioned(get(db, refs[3]))
    sheet, rows = sent(db, refs[3:])
    edited(path, "Other words")
    late, late_rows = sent(db, [old])
    db.execute("UPDATE sheet_rows SET said = json_remove(said, '$.newest')")

    for name, (row,) in ((sheet, rows), (late, late_rows)):
        entered = sheets.take_in(db, name, [replace(row, status="relevant")], BEN, LATER)
        assert (0, ["text"]) == (entered.changed, [c["field"] for c in entered.conflicts])


def test_whose_turn_it_was_is_known(db: sqlite3.Connection, refs: list[str]) -> None:
    """A sheet that decides of posts which others have says who had them; of the rest nothing."""
    sheet, rows = sent(db, refs)
    until = LATER + timedelta(days=1)
    review.assign(db, refs[:2], ANNA, ANNA, NOW, until)
    review.assign(db, refs[2:3], ANNA, ANNA, NOW, LATER)
    review.assign(db, refs[3:], BEN, ANNA, NOW, until)
    rows = [replace(row, status="relevant") for row in rows]
    rows[1] = replace(rows[1], status="new", language="sw")

    entered = sheets.take_in(db, sheet, rows, BEN, LATER)

    assert {refs[0]: ANNA} == {ref: one["name"] for ref, one in entered.taken_from.items()}
    assert {ANNA: 1} == review.workload(db, LATER)


def test_rows_and_sheets_of_others_are_refused(db: sqlite3.Connection, refs: list[str]) -> None:
    """What did not go out in this sheet does not come in with it."""
    sheet, rows = sent(db, refs[:2])
    strange = [replace(rows[0], ref=refs[3], line=7), replace(rows[1], ref="=1+1", line=8)]

    entered = sheets.take_in(db, sheet, strange, BEN, LATER)

    assert [7, 8] == [problem.line for problem in entered.problems]
    assert 0 == entered.changed
    with pytest.raises(NotFoundError, match="did not go out"):
        sheets.take_in(db, "0123456789abcdef", rows, BEN, LATER)


def coding(line: int, ref: str, theme: str) -> Filled:
    """A whole row of a blind sheet: one theme, no country, French."""
    return Filled(
        line=line, ref=ref, themes=frozenset({theme}), countries=frozenset(), language="fr"
    )


def test_a_blind_sheet_brings_codings(db: sqlite3.Connection, refs: list[str]) -> None:
    """Answers of a blind sheet are codings; tags stay; half an answer is none and is told."""
    assessing.sample(db, "été", Query(), 4, 7, ANNA, NOW)
    posts = [get(db, ref) for ref in refs]
    sheet = sheets.send_out(db, posts, ANNA, NOW, "été")
    rows = [
        coding(2, refs[0], "health"),
        replace(coding(3, refs[1], "health"), language=None),
        replace(coding(4, refs[2], "health"), countries=None),
        Filled(line=5, ref=refs[3]),
    ]

    entered = sheets.take_in(db, sheet, rows, BEN, LATER)

    told = {one.ref.partition("@")[0]: one.answers for one in samples.coded(db, "été")}
    assert {BEN: Answer(themes=frozenset({"health"}), language="fr")} == told[refs[0]]
    assert {} == told[refs[1]] == told[refs[2]] == told[refs[3]]
    assert (1, [3, 4]) == (entered.changed, [problem.line for problem in entered.problems])
    assert "new" == get(db, refs[0])["status"]


def test_a_blind_sheet_does_not_overwrite_codings(db: sqlite3.Connection, refs: list[str]) -> None:
    """What a person has coded otherwise, before or since, stays unless the sheet prevails."""
    assessing.sample(db, "été", Query(), 4, 7, ANNA, NOW)
    said = Answer(themes=frozenset({"water"}), language="fr")
    samples.code(db, "été", refs[0], said, ANNA, NOW)
    sheet = sheets.send_out(db, [get(db, ref) for ref in refs], ANNA, NOW, "été")
    samples.code(db, "été", refs[1], said, ANNA, LATER)
    samples.code(db, "été", refs[2], said, BEN, LATER)
    rows = [coding(line, ref, "health") for line, ref in enumerate(refs[:3], 2)]

    entered = sheets.take_in(db, sheet, rows, ANNA, LATER)

    told = [(c["line"], c["field"], c["sheet"], c["archive"], c["who"]) for c in entered.conflicts]
    assert [
        (2, "themes", "health", "water", ANNA),
        (3, "themes", "health", "water", ANNA),
    ] == told
    by_post = {one.ref.partition("@")[0]: one.answers for one in samples.coded(db, "été")}
    assert {"water"} == by_post[refs[0]][ANNA].themes == by_post[refs[1]][ANNA].themes
    assert {"health"} == by_post[refs[2]][ANNA].themes
    assert 1 == entered.changed

    assert 2 == sheets.take_in(db, sheet, rows, ANNA, LATER, prevails=True).changed
    assert 0 == sheets.take_in(db, sheet, rows, ANNA, LATER + timedelta(days=1)).changed


def test_what_was_taken_back_is_no_conflict(db: sqlite3.Connection, refs: list[str]) -> None:
    """A deed and its undo leave nothing that a sheet could stand against."""
    sheet, rows = sent(db, refs)
    rows = [replace(row, status="relevant") for row in rows]
    sheets.take_in(db, sheet, rows, BEN, LATER)
    review.undo(db, BEN, LATER)

    entered = sheets.take_in(db, sheet, rows, BEN, LATER)

    assert (4, ()) == (entered.changed, entered.conflicts)


def test_an_undo_since_is_somebodys_word(db: sqlite3.Connection, refs: list[str]) -> None:
    """What was taken back after the sheet went out stays taken back, and that is shown."""
    review.set_status(db, refs[:1], "relevant", ANNA, NOW)
    sheet, rows = sent(db, refs)
    review.undo(db, ANNA, LATER)
    rows[0] = replace(rows[0], status="verified")

    entered = sheets.take_in(db, sheet, rows, BEN, LATER)

    told = [(c["field"], c["sheet"], c["archive"], c["who"]) for c in entered.conflicts]
    assert [("status", "verified", "new", ANNA)] == told
    assert (0, "new") == (entered.changed, get(db, refs[0])["status"])


def test_of_several_undone_only_the_one_from_before_counts(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """A deed since and its undo cancel out, whatever lay before them."""
    review.set_status(db, refs[:1], "relevant", ANNA, NOW)
    sheet, rows = sent(db, refs)
    review.set_status(db, refs[:1], "set-aside", ANNA, LATER)
    review.undo(db, ANNA, LATER)
    rows[0] = replace(rows[0], status="verified")

    entered = sheets.take_in(db, sheet, rows, BEN, LATER)

    assert (1, ()) == (entered.changed, entered.conflicts)


def test_rows_of_posts_that_became_one_are_held_against_their_own(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """Untouched, a sheet changes nothing after two of its posts were merged; changed, it asks."""
    tag_by_hand(db, refs[:1], [HandTag(action="add", kind="theme", value="health")], ANNA, NOW)
    review.set_status(db, refs[:1], "relevant", ANNA, NOW)
    review.set_status(db, refs[1:2], "set-aside", ANNA, NOW)
    sheet, rows = sent(db, refs[:2])
    kept, _merged = joining.join(db, refs[:2], "2020-06-02T00:00:00Z")
    before = get(db, kept)

    entered = sheets.take_in(db, sheet, rows, BEN, LATER)

    assert (refs[0], 0, (), ()) == (kept, entered.changed, entered.conflicts, entered.problems)
    assert before == get(db, kept)

    rows[1] = replace(rows[1], status="verified", note="voir p. 4")
    entered = sheets.take_in(db, sheet, rows, BEN, LATER)

    told = [(c["ref"], c["field"], c["sheet"], c["archive"]) for c in entered.conflicts]
    assert [(kept, "status", "verified", "relevant")] == told
    assert "relevant" == get(db, kept)["status"]
    assert [rows[1].ref] == [note["ref"] for note in review.notes(db, rows[1].ref)]
    assert 1 == sheets.take_in(db, sheet, rows, BEN, LATER, prevails=True).changed
    assert "verified" == get(db, kept)["status"]


def test_a_sheet_of_an_older_program_knows_merged_rows(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """It kept the row of a version under the post that stood for it when it went out."""
    sheet, rows = sent(db, refs[:1])
    merged = versioned(get(db, refs[1]))
    kept, _merged = joining.join(db, refs[:2], "2020-06-02T00:00:00Z")

    entered = sheets.take_in(db, sheet, [replace(rows[0], ref=merged)], BEN, LATER)

    assert kept == refs[0]
    assert (0, ()) == (entered.changed, entered.problems)


def test_posts_of_a_sample_that_became_one_are_coded_each(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """Each post drawn has a row and its answer, so that the sample stays what was drawn."""
    assessing.sample(db, "été", Query(), 4, 7, ANNA, NOW)
    joining.join(db, refs[:2], "2020-06-02T00:00:00Z")
    drawn = samples.to_code(db, "été", BEN)
    sheet = sheets.send_out(db, [get(db, ref) for ref in drawn], ANNA, NOW, "été")

    entered = sheets.take_in(
        db, sheet, [coding(line, ref, "health") for line, ref in enumerate(drawn, 2)], BEN, LATER
    )

    assert (4, ()) == (entered.changed, entered.problems)
    assert [] == samples.to_code(db, "été", BEN)


def test_a_post_named_twice_has_one_row(
    db: sqlite3.Connection, refs: list[str], path: Path
) -> None:
    """Of two versions the newer one named, of posts that became one the one that stands."""
    old = versioned(get(db, refs[3]))
    other, third = versioned(get(db, refs[1])), versioned(get(db, refs[2]))
    edited(path, "Wednesday")
    new = versioned(get(db, refs[3]))
    joining.join(db, refs[:2], "2020-06-02T00:00:00Z")
    stands = versioned(get(db, refs[0]))

    assert [new] == chosen.once(db, [new, old])
    assert [old] == chosen.once(db, [old, old])
    assert [third, new, stands] == chosen.once(db, [third, old, refs[3], other, refs[0]])
