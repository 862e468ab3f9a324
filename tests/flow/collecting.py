"""What a process of its own does, which begins with the taggers ready."""

import argparse
import logging
import os
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from fb_watch.bootstrap import collector, tagger
from fb_watch.cli import watch
from fb_watch.cli.main import main
from fb_watch.config.load import load
from fb_watch.pipeline import exit_code
from flow.conftest import write_home


def collect(home: Path, environ: Mapping[str, str], at: datetime, said: Path) -> None:
    """What `fb-watch collect` does at a time; what it has written it tells in a file."""
    log = logging.getLogger("fb_watch")
    log.setLevel(logging.DEBUG)
    with said.open("a", encoding="utf-8") as file:
        log.addHandler(logging.StreamHandler(file))  # which flushes after each line
        with collector(
            home, now=lambda: at, environ=environ, pause=lambda _seconds: None
        ) as collect:
            code = exit_code(list(collect.round(collect.pages())))
    sys.exit(code)


def type_in(environ: Mapping[str, str], said: Path, *line: str) -> None:
    """Run a command line; what it prints and logs goes into a file."""
    os.environ |= environ
    with said.open("w", buffering=1, encoding="utf-8") as sys.stdout:
        sys.stderr = sys.stdout
        sys.exit(main(line))


def be_hasty(environ: Mapping[str, str], home: Path) -> None:
    """`fb-watch watch` whose patience with a response on its way is a moment."""
    os.environ |= environ
    grace = timedelta(milliseconds=200)
    sys.exit(watch.run(argparse.Namespace(home=home, tick="1m", json=False, grace=grace)))


with TemporaryDirectory() as _folder:
    write_home(Path(_folder))
    tagger(load(Path(_folder))).explain("School")
