import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from collect.conftest import NOW, PAGE
from fb_watch.collect.client import user_agent
from fb_watch.collect.session import GraphSession, proof
from fb_watch.demo import faults
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.faults import Fault
from fb_watch.demo.server import GraphServer
from fb_watch.demo.wire import Reply
from fb_watch.demo.world import World
from fb_watch.errors import (
    GraphError,
    RequestRefusedError,
    ThrottledError,
    TokenError,
    TooMuchDataError,
    TransientGraphError,
)

PATH = f"v25.0/{PAGE.id}"
SECRET = "EAA/secret|token+1="


def _session(url: str, token: str = SECRET, **options: Any) -> GraphSession:
    return GraphSession(url, "v25.0", token, pause=lambda _seconds: None, **options)


def _texts(error: BaseException | None) -> Iterator[str]:
    """Everything that may be printed of an error: itself, its causes, its contexts."""
    while error is not None:
        yield f"{error} {error!r} {error.args}"
        yield from (f"{one}" for one in vars(error).values())
        error = error.__cause__ or error.__context__


def test_the_token_travels_in_a_header_alone(server: GraphServer, session: GraphSession) -> None:
    """Not in the URL, even where somebody passes it as a parameter."""
    session.get(PATH, {"access_token": DEMO_TOKEN, "fields": "id"})

    (request,) = server.requests
    assert f"Bearer {DEMO_TOKEN}" == request.headers["authorization"]
    assert {"fields": "id"} == request.params
    assert user_agent() == request.headers["user-agent"]
    assert user_agent().startswith("fb-watch/")


def test_an_answer_is_bytes_headers_and_json(session: GraphSession) -> None:
    """What was asked is told without secrets; `last` is the same answer."""
    answer = session.get(PATH, {"fields": "id,name"})

    assert {"id": PAGE.id, "name": PAGE.name} == answer.payload
    assert b'{"id":"' in answer.body
    assert 200 == answer.status
    assert "v25.0" == answer.headers["facebook-api-version"] == session.api_version
    assert f"/v25.0/{PAGE.id}?fields=id,name" == answer.request
    assert session.last is answer
    assert NOW == session.server_time()


def test_nothing_has_been_answered_yet(session: GraphSession) -> None:
    """Before the first answer nothing is known of the server."""
    assert (None, None) == (session.api_version, session.server_time())


def test_the_proof_goes_along_and_is_not_told(server: GraphServer) -> None:
    """appsecret_proof is the HMAC of the token; the record of the request is without it."""
    with _session(server.url, DEMO_TOKEN, app_secret="secret") as session:
        answer = session.get(PATH)

    assert proof(DEMO_TOKEN, "secret") == server.requests[0].params["appsecret_proof"]
    assert f"/v25.0/{PAGE.id}" == answer.request


def test_the_proof_is_an_hmac_of_the_token() -> None:
    """Case 2 of RFC 4231: the key is the secret, the message is the token."""
    found = proof("what do ya want for nothing?", "Jefe")

    assert "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" == found


def test_what_the_token_is_good_for(server: GraphServer, session: GraphSession) -> None:
    """Facebook wants it in the query there; our record of it is without."""
    facts = session.debug_token()

    assert facts["is_valid"]
    assert "pages_read_engagement" in facts["scopes"]
    assert session.last is not None
    assert "/v25.0/debug_token" == session.last.request
    assert DEMO_TOKEN not in f"{session.last!r}"
    assert DEMO_TOKEN == server.requests[0].params["input_token"]


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "é", "\x00"])
def test_what_cannot_be_a_token_is_refused_at_once(token: str) -> None:
    """It would be refused further down, in an exception that holds it."""
    with pytest.raises(TokenError) as caught:
        _session("http://127.0.0.1:1", token)

    assert not token or token not in caught.value.message


@pytest.mark.parametrize(
    "fault",
    [
        faults.html(500),
        faults.html(200),
        faults.empty(200),
        faults.empty(503),
        faults.cut_json(),
        faults.cut_short(),
        faults.reset(),
        faults.graph_error("unavailable"),
        faults.graph_error("unknown"),
    ],
)
def test_trouble_on_the_way_is_tried_again(
    server: GraphServer, session: GraphSession, pauses: list[float], fault: Fault
) -> None:
    """Twice it fails, the third time it is right; the pauses double."""
    server.faults.add(lambda _request: True, fault, times=2)

    answer = session.get(PATH, {"fields": "id"})

    assert {"id": PAGE.id} == answer.payload
    assert [1.0, 2.0] == pauses


def test_trouble_that_stays_is_an_error(
    server: GraphServer, session: GraphSession, pauses: list[float]
) -> None:
    """After three tries it leaves, with what Facebook said."""
    server.faults.add(lambda _request: True, faults.graph_error("unavailable"), times=None)

    with pytest.raises(TransientGraphError, match="Service temporarily unavailable") as caught:
        session.get(PATH)

    assert (2, 503) == (caught.value.code, caught.value.status)
    assert 3 == len(server.requests)
    assert [1.0, 2.0] == pauses


