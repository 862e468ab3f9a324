"""In: a path and parameters. Out: an Answer of the Graph API, or a GraphError; network."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import requests
from requests import exceptions
from requests.auth import AuthBase
from urllib3.exceptions import ReadTimeoutError

from fb_watch.collect.budget import pause, read_usage
from fb_watch.collect.classify import classify
from fb_watch.collect.client import is_local, new_client
from fb_watch.collect.fields import PAGE
from fb_watch.collect.patience import PATIENCE, Pace
from fb_watch.dialect.read import read_json
from fb_watch.dialect.scrub import scrub, scrub_text
from fb_watch.errors import (
    GraphError,
    RequestRefusedError,
    TokenError,
    TooMuchDataError,
    TransientGraphError,
)
from fb_watch.i18n import _
from fb_watch.model.state import Usage

MAX_BYTES = 50_000_000  # of one body, unpacked
LONGEST_PAUSE = 60.0  # seconds
_PLAIN = ",:(){}"  # what field lists are full of, and every server reads as it is
_SECRETS = ("access_token", "appsecret_proof", "input_token")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response; whatever it holds, it does not hold the token."""

    request: str  # path and query without secrets
    status: int
    headers: Mapping[str, str] = field(repr=False)  # names in lower case
    body: bytes = field(repr=False)
    payload: Any = field(repr=False)  # the body read as JSON, None where it is none


