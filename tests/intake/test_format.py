from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fb_watch.intake.format import Context, Source, facebook_id, found, links_of
from fb_watch.intake.moments import Moment
from fb_watch.model.collected import Link, Page
from intake.build import ASIA, CONTEXT, GROUP

FB = "https://www.facebook.com"
AT = Moment(at=datetime(2020, 5, 30, 13, 33, tzinfo=UTC))


@pytest.mark.parametrize(
    ("post_id", "owner", "address", "expected"),
    [
        ("2993", "55", "", "55_2993"),
        ("55_2993", "7", "", "55_2993"),
        ("2993", "", "", "2993"),
        ("", "55", f"{FB}/Page/posts/2993", "55_2993"),
        ("", "", f"{FB}/55/posts/2993", "55_2993"),
        ("", "", f"{FB}/Page/posts/1015831642178355", "1015831642178355"),
        ("", "", f"{FB}/Page/posts/2993", "page_2993"),
        ("", "55", f"{FB}/Page/posts/pfbid02AbC", "pfbid02AbC"),
        ("", "55", f"{FB}/photo.php?fbid=924031", "924031"),
        ("", "", f"{FB}/permalink.php?story_fbid=2993&id=55", "55_2993"),
        ("", "", f"{FB}/groups/55/permalink/2993/", "55_2993"),
        ("", "", f"{FB}/share/p/AbC/", ""),
        ("", "55", "", ""),
    ],
)
def test_the_id_is_made_of_what_a_file_tells(
    post_id: str, owner: str, address: str, expected: str
) -> None:
    """As the Graph API writes it where both halves are told; else what is sure of it."""
    assert expected == facebook_id(post_id, owner, [address] if address else [])


def test_a_post_without_id_has_one_of_its_own() -> None:
    """The same post under the page's name, its id or its user name is the same."""
    sources = [Source(name="solidarity  ASIA"), Source(id=ASIA.id), Source(id=ASIA.id, name="x")]

    ids = {
        found(CONTEXT, one, AT, where="", raw=b"", author="A", message=text).post.id
        for one in sources
        for text in ("Wells  open", "wells open")
    }

    assert 1 == len(ids)
    assert ids.pop().startswith("local:")


def test_addresses_become_permalink_and_aliases() -> None:
    """Facebook's own, freed of trackers; others are none of the post's."""
    addresses = (
        "https://example.org/a",
        f"{FB}/55/posts/2993?__tn__=R",
        None,
        f"{FB}/photo.php?fbid=1",
        f"{FB}/55/posts/2993",
    )

    post = found(CONTEXT, Source(), AT, where="", raw=b"", addresses=addresses, message=" ").post

    assert (f"{FB}/55/posts/2993", (f"{FB}/photo.php?fbid=1",), None) == (
        post.permalink,
        post.aliases,
        post.message,
    )


def test_tokens_are_taken_out_of_the_evidence() -> None:
    """Nothing else of it is touched."""
    raw = b'{"next": "https://graph.facebook.com/?access_token=EAAsecret&limit=2", "a": 1}'

    kept = found(CONTEXT, Source(), AT, where="", raw=raw).raw

    assert raw.replace(b"EAAsecret", b"REMOVED") == kept


def test_the_clock_is_that_of_the_source() -> None:
    """Of one that is not watched it is the general one."""
    assert [ASIA.timezone, GROUP.timezone, "Africa/Abidjan"] == [
        CONTEXT.zone_of("104563211"),
        CONTEXT.zone_of("x", "réseau liban"),
        CONTEXT.zone_of("", "Nobody"),
    ]
    assert "UTC" == Context().zone_of("Nobody")


def test_links_are_addresses_elsewhere() -> None:
    """Each once, without trackers; Facebook's own are the post itself."""
    told = links_of(
        ("https://example.org/a?fbclid=1", "T", ""),
        ("https://example.org/a", "U", None),
        (f"{FB}/55/posts/1", None, None),
        ("javascript:alert(1)", None, None),
        (None, None, None),
    )

    assert (Link(url="https://example.org/a", title="T"),) == told


@pytest.mark.parametrize(
    ("source", "given", "author", "is_author"),
    [
        (Source(name="Solidarity Asia"), None, "solidarity  ASIA", True),
        (Source(name=ASIA.id), None, "Solidarity Asia", True),
        (Source(id=ASIA.id), None, ASIA.id, True),
        (Source(), ASIA, "Solidarity Asia", True),
        (Source(), ASIA, "Ana Ruiz", False),
        (Source(name="Solidarity Asia"), None, "Ana Ruiz", False),
        (Source(name="Elsewhere"), ASIA, "Solidarity Asia", False),
        (Source(name="Elsewhere"), None, "elsewhere", True),
        (Source(name=GROUP.name), None, GROUP.name, False),
        (Source(), None, "Ana Ruiz", False),
    ],
)
def test_a_page_is_no_person(
    source: Source, given: Page | None, author: str, is_author: bool
) -> None:
    """Whatever pages.toml calls it, and where only --page says whose the posts are."""
    context = replace(CONTEXT, given=given)

    assert is_author == source.is_author(context, author)