@pytest.mark.parametrize(
    ("name", "kind"),
    [("app-limit", ThrottledError), ("token-expired", TokenError), ("too-much-data", GraphError)],
)
def test_what_asking_again_does_not_mend_is_asked_once(
    server: GraphServer, session: GraphSession, name: str, kind: type[GraphError]
) -> None:
    """A quota, a dead token and an answer too large go to who can do something about it."""
    server.faults.add(1, faults.graph_error(name))

    with pytest.raises(kind):
        session.get(PATH)

    assert 1 == len(server.requests)
    assert session.last is not None
    assert session.last.payload["error"]


def test_a_server_that_keeps_silent_is_given_up(world: World) -> None:
    """The read timeout holds, with a text of our own."""
    with (
        GraphServer(world) as server,
        _session(server.url, DEMO_TOKEN, read_timeout=0.2) as session,
    ):
        server.faults.add(lambda _request: True, faults.slow(5), times=None)

        with pytest.raises(TransientGraphError, match="does not answer in time"):
            session.get(PATH)


def test_a_redirect_is_not_followed(server: GraphServer, world: World) -> None:
    """The token goes to no host that an answer names."""

    def away(_request: object, _handle: object) -> Reply:
        return Reply(status=302, headers={"Location": f"{other.url}/{PATH}"})

    with GraphServer(world) as other, _session(server.url, DEMO_TOKEN) as session:
        server.faults.add(lambda _request: True, away, times=None)

        with pytest.raises(TransientGraphError, match="redirect"):
            session.get(PATH)

        assert [] == other.requests


def test_an_endless_answer_is_cut(server: GraphServer, session: GraphSession) -> None:
    """More than can be taken in asks for less at a time."""
    large = Reply(body=b'{"data":"' + b" " * 50_000_001 + b'"}')
    server.faults.add(1, lambda _request, _handle: large)

    with pytest.raises(TooMuchDataError, match="50 MB"):
        session.get(PATH)


@contextmanager
def _echo(world: World) -> Iterator[GraphServer]:
    """A server whose every answer repeats the request, token and all, in every spelling."""

    def repeat(request: Any, _handle: object) -> Reply:
        token = request.headers["authorization"].removeprefix("Bearer ")
        error = {"message": f"Malformed {token}", "code": 190}
        next_link = f"https://graph.facebook.com/x?access_token={token}&after=1"
        return faults.error_body(400, {"error": error, "paging": {"next": next_link}})(
            request, lambda _request: Reply()
        )

    with GraphServer(world) as server:
        server.faults.add(lambda _request: True, repeat, times=None)
        yield server


def test_an_answer_that_repeats_the_token_is_cleaned(world: World) -> None:
    """Neither the error, nor `last`, nor anything behind them holds it."""
    with _echo(world) as server, _session(server.url) as session:
        with pytest.raises(TokenError, match="Malformed REMOVED") as caught:
            session.get(PATH)

        assert not any("secret" in text for text in _texts(caught.value))
        assert session.last is not None
        assert b"secret" not in session.last.body
        assert "access_token=REMOVED&after=1" in session.last.payload["paging"]["next"]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1:{closed}", TransientGraphError),
        ("http://[::1", RequestRefusedError),
        ("ftp://127.0.0.1", RequestRefusedError),
        ("http://", RequestRefusedError),
        ("https://127.0.0.1:{plain}", TransientGraphError),
    ],
)
def test_no_failure_of_the_transport_shows_the_token(
    server: GraphServer, url: str, kind: type[GraphError]
) -> None:
    """requests' own texts hold whole URLs: they get neither out nor into a context."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = unused.getsockname()[1]
    address = url.format(closed=closed, plain=server.url.rpartition(":")[2])

    with _session(address) as session, pytest.raises(kind) as caught:
        session.debug_token()

    assert not any("secret" in text or "EAA" in text for text in _texts(caught.value))
    assert caught.value.__context__ is None


def test_two_tokens_have_two_fingerprints() -> None:
    """A fingerprint names a token and does not show it."""
    first, second = _session("http://127.0.0.1:1"), _session("http://127.0.0.1:1", "EAAother")

    assert first.fingerprint != second.fingerprint
    assert 12 == len(first.fingerprint)


def test_requests_wait_for_each_other_while_a_quota_fills(
    world: World, session: GraphSession, pauses: list[float]
) -> None:
    """From what the last answer told; nothing told leaves it standing, forgetting ends it."""
    world.usage["x-app-usage"] = {"call_count": 49}
    session.get(PATH)
    world.usage["x-app-usage"] = {"call_count": 89}
    session.get(PATH)
    world.usage.clear()
    session.get(PATH)
    session.get(PATH)
    session.forget_usage()
    session.get(PATH)

    assert [10.0, 10.0] == pauses
