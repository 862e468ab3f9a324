"""Demonyms: who is Indian is not India, in every language of the table."""

import pytest

from enrich.alone import COUNTRIES, shipped
from fb_watch.enrich import gazetteer
from fb_watch.enrich.text import normalise
from fb_watch.model.settings import PlaceTerm

DEMONYMS = [
    (row["language"], row["country"], term.rstrip("*"))
    for row in gazetteer.rows("demonyms.tsv")
    for term in row["terms"].split(", ")
]

# Country and people have one word here, or the word is the country in a language known better.
ONE_WORD = {
    *("Argentine", "Briten", "Filipinas", "Japon", "Saudi", "Schweden", "Suwisa", "Ungarn"),
    *("Bangladesy", "Soisa", "Faransiis", "Hindiya", "Jarmal", "Ruush", "Talyaani", "Turki"),
    *(
        "بوروندي",
        "تشيلي",
        "سورية",
        "هايتي",
        "सऊदी",
        "साउदी",
        "तुर्की",
        "බුරුන්දි",
        "ගැබොන්",
        "හයිටි",
        "בורונדי",
    ),
}


def about(text: str, *languages: str) -> list[str]:
    """The countries that a text is said to be about."""
    tags = COUNTRIES.tag(normalise(text), languages=languages)
    return [tag.value for tag in tags if tag.role == "about"]


@pytest.mark.parametrize("known", [True, False])
def test_a_demonym_mentions(known: bool) -> None:
    """Each alone makes no post about a country, whether its language is known or not."""
    wrong = [
        (language, term, found)
        for language, _country, term in DEMONYMS
        if term not in ONE_WORD and (found := about(term, *[language] * known))
    ]

    assert [] == wrong


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("ভারতীয় নারী ও বাংলাদেশি নারী", "bn", {"IN", "BD"}),
        ("नेपाली महिला र भारतीय महिला", "ne", {"NP", "IN"}),
        ("زنان ایرانی", "fa", {"IR"}),
        ("한국인 선생님", "ko", {"KR"}),
        ("Kenyan mothers in masks", "", {"KE"}),
        ("Pakistani mothers", "", {"PK"}),
        ("una mujer argentina", "es", {"AR"}),
        ("Các bà mẹ và người Pháp", "vi", {"FR"}),
        ("orang Kenya itu", "id", {"KE"}),
        ("mutanen Kenya", "ha", {"KE"}),
        ("ang taga-Kenya", "tl", {"KE"}),
        ("இலங்கையர்கள் உதவி", "ta", {"LK"}),
        ("இந்தியர்கள், கென்யா நாட்டவர்கள்", "ta", {"IN", "KE"}),
    ],
)
def test_people_are_mentioned(text: str, language: str, expected: set[str]) -> None:
    """An ending that makes a people of a country is none that grammar hangs on its name."""
    tags = COUNTRIES.tag(normalise(text), languages=tuple(language.split()))

    assert {(country, "mentioned") for country in expected} == {(t.value, t.role) for t in tags}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Филиппинки, испанок, норвежка", "ru", {"ES", "NO", "PH"}),
        ("Эстонка и латышка, бразильянки", "ru", {"BR", "EE", "LV"}),
        ("сириек и француженок, словаки", "ru", {"FR", "SK", "SY"}),
        ("القطريون والكنديون والغانيون", "ar", {"CA", "GH", "QA"}),
        ("الكوبيين والليبيات والكينيون", "ar", {"CU", "KE", "LY"}),
        ("الكوريون الجورجيون الغامبيون الزامبيون", "ar", {"GE", "GM", "KR", "ZM"}),
        ("الألمان والإنجليز والأسبان", "ar", {"DE", "ES", "GB"}),
        ("الكوريون الشماليون", "ar", {"KP"}),
        ("The English won the match. The English government", "en", {"GB"}),
        ("Los ingleses perdieron", "es", {"GB"}),
        ("Os ingleses perderam", "pt", {"GB"}),
        ("Gli inglesi e gli slovacchi", "it", {"GB", "SK"}),
        ("Le madri haitiane, afgane, ucraine e polacche", "it", {"AF", "HT", "PL", "UA"}),
        ("Una donna argentina, le sudcoreane, i keniani", "it", {"AR", "KE", "KR"}),
        ("las mujeres filipinas", "es", {"PH"}),
        ("as mulheres tchecas", "pt", {"CZ"}),
        ("les femmes philippines et thaïes", "fr", {"PH", "TH"}),
        ("Les Gazaouis et une famille cisjordanienne", "fr", {"PS"}),
        ("Gazan mothers", "en", {"PS"}),
        ("কুয়েতি ও জর্ডানি নারীরা", "bn", {"JO", "KW"}),
        ("Ny reny jordaniana sy yemenita", "mg", {"JO", "YE"}),
        ("Le gouvernement anglais a décidé", "fr", {"GB"}),
        ("चीनी सरकार ने अंग्रेजों को", "hi", {"CN", "GB"}),
    ],
)
def test_women_and_plurals_are_mentioned(text: str, language: str, expected: set[str]) -> None:
    """Women have words of their own, and so have several people."""
    assert expected == {t.value for t in COUNTRIES.tag(normalise(text), languages=(language,))}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("испанка унесла миллионы, острая финка, болгарка, чешки, вьетнамки", "ru"),
        ("танцуем польку, корейка, панамка, коморка, индейка, литовка", "ru"),
        ("مجريات الأحداث والغانيات والصينيات", "ar"),
        ("She speaks English. English class. The English version is below", "en"),
        ("habla inglés, clases de inglés, parla inglese", "es"),
        ("parle anglais, école anglaise", "fr"),
        ("चीनी और चाय, अंग्रेजी में", "hi"),
    ],
)
def test_everyday_words_are_no_peoples(text: str, language: str) -> None:
    """The flu, a knife, a shoe, a hat, a tray: they sound like women of a country and are none."""
    assert [] == [t.value for t in COUNTRIES.tag(normalise(text), languages=(language,))]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("ভারতের স্কুল", "bn", ["IN"]),
        ("नेपालमा विद्यालय", "ne", ["NP"]),
        ("नेपालमा विद्यालय", "hi", []),
        ("한국에서는", "ko", ["KR"]),
        ("Kenyas schools", "", []),
        ("Kenyada", "so", ["KE"]),
        ("இந்தியாவில் பள்ளிகள்", "ta", ["IN"]),
        ("இலங்கையில் பள்ளிகள்", "ta", ["LK"]),
        ("ஜப்பானில், எகிப்திலிருந்து, நேபாளத்தில்", "ta", ["JP", "EG", "NP"]),
        ("பெருமளவு, சூடான தேநீர்", "ta", []),
    ],
)
def test_a_name_with_an_ending_is_the_country(
    text: str, language: str, expected: list[str]
) -> None:
    """What case endings hang on a name it stays, in texts of a language that has them."""
    assert expected == about(text, *language.split())


