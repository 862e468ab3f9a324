import hmac
from datetime import timedelta
from hashlib import sha256

import pytest

from demo.client import NOW, PAGE, get
from fb_watch.demo.entries import DEMO_TOKEN, Token
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World


@pytest.mark.parametrize(
    ("path", "answered"),
    [("/v25.0/me", "v25.0"), ("/me", "v25.0"), ("/v26.0/me", "v26.0"), ("/v3.1/me", "v21.0")],
)
def test_the_answer_says_its_version(server: GraphServer, path: str, answered: str) -> None:
    """An expired version is silently replaced by the oldest that lives."""
    reply = get(server, path)

    assert (200, answered) == (reply.status, reply.headers["facebook-api-version"])


def test_the_version_can_differ_from_the_one_asked(world: World, server: GraphServer) -> None:
    """A world can be told to answer in another version."""
    world.answered_version = "v24.0"

    assert "v24.0" == get(server, "/v25.0/me").headers["facebook-api-version"]


def test_the_token_may_stand_in_the_query(server: GraphServer) -> None:
    """`access_token` does what the header does."""
    assert {"id": PAGE, "name": "Solidarity Network"} == (
        get(server, f"/{PAGE}", token=None, access_token=DEMO_TOKEN).json
    )


@pytest.mark.parametrize(
    ("token", "status", "code"), [(None, 400, 2500), ("", 400, 2500), ("other", 401, 190)]
)
def test_no_answer_without_a_token_that_is_known(
    server: GraphServer, token: str | None, status: int, code: int
) -> None:
    """An absent token is 2500, an unknown one 190."""
    reply = get(server, f"/v25.0/{PAGE}", token=token)

    assert (status, code) == (reply.status, reply.error["code"])
    assert reply.headers["www-authenticate"].startswith("OAuth ")


def test_a_revoked_and_an_expired_token_are_refused(world: World, server: GraphServer) -> None:
    """190 with the subcode that says why."""
    world.add_token(Token(value="old", expires_at=NOW - timedelta(days=1)))
    world.revoke_token()

    codes = [get(server, "/me", token=token).error for token in (DEMO_TOKEN, "old")]

    assert [(190, 460), (190, 463)] == [(one["code"], one["error_subcode"]) for one in codes]


def test_the_proof_is_checked(world: World, server: GraphServer) -> None:
    """The right proof passes, a wrong one never, none only where none is compulsory."""
    proof = hmac.new(b"secret", DEMO_TOKEN.encode(), sha256).hexdigest()

    free = get(server, "/me").status
    world.require_proof = True
    absent = get(server, "/me").status
    wrong, right = (get(server, "/me", appsecret_proof=one).status for one in ("0" * 64, proof))

    assert (200, 400, 400, 200) == (free, absent, wrong, right)


def test_debug_token_tells_what_a_token_may(world: World, server: GraphServer) -> None:
    """Asked with the app's token: kind, owner, scopes and times; 0 is never."""
    world.add_token(Token(value="mine", scopes=("pages_show_list",), data_access_expires_at=NOW))
    app = f"{world.app_id}|secret"

    data = get(server, "/debug_token", token=app, input_token="mine").json["data"]

    assert (True, "PAGE", PAGE, ["pages_show_list"], 0, int(NOW.timestamp())) == tuple(
        data[name]
        for name in (
            "is_valid",
            "type",
            "profile_id",
            "scopes",
            "expires_at",
            "data_access_expires_at",
        )
    )


def test_debug_token_says_why_a_token_is_not_valid(world: World, server: GraphServer) -> None:
    """A revoked and an unknown token are told to be invalid, with the error; not an HTTP error."""
    world.add_token(Token(value="left", failure="token-role-lost"))

    left, unknown = (
        get(server, "/debug_token", input_token=token).json["data"] for token in ("left", "x")
    )

    assert (False, 190, 492) == (
        left["is_valid"],
        left["error"]["code"],
        left["error"]["subcode"],
    )
    assert (False, 190) == (unknown["is_valid"], unknown["error"]["code"])


def test_usage_headers_are_given_as_set(world: World, server: GraphServer) -> None:
    """Every usage header is sent as JSON, on errors too."""
    world.usage["x-app-usage"] = {"call_count": 28, "total_time": 25, "total_cputime": 25}
    world.usage["x-page-usage"] = 42

    replies = [get(server, "/me"), get(server, "/me", token="x")]

    assert [('{"call_count": 28, "total_time": 25, "total_cputime": 25}', "42")] * 2 == [
        (reply.headers["x-app-usage"], reply.headers["x-page-usage"]) for reply in replies
    ]
