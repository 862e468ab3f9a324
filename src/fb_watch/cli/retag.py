"""fb-watch retag"""

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fb_watch.cli.home import home_of
from fb_watch.cli.output import bold, note, paragraph, print_json, table
from fb_watch.cli.progress import advancing
from fb_watch.i18n import _, plural

if TYPE_CHECKING:
    from fb_watch.model.settings import Config
    from fb_watch.retag import Difference, Moved, Retag


def configure(parser: argparse.ArgumentParser) -> None:
    """Whether to write."""
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only say what would be gained and lost")
    )
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("Every post is tagged anew with the codebook and the gazetteer of today."),
            _("Tags by hand stay, old machine tags are kept, citations do not change."),
            _("A run that was stopped goes on where it stood."),
            "",
            _("--json: for theme, country, language and question a list of"),
            '  {"value": "education", "gained": 3, "lost": 1, "examples":',
            '   {"gained": [{"ref", "page", "text", "because": ["école"]}], "lost": []}}',
            "",
            _("examples:"),
            "  fb-watch retag --dry-run",
            "  fb-watch retag",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Walk over the archive, and say what changed or would."""
    from fb_watch.bootstrap import tagger
    from fb_watch.config.load import load
    from fb_watch.retag import Difference

    home = home_of(args)
    config = load(home)
    difference = Difference()
    with _parts(home, config, write=not args.dry_run) as parts:
        since = parts.run.last_key if parts.run else None
        if since is not None:
            note(_("Going on where the last run was stopped."))
        total = parts.tagging.count(since)
        for _posts in advancing("fb-watch retag", parts.walk(difference), total):
            pass
    for page, posts in sorted(difference.left.items()):
        note(
            plural(
                "{n} post of {page} was left as it is: config/pages.toml does not name the page.",
                "{n} posts of {page} were left as they are: config/pages.toml does not name the"
                " page.",
                posts,
            ).format(n=posts, page=page)
        )
    if args.json:
        print_json(_shape(difference, tagger(config).edition, dry_run=args.dry_run))
    else:
        _print(difference, dry_run=args.dry_run)
    return 0


@contextmanager
def _parts(home: Path, config: "Config", *, write: bool) -> Iterator["Retag"]:
    """The archive, opened to write or only to read, and the taggers of the present codebook."""
    from fb_watch.archive.search import connect
    from fb_watch.archive.store import Archive
    from fb_watch.archive.tagging import Tagging
    from fb_watch.bootstrap import tagger, utc_now
    from fb_watch.retag import PageTagger, Retag

    path = home / "archive" / "archive.db"
    reader = connect(path)  # there has to be an archive: to open one to write would make it
    with closing(reader):
        archive = Archive.open(path, utc_now) if write else None
        tagging = archive.tagging if archive else Tagging(reader, path)
        language = config.settings.language
        detector = f"{language.engine} {language.threshold}"
        found = tagger(config)
        try:
            yield Retag(
                tagging=tagging,
                tagger=PageTagger(found, tagging.newest_texts),
                pages={page.key: page for page in config.pages},
                run=tagging.begin(found.edition, detector, utc_now()) if write else None,
                now=utc_now,
            )
        finally:
            if archive:
                archive.close()


def _shape(difference: "Difference", edition: str, *, dry_run: bool) -> dict[str, Any]:
    from fb_watch.retag import KINDS

    return {
        "dry_run": dry_run,
        "codebook": edition,
        "posts": difference.posts,
        "changed": difference.changed,
        "left": difference.left,
        **{kind: difference.moved(kind) for kind in KINDS},
    }


def _print(difference: "Difference", *, dry_run: bool) -> None:
    """What moves, as a table; then the examples."""
    from fb_watch.retag import KINDS

    moved = [(kind, one) for kind in KINDS for one in difference.moved(kind)]
    if moved:
        columns = [_("tag"), _("value"), _("gained"), _("lost")]
        table(columns, [[_(kind), m["value"], m["gained"], m["lost"]] for kind, m in moved])
        for kind, one in moved:
            _print_examples(_(kind), one)
        print()
    text = (
        _("{changed} of {posts} posts would gain or lose a tag.")
        if dry_run
        else _("{changed} of {posts} posts gained or lost a tag.")
    )
    print(text.format(changed=difference.changed, posts=difference.posts))


def _print_examples(kind: str, moved: "Moved") -> None:
    print()
    print(bold(f"{kind} {moved['value']}: +{moved['gained']} -{moved['lost']}"))
    for sign, examples in (("+", moved["examples"]["gained"]), ("-", moved["examples"]["lost"])):
        for one in examples:
            because = "".join(f" “{word}”" for word in one["because"])
            paragraph(f"{sign} {one['ref']}{because}  {one['text']}", indent=2, hang=4)
