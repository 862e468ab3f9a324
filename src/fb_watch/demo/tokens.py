"""In: a World and a Request. Out: the Token it is made with, or why it is refused. Pure."""

import hmac
from datetime import datetime
from hashlib import sha256
from typing import Any

from fb_watch.demo.entries import Token
from fb_watch.demo.recorded import refusal
from fb_watch.demo.wire import Request
from fb_watch.demo.world import World


def check_token(world: World, request: Request) -> Token:
    """The token of the call; raises 190, 2500 or, where the proof is wrong, 100."""
    value = request.token
    if not value:
        raise refusal("token-absent")
    token = world.tokens.get(value)
    if token is None:
        raise refusal("token-unknown")
    _check_proof(world, value, request.params.get("appsecret_proof"))
    if failure := _failure(token, world.now()):
        raise refusal(failure)
    return token


def _check_proof(world: World, token: str, proof: str | None) -> None:
    """`appsecret_proof` is the hex HMAC-SHA256 of the token under the app's secret."""
    if proof is None:
        if world.require_proof:
            raise refusal("proof-absent")
        return
    if world.app_secret is not None:
        right = hmac.new(world.app_secret.encode(), token.encode(), sha256).hexdigest()
        if not hmac.compare_digest(right, proof):
            raise refusal("proof-wrong")


def _failure(token: Token, now: datetime) -> str:
    if token.expires_at and token.expires_at <= now:
        return "token-expired"
    return token.failure


def debug_token(world: World, request: Request) -> dict[str, Any]:
    """What is to be known of `input_token`; asked with the app's token or any that is valid."""
    if request.token != f"{world.app_id}|{world.app_secret}":
        check_token(world, request)
    token = world.tokens.get(request.params.get("input_token", ""))
    if token is None:
        error = {"code": 190, "message": "Invalid OAuth access token."}
        return {"error": error, "is_valid": False, "scopes": []}
    data: dict[str, Any] = {
        "app_id": world.app_id,
        "type": token.kind,
        "application": "fb-watch",
        "data_access_expires_at": _unix(token.data_access_expires_at),
        "expires_at": _unix(token.expires_at),
        "is_valid": True,
        "scopes": list(token.scopes),
        "granular_scopes": [{"scope": scope} for scope in token.scopes],
        "user_id": "200000000000001",
        "profile_id": token.owner,
    }
    if failure := _failure(token, world.now()):
        error = refusal(failure).body["error"]
        data["is_valid"] = False
        data["error"] = {"code": error["code"], "message": error.get("message", "")}
        if subcode := error.get("error_subcode"):
            data["error"]["subcode"] = subcode
    return data


def _unix(when: datetime | None) -> int:
    return int(when.timestamp()) if when else 0
