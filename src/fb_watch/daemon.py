"""One tick, again and again: what is due lives in the archive, not in the scheduler."""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from fb_watch.errors import ConfigError, FbWatchError
from fb_watch.i18n import _

log = logging.getLogger("fb_watch")

# systemd and people expect an end within ten seconds; what is left is for closing the archive.
GRACE = timedelta(seconds=8)


class Daemon:
    """
    Rounds for ever, until SIGTERM or SIGINT.

    `tick(stopping)` does one round over the pages that are due and asks `stopping()` between
    responses. `reload()` reads the configuration anew and raises ConfigError where it is wrong.
    """

    def __init__(
        self,
        tick: Callable[[Callable[[], bool]], None],
        reload: Callable[[], None],
        *,
        every: timedelta,
        grace: timedelta = GRACE,
    ) -> None:
        self._tick = tick
        self._reload = reload
        self._every = every
        self._grace = grace
        self._stop = threading.Event()
        self._reload_wanted = threading.Event()
        self._wake = threading.Event()
        self._wanted = threading.Event()
        self._advanced = time.monotonic()
        self._busy = threading.Lock()
        self._scheduler: Any = None

    def run(self) -> bool:
        """Serve until told to stop; whether the running round could come to its end in time."""
        from apscheduler.schedulers.background import BackgroundScheduler

        scheduler = self._scheduler = BackgroundScheduler(
            timezone="UTC",
            # Without a misfire limit of its own APScheduler drops, silently, a tick that is late.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        seconds = self._every.total_seconds()
        scheduler.add_job(self._one_tick, "interval", seconds=seconds, id="tick")
        scheduler.add_job(self._one_tick)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._on_stop)
        signal.signal(signal.SIGHUP, self._on_reload)
        scheduler.start()
        notify("READY=1")
        log.info("watching every=%ss", int(seconds))
        self._attend()
        return self._end()

    def _on_stop(self, *_signal: object) -> None:
        self._stop.set()
        self._wake.set()

    def _on_reload(self, *_signal: object) -> None:
        self._reload_wanted.set()
        self._wake.set()

    def _attend(self) -> None:
        """The main thread waits for signals and beats the watchdog while rounds advance."""
        while not self._stop.is_set():
            self._wake.wait(timeout=5)
            self._wake.clear()
            if self._reload_wanted.is_set():
                self._reload_wanted.clear()
                self._take_new_config()
            # a round that hangs holds the lock and stops the beat, so that systemd restarts us
            if not self._busy.locked() or time.monotonic() - self._advanced < 300:
                notify("WATCHDOG=1")

    def _take_new_config(self) -> None:
        notify(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")
        try:
            self._reload()
            log.info("configuration read anew")
            self._scheduler.add_job(self._one_tick)  # other pages may be due now
        except ConfigError as error:
            text = _("The new configuration is wrong, the old one stays: {error}")
            log.error("%s", text.format(error=error))
        notify("READY=1")

    def _one_tick(self) -> None:
        """One round; what is wanted while one runs comes right after it, and is not dropped."""
        self._wanted.set()
        while self._wanted.is_set() and not self._stop.is_set():
            if not self._busy.acquire(blocking=False):
                return
            self._wanted.clear()
            try:
                self._advanced = time.monotonic()
                self._tick(self._stopping)
            except FbWatchError as error:
                log.error("%s", error)
            finally:
                self._busy.release()

    def _stopping(self) -> bool:
        """Asked between responses: also the sign that the round advances."""
        self._advanced = time.monotonic()
        return self._stop.is_set()

    def _end(self) -> bool:
        notify("STOPPING=1")
        self._scheduler.shutdown(wait=False)
        ended = self._busy.acquire(timeout=self._grace.total_seconds())
        log.info("stopped" if ended else "stopped in the middle of a response")
        return ended


def notify(state: str) -> None:
    """Tell systemd (sd_notify); never blocks, never fails: a full queue once hung a daemon."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as sock:
            sock.connect(address)
            sock.sendall(state.encode())
    except OSError:
        return
