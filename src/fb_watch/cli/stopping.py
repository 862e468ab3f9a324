"""What a verb that writes files does on SIGTERM: it leaves nothing half behind, then it ends."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class _Stopped(BaseException):
    """SIGTERM came: everything that is open is left as after an error."""


@contextmanager
def tidy_on_sigterm() -> Iterator[None]:
    """
    While this lasts, SIGTERM has temporary folders removed before the program ends by it.

    It ends by the signal itself, code 143 to a shell: what waits in stdout is not flushed, so that
    a reader that has gone to sleep holds up nobody.
    """

    def stop(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # a second one must not cut the tidying short
        raise _Stopped

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except _Stopped:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
