"""Countries: names, towns, demonyms, flags, places, pages; what is ambiguous or not meant."""

import pytest

from fb_watch.enrich import gazetteer
from fb_watch.enrich.countries import CountryTagger
from fb_watch.enrich.fit import Reason
from fb_watch.enrich.text import normalise
from fb_watch.model.collected import Page, Place
from fb_watch.model.settings import AmbiguousTerm, Codebook, PlaceTerm
from fb_watch.model.tagged import Tag

CODEBOOK = Codebook(
    themes=(),
    questions=(),
    terms=(),
    places=(
        PlaceTerm(text="Kanyaruchinya", country="CD", language="", kind="city"),
        PlaceTerm(text="Central Africa", country="", language="en", kind="mask"),
        PlaceTerm(text="Emirates Friendship Hospital", country="", language="", kind="mask"),
    ),
    ambiguous=(
        AmbiguousTerm(
            text="Congo",
            language="",
            candidates=("CD", "CG"),
            when=(("CD", ("RDC", "Goma")), ("CG", ("Pointe-Noire",))),
        ),
        AmbiguousTerm(
            text="Georgia", language="", candidates=("GE", "US"), when=(("US", ("Atlanta",)),)
        ),
        AmbiguousTerm(
            text="Guinea",
            language="",
            candidates=("GN", "GW"),
            when=(("GW", ("bissau",)),),
            otherwise="GN",
        ),
        AmbiguousTerm(text="Manila", language="mg", candidates=("PH",), otherwise="none"),
        AmbiguousTerm(text="Victoria", language="", candidates=("SC",), otherwise="none"),
        AmbiguousTerm(text="Équateur", language="fr", candidates=("EC", "CD"), otherwise="page EC"),
    ),
    hash="abc123",
)
TAGGER = CountryTagger(gazetteer.load(), CODEBOOK)


def page(*countries: str, languages: tuple[str, ...] = ()) -> Page:
    """A page of these countries."""
    return Page(key="p", id="1", name="P", countries=countries, languages=languages)


def tags(
    text: str, *, of: Page | None = None, place: Place | None = None, languages: str = ""
) -> dict[str, Tag]:
    """Country → tag, in their order."""
    found = TAGGER.tag(normalise(text), of, place, tuple(languages.split()))
    for tag in found:
        for evidence in tag.evidence:
            if evidence.rule != "place":
                assert evidence.surface == text[evidence.start : evidence.end]
    return {tag.value: tag for tag in found}


def countries(text: str, languages: str = "") -> list[str]:
    """The countries of a text, in their order."""
    return list(tags(text, languages=languages))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("À Goma, RDC", ["CD"]),
        ("Côte d’Ivoire, Cote d'Ivoire, Ivory Coast, #CotedIvoire, #côtedivoire", ["CI"]),
        ("Bangui; Antananarivo; Bukavu", ["CF", "MG", "CD"]),
        ("Port-au-Prince, Freetown, Cotonou", ["HT", "SL", "BJ"]),
        ("el Perú y Bolivia, madres venezolanas", ["PE", "BO", "VE"]),
        ("লেবানন ও বাংলাদেশের শিশুরা", ["LB", "BD"]),
        ("لبنان والأردن", ["LB", "JO"]),
        ("للهند", ["IN"]),
        ("在马里和刚果民主共和国", ["ML", "CD"]),
        ("マダガスカルとフランス人", ["MG", "FR"]),
        ("Guinea-Bissau, Equatorial Guinea, Papua New Guinea", ["GW", "GQ", "PG"]),
        ("Nigérien et Nigérian", ["NE", "NG"]),
        ("#PrayForLebanon #srilanka #COVID19Madagascar", ["LB", "LK", "MG"]),
        ("#CôteDIvoire #ÉtatsUnis #NouvelleCalédonie #LaRéunion", ["CI", "US", "NC", "RE"]),
        ("#PolynésieFrançaise #SãoToméePríncipe #saotome", ["ST", "PF"]),
        ("#RepúblicaDominicana", ["DO"]),
        ("𝗠𝗮𝗱𝗮𝗴𝗮𝘀𝗰𝗮𝗿 Ｐｅｒú 𝐊𝐞𝐧𝐲𝐚 Ⓛⓔⓑⓐⓝⓞⓝ", ["MG", "PE", "KE", "LB"]),
        ("MADAGASCAR : DISTRIBUTION AU BENIN", ["MG", "BJ"]),
        ("New Mexico", ["US"]),
        ("The UN and the US sent aid to all of us", ["US"]),
    ],
)
def test_named(text: str, expected: list[str]) -> None:
    """Names in any of the languages, towns, demonyms and hashtags are found."""
    assert expected == countries(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bonne réunion à tous",
        "la dinde, turkey, china, chad, jordan",
        "mali ya umma",
        "того времени",
        "serviço, belgeler",
        "Indian Ocean, océan Indien, América Latina, South America, Central Africa",
        "golfe de Guinée, cochon de Guinée, Gulf of Guinea, guinea pigs",
        "Air France, Alliance française, cours d'anglais, in English",
        "WE NEED HELP FROM US ALL NOW",
        "US$ 500",
        "Michael Jordan, Maurice Ravel, Chad Smith",
        "Emirates Friendship Hospital",
        "https://mali.org/togo @Madagascar kenya@togo.org",
        "スタイル、タイプ",
        "马里奥",
        "กล่าว ต้องการ",
        "تركيز",
        "Victoria",
        "𝗺𝗮𝗹𝗶, #sale #genes #reunion",
    ],
)
def test_not_meant(text: str) -> None:
    """Everyday words, phrases, persons and addresses are no countries."""
    assert [] == countries(text)


