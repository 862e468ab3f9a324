"""The matcher: whole words in every script, capitals, accents, longest match, masks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.enrich.fit import Reason, is_shouted
from fb_watch.enrich.matcher import Matcher, Pattern
from fb_watch.enrich.text import normalise
from fb_watch.model.settings import Case


def surfaces(text: str, *patterns: Pattern[str]) -> list[str]:
    """What is found, as the text writes it."""
    matches = Matcher(patterns).find(normalise(text))
    assert all(text[m.start : m.end] == m.surface for m in matches)
    return [match.surface for match in matches]


def term(
    text: str,
    *,
    case: Case = "any",
    languages: str = "",
    accents: bool = False,
    tail: int = 0,
    mask: bool = False,
    scope: str = "",
) -> Pattern[str]:
    """A pattern whose value is its text."""
    return Pattern(
        text=text,
        value=text,
        case=case,
        languages=frozenset(languages.split()),
        accents=accents,
        tail=tail,
        mask=mask,
        scope=scope,
    )


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("Mali", "le Mali, malien", ["Mali"]),
        ("Algérie", "l’Algérie", ["Algérie"]),
        ("Mali", "Somaliland Mali2 Malí", ["Malí"]),
        ("भारत", "भारत में भारती", ["भारत"]),  # a vowel sign is no boundary
        ("马里", "我们在马里工作", ["马里"]),
        ("タイ", "タイでタイプ、スタイル", ["タイ"]),
        ("ลาว", "ประเทศลาวกล่าว", ["ลาว"]),
        ("لبنان", "ولبنان بلبنان اللبنان كلبنان", ["لبنان"] * 4),
        ("لبنان", "شلبنان لبنانا", []),
        ("Guinée-Bissau", "la Guinée Bissau", ["Guinée Bissau"]),
        ("US$", "US$350,000", ["US$"]),
    ],
)
def test_whole_words(word: str, text: str, expected: list[str]) -> None:
    """A term counts where it is a word of its own, by the rules of its script."""
    assert expected == surfaces(text, term(word, languages="xx"))


@pytest.mark.parametrize(
    ("word", "language", "text", "expected"),
    [
        ("বাংলাদেশ", "bn", "বাংলাদেশের", ["বাংলাদেশের"]),
        ("한국", "ko", "한국에서", ["한국에서"]),
        ("नेपाल", "ne", "नेपालमा", ["नेपालमा"]),
        ("नेपाल", "hi", "नेपालमा", []),
        ("पोखरा", "", "पोखरामा", ["पोखरामा"]),  # a town, in no language of its own
        ("ኬንያ", "am", "በኬንያ", ["ኬንያ"]),
    ],
)
def test_endings_written_together(word: str, language: str, text: str, expected: list[str]) -> None:
    """Languages that write case endings with the word have them let through, others not."""
    assert expected == surfaces(text, term(word, languages=language))


def test_a_wildcard_has_an_end() -> None:
    """What follows a `*` is limited, so that a short stem does not fit long words."""
    pattern = term("congolais*", tail=4)

    assert ["congolaises", "Congolais"] == surfaces("congolaises, Congolais", pattern)
    assert [] == surfaces("congolaisement", pattern)


@pytest.mark.parametrize(
    ("case", "text", "expected"),
    [
        ("initial", "Chad chad CHAD #chad", ["Chad", "CHAD", "chad"]),
        ("exact", "US us Us", ["US"]),
        ("any", "Us", ["Us"]),
    ],
)
def test_capitals(case: Case, text: str, expected: list[str]) -> None:
    """Names begin with a capital, except in hashtags; acronyms stand as they are."""
    word = "Chad" if case == "initial" else "US"

    assert expected == surfaces(text, term(word, case=case))


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("Bénin", "Benin BENIN benin", ["Benin", "BENIN"]),
        ("Sérvia*", "os serviais", []),
        ("EAU", "Eau", ["Eau"]),
        ("Bỉ", "Bi bị", []),
        ("Montana", "Montaña", []),
        ("Côte d'Ivoire", "cote d’ivoire", ["cote d’ivoire"]),
    ],
)
def test_accents(word: str, text: str, expected: list[str]) -> None:
    """Accents left out are forgiven in names; accents put in make another word."""
    assert expected == surfaces(text, term(word, accents=True, tail=4))


def test_what_nobody_sees_is_no_accent() -> None:
    """A soft hyphen, a zero-width space, two spaces for one make no other word."""
    named = term("Bénin", accents=True, case="initial"), term("Côte d'Ivoire", accents=True)

    assert ["B\u00adénin"] == surfaces("au B\u00adénin", *named)
    assert ["B\u200bénin"] == surfaces("au B\u200bénin", *named)
    assert ["Côte  d'Ivoire"] == surfaces("en Côte  d'Ivoire", *named)


def test_the_longest_wins_after_the_filter() -> None:
    """A longer candidate hides a shorter one, unless it is no word itself."""
    patterns = (term("Guinée"), term("Guinée Bissau"))

    assert ["Guinée Bissau", "Guinée"] == surfaces("Guinée Bissau et Guinée Bissauan", *patterns)


def test_masks_hide_and_do_not_count() -> None:
    """A mask shadows what stands inside it, and what is exactly as long."""
    patterns = (
        term("France"),
        term("Air France", mask=True),
        term("Nice"),
        term("nice", mask=True),
    )

    assert ["France"] == surfaces("Air France quitte la France, Nice", *patterns)


def test_scopes_do_not_hide_each_other() -> None:
    """The longest wins within a theme; a mask of all themes hides everywhere."""
    patterns = (
        term("école", scope="theme:education"),
        term("école maternelle", scope="theme:women"),
        term("bonne école", scope="", mask=True),
    )

    assert ["école", "école maternelle"] == surfaces("une école maternelle", *patterns)
    assert [] == surfaces("à bonne école", *patterns)


def test_a_hashtag_is_read_whole_and_in_parts() -> None:
    """#BurkinaFaso is the country, and a wildcard takes the part it means."""
    found = Matcher([term("Burkina Faso"), term("solidari*", tail=15)]).find(
        normalise("#BurkinaFaso #SolidaritéRDC")
    )

    assert ["BurkinaFaso", "Solidarité"] == [match.surface for match in found]
    assert all(match.hashtag for match in found)


