"""What people wrote leaves the house without their names, numbers and addresses."""

from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.export.citation import references
from fb_watch.export.masking import masked, masked_text
from fb_watch.model.archived import MASK
from make import archived

if TYPE_CHECKING:
    from fb_watch.model.archived import ArchivedPost

KEPT = {"attachments": [{"title": "Awa Rakoto"}], "mentions": [{"name": "Awa Rakoto"}]}


def _nobody(_words: str) -> bool:
    return False


def _awa(words: str) -> bool:
    return words.casefold() == "awa rakoto"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Écrivez à awa.r+x@ong.example.org, merci", "awa.r+x@ong.example.org"),
        ("Appelez +261 34 12 345 67 ce soir", "+261 34 12 345 67"),
        ("Appelez le 034 12 345 67 ce soir", "034 12 345 67"),
        ("Merci à Awa Rakoto pour les livres", "Awa Rakoto"),
        ("merci @Jean-Paul Rabe!", "@Jean-Paul Rabe"),
        ("merci à awa rakoto", "awa rakoto"),
        ("Merci à RAKOTO Awa.", "RAKOTO Awa"),
        ("Présente : Rakoto, Awa", "Rakoto, Awa"),
        ("Rabe a dit oui", "Rabe"),
        ("à awa.rakoto (at) ong.example.org", "awa.rakoto (at) ong.example.org"),
        ("à awa[at]ong[dot]org ce soir", "awa[at]ong[dot]org"),
        ("voir https://www.facebook.com/awa.rakoto.", "awa.rakoto"),
        ("https://m.facebook.com/profile.php?id=4711 merci", "profile.php?id=4711"),
        ("facebook.com/groupe.femmes", "groupe.femmes"),
        ("fb.com/people/Awa-Rakoto/4711/", "people/Awa-Rakoto/4711/"),
        ("l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2Fawa.rakoto", "awa.rakoto"),
        ("x.org/?u=https%253A%252F%252Ffb.com%252Fawa.rakoto&h=1", "awa.rakoto&h=1"),
        ("l.facebook.com/l.php?u=https%3A%2F%2Ffb.com%2Fstory.php%3Fid%3D4711%26x", "4711"),
    ],
)
def test_what_names_or_reaches_a_person_is_masked(text: str, hidden: str) -> None:
    """One sign for each letter, so that offsets stay what they are."""
    found = masked_text(text, _awa, ["Jean-Paul Rabe"], ["MG"])

    assert text.replace(hidden, MASK * len(hidden)) == found


