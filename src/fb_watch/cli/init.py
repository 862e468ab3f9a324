"""fb-watch init"""

import argparse
import shlex
from pathlib import Path

from fb_watch.i18n import _


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("dir", nargs="?", type=Path, metavar="DIR", help=_("default: here"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("A file that is there already is never overwritten."),
            "",
            _("examples:"),
            "  fb-watch init",
            "  fb-watch init ~/network",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Write config/ and archive/, and say what to do next."""
    from fb_watch.cli.output import print_json
    from fb_watch.config.default import write_default

    home = (args.dir or args.home or Path.cwd()).expanduser()
    written = write_default(home)
    if args.json:
        print_json({"home": str(home), "written": [str(path) for path in written]})
        return 0
    for path in written:
        print(path)
    if not written:
        print(_("Everything is there already; nothing was changed."))
    print()
    print(_("What to do next:"))
    typed = shlex.quote(str(home))
    for step in (
        _("1. Put your pages into {file}.").format(file=home / "config" / "pages.toml"),
        _("2. Set FB_WATCH_TOKEN to a page token; config/token.md tells how to get one."),
        _("3. fb-watch --home {home} doctor --online").format(home=typed),
        _("4. fb-watch --home {home} collect").format(home=typed),
    ):
        print("  " + step)
    return 0
