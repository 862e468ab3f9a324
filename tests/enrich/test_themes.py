"""Themes and questions: strong and weak terms, the bar, masks, languages."""

import pytest

from fb_watch.enrich.text import normalise
from fb_watch.enrich.themes import LONG_TEXT, ThemeTagger
from fb_watch.model.settings import Codebook, Heading, Strength, Term
from fb_watch.model.tagged import Evidence


def term(text: str, value: str, strength: Strength = "strong", language: str = "fr") -> Term:
    """A line of terms/<language>.csv."""
    question = value == "challenges"
    return Term(
        kind="question" if question else "theme",
        value=value,
        language=language,
        text=text,
        strength=strength,
    )


def heading(name: str) -> Heading:
    """A theme without texts."""
    return Heading(id=name, labels={}, definitions={})


CODEBOOK = Codebook(
    themes=(heading("education"), heading("health"), heading("poverty")),
    questions=(heading("challenges"),),
    terms=(
        term("école*", "education"),
        term("enseign*", "education"),
        term("école*", "education", language="en"),
        term("école à la maison", "education"),
        term("classe", "education", "weak"),
        term("cahier*", "education", "weak"),
        term("virus", "health"),
        term("virus informatique", "", "mask"),
        term("école de commerce", "education", "mask"),
        term("vivres", "poverty"),
        term("manque*", "challenges"),
        term("school*", "education", language="en"),
        term("stay home", "health", language="en"),
    ),
    hash="abc123",
)
TAGGER = ThemeTagger(CODEBOOK)


def scores(text: str, *languages: str) -> dict[str, float]:
    """Theme or question → score."""
    return {tag.value: tag.score for tag in TAGGER.tag(normalise(text), languages)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'école reste fermée", {"education": 1.0}),
        ("Ecole ! écoles, ÉCOLES", {"education": 1.0}),
        ("Les enseignants de l'école", {"education": 2.0}),
        ("En classe", {}),
        ("En classe, en classe", {}),
        ("Des cahiers pour la classe", {"education": 1.0}),
        ("Un virus informatique", {}),
        ("Un virus, pas un virus informatique", {"health": 1.0}),
        ("L'école de commerce", {}),
        ("Préécole", {}),
        ("", {}),
    ],
)
def test_scores(text: str, expected: dict[str, float]) -> None:
    """One strong term is enough, weak ones have to be two; distinct terms count once each."""
    assert expected == scores(text)


def test_evidence_is_the_word_as_written() -> None:
    """A tag names the term, the words in the post and their place, and the codebook."""
    text = "L’École et les écoles"

    (tag,) = TAGGER.tag(normalise(text))

    assert "abc123" == tag.codebook
    assert (
        Evidence(term="école*", surface="École", start=2, end=7),
        Evidence(term="école*", surface="écoles", start=15, end=21),
    ) == tag.evidence


def test_a_long_text_needs_more() -> None:
    """Above the length where words fall by chance one strong term is not enough."""
    filler = "mot " * (LONG_TEXT // 4)

    assert {"education": 1.0} == scores("école")
    assert {} == scores(filler + "école")
    assert {} == scores(filler + "école enseignant")
    assert {"education": 2.5} == scores(filler + "école enseignant classe")
    assert {} == scores(4 * filler + "école enseignant classe")


def test_a_very_long_text_needs_no_more_than_a_long_one() -> None:
    """A text that speaks of nothing else keeps its theme, however often it says so."""
    text = "Les enseignants ouvrent l'école, la classe attend. "

    assert scores(40 * text) == scores(800 * text) != {}


def test_a_term_all_through_a_long_text_is_what_it_is_about() -> None:
    """One strong term suffices where it comes again and again, in a text of any length."""
    sentence = "L'école de Goma reste fermée, dit la directrice. "

    for times in (20, 100, 400):
        assert "education" in scores(sentence * times)
        assert "education" not in scores(sentence * 3 + "Rien de plus à dire ici. " * 10 * times)


def test_a_chinese_text_is_long_sooner() -> None:
    """A character says as much as three letters: 200 of them are a long text."""
    assert {"education": 1.0} == scores("字" * 100 + " école")
    assert {} == scores("字" * 200 + " école")


def test_the_longest_term_of_a_theme_counts_alone() -> None:
    """A phrase is one reason, not the phrase and the word inside it."""
    assert {"education": 1.0} == scores("L'école à la maison")


def test_themes_come_by_score_and_questions_last() -> None:
    """The order of tags is the score's, then the codebook's."""
    tags = TAGGER.tag(normalise("manque de vivres, virus, école, enseignant"))

    assert ["education", "health", "poverty", "challenges"] == [tag.value for tag in tags]
    assert "question" == tags[-1].kind


def test_terms_of_other_languages_are_passed_over() -> None:
    """Where the language is known only its terms count; hashtags are English everywhere."""
    assert {"education": 1.0} == scores("school")
    assert {} == scores("school", "fr")
    assert {"education": 1.0} == scores("school", "fr", "en")
    assert {"health": 1.0} == scores("Restez #StayHome", "fr")
    assert {"education": 1.0} == scores("nzela ya école", "ln")


def test_misses_say_what_nearly_counted() -> None:
    """A weak term alone and a masked one are told with their reason."""
    misses = TAGGER.misses(normalise("En classe, un virus informatique"))

    assert {("classe", "weak"), ("virus", "hidden")} == {
        (miss.match.surface, miss.reason.value) for miss in misses
    }
