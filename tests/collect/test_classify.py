import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fb_watch.collect.classify import classify
from fb_watch.demo.recorded import RECORDED_ERRORS
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

QUOTED = Path(__file__).parents[3] / "shared" / "fixtures" / "quoted"
CLASSES: dict[type[GraphError], str] = {
    TransientGraphError: "unknown unavailable unexpected transient-that-looks-like-a-token "
    "error-is-text",
    TooMuchDataError: "too-much-data",
    ThrottledError: "app-limit user-limit page-limit page-quota application-limit custom-limit "
    "uneven-volume blocked",
    TokenError: "session-expired token-app-removed token-checkpoint token-password token-expired "
    "token-unconfirmed token-invalid token-blocking token-role-lost token-not-admin "
    "token-unknown token-absent page-deleted old-style error-type-outside",
    PermissionRefusedError: "capability permission permissions-error feature feature-needs-proof "
    "proof-wrong proof-absent",
    PageUnavailableError: "gone",
    RequestRefusedError: "unknown-for-good deprecated-field invalid-parameter cursor",
}
MEANT = [(name, kind) for kind, names in CLASSES.items() for name in names.split()]
TRANSIENT = {"error": {"message": "(#10) No", "code": 10, "is_transient": True}}
THROTTLE = {"error": {"message": "(#4) Limit", "code": 4, "is_transient": True}}


def _error(status: int, payload: Any, **headers: str) -> GraphError:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    error = classify(status, named, payload)
    assert error is not None
    return error


@pytest.mark.parametrize(("name", "kind"), MEANT)
def test_every_recorded_error_is_told_by_its_code(name: str, kind: type[GraphError]) -> None:
    """The class, Facebook's numbers and the HTTP status; a dead token comes with a remedy."""
    recorded = RECORDED_ERRORS[name]

    error = _error(recorded.status, recorded.body)

    told = recorded.body.get("error")
    assert kind is type(error)
    assert recorded.status == error.status
    assert (told.get("code") if isinstance(told, dict) else error.code) == error.code
    assert (told.get("error_subcode") if isinstance(told, dict) else None) == error.subcode
    assert bool(error.remedy) or kind is TooMuchDataError


def test_no_recorded_error_is_forgotten_here() -> None:
    """The table above names them all."""
    assert sorted(RECORDED_ERRORS) == sorted(name for name, _kind in MEANT)


@pytest.mark.skipif(not QUOTED.is_dir(), reason="the recorded errors are not beside the repository")
def test_quoted_errors_are_told_as_they_were() -> None:
    """Every error quoted from elsewhere means what its collector noted."""
    meant: dict[str, type[GraphError]] = {
        "token": TokenError,
        "token_user_action": TokenError,
        "token_role_lost": TokenError,
        "page_gone": TokenError,
        "throttle": ThrottledError,
        "shrink_request": TooMuchDataError,
        "transient": TransientGraphError,
        "permanent": RequestRefusedError,
        "our_bug": RequestRefusedError,
        "our_bug_bad_field": RequestRefusedError,
        "permission": PermissionRefusedError,
        "permission_feature": PermissionRefusedError,
        "object_gone_or_forbidden": PageUnavailableError,
        "config": PermissionRefusedError,
    }
    quoted = json.loads((QUOTED / "errors.json").read_bytes())

    told = [(one["class"], type(_error(400, one["body"]))) for one in quoted]

    assert [(name, meant[name]) for name, _kind in told] == told


@pytest.mark.parametrize(
    ("status", "payload", "kind"),
    [
        (200, None, TransientGraphError),
        (200, [], TransientGraphError),
        (302, None, TransientGraphError),
        (400, None, TransientGraphError),
        (401, None, TokenError),
        (403, None, PermissionRefusedError),
        (404, None, RequestRefusedError),
        (429, None, ThrottledError),
        (500, {"id": "1"}, TransientGraphError),
        (503, None, TransientGraphError),
        (400, {"error": {"message": "?", "code": 99999}}, RequestRefusedError),
        (500, {"error": {"message": "?", "code": "2"}}, TransientGraphError),
        (403, {"error": {"message": "?", "code": 299}}, PermissionRefusedError),
        (404, {"error": {"message": "?", "code": 803}}, PageUnavailableError),
        (200, {"error": {"message": "?", "code": 190}}, TokenError),
        (400, {"error": {"message": {"odd": 1}, "code": [], "error_subcode": True}}, GraphError),
    ],
)
def test_what_has_no_known_code_is_told_by_its_status(
    status: int, payload: Any, kind: type[GraphError]
) -> None:
    """A proxy's page, an unknown code, an error that calls itself a success."""
    assert isinstance(_error(status, payload), kind)


def test_an_answer_is_no_error() -> None:
    """Not even one whose `error` is empty, or whose token is said to be dead."""
    assert classify(200, {}, {"data": [], "error": None}) is None
    assert classify(200, {}, {"data": {"is_valid": False, "error": {"code": 190}}}) is None


def test_transient_comes_first_except_over_a_throttle() -> None:
    """What calls itself transient is tried again; a quota is not, for that makes it longer."""
    assert type(_error(400, TRANSIENT)) is TransientGraphError
    assert type(_error(400, THROTTLE)) is ThrottledError


def test_the_message_is_facebooks_and_short() -> None:
    """Words and numbers, one line, no more than can be read."""
    error = _error(400, {"error": {"message": "a\n\ud800 " + "b" * 9999, "code": 190}})

    assert error.message.startswith("Facebook says: a \ufffd bbb")
    assert error.message.endswith("b (190)")
    assert 600 > len(error.message)


def test_a_throttle_says_how_long() -> None:
    """Facebook's own estimate, else an hour, and six where it speaks of abuse."""
    quota = '{"1":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":17}]}'

    waits = [
        error.retry_after
        for error in (
            _error(400, THROTTLE),
            _error(400, THROTTLE, x_business_use_case_usage=quota),
            _error(429, None, retry_after="120"),
            _error(400, {"error": {"message": "?", "code": 368}}),
        )
        if isinstance(error, ThrottledError)
    ]

    assert [
        timedelta(hours=1),
        timedelta(minutes=17),
        timedelta(minutes=2),
        timedelta(hours=6),
    ] == waits
