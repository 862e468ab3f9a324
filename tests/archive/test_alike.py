import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.build import new, post, save, tagged, theme
from fb_watch.archive.alike import are_alike, marks, words
from fb_watch.archive.folding import COUNTED
from fb_watch.archive.search import count, search
from fb_watch.archive.store import Archive
from fb_watch.model.archived import Query

LONG = (
    "The school in the valley opens its gate again on Monday, with water at the door, "
    "soap for everybody and two teachers more than before the rains came"
)
CHINESE = "学校星期一重新开放，门口有水和肥皂，老师比雨季之前多了两位"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (LONG, LONG.upper(), True),
        (LONG, f"{LONG} https://example.org/7", True),
        (LONG, LONG.replace("Monday", "Tuesday"), True),
        (LONG, LONG.replace("school", "market").replace("teachers", "cooks")[:100], False),
        (LONG, "Another text of about the same length, on boats and nets and the sea", False),
        (CHINESE, CHINESE.replace("星期一", "星期二"), True),
        (CHINESE, "今天我们在社区中心分发食物和口罩，感谢所有志愿者的帮助", False),
    ],
)
def test_texts_are_alike_by_their_words(one: str, other: str, expected: bool) -> None:
    """Eight words of ten in common are nearly the same text; addresses and capitals are nothing."""
    assert expected == are_alike(words(one), words(other))


@given(st.text(max_size=200))
def test_the_same_text_has_the_same_marks(text: str) -> None:
    """Any text: alike to itself, with two marks or, where it is short, none."""
    assert are_alike(words(text), words(text))
    assert marks(text) == marks(f"  {text} https://example.org")
    assert len(marks(text)) in (0, 2)


@pytest.mark.parametrize(
    "text",
    [
        "学校下周重新开放，老师们已经准备好口罩和消毒液，欢迎孩子们回来。",
        "来週から学校が再開します。マスクを忘れないでください",
        "โรงเรียนเปิดสัปดาห์หน้า ครูเตรียมหน้ากากไว้แล้ว",
    ],
)
def test_texts_without_blanks_have_marks_too(text: str) -> None:
    """A clause of Chinese is no word: one sign changed leaves a mark, wherever it stands."""
    edits = [f"{text[:at]}山{text[at + 1 :]}" for at in range(len(text))]

    shared = sum(bool({*marks(text)} & {*marks(edit)}) for edit in edits)

    assert marks(text) == marks(f"{text} https://example.org")
    assert shared >= 0.9 * len(edits)
    assert () == marks("谢谢大家")


def test_posts_without_blanks_are_folded(archive: Archive, reader: sqlite3.Connection) -> None:
    """The same Chinese sentence on three pages is one hit that says so."""
    text = "学校下周重新开放，老师们已经准备好口罩和消毒液，欢迎孩子们回来。"
    save(archive, [new(tagged(post(n, text))) for n in range(3)])

    assert [2] == [alike for _id, alike in _folded(reader, Query(words="口罩", fold=True))]


def test_an_edit_of_one_word_leaves_one_of_the_marks() -> None:
    """Of texts with one word changed, nearly all still share a mark."""
    said = [f"word{n}" for n in range(40)]
    edits = [" ".join([*said[:at], "other", *said[at + 1 :]]) for at in range(40)]

    shared = sum(bool({*marks(" ".join(said))} & {*marks(edit)}) for edit in edits)

    assert shared >= 36


@pytest.fixture
def copies(archive: Archive) -> Archive:
    """A text four times, once edited, among three others."""
    texts = [LONG, "rain", LONG.replace("Monday", "Friday"), LONG, f"{LONG}!", "wind", "school"]
    save(archive, [new(tagged(post(n, text), theme("education"))) for n, text in enumerate(texts)])
    return archive


def _folded(db: sqlite3.Connection, query: Query) -> list[tuple[str, int]]:
    hits, _notes = search(db, query)
    return [(hit["post"]["id"].rpartition("_")[2], hit["alike"]) for hit in hits]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"order": "newest"}, [("0", 3), ("1", 0), ("5", 0), ("6", 0)]),
        ({"order": "oldest"}, [("6", 0), ("5", 0), ("4", 3), ("1", 0)]),
        ({"order": "newest", "limit": 2}, [("0", 3), ("1", 0)]),
        ({"order": "newest", "limit": 2, "offset": 1}, [("1", 0), ("5", 0)]),
        ({"words": "friday"}, [("2", 0)]),
        ({"words": "valley", "limit": 1}, [("0", 3)]),
        ({"themes": ("none",)}, []),
        ({"limit": 0}, []),
    ],
)
def test_near_duplicates_are_one_hit(
    copies: Archive, reader: sqlite3.Connection, asked: dict[str, object], expected: list[object]
) -> None:
    """The first in order stands for all that the query finds, and says how many more there are."""
    assert copies

    assert expected == _folded(reader, Query(**{"fold": True, **asked}))  # type: ignore[arg-type]


def test_folding_loses_no_post(copies: Archive, reader: sqlite3.Connection) -> None:
    """Hits and what is folded into them are all posts there are; unfolded each is a hit."""
    assert copies

    folded = _folded(reader, Query(fold=True))

    assert count(reader, Query()) == len(folded) + sum(alike for _id, alike in folded)
    assert 7 == len(_folded(reader, Query()))


def test_of_very_many_alike_only_so_many_are_counted(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """All are one hit; it says that it counts COUNTED of them and that there may be more."""
    save(archive, [new(tagged(post(n, LONG))) for n in range(COUNTED + 5)])

    hits, notes = search(reader, Query(fold=True))

    assert [COUNTED] == [hit["alike"] for hit in hits]
    assert [str(COUNTED)] == [number for note in notes for number in re.findall(r"\d+", note)]
