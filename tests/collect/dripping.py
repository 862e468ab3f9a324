"""A server that answers for ever: one byte after the other, each well within a read timeout."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def dripping(at_once: bytes, rest: bytes, every: float = 0.02) -> Iterator[str]:
    """Its address; what it says `at_once` to whoever connects, and byte by byte without an end."""
    closing = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=_accept, args=(listening, closing, at_once, rest, every), daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        closing.set()


def _accept(
    listening: socket.socket, closing: Event, at_once: bytes, rest: bytes, every: float
) -> None:
    with suppress(OSError):
        while not closing.is_set():
            one, _address = listening.accept()
            Thread(target=_drip, args=(one, closing, at_once, rest, every), daemon=True).start()


def _drip(one: socket.socket, closing: Event, at_once: bytes, rest: bytes, every: float) -> None:
    with suppress(OSError), one:
        one.recv(1 << 16)
        one.sendall(at_once)
        while True:
            for byte in rest:
                if closing.wait(every):
                    return
                one.sendall(bytes((byte,)))
