"""Terms that say a theme of texts that are not about it."""

from pathlib import Path

from fb_watch.config.load import load_codebook
from fb_watch.demo.sample import load_texts
from fb_watch.enrich import gazetteer
from fb_watch.enrich.collisions import Collision, Labelled, collisions, loaded
from fb_watch.model.settings import Codebook, Heading, Strength, Term

ROOT = Path(__file__).parents[2]


def term(text: str, value: str, language: str, strength: Strength = "strong") -> Term:
    """A line of terms/<language>.csv."""
    return Term(kind="theme", value=value, language=language, text=text, strength=strength)


def codebook(*terms: Term) -> Codebook:
    """A codebook of these terms."""
    themes = tuple(dict.fromkeys(one.value for one in terms))
    headings = tuple(Heading(id=theme, labels={}, definitions={}) for theme in themes)
    return Codebook(themes=headings, questions=(), terms=terms)


def said(found: list[Collision]) -> list[tuple[str, str, int, int, bool]]:
    """The collisions, briefly."""
    return [(c.kind, c.term.text, c.texts, c.of, c.is_severe) for c in found]


HAND = term("main*", "health", "fr")
DRAIN = term("drain*", "environment", "en")


def test_a_stem_that_fires_in_another_language() -> None:
    """French `main*` in English texts on something else is named with their language."""
    texts = [Labelled(text=f"the main road {n} and a drain", languages=("en",)) for n in range(6)]

    found = collisions(codebook(HAND, DRAIN), texts)

    assert [("other-language", "main*", 6, 6, True)] == said(found)
    assert ("en",) == found[0].others
    assert "the main road 0 and a drain" == found[0].example


def test_a_word_that_both_languages_have_is_no_collision() -> None:
    """Where the text's own language says the same, the other one's term does no harm."""
    texts = [Labelled(text=f"virus {n}", languages=("en",)) for n in range(9)]
    both = codebook(term("virus", "health", "fr"), term("virus*", "health", "en"))

    assert [] == collisions(both, texts)


def test_a_stem_that_fires_in_texts_of_other_themes() -> None:
    """What a writer says a text is about decides; a few texts or a half are no warning."""
    book = codebook(term("parents", "family", "fr"), term("ferme", "food", "fr"))
    texts = [
        *[Labelled(text="parents", languages=("fr",), themes=("education",))] * 5,
        *[Labelled(text="ferme", languages=("fr",), themes=("food",))] * 4,
        *[Labelled(text="ferme", languages=("fr",), themes=())] * 4,
    ]

    found = collisions(book, texts)

    assert [("other-theme", "parents", 5, 5, True)] == said(found)
    assert ("education",) == found[0].others


def test_a_weak_term_is_not_judged_by_texts() -> None:
    """It tags nothing by itself, wherever it stands."""
    texts = [Labelled(text="main", languages=("en",), themes=())] * 9
    book = codebook(term("main", "health", "fr", "weak"), term("soin", "health", "fr"))

    assert [] == collisions(book, texts)


def test_the_same_stem_in_two_themes_and_a_weak_term_alone() -> None:
    """Both are seen without any text; the weak one can never tag anything, which is severe."""
    book = codebook(
        term("Élève*", "education", "fr"),
        term("eleve", "poverty", "fr"),
        term("eleve", "poverty", "es", "weak"),
    )

    found = collisions(book, [])

    assert [("too-weak", "eleve", 0, 0, True), ("two-themes", "Élève*", 0, 0, False)] == said(found)
    assert ("poverty",) == found[1].others


def test_a_term_that_is_a_country_or_begins_its_name() -> None:
    """It says its theme of each post that names the country; weak ones add up. A mask mends it."""
    book = (term("bénin*", "health", "fr", "weak"), term("camp", "displaced", "en"))
    others = (term("soin*", "health", "fr", "weak"), term("Kirusi", "health", "fr"))
    names = gazetteer.load().patterns
    masks = (term("Bénin", "health", "fr", "mask"), term("béninois*", "health", "fr", "mask"))

    found = collisions(codebook(*book, *others), [], names)
    masked = collisions(codebook(*book, *others, *masks), [], names)

    assert [("place", "bénin*", True)] == [(c.kind, c.term.text, c.is_severe) for c in found]
    assert ("BJ",) == found[0].others
    assert "Bénin, béninois*" == found[0].example
    assert [] == masked


def test_a_term_that_is_a_town_is_worth_a_look() -> None:
    """A town has no language; the word may be commoner than the town, so it is no error."""
    found = collisions(codebook(term("calais", "displaced", "fr")), [], gazetteer.load().patterns)

    assert [("place", False, ("FR",))] == [(c.kind, c.is_severe, c.others) for c in found]


def test_terms_are_counted_by_theme_and_language() -> None:
    """What is loaded is told for each theme in each language, nothing as 0, masks not at all."""
    book = codebook(HAND, term("main courante", "health", "fr", "mask"), DRAIN)

    assert {"health": {"en": 0, "fr": 1}, "environment": {"en": 1, "fr": 0}} == loaded(book)


def test_the_default_codebook_has_no_severe_collision() -> None:
    """What comes with the program passes its own check on the sample pages."""
    texts = [
        Labelled(text=text, languages=tuple(truth.language.split("+")), themes=truth.themes)
        for text, truth in load_texts()
    ]

    found = collisions(load_codebook(ROOT), texts, gazetteer.load().patterns)

    assert [] == [c for c in found if c.is_severe]
    # towns that are rarer than the word; مرفأ بيروت is what the term means
    homonyms = {"genes", "masisi", "nyeri", "madri", "bagong silang", "مرفأ بيروت"}
    assert {c.term.text for c in found if c.kind == "place"} <= homonyms
    assert len(texts) > 300
