"""Processes made to be killed: forked from one that has imported the program, so within moments."""

import multiprocessing
import os
import sys
from collections.abc import Callable
from ctypes import c_int
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess

import pytest

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        "archive.build",
        "apscheduler.schedulers.background",
        "fb_watch.archive.migrations",
        "fb_watch.collect.graph",
        "fb_watch.retag",
        "flow.collecting",
    ]
)


def started(work: Callable[..., None], *given: object) -> BaseProcess:
    """A process at work; `work` and what it is given travel there by pickle."""
    with pytest.MonkeyPatch.context() as patch:
        # in Python 3.11 the server finds what it is to import by this alone
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()
    process = _FORKS.Process(target=work, args=given)
    process.start()
    return process


def counter() -> c_int:
    """A number that two processes share; without a lock, which a killed one would keep."""
    return _FORKS.RawValue(c_int, 0)
