"""fb-watch merge"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.cli.home import home_of
from fb_watch.cli.output import note, print_json, table
from fb_watch.i18n import _, plural

if TYPE_CHECKING:
    from fb_watch.archive.merging import Merged


def configure(parser: argparse.ArgumentParser) -> None:
    """Which archive."""
    parser.add_argument("other", metavar="OTHER.db", type=Path, help=_("the archive to take in"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would come"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("The other archive is only read. Its posts come with versions, evidence, tags by"),
            _("hand and pictures; a post that is here already stays one. Its references keep"),
            _("their meaning: where a number is taken here, add the version (@…)."),
            "",
            _("examples:"),
            "  fb-watch merge /media/usb/archive/archive.db --dry-run",
            "  fb-watch merge /media/usb/archive/archive.db",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Take it in; 1 where something of it could not be believed."""
    from fb_watch.importer import merge

    merged = merge(home_of(args), args.other, is_dry=args.dry_run)
    if args.json:
        names = (
            "posts",
            "new",
            "known",
            "versions",
            "media",
            "absent",
            "pairs",
            "conflicts",
            "problems",
        )
        print_json({name: getattr(merged, name) for name in names})
    else:
        row = [merged.posts, merged.new, merged.known, merged.versions, merged.media]
        columns = [_("posts"), _("new"), _("known"), _("versions"), _("media")]
        table(columns, [row])
    _tell(merged, is_dry=args.dry_run)
    return int(bool(merged.problems))


def _tell(merged: "Merged", *, is_dry: bool) -> None:
    """What did not come as it was, and what is to be done now, on stderr."""
    from fb_watch.importing import open_pairs

    for text in merged.conflicts:
        note(_("conflict: {text}").format(text=text))
    for text in merged.problems:
        note(text)
    if merged.absent:
        note(
            plural(
                "{n} picture is not in the other folder.",
                "{n} pictures are not in the other folder.",
                merged.absent,
            ).format(n=merged.absent)
        )
    if merged.pairs:
        note(open_pairs(merged.pairs))
    if is_dry:
        note(_("Nothing was written: --dry-run."))
    elif merged.new or merged.versions:
        note(_("Tags of the other codebook came along: fb-watch retag brings them up to date."))
