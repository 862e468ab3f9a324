"""
In: how long an answer may take. Out: a transport that gives up one that takes longer.

A read timeout starts anew with every byte: a server that lets one drip each second would hold the
collector for ever, in its headers as in its body. Whatever is read here is read against one clock.
"""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any, TypeVar

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_Connection = TypeVar("_Connection", bound=HTTPConnection)
PATIENCE = 5  # read timeouts that a whole answer may take: five minutes with those of the house
SLOWEST = 8_192  # bytes a second, for which a file is given a second more


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long an answer may take: so many seconds, and one more for each `slowest` bytes."""

    total: float
    slowest: int | None = None
    clock: Callable[[], float] = time.monotonic

    def begun(self) -> "Deadline":
        """The answer begins now."""
        return Deadline(self)


class Deadline:
    """When an answer is given up; what comes of it may move that."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._until = pace.clock() + pace.total

    def came(self, size: int) -> None:
        """So many bytes came; raises TimeoutError where that took too long."""
        if self._pace.slowest:
            self._until += size / self._pace.slowest
        if self._pace.clock() > self._until:
            raise TimeoutError("the whole answer takes too long")


class _Timed(io.RawIOBase):
    """What a socket receives, against the clock."""

    def __init__(self, raw: io.RawIOBase, deadline: Deadline) -> None:
        self._raw = raw
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        size: int | None = self._raw.readinto(buffer)
        self._deadline.came(size or 0)
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


def patient(kind: type[_Connection], pace: Pace) -> type[_Connection]:
    """Connections of a kind whose answers keep to the pace."""

    class Response(HTTPResponse):
        def __init__(self, *args: Any, **keywords: Any) -> None:
            super().__init__(*args, **keywords)
            received: Any = self.fp
            self.fp = io.BufferedReader(_Timed(received.detach(), pace.begun()))

    return type(kind.__name__, (kind,), {"response_class": Response})


class PatientAdapter(HTTPAdapter):
    """As requests has it, with connections that keep to a pace; also those by a proxy."""

    def __init__(self, pace: Pace, secure: type[HTTPSConnection] = HTTPSConnection) -> None:
        class Plain(HTTPConnectionPool):
            ConnectionCls = patient(HTTPConnection, pace)

        class Secure(HTTPSConnectionPool):
            ConnectionCls = patient(secure, pace)

        class Proxied(HTTPSConnectionPool):
            ConnectionCls = patient(HTTPSConnection, pace)

        self._direct = {"http": Plain, "https": Secure}
        self._by_proxy = {"http": Plain, "https": Proxied}
        super().__init__()

    def init_poolmanager(self, *args: Any, **keywords: Any) -> None:
        """As requests does it, with connections of our own."""
        super().init_poolmanager(*args, **keywords)
        self.poolmanager.pool_classes_by_scheme = self._direct

    def proxy_manager_for(self, *args: Any, **keywords: Any) -> Any:
        """As requests does it, with connections of our own."""
        manager = super().proxy_manager_for(*args, **keywords)
        if not args[0].lower().startswith("socks"):  # those have connections of their own
            manager.pool_classes_by_scheme = self._by_proxy
        return manager
