from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ural.facebook import FacebookPhoto, FacebookPost, FacebookVideo, parse_facebook_url

from dialect.forms import FORMS, STORY, Form
from fb_watch.dialect.refs import (
    Named,
    Reference,
    aliases,
    candidates,
    named,
    parse_ref,
    stories,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fbw:2020-000123", Reference(ref="fbw:2020-000123")),
        ("FBW:2020-123", Reference(ref="fbw:2020-000123")),
        ("fbw:2020-1234567", Reference(ref="fbw:2020-1234567")),
        ("fbw:2020-000123@9F2C41AA", Reference(ref="fbw:2020-000123", hash="9f2c41aa")),
        ("fbw:2020-000123@", None),
        ("fbw:20-1", None),
        ("104563211_2993", None),
    ],
)
def test_references(text: str, expected: Reference | None) -> None:
    """Leading noughts may be left out; a hash is small letters."""
    assert expected == parse_ref(text)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/1045/posts/2993",
        "http://m.facebook.com/1045/posts/2993/?refid=17&__tn__=-R",
        "https://www.facebook.com/1045/posts/some-words-of-it/2993",
        "https://www.facebook.com/permalink.php?story_fbid=2993&id=1045",
        "https://touch.facebook.com/story.php?id=1045&story_fbid=2993#comments",
        "https://www.facebook.com/groups/1045/permalink/2993/",
        "https://www.facebook.com/groups/1045/?multi_permalinks=2993",
        "https://www.facebook.com/1045/videos/2993/",
        "https://www.facebook.com/1045/photos/a.12.34/2993/?type=3",
        "https://www.facebook.com/1045_2993",
        "facebook.com/1045/posts/2993",
        "1045_2993",
    ],
)
def test_every_form_of_an_address_leads_to_the_id(address: str) -> None:
    """Page and story stand in each of them, whatever host, order and tracking."""
    assert "1045_2993" in candidates(address)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_every_form_names_what_it_names(form: Form) -> None:
    """Owner, number, and whether it is a story or an object; nothing where nothing is told."""
    found = named(form.address)[:1]

    owner = found[0].owner if found and (form.owner or not found[0].is_object) else ""
    number = found[0].number if found else ""
    kind = {(): "", (True,): "object", (False,): "story"}[tuple(one.is_object for one in found)]
    assert (form.kind, form.owner, form.number) == (kind, owner, number)


def test_where_ural_reads_a_form_it_reads_the_same() -> None:
    """An independent reader agrees, but for forms it does not know or gets wrong: none is new."""
    said = Counter(_ural(form) for form in FORMS)

    assert {"right": 49, "silent": 21, "wrong": 6, "raises": 3} == said


def _ural(form: Form) -> str:
    try:
        found = parse_facebook_url(form.address)
    except IndexError:
        return "raises"
    if isinstance(found, FacebookPost):
        owners = (found.parent_id, found.parent_handle, found.group_id, found.group_handle)
        told = ("story", next(filter(None, owners), "").lower(), found.id)
    elif isinstance(found, FacebookPhoto | FacebookVideo):
        told = ("object", form.owner if found.parent_id == form.owner else "", found.id)
    else:
        return "silent" if form.kind else "right"
    return "right" if told == (form.kind, form.owner, form.number) else "wrong"


STORIES = {
    (form.owner, form.number): [one for one in FORMS if one[1:] == form[1:]]
    for form in FORMS
    if form.kind == "story" and form.owner
}


@pytest.mark.parametrize("forms", STORIES.values(), ids=map(str, STORIES))
def test_all_forms_of_a_story_share_an_alias(forms: list[Form]) -> None:
    """Whichever of them the post was seen under, each of the others finds it."""
    for seen in forms:
        for pasted in forms:
            assert set(aliases(seen.address)) & set(candidates(pasted.address))


def test_all_forms_of_an_object_share_an_alias() -> None:
    """A film seen as a reel is found under every other address of films, and by its number."""
    forms = [form for form in FORMS if form.kind == "object" and form.number == STORY]

    for seen in forms:
        for pasted in (*(form.address for form in forms), STORY):
            assert set(aliases(seen.address)) & set(candidates(pasted))


def test_a_number_never_stands_without_its_page() -> None:
    """A story of another page may have the same one; and words of a message are no number."""
    address = "https://www.facebook.com/1045/posts/10158316421783553"
    words = "https://www.facebook.com/1045/posts/some-long-words"

    assert not {"10158316421783553", "facebook.com/10158316421783553"} & set(aliases(address))
    assert {words, words.removeprefix("https://www.")} == set(aliases(words))


def test_long_numbers_may_be_halves_of_ids() -> None:
    """Short ones may be anybody's."""
    long, short = "https://m.facebook.com/x/posts/10158316421783553", "1045_2993"

    assert [Named(owner="x", number="10158316421783553")] == stories(long)
    assert [] == stories(short)


NUMBERS = st.integers(1, 10**16).map(str)
WRITE = st.sampled_from(
    (
        "{0}_{1}",
        "https://www.facebook.com/{0}/posts/{1}",
        "https://m.facebook.com/story.php?story_fbid={1}&id={0}",
        "https://www.facebook.com/permalink.php?story_fbid={1}&id={0}&__tn__=-R",
        "https://www.facebook.com/groups/{0}/permalink/{1}/",
        "https://www.facebook.com/{0}/posts/words-of-it/{1}?comment_id=7",
        "https://www.facebook.com/{0}_{1}",
    )
)


@given(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS), WRITE, WRITE)
def test_no_two_posts_share_an_alias(
    one: tuple[str, str], other: tuple[str, str], write: str, write_other: str
) -> None:
    """Whatever their numbers and however they are written, only the same post shares one."""
    mine, theirs = aliases(write.format(*one)), aliases(write_other.format(*other))

    assert (one == other) == bool(set(mine) & set(theirs))


@given(NUMBERS, NUMBERS, NUMBERS, WRITE)
def test_the_number_of_a_page_does_not_matter_to_another(
    page: str, other: str, number: str, write: str
) -> None:
    """Two pages with the same story number have nothing in common."""
    assume(page != other)

    shared = set(aliases(write.format(page, number))) & set(aliases(write.format(other, number)))

    assert not shared


@pytest.mark.parametrize(
    "text", ["https://example.org/1045/posts/2993", "https://notfacebook.com/1045_2993", "//[", ""]
)
def test_other_addresses_say_nothing(text: str) -> None:
    """What is not Facebook's stands for itself alone."""
    assert [alias for alias in [text] if alias] == list(aliases(text))


@given(st.text(max_size=60) | st.text("facebook.com/?=&_:posts%[]\0 ", max_size=60))
def test_any_text_has_candidates(text: str) -> None:
    """Whatever somebody pastes is looked for, and nothing is raised."""
    assert bool(text.strip()) <= bool(candidates(text))
    assert all(candidates(text))


@given(
    owner=st.from_regex(r"[A-Za-z0-9.]{1,12}", fullmatch=True)
    | st.sampled_from(["groups", "share", "events", "posts", "1_2"]),
    number=st.from_regex(r"\d{1,20}|pfbid[A-Za-z0-9]{1,9}", fullmatch=True),
)
def test_the_usual_address_is_spelt_as_any_other(owner: str, number: str) -> None:
    """It goes a way of its own, for speed; a slash at the end takes the way of all others."""
    address = f"https://www.facebook.com/{owner}/posts/{number}"

    assert list(aliases(address))[1:] == list(aliases(f"{address}/"))[1:]
