"""In: what /debug_token answers. Out: TokenFacts: validity, ends, permissions."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fb_watch.collect.classify import classify
from fb_watch.errors import TokenError
from fb_watch.i18n import _
from fb_watch.model.state import TokenFacts

if TYPE_CHECKING:
    from fb_watch.collect.session import GraphSession

NEEDED = ("pages_read_engagement", "pages_show_list")  # without them nothing can be read
USEFUL = ("pages_read_user_content",)  # without it reactions and comments are not known


def ask_about(session: "GraphSession", app_token: str | None) -> TokenFacts:
    """
    The facts of a session's token, by the word of the app, else by its own.

    Raises GraphError; a TokenError means that the token itself has stopped.
    """
    if app_token:
        try:
            return read_token(session.debug_token(app_token))
        except TokenError:  # it is the app that is refused here; `doctor --online` says so
            pass
    return read_token(session.debug_token())


def read_token(data: Mapping[str, Any]) -> TokenFacts:
    """
    The facts of a token; 0 and absent ends are none, no list of scopes is not an empty one.

    https://developers.facebook.com/docs/graph-api/reference/debug_token
    """
    told = data.get("scopes")
    scopes = tuple(map(str, told)) if isinstance(told, list) else ()
    is_valid = bool(data.get("is_valid"))
    failure, remedy = ("", "") if is_valid else _why(data.get("error"))
    return TokenFacts(
        is_valid=is_valid,
        kind=str(data.get("type") or ""),
        expires_at=_time(data.get("expires_at")),
        data_access_ends_at=_time(data.get("data_access_expires_at")),
        scopes=scopes,
        missing=tuple(name for name in NEEDED if name not in scopes) if scopes else (),
        failure=failure,
        remedy=remedy,
    )


def _why(told: object) -> tuple[str, str]:
    """Message and remedy; the subcode has another name here than in an error of its own."""
    error = dict(told) if isinstance(told, Mapping) else {}
    error = {"code": 190, "error_subcode": error.get("subcode"), **error}
    found = classify(400, {}, {"error": error})
    return (found.message, found.remedy) if found else (_("The token is not valid any more."), "")


def _time(seconds: object) -> datetime | None:
    """Unix seconds; what no calendar has is not told."""
    if not isinstance(seconds, int) or seconds <= 0:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
