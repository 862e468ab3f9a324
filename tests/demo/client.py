"""In: a server and a path. Out: its answers, asked for with the standard library alone."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.server import GraphServer

PAGE = "100000000000001"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)

    @property
    def error(self) -> Any:
        """The error object of the body."""
        return self.json["error"]

    @property
    def ids(self) -> list[str]:
        """The ids of the posts, in order."""
        return [post["id"] for post in self.json["data"]]


def get(
    server: GraphServer | str,
    path: str,
    *,
    token: str | None = DEMO_TOKEN,
    timeout: float = 5,
    **params: Any,
) -> Answer:
    """One GET on a connection of its own."""
    url = urlsplit(server if isinstance(server, str) else server.url)
    connection = http.client.HTTPConnection(url.netloc, timeout=timeout)
    try:
        return ask(connection, path, token=token, **params)
    finally:
        connection.close()


def ask(
    connection: http.client.HTTPConnection,
    path: str,
    *,
    token: str | None = DEMO_TOKEN,
    **params: Any,
) -> Answer:
    """One GET on a connection that stays open."""
    target = f"{path}?{urlencode(params)}" if params else path
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    connection.request("GET", target, headers=headers)
    response = connection.getresponse()
    named = {name.lower(): value for name, value in response.getheaders()}
    return Answer(status=response.status, headers=named, body=response.read())


def walk(server: GraphServer, path: str, **params: Any) -> Iterator[Answer]:
    """Every page of an edge, by the query of `next` and never by its host; at most 50."""
    for _turn in range(50):
        answer = get(server, path, **params)
        yield answer
        link = answer.json.get("paging", {}).get("next")
        if not link:
            return
        query = parse_qsl(urlsplit(link).query, keep_blank_values=True)
        params = {name: value for name, value in query if name != "access_token"}
    raise AssertionError("the walk does not end")
