"""The taggers together: a post in, language and tags out; explanations with near misses."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fb_watch.enrich.fit import Reason, words
from fb_watch.enrich.tagger import NearMiss, Tagger
from fb_watch.model.collected import Page, Place, Post
from fb_watch.model.settings import Codebook, Heading, Term
from fb_watch.model.tagged import Language

CODEBOOK = Codebook(
    themes=(Heading(id="education", labels={}, definitions={}),),
    questions=(Heading(id="challenges", labels={}, definitions={}),),
    terms=(
        Term(kind="theme", value="education", language="fr", text="école*"),
        Term(kind="theme", value="education", language="fr", text="classe", strength="weak"),
        Term(kind="theme", value="education", language="en", text="school*"),
        Term(kind="question", value="challenges", language="fr", text="ferm*"),
    ),
    hash="abc123",
)
FRENCH = Language(code="fr", confidence=0.9)
PAGE = Page(key="central-africa", id="1", name="P", countries=("CD",), languages=("fr", "ln"))


class Ear:
    """A detector that says what it is told to, and keeps what it was given as hints."""

    def __init__(self) -> None:
        self.says = FRENCH
        self.heard: list[tuple[str, ...]] = []

    def detect(self, text: str, hints: tuple[str, ...]) -> Language:
        """What was told, of any text."""
        self.heard.append(hints)
        return self.says if text else Language(code="zxx", confidence=1.0)


EAR = Ear()
TAGGER = Tagger(CODEBOOK, EAR.detect)


@pytest.fixture(autouse=True)
def french() -> None:
    """Every test begins with a detector that hears French."""
    EAR.says = FRENCH
    EAR.heard.clear()


def post(message: str | None, place: Place | None = None) -> Post:
    """A post with this message."""
    return Post(
        id="1_2", page="central-africa", created_at=datetime(2020, 4, 1, tzinfo=UTC),
        message=message, place=place,
    )  # fmt: skip


def test_a_post_is_tagged() -> None:
    """Language, themes, countries and questions come in this order, each with its evidence."""
    given_post = post("Les écoles de Goma, RDC, restent fermées")

    tagged = TAGGER.tag(given_post, PAGE)

    assert given_post is tagged.post
    assert "fr" == tagged.language.code
    assert [
        ("theme", "education", ["écoles"]),
        ("country", "CD", ["Goma", "RDC"]),
        ("question", "challenges", ["fermées"]),
    ] == [(t.kind, t.value, [e.surface for e in t.evidence]) for t in tagged.tags]


@pytest.mark.parametrize("line", "\u0305\u0332\u0336\u0338")
def test_lines_drawn_over_letters_hide_nothing(line: str) -> None:
    """Underlined or struck through, a text has the tags it has without; evidence has the lines."""
    plain, drawn = (
        TAGGER.tag(post("".join(char + mark for char in "Les écoles de Goma, au Mali")), PAGE)
        for mark in ("", line)
    )

    assert {"education", "CD", "ML"} == {tag.value for tag in plain.tags}
    assert [(tag.kind, tag.value) for tag in plain.tags] == [
        (tag.kind, tag.value) for tag in drawn.tags
    ]
    assert "".join(char + line for char in "écoles") == drawn.tags[0].evidence[0].surface


@pytest.mark.parametrize("message", [None, "", "   "])
def test_a_post_without_text_has_its_place_and_page(message: str | None) -> None:
    """Photos alone are tagged by place, else by page."""
    placed = TAGGER.tag(post(message, Place(country="Lebanon")), PAGE)
    bare = TAGGER.tag(post(message), PAGE)

    assert [("LB", "about")] == [(tag.value, tag.role) for tag in placed.tags]
    assert [("CD", "page")] == [(tag.value, tag.role) for tag in bare.tags]


def test_the_page_gives_the_detector_its_hints() -> None:
    """Languages of the page are what the detector is told to expect."""
    TAGGER.tag(post("Bonjour"), PAGE)

    assert [("fr", "ln")] == EAR.heard


@pytest.mark.parametrize(
    ("language", "themes"),
    [
        (Language(code="fr", confidence=0.9), []),
        (Language(code="fr", confidence=0.9, shares=(("fr", 0.7), ("en", 0.3))), ["education"]),
        (Language(code="und", confidence=0.9), ["education"]),
        (Language(code="fr", confidence=0.5), ["education"]),
    ],
)
def test_only_a_sure_language_vetoes(language: Language, themes: list[str]) -> None:
    """English terms do not count in a post that is surely French, and do in a doubtful one."""
    EAR.says = language

    tagged = TAGGER.tag(post("school"), PAGE)

    assert themes == [tag.value for tag in tagged.tags if tag.kind == "theme"]


def test_an_explanation_tells_near_misses() -> None:
    """What nearly counted is told once, with its reason, and nothing of what did count."""
    seen = TAGGER.explain("Une classe au Togo, un golfe de Guinée, school", page=PAGE)

    assert ["TG"] == [tag.value for tag in seen.tags]
    assert [
        ("theme", "education", "classe", Reason.WEAK),
        ("country", "GN", "Guinée", Reason.HIDDEN),
        ("theme", "education", "school", Reason.OTHER_LANGUAGE),
    ] == [(n.kind, n.value, n.surface, n.reason) for n in seen.near_misses]
    first = seen.near_misses[0]
    assert NearMiss(
        kind="theme", value="education", term="classe", surface="classe", start=4, end=10,
        reason=Reason.WEAK,
    ) == first  # fmt: skip


def test_an_explanation_tells_a_namesake() -> None:
    """Paris in Texas is missed for what it is, and not for a longer term that nobody wrote."""
    EAR.says = Language(code="en", confidence=0.9)

    seen = TAGGER.explain("We met in Paris, Texas")

    assert [("FR", "Paris", Reason.NAMESAKE)] == [
        (n.value, n.surface, n.reason) for n in seen.near_misses
    ]
    assert "it is a place of this name in another country" == words(seen.near_misses[0].reason)


@pytest.mark.parametrize(
    ("language", "text", "value", "reason"),
    [
        ("fr", "Rue du Liban à Marseille", "LB", Reason.STREET),
        ("fr", "La manif du boulevard d'Haïti", "HT", Reason.STREET),
        ("fr", "Kenya Johnson a chanté hier soir", "KE", Reason.PERSON),
        ("fr", "Une classe", "education", Reason.WEAK),
        ("fr", "Un golfe de Guinée", "GN", Reason.HIDDEN),
    ],
)
def test_of_several_senses_that_miss_the_nearest_one_is_told(
    language: str, text: str, value: str, reason: Reason
) -> None:
    """The same word in another language is no reason where the text's own failed at something."""
    terms = (*CODEBOOK.terms, Term(kind="theme", value="education", language="pt", text="classe*"))
    tagger = Tagger(replace(CODEBOOK, terms=terms), EAR.detect)
    EAR.says = Language(code=language, confidence=0.9)

    seen = tagger.explain(text)

    assert [reason] == [miss.reason for miss in seen.near_misses if miss.value == value]


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_its_words(reason: Reason) -> None:
    """People read sentences, not codes."""
    assert " " in words(reason)


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_text_is_explained(text: str) -> None:
    """No message makes the taggers fail, and evidence always stands where it is said to."""
    seen = TAGGER.explain(text, page=PAGE)

    for tag in seen.tags:
        for evidence in tag.evidence:
            assert evidence.surface == text[evidence.start : evidence.end]


def test_captions_are_read_behind_the_message_without_the_pages_name() -> None:
    """A film that is called after its page says nothing of itself; offsets stay true."""
    page = replace(PAGE, name="Les écoles du Kenya")
    film = replace(post("Voici."), attachments=({"title": "Les écoles du Kenya, au Togo"},))
    tags = TAGGER.tag(film, page).tags
    (country,) = (tag for tag in tags if tag.kind == "country")
    (found,) = country.evidence
    assert ("TG", "Togo") == (country.value, film.text[found.start : found.end])
    assert not [tag for tag in tags if tag.kind == "theme"]
