"""In: a World. Out: a real HTTP server on loopback that answers as the Graph API does."""

import argparse
import re
import socket
import struct
import sys
import threading
from contextlib import suppress
from datetime import UTC
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from fb_watch.demo import graph, media
from fb_watch.demo.faults import FaultPlan
from fb_watch.demo.generated import generate_world
from fb_watch.demo.wire import Reply, Request
from fb_watch.demo.world import World
from fb_watch.i18n import _

_VERSION = re.compile(r"/(v\d{1,3}\.\d{1,2})(?=/|$)")


class GraphServer:
    """
    Serves a world until it is closed; a context manager.

    `url` is the base URL, `requests` all that was asked so far, `faults` what goes wrong.
    """

    def __init__(
        self,
        world: World,
        *,
        faults: FaultPlan | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.world = world
        self.faults = faults or FaultPlan()
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self._numbering = threading.Lock()
        self._calls = 0
        self._http = _Loopback((host, port), self)
        self.url = f"http://{host}:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "GraphServer":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop, cut the connections kept alive, give slow answers up."""
        self.closing.set()
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()
        self._http.hang_up()

    def handle(self, target: str, headers: dict[str, str]) -> Reply:
        """The reply to one GET: a fault where one is planned, a media file, or the Graph's."""
        request = self._read(target, headers)
        fault = self.faults.take(request)
        return fault(request, self._answer) if fault else self._answer(request)

    def _read(self, target: str, headers: dict[str, str]) -> Request:
        split = urlsplit(target)
        found = _VERSION.match(split.path)
        path = split.path[found.end() :] if found else split.path
        is_media = split.path.startswith("/media/")
        with self._numbering:
            self._calls += not is_media
            request = Request(
                path=unquote(path) or "/",
                params=dict(parse_qsl(split.query, keep_blank_values=True)),
                headers=headers,
                version=found[1] if found else None,
                number=0 if is_media else self._calls,
            )
            self.requests.append(request)
        return request

    def _answer(self, request: Request) -> Reply:
        if request.path.startswith("/media/"):
            return self._media(request)
        return graph.answer(self.world, self.url, request)

    def _media(self, request: Request) -> Reply:
        now, generation = self.world.now(), self.world.media_generation
        complaint = media.complaint(request.path, request.params, now, generation)
        if complaint:
            text = {"Content-Type": "text/plain"}
            return Reply(status=403, body=complaint.encode(), headers=text)
        name = PurePosixPath(request.path)
        kind = {"Content-Type": media.TYPES[name.suffix], "Cache-Control": "max-age=1209600"}
        return Reply(body=media.content(name.name), headers=kind)


class _Loopback(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], front: GraphServer) -> None:
        self.front = front
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Cut every connection that is still open: a closed server must not go on answering."""
        for connection in tuple(self._open):
            with suppress(OSError):  # gone already
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # clients may leave at any time
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Loopback

    def do_GET(self) -> None:
        front = self.server.front
        names = {name.lower(): value for name, value in self.headers.items()}
        reply = front.handle(self.path, names)
        if reply.delay:
            front.closing.wait(reply.delay)
        if reply.reset:
            self._reset()
            return
        head = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        head.append(f"Date: {format_datetime(front.world.now().astimezone(UTC), usegmt=True)}")
        length = len(reply.body) if reply.length is None else reply.length
        head.append(f"Content-Length: {length}")
        self.close_connection |= length != len(reply.body)
        self.wfile.write("\r\n".join([*head, "", ""]).encode("latin-1") + reply.body)

    def _reset(self) -> None:
        # Without lingering, closing sends RST: the client sees a reset and not an end of file.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        socket.close(self.connection.detach())

    def log_message(self, template: str, *args: Any) -> None:
        """Say nothing: `GraphServer.requests` knows what was asked."""


def main(arguments: list[str] | None = None) -> None:
    """Serve generated posts from a process of its own; prints the URL and waits for a signal."""
    parser = argparse.ArgumentParser(
        prog="fb_watch.demo.server", description=_("A stand-in for the Graph API on loopback.")
    )
    parser.add_argument("--port", type=int, default=0, help=_("0: any free port"))
    parser.add_argument("--generate", type=int, default=1000, help=_("how many posts"))
    parser.add_argument("--pages", type=int, default=1, help=_("on how many pages"))
    asked = parser.parse_args(arguments)
    world = generate_world(asked.generate, pages=asked.pages)
    with GraphServer(world, port=asked.port) as server:
        sys.stdout.write(server.url + "\n")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            server.closing.wait()


if __name__ == "__main__":
    main()
