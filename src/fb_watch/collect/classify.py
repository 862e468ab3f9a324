"""In: status, headers and body of a response. Out: the GraphError it means, or None. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fb_watch.collect.budget import hold, read_usage
from fb_watch.dialect.clean import clean_text
from fb_watch.errors import (
    GraphError,
    PageUnavailableError,
    PermissionRefusedError,
    RequestRefusedError,
    ThrottledError,
    TokenError,
    TooMuchDataError,
    TransientGraphError,
)
from fb_watch.i18n import _

LONGEST = 500  # characters of Facebook's own words

# https://developers.facebook.com/docs/graph-api/guides/error-handling
_BY_CODE: dict[int, type[GraphError]] = {
    2: TransientGraphError,
    3: PermissionRefusedError,
    4: ThrottledError,
    10: PermissionRefusedError,
    12: RequestRefusedError,
    17: ThrottledError,
    32: ThrottledError,
    102: TokenError,
    104: TokenError,
    190: TokenError,
    341: ThrottledError,
    368: ThrottledError,
    613: ThrottledError,
    803: PageUnavailableError,
}
_BY_STATUS: dict[int, type[GraphError]] = {
    401: TokenError,
    403: PermissionRefusedError,
    429: ThrottledError,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an error body says, whatever its shape."""

    text: str = ""
    code: int | None = None
    subcode: int | None = None
    trace: str | None = None
    is_transient: bool | None = None
    is_about_login: bool = False  # the shape of old login endpoints


def classify(status: int, headers: Mapping[str, str], payload: Any) -> GraphError | None:
    """
    The error that a response means, by Facebook's code first and by HTTP status second.

    `payload` is the body read as JSON, None where it is none. None: the response is an answer.
    """
    said = _said(payload)
    if said is None and status < 300 and isinstance(payload, dict):
        return None
    kind = _class_of(said, status) if said else _class_without_words(status, payload)
    error = kind(
        _message(said, status),
        remedy=_remedy(kind, said or Said()),
        code=said.code if said else None,
        subcode=said.subcode if said else None,
        trace=said.trace if said else None,
        status=status,
    )
    if isinstance(error, TokenError) and said:
        error.is_of_page = _is_of_page(said)
    if isinstance(error, ThrottledError):
        error.retry_after = hold(read_usage(headers), error) or error.retry_after
    return error


def _said(payload: Any) -> Said | None:
    """The error in a body; None where there is none."""
    if not isinstance(payload, dict):
        return None
    error = payload.get("error")
    if isinstance(error, dict) and error:
        return Said(
            text=_text(error.get("message") or error.get("error_user_msg")),
            code=_int(error.get("code")),
            subcode=_int(error.get("error_subcode")),
            trace=_text(error.get("fbtrace_id")) or None,
            is_transient=error["is_transient"]
            if isinstance(error.get("is_transient"), bool)
            else None,
        )
    if error:
        return Said(text=_text(error))
    if "error_code" in payload:
        return Said(
            text=_text(payload.get("error_description") or payload.get("error_msg")),
            code=_int(payload["error_code"]),
        )
    if "error_message" in payload or "error_type" in payload:
        is_login = _text(payload.get("error_type")).startswith("OAuth")
        return Said(text=_text(payload.get("error_message")), is_about_login=is_login)
    return None


def _class_of(said: Said, status: int) -> type[GraphError]:
    code, words = said.code, said.text.lower()
    by_code = _BY_CODE.get(code) if code is not None else None
    if by_code is ThrottledError or (code is not None and 80_000 <= code < 80_100):
        return ThrottledError  # also where it calls itself transient: asking again prolongs it
    if code == 1 and "reduce the amount of data" in words:
        return TooMuchDataError
    if said.is_transient:  # even where the rest looks like a dead token
        return TransientGraphError
    if by_code:
        return by_code
    if code == 1:
        return RequestRefusedError if said.is_transient is False else TransientGraphError
    if code is not None and 200 <= code < 300:
        return PermissionRefusedError
    if code == 100:
        return _class_of_100(said.subcode, words)
    if said.is_about_login or (code == 2500 and "access token" in words):
        return TokenError
    return _class_of_status(status)


def _class_of_100(subcode: int | None, words: str) -> type[GraphError]:
    """100 is everything: an object out of sight, a feature the app lacks, a mistake of ours."""
    if subcode == 33:
        return PageUnavailableError
    if "public content access" in words or "appsecret_proof" in words:
        return PermissionRefusedError
    return RequestRefusedError


def _class_of_status(status: int) -> type[GraphError]:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return TransientGraphError if status >= 500 or status == 408 else RequestRefusedError


def _class_without_words(status: int, payload: Any) -> type[GraphError]:
    """No error is told: a proxy's page, a redirect, half an answer. Mostly it passes."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status == 404 or (400 <= status < 500 and isinstance(payload, dict)):
        return RequestRefusedError
    return TransientGraphError


def _message(said: Said | None, status: int) -> str:
    if said is None:
        if 300 <= status < 400:
            return _("The answer is a redirect (HTTP {status}), which is not followed.").format(
                status=status
            )
        return _("The answer is not that of the Graph API (HTTP {status}).").format(status=status)
    numbers = "/".join(str(number) for number in (said.code, said.subcode) if number is not None)
    return _("Facebook says: {text} ({number})").format(
        text=said.text or _("no reason given"), number=numbers or f"HTTP {status}"
    )


def _remedy(kind: type[GraphError], said: Said) -> str:
    if kind is TokenError:
        return _token_remedy(said)
    if kind is PermissionRefusedError:
        if "proof" in said.text.lower():
            return _("Set FB_WATCH_APP_SECRET to the secret of the app that made the token.")
        return _("Make a token with the permission named; config/token.md tells how.")
    if kind is PageUnavailableError:
        return _("Look whether the page is still there and the token's account may see it.")
    if kind in (ThrottledError, TransientGraphError):
        return _("Nothing to do: it is asked again by itself.")
    if kind is RequestRefusedError:
        return _("Look at [graph] in settings.toml; if it is right, this is a mistake of fb-watch.")
    return ""


def _token_remedy(said: Said) -> str:
    if said.subcode in (459, 464, 490):
        return _("Log in to facebook.com with the account of the token and follow its requests.")
    if _is_of_page(said):
        return _("Give the account of the token a role on the page again, then make a new token.")
    return _("Make a new token; config/token.md tells how.")


def _is_of_page(said: Said) -> bool:
    return said.subcode == 492 or "administrator of the page" in said.text


def _text(value: object) -> str:
    if value is None:
        return ""
    return clean_text(" ".join(str(value).split()))[:LONGEST]


def _int(value: object) -> int | None:
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value.strip()[:18])
    return value if isinstance(value, int) and not isinstance(value, bool) else None