class GraphSession:
    """
    One token's connection to the Graph API.

    A whole answer is given five read timeouts (`patience.PATIENCE`), however it drips.
    The token goes into the Authorization header and nowhere else; redirects are not followed;
    every failure leaves as a GraphError, for the texts of requests' own hold whole URLs.
    """

    def __init__(
        self,
        base_url: str,
        version: str,
        token: str,
        app_secret: str | None = None,
        *,
        connect_timeout: float = 5.0,
        read_timeout: float = 60.0,
        tries: int = 3,
        pause: Callable[[float], None],
    ) -> None:
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise TokenError(
                _("The access token is empty or has characters that no token has."),
                remedy=_("Copy it again, alone and without quotes."),
            )
        self.version = version
        self.fingerprint = hashlib.sha256(token.encode()).hexdigest()[:12]
        self.last: Answer | None = None
        self.usage = Usage()  # as told last since `forget_usage`
        pace = Pace(total=PATIENCE * read_timeout)
        self.http = new_client(pace, local=is_local(base_url))
        self.http.auth = _Bearer(token)
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._proof = proof(token, app_secret) if app_secret else None
        self._timeouts = (connect_timeout, read_timeout)
        self._tries = max(tries, 1)
        self._pause = pause

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    @property
    def api_version(self) -> str | None:
        """The version that answered last, e.g. v25.0: an expired one is replaced silently."""
        return self.last.headers.get("facebook-api-version") if self.last else None

    def server_time(self) -> datetime | None:
        """Facebook's clock, as the last answer told it."""
        try:
            when = parsedate_to_datetime(self.last.headers["date"]) if self.last else None
        except (KeyError, ValueError):
            return None
        return when.astimezone(UTC) if when else None

    def forget_usage(self) -> None:
        """What was told concerns the page asked last: the next one has a quota of its own."""
        self.usage = Usage()

    def get(
        self,
        path: str,
        params: Mapping[str, object] | None = None,
        *,
        speaker: str | None = None,
    ) -> Answer:
        """
        Ask once, and again after a transient failure: pauses of 1, 2, 4 … seconds.

        `path` holds the version; `speaker` is another token to ask with. From half of the quota
        on each request waits. Raises GraphError; the answer that meant it is `last`.
        """
        named = {name: str(value) for name, value in (params or {}).items()}
        if seconds := pause(self.usage):
            self._pause(seconds)
        again = 1.0
        for _turn in range(self._tries - 1):
            try:
                return self._get(path, named, speaker)
            except TransientGraphError:
                self._pause(again)
                again = min(again * 2, LONGEST_PAUSE)
        return self._get(path, named, speaker)

    def page(self, page_id: str) -> dict[str, Any]:
        """What Facebook says of a page itself: it answers where the page can be seen at all."""
        return dict(self.get(f"{self.version}/{page_id}", {"fields": PAGE}).payload)

    def debug_token(self, app_token: str | None = None) -> dict[str, Any]:
        """
        Validity, expiry and permissions of the token, asked with the app's token or with itself.

        Only the app's token is told why this one has stopped. Facebook takes the token to be
        looked at from the query and from nowhere else; this is the one request that has it
        there, and neither `last` nor an error shows it.
        """
        asked = {"input_token": self._token}
        answer = self.get(f"{self.version}/debug_token", asked, speaker=app_token)
        data = answer.payload.get("data")
        return data if isinstance(data, dict) else {}

    def _get(self, path: str, params: Mapping[str, str], speaker: str | None) -> Answer:
        asked = {name: value for name, value in params.items() if name != "access_token"}
        if self._proof and not speaker:  # the proof is that of our own token
            asked["appsecret_proof"] = self._proof
        self.last = None
        status, headers, raw = self._exchange(path.lstrip("/"), asked, speaker)
        body = scrub(raw, self._token)
        body = scrub(body, speaker) if speaker else body
        answer = Answer(
            request=scrub_text(request_line(path, params), self._token),
            status=status,
            headers=headers,
            body=body,
            payload=_read(body),
        )
        self.last = answer
        if (usage := read_usage(headers)).told:
            self.usage = usage
        if error := classify(status, headers, answer.payload):
            raise error
        return answer

    def _exchange(
        self, path: str, params: Mapping[str, str], speaker: str | None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and bytes. What goes wrong on the way leaves as a text of our own."""
        try:
            with self.http.get(
                f"{self._base_url}/{path}",
                params=urlencode(params, safe=_PLAIN),  # a third shorter than requests has it
                auth=_Bearer(speaker) if speaker else None,
                timeout=self._timeouts,
                allow_redirects=False,
                stream=True,
            ) as response:
                body = bytearray()
                for chunk in response.iter_content(1 << 16):
                    body += chunk
                    if len(body) > MAX_BYTES:
                        break
                headers = {name.lower(): value for name, value in response.headers.items()}
                status = response.status_code
        except (exceptions.RequestException, OSError, ValueError) as error:
            failure = _failure(error)
        else:
            if len(body) <= MAX_BYTES:
                return status, headers, bytes(body)
            failure = TooMuchDataError(
                _("The answer is larger than {size} MB.").format(size=MAX_BYTES // 1_000_000)
            )
        # Raised outside of `except`: not even as its context may the other one be printed.
        raise failure


class _Bearer(AuthBase):
    """Sends the token as a header; being an auth, it is not replaced by what ~/.netrc says."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def proof(token: str, app_secret: str) -> str:
    """
    `appsecret_proof`: the hex HMAC-SHA256 of the token under the app's secret.

    https://developers.facebook.com/docs/graph-api/guides/secure-requests
    """
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def request_line(path: str, params: Mapping[str, str]) -> str:
    """Path and query for the record, without secrets, readable."""
    told = {name: value for name, value in params.items() if name not in _SECRETS}
    query = urlencode(told, safe=_PLAIN)
    return "/" + path.strip("/") + (f"?{query}" if query else "")


def _read(body: bytes) -> Any:
    try:
        return read_json(body)
    except (ValueError, RecursionError):
        return None


def _is_late(error: Exception) -> bool:
    """Whether a body that had begun did not come to its end in time."""
    return isinstance(error, exceptions.ConnectionError) and any(
        isinstance(cause, ReadTimeoutError) for cause in error.args
    )


def _failure(error: Exception) -> GraphError:
    """Our own text for a failure of the transport."""
    wrong_address = (exceptions.InvalidURL, exceptions.MissingSchema, exceptions.InvalidSchema)
    if isinstance(error, wrong_address):
        return RequestRefusedError(
            _("The address of the Graph API cannot be used."),
            remedy=_("Look at url in [graph] of settings.toml and at FB_WATCH_GRAPH_URL."),
        )
    if isinstance(error, exceptions.SSLError):
        text = _("The server's certificate is not trusted.")
    elif isinstance(error, exceptions.ProxyError):
        text = _("The proxy does not let the request through.")
    elif isinstance(error, exceptions.ConnectTimeout):
        text = _("The server cannot be reached in time.")
    elif isinstance(error, exceptions.Timeout) or _is_late(error):
        text = _("The server does not answer in time.")
    elif isinstance(error, exceptions.ChunkedEncodingError | exceptions.ContentDecodingError):
        text = _("The answer came in pieces and not whole.")
    elif isinstance(error, exceptions.ConnectionError):
        text = _("The server cannot be reached, or it cut the connection.")
    else:
        text = _("The request failed on its way.")
    return TransientGraphError(text, remedy=_("Nothing to do: it is asked again by itself."))
