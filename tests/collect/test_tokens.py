from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from collect.conftest import NOW
from fb_watch.collect.session import GraphSession
from fb_watch.collect.tokens import ask_about, read_token
from fb_watch.demo.entries import DEMO_TOKEN, Token
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.errors import TokenError

END = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def app_token(world: World) -> str:
    """The token of the app."""
    return f"{world.app_id}|{world.app_secret}"


@pytest.fixture
def proving(server: GraphServer) -> Iterator[GraphSession]:
    """A session that proves its token, as where an app's secret is given."""
    with GraphSession(server.url, "v25.0", DEMO_TOKEN, "secret", pause=lambda _s: None) as session:
        yield session


def test_ends_and_permissions_are_read(world: World, session: GraphSession) -> None:
    """Unix seconds become times; what is needed and not there is missing."""
    world.add_token(
        Token(expires_at=END, data_access_expires_at=END, scopes=("pages_show_list", "x"))
    )

    facts = ask_about(session, None)

    assert facts.is_valid
    assert (END, END) == (facts.expires_at, facts.data_access_ends_at)
    assert ("pages_read_engagement",) == facts.missing


@pytest.mark.parametrize(
    "data",
    [
        {"is_valid": True},
        {"is_valid": True, "expires_at": 0, "scopes": None},
        {"is_valid": True, "expires_at": "soon", "data_access_expires_at": 10**30},
    ],
)
def test_what_is_not_told_is_not_known(data: dict[str, object]) -> None:
    """No end, and no permission that could be missing."""
    facts = read_token(data)

    assert (None, None, ()) == (facts.expires_at, facts.data_access_ends_at, facts.missing)


def test_the_app_says_why_a_token_has_stopped(
    world: World, server: GraphServer, proving: GraphSession, app_token: str
) -> None:
    """The app's token asks, in the header, without the proof of the other."""
    world.revoke_token(error="token-checkpoint")

    facts = ask_about(proving, app_token)

    (request,) = server.requests
    assert f"Bearer {app_token}" == request.headers["authorization"]
    assert {"input_token": DEMO_TOKEN} == request.params
    assert not facts.is_valid
    assert "(190/459)" in facts.failure
    assert "facebook.com" in facts.remedy


def test_where_the_app_is_refused_the_token_speaks_for_itself(
    server: GraphServer, proving: GraphSession
) -> None:
    """A wrong secret of the app is no dead token."""
    facts = ask_about(proving, "900000000000001|wrong")

    assert facts.is_valid
    assert f"Bearer {DEMO_TOKEN}" == server.requests[-1].headers["authorization"]


def test_a_dead_token_cannot_speak_for_itself(world: World, session: GraphSession) -> None:
    """Without the app's token its refusal is an error."""
    world.add_token(Token(expires_at=NOW))

    with pytest.raises(TokenError):
        ask_about(session, None)


def test_an_answer_that_repeats_the_tokens_is_cleaned(
    server: GraphServer, session: GraphSession, app_token: str
) -> None:
    """Neither that of the page nor that of the app is left in `last`."""
    from fb_watch.demo import faults

    body = {"data": {"is_valid": True, "note": f"{app_token} {DEMO_TOKEN}"}}
    server.faults.add(1, faults.error_body(200, body))

    ask_about(session, app_token)

    assert session.last is not None
    assert {"is_valid": True, "note": "REMOVED REMOVED"} == session.last.payload["data"]
