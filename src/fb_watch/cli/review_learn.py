"""fb-watch review learn"""

import argparse
import csv
import io
from dataclasses import asdict
from typing import TYPE_CHECKING

from fb_watch.cli.home import home_of, reading
from fb_watch.cli.output import bold, note, print_json, table
from fb_watch.cli.parts import Part, add_json
from fb_watch.cli.progress import advancing
from fb_watch.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from sqlite3 import Connection

    from fb_watch.learning import Learning
    from fb_watch.model.settings import Codebook, Config
    from fb_watch.proposing import Proposal, Seen


def parts() -> dict[str, Part]:
    """What the codebook could learn."""
    return {"learn": Part(_("terms to add or to drop, from what people decided"), _configure, _run)}


def _configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.epilog = "\n".join(
        [
            _("From tags by hand, verified posts and coded samples: terms of posts that the"),
            _("machine missed, and terms that fire where people deny the theme. The rows are"),
            _("those of config/terms/<language>.csv; gained and lost is what a retag changes,"),
            _("by hand: posts where the machine would say otherwise, but a hand has spoken."),
            _("Nothing changes by itself: paste what is right, then fb-watch retag --dry-run."),
            "",
            _("examples:"),
            "  fb-watch review learn",
            "  fb-watch review learn --json",
        ]
    )


def _run(args: argparse.Namespace) -> int:
    from fb_watch.proposing import chosen, propose

    with reading(args) as archive:
        look = _learning(home_of(args), archive)
        if not look.judged:
            note(_("Nobody has tagged, verified or coded a post yet: there is nothing to learn."))
            return 0
        total = look.tagging.count()
        seen: list[Seen] = []
        for _posts in advancing("fb-watch review learn", look.walk(seen), total):
            pass
        found = propose(seen, look.codebook, [page.name for page in look.pages.values()])
        if found:
            for _posts in advancing("fb-watch review learn", look.weigh(found), total):
                pass
        found = chosen(found)
    if args.json:
        print_json([asdict(one) for one in found])
    else:
        _print(found)
    text = plural("From {n} post.", "From {n} posts.", len(look.judged))
    note(text.format(n=len(look.judged)))
    return 0


def _learning(home: "Path", archive: "Connection") -> "Learning":
    from fb_watch.archive.judged import judged_themes
    from fb_watch.archive.tagging import Tagging
    from fb_watch.bootstrap import tagger
    from fb_watch.config.load import load
    from fb_watch.learning import Learning
    from fb_watch.retag import PageTagger

    config = load(home)
    tagging = Tagging(archive, home / "archive" / "archive.db")
    return Learning(
        tagging=tagging,
        tagger=PageTagger(tagger(config), tagging.newest_texts),
        tagger_of=lambda other: PageTagger(tagger(_trial(config, other)), tagging.newest_texts),
        codebook=config.codebook,
        pages={page.key: page for page in config.pages},
        judged=judged_themes(archive),
    )


def _trial(config: "Config", codebook: "Codebook") -> "Config":
    """The configuration with a codebook that stands in no file."""
    from dataclasses import replace

    return replace(config, codebook=replace(codebook, hash="trial"))


def _print(found: "Sequence[Proposal]") -> None:
    """By file of terms: what each row would do and why, then the rows to paste."""
    if not found:
        note(_("No term stands out: there are too few decisions, or the codebook has them all."))
    for place, language in enumerate(sorted({one.language for one in found})):
        rows = [one for one in found if one.language == language]
        if place:
            print()
        print(bold(f"config/terms/{language}.csv"))
        columns = [_("theme"), _("term"), _("row"), _("right"), _("wrong")]
        table(
            [*columns, _("gained"), _("lost"), _("by hand"), _("posts")],
            [
                [
                    one.theme,
                    one.term,
                    _("delete it") if one.strength == "delete" else one.strength,
                    one.right,
                    one.wrong,
                    f"+{one.gained}",
                    f"-{one.lost}",
                    one.settled,
                    " ".join(one.refs[:2]),
                ]
                for one in rows
            ],
        )
        print()
        for one in rows:
            if one.strength != "delete":
                print(_row(one))


def _row(one: "Proposal") -> str:
    """A line of the file of terms: theme, term, strength, case, note."""
    said = _("right in {right}, wrong in {wrong} reviewed posts").format(
        right=one.right, wrong=one.wrong
    )
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow((one.theme, one.term, one.strength, "", said))
    return line.getvalue()
