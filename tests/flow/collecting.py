"""What a process of its own does, which begins with the taggers ready."""

import argparse
import os
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from fb_watch.bootstrap import collector, tagger
from fb_watch.cli import watch
from fb_watch.cli.main import main
from fb_watch.config.load import load
from flow.conftest import write_home


def collect(home: Path, environ: Mapping[str, str]) -> None:
    """What `fb-watch collect --no-media` does."""
    with collector(home, media=False, environ=environ, pause=lambda _seconds: None) as collect:
        for _report in collect.round(collect.pages()):
            pass


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
