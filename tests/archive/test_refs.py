import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.archive.refs import Reference, aliases, candidates, parse_ref


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


@pytest.mark.parametrize(
    ("address", "alias"),
    [
        ("https://www.facebook.com/photo.php?fbid=10158000000000001&set=a.1", "10158000000000001"),
        ("https://www.facebook.com/watch/?v=10158000000000002", "10158000000000002"),
        ("https://www.facebook.com/reel/10158000000000003/", "10158000000000003"),
        ("https://www.facebook.com/Name/posts/pfbid02AbCdEfGh", "pfbid02AbCdEfGh"),
        ("https://fb.watch/5bQfXyZ_12/", "facebook.com/fb.watch/5bQfXyZ_12"),
    ],
)
def test_ids_that_stand_alone(address: str, alias: str) -> None:
    """A long id is enough; a short address stands for itself."""
    assert alias in aliases(address)


def test_a_short_number_is_nobodys() -> None:
    """A story number of few digits is not taken for Facebook's only one."""
    assert "2993" not in aliases("1045_2993")


@pytest.mark.parametrize(
    "text", ["https://example.org/1045/posts/2993", "https://notfacebook.com/1045_2993", "//[", ""]
)
def test_other_addresses_say_nothing(text: str) -> None:
    """What is not Facebook's stands for itself alone."""
    assert [alias for alias in [text] if alias] == list(aliases(text))


@given(st.text(max_size=60) | st.text("facebook.com/?=&_:posts%[]\0 ", max_size=60))
def test_any_text_has_candidates(text: str) -> None:
    """Whatever somebody pastes is looked for, and nothing is raised."""
    assert all(candidates(text))
