"""
In: which call, and what goes wrong. Out: the reply it gets instead of the right one.

A fault is a function of the request and of the way it would be answered; so it may refuse, bend
the answer, or hold it back. `FaultPlan` says which calls meet which fault.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from fb_watch.demo import paging
from fb_watch.demo.recorded import RECORDED_ERRORS, RecordedError
from fb_watch.demo.wire import JSON_TYPE, Handle, Reply, Request, to_json

__all__ = ["RECORDED_ERRORS", "Fault", "FaultPlan", "RecordedError"]

Fault = Callable[[Request, Handle], Reply]
When = int | Callable[[Request], bool]

_HTML = """<!DOCTYPE html>
<html lang="en" id="facebook"><head><title>Facebook | Error</title></head>
<body><h1>Sorry, something went wrong.</h1>
<p>We're working on it and we'll get it fixed as soon as we can.</p></body></html>
"""


@dataclass(slots=True)
class _Rule:
    when: When
    fault: Fault
    left: int | None  # how often it still strikes; None: for ever


class FaultPlan:
    """Which calls go wrong: by number (Graph calls, from 1) or by a look at the request."""

    def __init__(self, plan: Mapping[int, Fault] | None = None) -> None:
        self._lock = Lock()
        self._rules = [_Rule(when, fault, 1) for when, fault in (plan or {}).items()]

    def add(self, when: When, fault: Fault, *, times: int | None = 1) -> None:
        """One more fault; it strikes `times` times, None for ever."""
        with self._lock:
            self._rules.append(_Rule(when, fault, times))

    def clear(self) -> None:
        """All is well again."""
        with self._lock:
            self._rules.clear()

    def take(self, request: Request) -> Fault | None:
        """The first fault that strikes this request, counted as used."""
        with self._lock:
            for rule in self._rules:
                hit = (
                    rule.when == request.number
                    if isinstance(rule.when, int)
                    else rule.when(request)
                )
                if hit and rule.left != 0:
                    rule.left = None if rule.left is None else rule.left - 1
                    return rule.fault
        return None


# Instead of the answer


def graph_error(name: str, **headers: str) -> Fault:
    """A recorded error; keywords are headers, `x_app_usage` for `x-app-usage`."""
    return error_body(RECORDED_ERRORS[name].status, RECORDED_ERRORS[name].body, **headers)


def error_body(status: int, body: Mapping[str, Any], **headers: str) -> Fault:
    """Any status and any JSON object."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    reply = Reply(status=status, body=to_json(body), headers={"Content-Type": JSON_TYPE, **named})
    return _instead(reply)


def html(status: int = 500) -> Fault:
    """A page for people instead of JSON, as proxies in front of the API give it."""
    headers = {"Content-Type": "text/html; charset=utf-8"}
    reply = Reply(status=status, body=_HTML.encode(), headers=headers)
    return _instead(reply)


def empty(status: int = 200) -> Fault:
    """No body at all."""
    reply = Reply(status=status, headers={"Content-Type": JSON_TYPE})
    return _instead(reply)


def reset() -> Fault:
    """The connection is cut before a byte of the answer."""
    return _instead(Reply(reset=True))


def _instead(reply: Reply) -> Fault:
    def fault(_request: Request, _handle: Handle) -> Reply:
        return reply

    return fault


# The answer, bent


def slow(seconds: float) -> Fault:
    """The right answer, late."""
    return lambda request, handle: replace(handle(request), delay=seconds)


def cut_short(missing: int = 20) -> Fault:
    """The connection ends `missing` bytes before the promised Content-Length."""

    def fault(request: Request, handle: Handle) -> Reply:
        reply = handle(request)
        return replace(reply, body=reply.body[:-missing], length=len(reply.body))

    return fault


def cut_json(missing: int = 20) -> Fault:
    """A whole answer by its length, whose JSON ends in the middle."""

    def fault(request: Request, handle: Handle) -> Reply:
        reply = handle(request)
        return replace(reply, body=reply.body[:-missing])

    return fault


def repeated_posts(number: int = 2) -> Fault:
    """The page begins with the last posts of the page before, as when posts arrive meanwhile."""

    def fault(request: Request, handle: Handle) -> Reply:
        reply = handle(request)
        body = json.loads(reply.body)
        cursor = body.get("paging", {}).get("cursors", {}).get("before")
        if cursor:
            kept = {name: text for name, text in request.params.items() if name != "after"}
            params = {**kept, "before": cursor, "limit": str(number)}
            again = json.loads(handle(replace(request, params=params)).body)
            body["data"] = again.get("data", []) + body["data"]
        return replace(reply, body=to_json(body))

    return fault


def repeated_cursor() -> Fault:
    """`next` leads to this very page again; meant for the second page and later ones."""

    def fault(request: Request, handle: Handle) -> Reply:
        reply = handle(request)
        body = json.loads(reply.body)
        cursor = request.params.get("after")
        if cursor and "paging" in body:
            body["paging"]["cursors"]["after"] = cursor
            body["paging"]["next"] = _next(request, cursor)
        return replace(reply, body=to_json(body))

    return fault


def empty_page() -> Fault:
    """No posts on this page, and a `next` that leads to those it should have had."""

    def fault(request: Request, handle: Handle) -> Reply:
        reply = handle(request)
        cursor = paging.same_place(request.params.get("after"))
        links = {"cursors": {"before": cursor, "after": cursor}, "next": _next(request, cursor)}
        return replace(reply, body=to_json({"data": [], "paging": links}))

    return fault


def _next(request: Request, cursor: str) -> str:
    path = f"/{request.version}{request.path}" if request.version else request.path
    return paging.link(path, request.params, request.token or "", after=cursor)