# Territories, and the few names that nobody is called by.
WITHOUT_PEOPLE = frozenset(
    (
        *("AI", "AQ", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CK", "CW", "CX", "EH", "FK"),
        *("FO", "GF", "GG", "GI", "GL", "GP", "GS", "GU", "HK", "HM", "IM", "IO", "JE", "KY", "MF"),
        *("MO", "MP", "MQ", "MS", "NC", "NF", "NU", "PF", "PM", "PN", "PR", "RE", "SH", "SJ", "SX"),
        *("TC", "TF", "TK", "UM", "VA", "VG", "VI", "WF", "YT"),
    )
)


@pytest.mark.parametrize(
    "language", ["fr", "en", "es", "pt", "it", "de", "ar", "ru", "zh", "sw", "mg", "hi", "bn"]
)
def test_every_country_has_its_people(language: str) -> None:
    """In each of the thirteen big languages; Chinese makes them of the name."""
    told = {
        value.country
        for pattern in gazetteer.load().patterns
        if language in pattern.languages
        and isinstance(value := pattern.value, PlaceTerm)
        and value.kind == "demonym"
    }

    assert set() == set(gazetteer.load().regions) - WITHOUT_PEOPLE - told


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("الأسر السورية في القرية", "SY"),
        ("والسورية تعمل في المدرسة", "SY"),
        ("دعم للسورية وأطفالها", "SY"),
        ("الشعب الهايتي", "HT"),
        ("الشعب التشيلي", "CL"),
        ("الشعب البوروندي", "BI"),
    ],
)
def test_behind_the_article_of_arabic_a_name_is_that_of_its_people(text: str, country: str) -> None:
    """Syria and Haiti have no article; their people, whose word is the same, do."""
    tags = COUNTRIES.tag(normalise(text), languages=("ar",))

    assert [(country, "mentioned")] == [(tag.value, tag.role) for tag in tags]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "English volunteers came by train"),
        ("fr", "Les volontaires anglais ont aidé"),
        ("fr", "L'équipe anglaise a aidé"),
        ("de", "Die englischen Freiwilligen halfen"),
        ("es", "La voluntaria inglesa ayuda"),
        ("es", "El voluntario inglés ayuda"),
        ("pt", "A voluntária inglesa ajuda"),
        ("pt", "O voluntário inglês ajuda"),
        ("it", "Il volontario inglese aiuta"),
    ],
)
def test_the_english_are_people_too(language: str, text: str) -> None:
    """Their name is mostly that of a language; with a noun for people it is theirs."""
    assert {"GB"} == shipped(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "English below"),
        ("en", "An English class, an English book"),
        ("fr", "Cours d'anglais et traduction anglaise"),
        ("fr", "La version anglaise suit, en langues française et anglaise"),
        ("fr", "Les versions anglaises et la grammaire anglaise"),
        ("de", "In englischer Sprache, mit englischen Untertiteln"),
        ("de", "Die englische Übersetzung folgt"),
        ("es", "La versión inglesa, en lengua inglesa; clase de inglés"),
        ("pt", "A versão inglesa, em língua inglesa; aula de inglês"),
        ("it", "La versione inglese, corso d'inglese"),
    ],
)
def test_what_is_written_in_english_is_no_country(language: str, text: str) -> None:
    """The adjective before or behind a word for texts names the language."""
    assert set() == shipped(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Cent dollars canadiens, dix francs suisses, un franc congolais"),
        ("es", "cien pesos mexicanos, soles peruanos"),
        ("de", "hundert Schweizer Franken"),
        ("en", "500 Kenyan shillings, Canadian dollars, Indian rupees"),
        ("pt", "cem francos suíços"),
        ("it", "cento franchi svizzeri"),
        ("sw", "shilingi za Kenya 500, shilingi ya Tanzania"),
    ],
)
def test_money_is_no_country(language: str, text: str) -> None:
    """What something costs says little of where it happens."""
    assert set() == shipped(text, language)


@pytest.mark.parametrize(
    ("text", "country"), [("I guatemaltechi sono qui", "GT"), ("I seicellesi sono qui", "SC")]
)
def test_italian_plurals_are_people(text: str, country: str) -> None:
    """Those in -chi and in -esi."""
    assert {country} == shipped(text, "it")