def test_a_miss_says_why() -> None:
    """Words that look like a term come with the reason why they do not count."""
    matcher = Matcher(
        [
            term("Chad", case="initial"),
            term("US", case="exact"),
            term("Bénin", accents=True),
            term("Mexico"),
            term("New Mexico", mask=True),
            term("Togo", languages="fr"),
        ]
    )
    text = normalise("chad, Us, benin, New Mexico, Togo, Chadwick")

    misses = matcher.misses(text, lambda pattern, _hashtag: "fr" not in pattern.languages)

    assert [
        ("chad", Reason.SMALL_LETTER),
        ("Us", Reason.OTHER_SPELLING),
        ("benin", Reason.OTHER_ACCENTS),
        ("Mexico", Reason.HIDDEN),
        ("Togo", Reason.OTHER_LANGUAGE),
    ] == [(miss.match.surface, miss.reason) for miss in misses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WE NEED HELP FROM US ALL NOW", True),
        ("Aid from the US arrived", False),
        ("ECOSOC and UNESCO, the US and the UK", False),
        ("PLEASE HELP THE CHILDREN\nThe US sends aid to all of us", False),
    ],
)
def test_shouting_is_heard_around_a_word(text: str, expected: bool) -> None:
    """Capitals say nothing where all words around, on the same line, are in capitals."""
    assert expected is is_shouted(text, text.index("US"))


@given(st.text(st.characters(exclude_categories=()), max_size=100))
def test_any_text_is_searched(text: str) -> None:
    """No string makes the search fail, and every surface stands where it is said to."""
    patterns = [term(w, tail=3) for w in ("a*", "é", "0", "लि", "里", "ا", "#", "ss")]

    for match in Matcher(patterns).find(normalise(text)):
        assert match.surface == text[match.start : match.end]


def test_one_long_word_is_searched_in_one_go() -> None:
    """Any number of one letter is one word, and none of the terms."""
    assert [] == surfaces("a" * 100_000, term("aa*", tail=15), term("aaaa"))