@pytest.mark.parametrize(
    "text",
    [
        "340 familles, 12 000 cahiers, le 30/05/2020 à 13:33",
        "Les écoles d’Antananarivo restent fermées. #école",
        "Awa est venue",
        "Un raban, Rabelais, rabe",
        "https://www.facebook.com/groups/4711/posts/12, https://facebook.com/events/7",
        "Nous étions 12 (at the school) hier",
        "2020-05-30, 100 000 000 Ar, article 1234.567",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    """Figures, dates and places are what the text is kept for."""
    assert text == masked_text(text, _awa, ["Jean-Paul Rabe"], ["MG"])


def test_a_family_name_is_known_from_the_whole_name_beside_it() -> None:
    """Written large only: a word like others is written small."""
    text = "Awa Rakoto est venue. Rakoto a parlé de rakoto."

    assert "•••••••••• est venue. •••••• a parlé de rakoto." == masked_text(text, _awa)


@pytest.mark.parametrize(
    "story",
    [
        "#a50e commented on Marie Dupont's post in Réseau Liban.",
        "#a50e replied to Marie Dupont’s comment.",
        "#a50e a commenté la publication de Marie Dupont dans Réseau Liban.",
        "#a50e a répondu au commentaire de Marie Dupont.",
        "#a50e comentó la publicación de Marie Dupont en Réseau Liban.",
        "#a50e ha respondido al comentario de Marie Dupont.",
    ],
)
def test_whom_a_post_answers_is_masked(story: str) -> None:
    """In Facebook's sentence, and in the text."""
    found = masked(archived(story=story, message="Bravo Marie Dupont", personal=True), _nobody)

    assert story.replace("Marie Dupont", MASK * 12) == found["story"]
    assert f"Bravo {MASK * 12}" == found["message"]


def test_posts_of_a_page_are_left_whole() -> None:
    """An organisation's own number is there to be called."""
    post = archived(message="Appelez le +261 34 12 345 67", personal=False)

    assert post == masked(post, _awa)


SHARED = {
    "url": "https://www.facebook.com/paul.ranaivo/posts/9",
    "title": "Paul Ranaivo",
    "description": "Mon numéro 034 12 345 67, paul@rabe.mg",
}
NUMBER = "Appelez-nous au 034 98 765 43"


def _source(name: str) -> bool:
    return name in ("4711", "unicef", "UNICEF", "Paul & Cie")


@pytest.mark.parametrize(
    ("kind", "url", "shown"),
    [
        ("share", "https://www.facebook.com/groups/1/posts/9", ""),
        ("link", "https://www.facebook.com/paul.ranaivo/posts/9", "paul.ranaivo/posts/9"),
        ("link", "https://fb.com/profile.php?id=4712", "profile.php?id=4712"),
        ("share", "https://www.facebook.com/permalink.php?story_fbid=9&id=4712", "4712"),
        ("share", "https://m.facebook.com/story.php?id=4712&story_fbid=9", "4712"),
        ("share", "https://www.facebook.com/groups/1/user/4712/posts/9", "4712"),
        ("share", "https://www.facebook.com/photo.php?fbid=9&set=a.1.2.4712", "4712"),
        ("link", "https://www.facebook.com/permalink.php?story_fbid=9&id=4712", "4712"),
        ("link", "https://www.facebook.com/groups/4711/posts/456/", ""),
        ("link", "https://www.facebook.com/groups/1/user/4712", "4712"),
        ("link", "https://www.facebook.com/share/p/1AbCdEf/", ""),
        ("link", "https://www.facebook.com/watch/?v=55", ""),
        ("link", "https://fb.watch/1AbCdEf/", ""),
        ("share", "https://www.facebook.com/share/p/1AbCdEf/", ""),
        (
            "link",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2Fpaul.ranaivo",
            "paul.ranaivo",
        ),
    ],
)
def test_what_a_page_shares_may_be_a_person_s(kind: str, url: str, shown: str) -> None:
    """Numbers, addresses and the name over it are masked; what the page itself says stays."""
    post = archived(message=NUMBER, kind=kind, links=[{**SHARED, "url": url}])

    told = masked(post, _nobody, (), ["MG"], _source)

    (link,) = told["links"]
    assert NUMBER == told["message"]
    assert f"Mon numéro {MASK * 13}, {MASK * 12}" == link["description"]
    assert "•••• •••••••" == (link["title"] or "").replace("•" * 12, "•••• •••••••")
    assert (url.replace(shown, MASK * len(shown)) if shown else url) == link["url"]


def test_what_a_page_shares_of_a_source_stays() -> None:
    """Who is watched is an organisation: its name, and where its posts stand."""
    link = {"url": "https://www.facebook.com/unicef/posts/9", "title": "UNICEF", "description": ""}
    ids = {"url": "https://www.facebook.com/story.php?story_fbid=9&id=4711", "title": "UNICEF"}
    post = archived(
        kind="share",
        story="Réseau Liban shared UNICEF's post.",
        links=[link, {**ids, "description": None}],
        parent_id="4711_9",
    )

    assert post == masked(post, _nobody, is_source=_source)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/unicef/videos/55",
        "https://www.facebook.com/permalink.php?story_fbid=9&id=4711",
        "https://www.facebook.com/photo.php?fbid=9&set=a.1.2.4711",
        "https://www.facebook.com/events/77",
        "https://www.facebook.com/hashtag/paul",
    ],
)
def test_what_a_page_links_to_of_a_source_or_of_nobody_stays(url: str) -> None:
    """Its own film has a title, and no author above it; an event and a hash tag have none."""
    post = archived(kind="link", links=[{**SHARED, "url": url}])

    assert post == masked(post, _nobody, (), ["MG"], _source)


