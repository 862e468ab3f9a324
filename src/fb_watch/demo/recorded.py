"""In: nothing. Out: error bodies of the Graph API as they were seen, by name. Pure."""

from dataclasses import dataclass
from typing import Any

from fb_watch.demo.wire import RefusedError

_DOCS = "https://developers.facebook.com/docs"
_GONE = (
    "Unsupported get request. Object with ID '{id}' does not exist, cannot be loaded due to "
    "missing permissions, or does not support this operation. Please read the Graph API "
    f"documentation at {_DOCS}/graph-api"
)
_FEATURE = (
    "(#{code}) Object does not exist, cannot be loaded due to missing permission or reviewable "
    "feature, or does not support this operation. This endpoint requires the "
    "'pages_read_engagement' permission or the 'Page Public Content Access' feature or the 'Page "
    f"Public Metadata Access' feature. Refer to {_DOCS}/apps/review/login-permissions#manage-pages,"
    f" {_DOCS}/apps/review/feature#reference-PAGES_ACCESS and {_DOCS}/apps/review/feature"
    "#page-public-metadata-access for details."
)
_SESSION = "Error validating access token: "


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedError:
    """An error as the Graph API gives it: HTTP status and JSON body."""

    status: int
    body: dict[str, Any]


def _error(
    status: int, code: int, message: str, kind: str = "OAuthException", **more: Any
) -> RecordedError:
    error = {"message": message, "type": kind, "code": code, **more, "fbtrace_id": "AvAas7EbQrIW"}
    return RecordedError(status=status, body={"error": error})


def _token(subcode: int, message: str) -> RecordedError:
    return _error(400, 190, _SESSION + message, error_subcode=subcode)


