"""fb-watch export"""

import argparse
import os
import select
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from fb_watch.cli.emptied import explained
from fb_watch.cli.filters import add_filters, is_filtered, query_from
from fb_watch.cli.home import reading
from fb_watch.cli.output import note, stdout
from fb_watch.cli.refs import read_refs
from fb_watch.errors import UsageError
from fb_watch.export.tables import write_csv, write_jsonl
from fb_watch.i18n import _
from fb_watch.model.archived import ArchivedPost

FORMATS = ("csv", "jsonl")
_PATIENCE = 3.0  # seconds
Writer = Callable[[Sequence[ArchivedPost], TextIO], int]


def configure(parser: argparse.ArgumentParser) -> None:
    """Which posts, in which form, where to."""
    parser.add_argument("words", nargs="*", metavar="WORDS", help=_("what the post says"))
    parser.add_argument("--format", choices=FORMATS, default="csv", help=_("form of the file"))
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help=_("- is stdout"))
    parser.add_argument(
        "--lang",
        choices=("en", "fr", "es"),
        help=_("of documents; CSV and JSON Lines have no words"),
    )
    parser.add_argument(
        "--excel",
        nargs="?",
        const="en",
        choices=("en", "fr", "es"),
        help=_("the CSV that Excel of this language opens right"),
    )
    parser.add_argument("--force", action="store_true", help=_("replace an existing file"))
    add_filters(parser, limit=None)
    parser.epilog = "\n".join(
        [
            _("Holds what `search` with the same filters finds, in that order."),
            _("References on stdin choose the posts, in that order."),
            "",
            _("examples:"),
            "  fb-watch export --theme education --format csv -o education.csv",
            "  fb-watch export --country MG --excel fr -o madagascar.csv",
            "  fb-watch search eau --format refs | fb-watch export -o eau.csv",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Write the file and say how many posts it holds."""
    from fb_watch.archive.search import search

    if args.excel and args.format != "csv":
        raise UsageError(_("--excel goes with --format csv."))
    refs = _refs_given(args)
    query = query_from(args, " ".join(args.words) if refs is None else "", refs or ())
    with reading(args) as archive:
        # of no references none is meant, where a Query without any means all posts
        hits, notes = ([], []) if refs == () else search(archive, query)
        notes += [] if hits or refs else explained(archive, query)
    for text in notes:
        note(text)
    posts = [hit["post"] for hit in hits]
    if args.output == "-":
        writer(args)(posts, stdout())
        return 0
    written = write_file(Path(args.output), posts, writer(args), force=args.force)
    note(_("{number} posts written to {file}").format(number=written, file=args.output))
    return 0


def writer(args: argparse.Namespace) -> Writer:
    """What writes the format asked for."""
    if args.format == "jsonl":
        return write_jsonl
    return lambda posts, out: write_csv(posts, out, excel=args.excel)


def write_file(path: Path, posts: Sequence[ArchivedPost], write: Writer, *, force: bool) -> int:
    """Write to a temporary name beside the file and rename, so that no half file is ever seen."""
    if path.exists() and not path.is_file() and not path.is_dir():  # a pipe or a device
        with path.open("w", encoding="utf-8", newline="") as out:
            return write(posts, out)
    _check(path, force=force)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as out:
            written = write(posts, out)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return written


def _check(path: Path, *, force: bool) -> None:
    """Raise UsageError where a file of this name cannot or must not be written."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise UsageError(_("There is no folder {folder}.").format(folder=folder))
    if path.is_dir():
        raise UsageError(_("{file} is a folder.").format(file=path))
    if path.exists() and not force:
        raise UsageError(
            _("{file} is there already.").format(file=path),
            remedy=_("Choose another name, or --force to replace it."),
        )


def _refs_given(args: argparse.Namespace) -> tuple[str, ...] | None:
    """
    The references that choose the posts, None where something else does.

    `-` reads them from stdin to its end. Without words and filters a pipe or a file is read too,
    but not waited for longer than a moment: in scripts stdin is often a pipe into which nobody
    ever writes. One that ends without a reference may come from a search that failed; to hand
    over the whole archive then would be the worst answer.
    """
    if args.words == ["-"]:
        return read_refs(["-"])
    if args.words or is_filtered(args) or not _is_fed(sys.stdin):
        return None
    ready, _w, _x = select.select([sys.stdin], [], [], _PATIENCE)
    if not ready:
        note(_("No reference came on stdin: all posts are meant."))
        return None
    if refs := read_refs(["-"]):
        return refs
    raise UsageError(
        _("Stdin ended without a reference."),
        remedy=_("For all posts: {command}").format(command="fb-watch export < /dev/null"),
    )


def _is_fed(stream: TextIO) -> bool:
    """Whether something could come from there: a pipe, a socket or a file, no terminal."""
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except OSError:  # no file of the system's
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISREG(mode)
