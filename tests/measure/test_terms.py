import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.measure.terms import (
    Telling,
    apart,
    phrases_around,
    stop_words,
    telling,
    terms_of,
    without_habits,
)


def test_words_and_pairs_in_any_script() -> None:
    """Words keep their marks, pairs their blank; scripts without blanks give short runs."""
    french, hindi, thai = (
        terms_of("L’école, fermée hier"),
        terms_of("विद्यालय बंद"),
        terms_of("โรงเรียน"),
    )

    assert {"école", "fermée", "hier", "fermée hier"} == french
    assert {"विद्यालय", "बंद", "विद्यालय बंद"} == hindi
    assert "เรียน"[:4] in thai


def test_stop_words_hold_phrases_together_and_are_none() -> None:
    """They begin and end no term; of two in a row no phrase is made."""
    stop = stop_words("fr")

    found = terms_of("Les soins de santé pour les enfants : une école et la paix", stop)

    assert {"soins", "santé", "soins de santé", "enfants", "école", "paix"} == found
    assert frozenset() == stop_words("xx")


def test_a_phrase_stands_for_words_that_hardly_stand_alone() -> None:
    """A word goes where its phrase says nearly as much; one that stands elsewhere too stays."""
    told = [
        Telling(term=term, z=z, inside=n, outside=0)
        for term, z, n in (("alimentaire", 5, 9), ("banque", 4, 5), ("banque alimentaire", 3, 5))
    ]

    assert ["alimentaire"] == [one.term for one in apart(told, 5)]
    assert ["banque alimentaire"] == [one.term for one in apart(told[1:], 5)]


@given(st.text(max_size=200))
def test_any_text_has_terms_or_none(text: str) -> None:
    """No text is too odd; what comes out can be found in its small letters, less the marks."""
    for term in terms_of(text):
        assert term == term.casefold() or term.casefold()
        assert 0 < len(term) <= 81


def test_the_word_that_sets_texts_apart_comes_first() -> None:
    """A word of nearly all texts inside and none outside leads; one that is everywhere does not."""
    inside = [frozenset({"puits", "eau", "village"})] * 6
    outside = [frozenset({"eau", "marché"})] * 60

    found = telling(inside, outside)

    told = {one.term: one for one in found}
    assert {"puits", "village"} == {one.term for one in found[:2]}
    assert (6, 60) == (told["eau"].inside, told["eau"].outside)
    assert told["puits"].z > 1.96 > told["eau"].z


@pytest.mark.parametrize("outside", [120, 20_000])
def test_what_stands_nowhere_else_sets_apart_in_an_archive_of_any_size(outside: int) -> None:
    """The more texts do without a word, the more it tells; a word of few texts inside does not."""
    others = [frozenset({"eau"})] * outside
    (told,) = telling([frozenset({"puits"})] * 3, others)
    (rare, *_rest) = telling([frozenset({"puits"})] * 3 + others[:97], others[:120])

    assert told.z > 2.58
    assert rare.z < 2.58


def test_what_a_page_writes_under_every_post_is_its_habit() -> None:
    """A word in more than half of a page's texts is not counted on this page, elsewhere it is."""
    footer = [("lebanon", frozenset({"ensemble", str(n)})) for n in range(20)]
    other = [("madagascar", frozenset({"ensemble"}))]

    terms = without_habits([*footer, *other])

    assert all("ensemble" not in these for these in terms[:20])
    assert {"ensemble"} == terms[20]


def test_terms_that_hold_one_another_are_told_once() -> None:
    """Of `eau`, `eau potable` and `puits` the best of the first two is kept."""
    told = [
        Telling(term=term, z=z, inside=2, outside=0)
        for term, z in (("eau potable", 4.0), ("eau", 3.0), ("puits", 2.0))
    ]

    assert ["eau potable", "puits"] == [one.term for one in apart(told, 5)]


def test_phrases_around_a_word_are_counted_by_text() -> None:
    """Phrases of two and three words that hold the word, once a text, as the text has them."""
    texts = ["Le cours d eau déborde, le cours d eau !", "Un cours d eau propre", "Cours de langue"]

    found = phrases_around("cours", texts)

    assert 2 == found["cours d"] == found["cours d eau"]
    assert 1 == found["cours de langue"]