# The HTTP status is 400 where none was noted: clients have to classify by code, not by status.
RECORDED_ERRORS: dict[str, RecordedError] = {
    "unknown": _error(500, 1, "An unknown error occurred"),
    "unknown-for-good": _error(
        400, 1, "An unknown error occurred", error_subcode=1965014, is_transient=False
    ),
    # Seen without type and without trace, in the middle of a walk.
    "too-much-data": RecordedError(
        status=500,
        body={
            "error": {
                "code": 1,
                "message": "Please reduce the amount of data you're asking for, "
                "then retry your request",
            }
        },
    ),
    "unavailable": _error(503, 2, "(#2) Service temporarily unavailable", is_transient=True),
    "unexpected": _error(
        500,
        2,
        "An unexpected error has occurred. Please retry your request later.",
        is_transient=True,
    ),
    "transient-that-looks-like-a-token": RecordedError(
        status=400,
        body={
            "error": {
                "message": "The token provided is invalid.",
                "type": "OAuthException",
                "is_transient": True,
            }
        },
    ),
    "capability": _error(
        400, 3, "(#3) Application does not have the capability to make this API call."
    ),
    "app-limit": _error(403, 4, "(#4) Application request limit reached"),
    "permission": _error(
        403,
        10,
        "(#10) This endpoint requires the 'pages_read_user_content' permission or the "
        "'Page Public Content Access' feature.",
    ),
    "deprecated-field": _error(
        400,
        12,
        "(#12) deprecate_post_aggregated_fields_for_attachement is deprecated for versions v3.3 "
        "and higher",
    ),
    "user-limit": _error(400, 17, "(#17) User request limit reached", error_subcode=2446079),
    "page-limit": _error(400, 32, "(#32) Page request limit reached"),
    "page-quota": _error(
        400,
        80001,
        "(#80001) There have been too many calls to this Page account. Wait a bit and try again. "
        f"For more info, please refer to {_DOCS}/graph-api/overview/rate-limiting.",
    ),
    "application-limit": _error(400, 341, "(#341) Feed action request limit reached"),
    "custom-limit": _error(400, 613, "(#613) Calls to this api have exceeded the rate limit."),
    "uneven-volume": _error(
        400, 613, "(#613) Calls to this api have exceeded the rate limit.", error_subcode=1996
    ),
    "blocked": _error(
        400, 368, "The action attempted has been deemed abusive or is otherwise disallowed"
    ),
    "invalid-parameter": _error(400, 100, "(#100) Invalid parameter"),
    "feature": _error(400, 100, _FEATURE.format(code=100)),
    "feature-needs-proof": _error(
        400,
        100,
        "(#100) Pages Public Content Access requires either app secret proof or an app token",
    ),
    "proof-wrong": _error(
        400,
        100,
        "Invalid appsecret_proof provided in the API argument",
        "GraphMethodException",
    ),
    "proof-absent": _error(
        400,
        100,
        "API calls from the server require an appsecret_proof argument",
        "GraphMethodException",
    ),
    "session-expired": RecordedError(
        status=400, body={"error": {"code": 102, "error_subcode": 463}}
    ),
    "token-app-removed": RecordedError(
        status=400, body={"error": {"code": 190, "error_subcode": 458}}
    ),
    "token-checkpoint": _token(
        459,
        "You cannot access the app till you log in to www.facebook.com and follow the "
        "instructions given.",
    ),
    "token-password": _token(
        460,
        "The session has been invalidated because the user changed their password or Facebook has "
        "changed the session for security reasons.",
    ),
    "token-expired": _token(463, "Session has expired."),
    "token-unconfirmed": _token(
        464, "Sessions for the user are not allowed because the user is not a confirmed user."
    ),
    "token-invalid": _token(467, "The session is invalid because the user logged out."),
    "token-blocking": _token(490, "The user is enrolled in a blocking, logged-in checkpoint"),
    "token-role-lost": _token(492, "The user no longer has a role on the Page."),
    "token-not-admin": _error(
        400, 190, "The user must be an administrator of the page in order to impersonate it."
    ),
    "token-unknown": _error(401, 190, "Invalid OAuth access token - Cannot parse access token"),
    "token-absent": _error(
        400,
        2500,
        "An active access token must be used to query information about the current user.",
    ),
    "page-deleted": _error(
        400, 190, "This Page access token belongs to a Page that has been deleted."
    ),
    "permissions-error": _error(403, 200, "Permissions error", "FacebookApiException"),
    "gone": _error(
        400, 100, _GONE.format(id="100000000000001_1"), "GraphMethodException", error_subcode=33
    ),
    "cursor": _error(400, 2642, "(#2642) Invalid cursors values"),
    # Bodies of another shape, from old endpoints and from proxies.
    "old-style": RecordedError(
        status=400,
        body={"error_code": 190, "error_description": "Error validating access token."},
    ),
    "error-is-text": RecordedError(status=500, body={"error": "Internal error"}),
    "error-type-outside": RecordedError(
        status=400,
        body={"error_type": "OAuthException", "error_message": "Invalid token", "code": 400},
    ),
}


def refusal(name: str) -> RefusedError:
    """The recorded error of this name, to be raised."""
    recorded = RECORDED_ERRORS[name]
    return RefusedError(recorded.status, recorded.body)


def gone(node_id: str) -> RefusedError:
    """100/33: deleted, hidden, or out of this token's sight; Facebook does not say which."""
    error = _error(400, 100, _GONE.format(id=node_id), "GraphMethodException", error_subcode=33)
    return RefusedError(error.status, error.body)


def unknown_alias(name: str) -> RefusedError:
    """803: nothing has this user name."""
    error = _error(404, 803, f"(#803) Some of the aliases you requested do not exist: {name}")
    return RefusedError(error.status, error.body)


def wrong(message: str, code: int = 100) -> RefusedError:
    """The request itself is wrong: 100 a parameter or field, 2500 a path or a syntax."""
    text = f"(#100) {message}" if code == 100 else message
    error = _error(400, code, text)
    return RefusedError(error.status, error.body)
