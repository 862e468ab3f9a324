"""Questions made by the grammar of words.py, asked of the index and answered by hand."""

import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.build import new, opened, post, save
from fb_watch.archive.search import connect, search
from fb_watch.archive.words import read
from fb_watch.model.archived import Query

SAID = ["école", "Écoles", "goma", "DE", "eau", "eaux", "marché", "covid19", "हिन्दी", "sida"]
ASKED = ["ecole", "écoles", "Goma", "de", "eau", "marche", "COVID19", "हिन्दी", "nowhere"]
TEXTS = [
    " ".join(SAID[(start + step * place) % len(SAID)] for place in range(5))
    for start in range(len(SAID))
    for step in (1, 3)
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An archive with these texts, opened to read."""
    path = tmp_path_factory.mktemp("grammar") / "archive.db"
    archive = opened(path)
    save(archive, [new(post(n, text)) for n, text in enumerate(TEXTS)])
    archive.close()
    connection = connect(path)
    yield connection
    connection.close()


@dataclass(frozen=True)
class Asked:
    """A question as it is typed, and whether the words of a text answer it."""

    typed: str
    is_met: Callable[[list[str]], bool]


def _plain(word: str) -> str:
    bare = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in bare if not "\u0300" <= c <= "\u036f")


def _word(word: str) -> Asked:
    return Asked(word, lambda said: _plain(word) in said)


def _prefix(word: str) -> Asked:
    start = word[:3]
    return Asked(f"{start}*", lambda said: any(one.startswith(_plain(start)) for one in said))


def _phrase(words: list[str]) -> Asked:
    sought = [_plain(word) for word in words]
    size = len(sought)
    return Asked(
        f'"{" ".join(words)}"',
        lambda said: any(said[at : at + size] == sought for at in range(len(said))),
    )


def _either(terms: list[Asked]) -> Asked:
    typed = " OR ".join(term.typed for term in terms)
    return Asked(typed, lambda said: any(term.is_met(said) for term in terms))


def _without(term: Asked) -> Asked:
    return Asked(f"-{term.typed}", lambda said: not term.is_met(said))


def _all(parts: list[Asked]) -> Asked:
    typed = "  ".join(part.typed for part in parts)
    return Asked(typed, lambda said: all(part.is_met(said) for part in parts))


word = st.sampled_from(ASKED)
term = st.one_of(
    word.map(_word),
    word.map(_prefix),
    st.lists(word, min_size=1, max_size=3).map(_phrase),
)
group = st.lists(term, min_size=1, max_size=3).map(_either)
question = st.lists(st.one_of(group, term.map(_without)), min_size=1, max_size=4).map(_all)


@settings(deadline=None)
@given(question)
def test_what_the_grammar_makes_is_read_as_it_says(
    filled: sqlite3.Connection, asked: Asked
) -> None:
    """Any question of the grammar: no note, and exactly the texts that answer it are found."""
    hits, notes = search(filled, Query(words=asked.typed, limit=None))

    assert [] == notes
    expected = {text for text in TEXTS if asked.is_met([_plain(one) for one in text.split()])}
    assert expected == {hit["post"]["message"] for hit in hits}


@settings(deadline=None)
@given(question, question)
def test_two_questions_one_after_the_other_are_both_asked(
    filled: sqlite3.Connection, one: Asked, other: Asked
) -> None:
    """Side by side, two questions find what both find."""
    together = f"{one.typed} {other.typed}"

    both = {hit["post"]["ref"] for hit in search(filled, Query(words=together, limit=None))[0]}

    found = [
        {hit["post"]["ref"] for hit in search(filled, Query(words=asked.typed, limit=None))[0]}
        for asked in (one, other)
    ]
    assert both == found[0] & found[1]


@pytest.mark.parametrize("words", ["a " * 300, "a OR " * 300 + "a", "x* OR " * 150 + "a -b"])
def test_a_pasted_text_is_cut_and_told(words: str) -> None:
    """A hundred words are a question; the rest is left out with a note."""
    asked = read(words)

    assert any("first 100 words" in note for note in asked.notes)
    assert asked.expression.count('"a"') + asked.expression.count('"x"') <= 101


def test_the_signs_of_the_index_cannot_be_typed(filled: sqlite3.Connection) -> None:
    """What stands for tags in the index is a blank in a question: it finds no post by its tags."""
    assert [] == search(filled, Query(words="\ue000len"))[0]
    assert [] == search(filled, Query(words="len* -goma -ecole"))[0]