def test_the_name_over_a_share_without_an_address_is_masked() -> None:
    """What is left of a share that Facebook hides: the author's name, then what was said."""
    captions = ["Paul Ranaivo", "Paul Ranaivo a écrit : appelez le 034 12 345 67"]

    told = masked(archived(kind="share", captions=captions), _nobody, (), ["MG"], _source)

    assert [MASK * 12, f"{MASK * 12} a écrit : appelez le {MASK * 13}"] == told["captions"]


def test_numbers_of_all_countries_of_a_page_are_masked() -> None:
    """However many it has, and of those that the post speaks of besides."""
    many = ["TD", "CM", "CG", "GA", "GQ", "BI", "RW", "CF", "MG"]
    country = {"country": "MG", "role": "about", "score": 1.0, "by": "machine", "codebook": "c"}
    post = archived(kind="share", links=[SHARED], countries=[{**country, "evidence": []}])

    assert f"le {MASK * 13}" == masked_text("le 034 12 345 67", _nobody, (), many)
    assert (
        f"Mon numéro {MASK * 13}, {MASK * 12}"
        == (masked(post, _nobody, (), ["TD"])["links"][0]["description"])
    )


def test_a_link_beside_what_is_shared_keeps_its_words() -> None:
    """The title of an article is no name; what it says of people is masked as elsewhere."""
    link = {**SHARED, "url": "https://example.org/9"}

    told = masked(archived(parent_id="4711_9", links=[link]), _nobody, regions=["MG"])

    assert ("Paul Ranaivo", "https://example.org/9") == (
        told["links"][0]["title"],
        told["links"][0]["url"],
    )


def test_a_reference_has_no_title_that_is_masked() -> None:
    """Where nothing but signs is left of it, the kind of the post says what it is."""
    post = archived(message=None, kind="share", links=[SHARED])

    (told,), (whole,) = references([masked(post, _nobody)]), references([post])

    assert ("", "Paul Ranaivo") == (told.shown, whole.shown)


@pytest.mark.parametrize(
    ("story", "shown"),
    [
        ("Réseau Liban shared Paul Ranaivo's post.", "Réseau Liban shared ••••••••••••'s post."),
        ("Réseau Liban a partagé la publication de Paul Ranaivo.", None),
        ("Réseau Liban compartió la publicación de Paul Ranaivo.", None),
    ],
)
def test_whose_post_a_page_shares_is_not_told(story: str, shown: str | None) -> None:
    """Facebook's sentence over it names an author who may be a person."""
    told = masked(archived(kind="share", story=story), _nobody)

    assert (shown or story.replace("Paul Ranaivo", MASK * 12)) == told["story"]


@pytest.mark.parametrize(
    ("parent", "left"), [("4711_9", "4711_9"), ("4712_9", None), ("123456789012", "123456789012")]
)
@pytest.mark.parametrize("personal", [True, False])
def test_whose_post_is_shared_is_not_told_by_its_id(
    parent: str, left: str | None, personal: bool
) -> None:
    """An id begins with that of its author; one of a source may leave, a number alone too."""
    told = masked(archived(parent_id=parent, personal=personal), _nobody, is_source=_source)

    assert left == told["parent_id"]


@pytest.mark.parametrize(
    ("post_id", "left"),
    [
        ("4711_9", "4711_9"),  # in a group, or on the wall of a page
        ("4712_1234567890", "1234567890"),
        ("paul.ranaivo_1234567890", "1234567890"),
        ("4712_9", "local:fbw:2020-000123"),
        ("1234567890", "1234567890"),
    ],
)
def test_the_id_of_a_person_s_post_does_not_tell_whose_it_is(post_id: str, left: str) -> None:
    """It begins with its author where a file names no other owner."""
    told = masked(archived(id=post_id, personal=True), _nobody, is_source=_source)
    page = archived(id=post_id)

    assert left == told["id"]
    assert page == masked(page, _nobody, is_source=_source)


def test_in_what_people_wrote_addresses_of_sources_stay() -> None:
    """The network's own pages are nobody's profile; who owns a post of others is masked."""
    said = "Voyez facebook.com/unicef/posts/9, www.facebook.com/story.php?story_fbid=8&id=4712"

    told = masked(archived(message=said, personal=True), _nobody, is_source=_source)

    assert said.replace("4712", MASK * 4) == told["message"]


