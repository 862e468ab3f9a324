"""The passages a page puts under nearly every post: found by their recurring, and passed over."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrich.test_themes import CODEBOOK
from fb_watch.enrich.boilerplate import FEWEST, NEWEST, boilerplate, spans, within
from fb_watch.enrich.fit import Reason
from fb_watch.enrich.text import normalise
from fb_watch.enrich.themes import ThemeTagger

FOOTER = "L’école pour tous – rejoignez-nous !"
TAGGER = ThemeTagger(CODEBOOK)
PLAIN = [f"Nouvelle numéro {n} du village" for n in range(FEWEST)]


def themes(text: str, known: frozenset[str]) -> list[str]:
    """The themes of a text of a page with this boilerplate."""
    return [tag.value for tag in TAGGER.tag(normalise(text), boilerplate=known)]


@pytest.mark.parametrize("footer", [f"\n\n{FOOTER}", f". {FOOTER.upper()}", " #ÉcolePourTous #ONG"])
def test_a_footer_says_nothing_of_a_post(footer: str) -> None:
    """A line, a sentence or a hashtag under every post earns no theme; the post's words do."""
    known = boilerplate(text + footer for text in PLAIN)

    assert ["education"] == themes("Merci" + footer, frozenset())
    assert [] == themes("Merci" + footer, known)
    assert [] == themes(footer, known)
    assert ["education"] == themes("Notre école rouvre" + footer, known)


def test_a_page_may_write_of_the_same_thing_every_day() -> None:
    """A word in every post is no boilerplate where each post says something else of it."""
    known = boilerplate(f"L'école numéro {n} rouvre. Merci aux {n} parents" for n in range(99))

    assert frozenset() == known


@pytest.mark.parametrize(
    "footer",
    [
        "\nL’école pour tous – bulletin n° {n}",
        "\nBulletin {n}/2021 : l’école pour tous",
        " (L’école pour tous, le {n} mars 2021, {n} lecteurs)",
    ],
)
def test_a_footer_may_count(footer: str) -> None:
    """Numbers, dates and the words beside them change from post to post; the footer does not."""
    texts = [f"Nouvelle de {'abcdefghij'[n % 10] * 9}" + footer.format(n=n) for n in range(40)]
    known = boilerplate(texts)

    assert ["education"] == themes(texts[0], frozenset())
    assert [] == themes(texts[0], known)
    assert [] == themes("Merci" + footer.format(n=99), known)
    assert ["education"] == themes("Notre école rouvre" + footer.format(n=99), known)


def test_a_page_about_schools_keeps_its_theme() -> None:
    """Three words that recur with nothing else beside them, or less than three, are no footer."""
    places = [f"{a}{b}a" for a in "bdfgklmnprst" for b in ("eno", "oli", "ura")]
    known = boilerplate(f"L'école de {place} rouvre à {place}" for place in places)

    assert frozenset() == known


def test_a_text_that_is_posted_again_and_again_is_no_footer() -> None:
    """What stands alone in most posts is what the page has to say."""
    assert frozenset() == boilerplate(["L'école est fermée"] * 50)


@pytest.mark.parametrize(
    ("posts", "with_footer", "found"),
    [
        (FEWEST - 1, FEWEST - 1, False),
        (FEWEST, FEWEST, True),
        (100, 80, False),
        (100, 81, True),
        (NEWEST + 500, NEWEST - 30, True),
    ],
)
def test_how_many_make_a_footer(posts: int, with_footer: int, found: bool) -> None:
    """More than four fifths of the newest 200 posts, of twenty at least."""
    texts = [f"Numéro {n}" + (f"\n{FOOTER}" if n < with_footer else "") for n in range(posts)]

    assert found is bool(boilerplate(texts))


def test_posts_without_a_message_do_not_count() -> None:
    """Photos alone make a footer neither more nor less frequent."""
    texts = [f"{text}\n{FOOTER}" for text in PLAIN]

    assert boilerplate(texts) == boilerplate([*["", "  \n"] * 300, *texts])


def test_what_the_footer_would_have_earned_is_told() -> None:
    """A near miss names the word and says that it stands in the page's boilerplate."""
    known = boilerplate(f"{text}\n{FOOTER}" for text in PLAIN)

    misses = TAGGER.misses(normalise(f"Merci\n{FOOTER}"), boilerplate=known)

    assert {("école", Reason.BOILERPLATE)} == {(m.match.surface, m.reason) for m in misses}


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=40), max_size=40))
def test_any_texts_have_their_boilerplate_where_it_is_told(texts: list[str]) -> None:
    """Every passage known is found again in order, without overlap, inside the text."""
    known = boilerplate([f"{text}{n}\n!éa!" for n, text in enumerate(texts)])

    for text in texts:
        places = spans(text, known)
        assert places == sorted(places)
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(places))
        assert all(within(places, start, end) for start, end in places)
