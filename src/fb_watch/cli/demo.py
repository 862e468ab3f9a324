"""fb-watch demo"""

import argparse
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fb_watch.cli.output import bold, print_json
from fb_watch.errors import UsageError
from fb_watch.i18n import _, language

# The day after the last sample post; the demo's clock stands here, so that every run is the same.
FIRST_ROUND = datetime(2021, 7, 1, 8, tzinfo=UTC)
SECOND_ROUND = FIRST_ROUND + timedelta(days=1)
WORDS = {"en": ["school*"], "fr": ["écoles"], "es": ["escuelas"]}


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument(
        "dir", nargs="?", type=Path, metavar="DIR", help=_("an empty folder; default: a new one")
    )
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("A stand-in for Facebook is started on this machine; nothing leaves it."),
            _("The posts are sample texts, written for this purpose."),
            "",
            _("examples:"),
            "  fb-watch demo",
            "  fb-watch demo ~/demo && fb-watch --home ~/demo search eau",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Collect the sample pages twice, then show what can be done with them."""
    home = _folder(args.dir)
    from fb_watch.cli.main import main
    from fb_watch.config.default import write_default

    write_default(home)
    rounds = _collect(home, show=not args.json)
    export = home / "archive" / "exports" / "demo.csv"
    export.parent.mkdir(parents=True, exist_ok=True)
    taken_out = ["export", "--theme", "education", "--format", "csv", "-o", str(export)]
    if args.json:
        code = main(["--home", str(home), *taken_out])
        print_json({"home": str(home), "rounds": rounds, "export": str(export)})
        return code
    words = WORDS[language()]
    ref = _first_ref(home, words)
    for line in (
        ["search", *words, "--theme", "education", "--limit", "3"],
        ["show", ref],
        ["cite", ref, "--style", "apa"],
        ["cite", ref, "--style", "iso690-fr"],
        taken_out,
        ["coverage"],
    ):
        if code := _type(home, line):
            return code
    print()
    print(_("The exported file: {file}").format(file=export))
    program = "fb-watch" if shutil.which("fb-watch") else os.path.relpath(sys.argv[0])
    command = shlex.join([program, "--home", str(home)])
    print(_("Look around: {command} search …").format(command=command))
    return 0


def _folder(given: Path | None) -> Path:
    """The folder to work in; one that holds anything already is not touched."""
    if given is None:
        return Path(tempfile.mkdtemp(prefix="fb-watch-demo-"))
    home = given.expanduser()
    if home.is_dir() and any(home.iterdir()):
        raise UsageError(
            _("{folder} is in use already.").format(folder=home),
            remedy=_("Give an empty folder, or none."),
        )
    return home


def _collect(home: Path, *, show: bool) -> list[dict[str, Any]]:
    """Two rounds against the sample pages, served on loopback; in between some posts are edited."""
    from fb_watch.demo.entries import DEMO_TOKEN
    from fb_watch.demo.sample import later_edits, load_world
    from fb_watch.demo.server import GraphServer

    world = load_world(now=lambda: FIRST_ROUND)
    with GraphServer(world) as server:
        environ = {"FB_WATCH_GRAPH_URL": server.url, "FB_WATCH_TOKEN": DEMO_TOKEN}
        if show:
            _say(_("The sample pages, asked for the first time"))
        first = _round(home, environ, FIRST_ROUND, show=show)
        for edit in later_edits():
            world.edit(edit.post_id, edit.message, at=edit.at)
        if show:
            _say(_("The next day: some posts have been edited"))
        return [first, _round(home, environ, SECOND_ROUND, show=show)]


def _round(home: Path, environ: Mapping[str, str], now: datetime, *, show: bool) -> dict[str, Any]:
    """One round, shown or not; gives what `collect --json` would print."""
    from fb_watch.bootstrap import collector
    from fb_watch.cli.progress import pages_done
    from fb_watch.cli.reports import as_json, print_reports, tell_troubles

    with collector(home, now=lambda: now, environ=environ) as collect:
        pages = collect.pages()
        reports = list(pages_done(collect.round(pages, full=True), len(pages)))
    if show:
        print_reports(reports)
    tell_troubles(reports)
    return as_json(reports, started=now, finished=now)


def _type(home: Path, line: Sequence[str]) -> int:
    """Do what a person would type, and show it as typed in that folder."""
    from fb_watch.cli.main import main

    _say("fb-watch " + shlex.join(line), prompt="$ ")
    sys.stdout.flush()
    return main(["--home", str(home), *line])


def _say(text: str, *, prompt: str = "") -> None:
    print(f"\n{bold(prompt + text)}\n")


def _first_ref(home: Path, words: Sequence[str]) -> str:
    """The post that the search below shows first."""
    from fb_watch.archive.search import connect, search
    from fb_watch.model.archived import Query

    archive = connect(home / "archive" / "archive.db")
    try:
        hits, _notes = search(archive, Query(words=" ".join(words), themes=("education",)))
    finally:
        archive.close()
    return hits[0]["post"]["ref"]