def test_what_others_publish_is_left_whole() -> None:
    """A page that links to a newspaper shares nobody's post."""
    link = {**SHARED, "url": "https://example.org/9"}
    post = archived(kind="link", links=[link])

    assert post == masked(post, _nobody, regions=["MG"])


def test_comments_are_of_people_below_whatever_post() -> None:
    """What visitors wrote below a page's own post is masked, and what they attached."""
    comment = {
        "message": "Bravo, appelez-moi au 034 12 345 67, jean@rabe.mg",
        "attachment": {
            "type": "share",
            "title": "Merci Awa Rakoto",
            "description": None,
            "url": "https://www.facebook.com/awa.rakoto",
        },
    }
    post = cast("ArchivedPost", {**archived(message="034 12 345 67"), "discussion": [comment]})

    found = masked(post, _awa, regions=["MG"])

    (told,) = found["discussion"]
    assert "034 12 345 67" == found["message"]
    assert f"Bravo, appelez-moi au {MASK * 13}, {MASK * 12}" == told["message"]
    assert {
        "type": "share",
        "title": f"Merci {MASK * 10}",
        "description": None,
        "url": f"https://www.facebook.com/{MASK * 10}",
    } == told["attachment"]


def test_evidence_follows_the_text() -> None:
    """Words of a tag inside a masked stretch are masked there too, at the same place."""
    evidence = [{"term": "Rakoto", "surface": "Awa Rakoto", "start": 6, "end": 16, "rule": "term"}]
    country = {"country": "MG", "role": "about", "score": 1.0, "by": "machine", "codebook": "c"}
    post = archived(
        message="Merci Awa Rakoto",
        personal=True,
        countries=[{**country, "evidence": evidence}],
    )

    found = masked(post, _awa)

    assert "Merci ••••••••••" == found["message"]
    assert "••••••••••" == found["countries"][0]["evidence"][0]["surface"]


def test_evidence_of_every_kind_of_tag_is_masked() -> None:
    """A surname that is a country's name too, in a country, in a doubt, in a question."""

    def tag(**told: str) -> dict[str, object]:
        evidence = {"term": "x", "surface": "Rakoto", "start": 10, "end": 16, "rule": "term"}
        return {**told, "by": "machine", "codebook": "c", "evidence": [evidence]}

    told: dict[str, list[dict[str, object]]] = {
        "countries": [tag(country="MG")],
        "unresolved": [tag(candidates="MG KE")],
        "question_tags": [tag(question="challenges")],
        "themes": [tag(theme="education")],
    }

    found = masked(archived(message="Merci Awa Rakoto", personal=True, **told), _awa)

    assert "Rakoto" not in str(found)


def test_the_place_of_a_person_is_a_town_at_most() -> None:
    """Whose door it is nobody can know: name, street and point stay in, also in a tag."""
    place = {
        "id": "77",
        "name": "Chez Marie Durand, Antananarivo",
        "street": "12 rue des Lilas",
        "city": "Antananarivo",
        "country": "MG",
        "latitude": -18.9,
        "longitude": 47.5,
    }
    evidence = {"term": place["name"], "surface": "", "start": 0, "end": 0, "rule": "place"}
    country = {"country": "MG", "role": "about", "score": 2.0, "by": "machine", "codebook": "c"}
    told = {"place": place, "countries": [{**country, "evidence": [evidence]}]}

    found = masked(archived(personal=True, **told), _nobody)
    whole = archived(personal=False, **told)

    assert {
        "id": None,
        "name": None,
        "street": None,
        "city": "Antananarivo",
        "country": "MG",
        "latitude": None,
        "longitude": None,
    } == found["place"]
    assert "Durand" not in str(found)
    assert whole == masked(whole, _nobody)


@given(st.text(max_size=200))
def test_any_text_keeps_its_length(text: str) -> None:
    """Whatever people write, no offset moves and nothing fails."""
    assert len(text) == len(masked_text(text, _nobody, ["a b"], ["MG", "FR"]))


def test_what_is_kept_as_received_stays_with_what_a_person_wrote() -> None:
    """Masked it cannot be, since anything may stand in it; of a page's post the texts are whole."""
    for personal in (True, False):
        told = masked(cast("ArchivedPost", {**archived(personal=personal), **KEPT}), _nobody)
        assert ("attachments" in told, "mentions" in told) == (not personal, not personal)