@pytest.mark.parametrize("hashtag", ["#RépubliqueCentrafricaine", "#PolynésieFrançaise"])
def test_a_hashtag_is_a_name(hashtag: str) -> None:
    """The whole of it counts, not the demonym at its end."""
    assert ["about"] == [tag.role for tag in tags(hashtag, languages="fr").values()]


def test_roles_and_scores() -> None:
    """Names and towns tell what a post is about; demonyms and flags mention; terms count once."""
    found = tags("Kenya, Kenya, Nairobi. Une infirmière malgache. 🇫🇷 🇰🇪")

    assert {
        "KE": ("about", 2.25),
        "MG": ("mentioned", 0.5),
        "FR": ("mentioned", 0.25),
    } == {country: (tag.role, tag.score) for country, tag in found.items()}
    assert ["term", "term", "city", "flag"] == [e.rule for e in found["KE"].evidence]
    assert {"abc123"} == {tag.codebook for tag in found.values()}


@pytest.mark.parametrize(
    ("text", "of", "expected"),
    [
        ("Goma au Congo", None, ["CD"]),
        ("Pointe-Noire, Congo", None, ["CG"]),
        ("au Congo", page("CG"), ["CG"]),
        ("au Congo", page("CD", "CG"), []),
        ("Brazzaville et tout le Congo", page("CD"), ["CG"]),
        ("ONU et Congo", None, []),
        ("Georgia", page("AM"), ["GE"]),
        ("Georgia", page("CA"), ["US"]),
        ("Georgia", page("FR"), []),
        ("Atlanta, Georgia", page("AM"), ["US"]),
        ("in Guinea", page("GW"), ["GN"]),
        ("Guinea, Guinea-Bissau and Sierra Leone", None, ["GN", "GW", "SL"]),
        ("Guinea (Bissau)", None, ["GW"]),
        ("Équateur", page("CD"), ["CD"]),
        ("Équateur", page("FR"), ["EC"]),
    ],
)
def test_ambiguous(text: str, of: Page | None, expected: list[str]) -> None:
    """Words near by decide, then the rest of the post, then the page and its region."""
    found = tags(text, of=of)

    assert expected == [country for country, tag in found.items() if tag.role != "page"]


def test_a_rule_of_one_language_leaves_the_others_alone() -> None:
    """Manila is a word in Malagasy and a town everywhere else."""
    assert ["PH"] == countries("Manila", "en")
    assert ["PH"] == countries("Manila")
    assert [] == countries("Manila", "mg")


def test_the_language_vetoes_names_of_others() -> None:
    """A name of a language that the post is not written in is an everyday word, here Senegal's."""
    assert [] == countries("Lima na mihogo", "sw")
    assert ["PE"] == countries("Lima et Cuzco", "fr")
    assert [] == countries("Tonga soa", "mg")
    assert ["TO"] == countries("Tonga", "en")


def test_own_places_overrule_the_gazetteer() -> None:
    """places.csv adds towns and masks."""
    assert ["CD"] == countries("le camp de Kanyaruchinya")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(country="Lebanon", city="Beirut"), "LB"),
        (Place(country="LB"), "LB"),
        (Place(country="République démocratique du Congo"), "CD"),
        (Place(city="Antananarivo"), "MG"),
        (Place(name="Hôpital de Goma"), "CD"),
    ],
)
def test_the_tagged_place_comes_first(place: Place, expected: str) -> None:
    """A place on the post leads, hides nothing of the text, and has no stretch of it."""
    found = tags("Merci au Kenya, au Togo", place=place)

    assert [expected, "KE", "TG"] == list(found)
    (evidence,) = found[expected].evidence
    assert ("place", 0, 0, "about") == (
        evidence.rule,
        evidence.start,
        evidence.end,
        found[expected].role,
    )
    assert "" == evidence.surface  # the post does not write it
    assert evidence.term in (place.country, place.city, place.name)


def test_the_tagged_place_settles_what_is_ambiguous() -> None:
    """At a place in Kinshasa the Congo is the one of Kinshasa."""
    assert ["CD"] == list(tags("Au Congo", place=Place(city="Kinshasa")))


def test_a_place_of_no_country_says_nothing() -> None:
    """A place that names no country, or a false one, is passed over."""
    assert {} == tags("Bonjour", place=Place(name="Emirates Friendship Hospital"))
    assert {} == tags("Bonjour", place=Place(country="", city=None))


def test_the_page_speaks_last() -> None:
    """The page's countries stand in where nothing else speaks, without score and evidence."""
    found = tags("Bonjour à tous", of=page("IN", "BD"))

    assert {"IN": ("page", 0.0, ()), "BD": ("page", 0.0, ())} == {
        country: (tag.role, tag.score, tag.evidence) for country, tag in found.items()
    }
    assert ["KE"] == list(tags("Au Kenya", of=page("IN", "BD")))


def test_a_page_of_a_continent_speaks_for_no_country() -> None:
    """A page of many countries is a prior, and never a tag."""
    assert {} == tags("Bonjour à tous", of=page("FR", "BE", "CH", "LU"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Arabic, French and Somali", []),
        ("radio bilingüe, kreyòl y español", []),
        ("in English, French or Spanish", []),
        ("bengali, nepalês, crioulo e mandarim", []),
        ("French and Spanish volunteers", ["FR", "ES"]),
        ("médecins français et malgaches", ["FR", "MG"]),
        ("in France and Somalia", ["FR", "SO"]),
    ],
)
def test_lists_of_languages_are_no_demonyms(text: str, expected: list[str]) -> None:
    """Demonyms listed as languages name no country."""
    assert expected == countries(text)


def test_flags_that_mark_languages_are_no_countries() -> None:
    """Flags at the start of paragraphs say which language follows."""
    assert {} == tags("🇫🇷 Bonjour à tous\n🇬🇧 Hello all\n🇪🇸 Hola")
    assert ["GB"] == countries(
        "Hello 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    )
    assert [] == countries("🇪🇺 🇺🇳 🇽🇽")


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("Kris Jordan", "JO", Reason.PERSON),
        ("HELP US ALL NOW PLEASE", "US", Reason.ALL_CAPITALS),
        ("au Congo", "CD", Reason.AMBIGUOUS),
        ("New Mexico", "MX", Reason.HIDDEN),
        ("chad", "TD", Reason.SMALL_LETTER),
    ],
)
def test_misses_say_why(text: str, value: str, reason: Reason) -> None:
    """What looks like a country and does not count is told with its reason."""
    misses = TAGGER.misses(normalise(text))

    told = {
        (code, miss.reason)
        for miss in misses
        for sense in [miss.match.pattern.value]
        for code in (sense.candidates if isinstance(sense, AmbiguousTerm) else (sense.country,))
    }
    assert (value, reason) in told
