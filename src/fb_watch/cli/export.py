"""fb-watch export"""

import argparse
import select
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.cli.composing import add_document_options, check_document_options, dossier
from fb_watch.cli.emptied import explained
from fb_watch.cli.filters import add_filters, is_filtered, query_from
from fb_watch.cli.home import home_of, reading, starts
from fb_watch.cli.output import note, on_terminal, stdout
from fb_watch.cli.people import add_unmasked, masked_posts
from fb_watch.cli.refs import is_fed, read_refs, sorted_out
from fb_watch.cli.stopping import tidy_on_sigterm
from fb_watch.errors import UsageError
from fb_watch.export.forms import DOCUMENTS, FORMS
from fb_watch.i18n import _, plural

if TYPE_CHECKING:
    from sqlite3 import Connection

    from fb_watch.archive.selection import Selection
    from fb_watch.export.handing_over import Form, Posts, Wishes
    from fb_watch.model.exported import Exported

_PATIENCE = 3.0  # seconds


def configure(parser: argparse.ArgumentParser) -> None:
    """Which posts, in which form, where to."""
    parser.add_argument("words", nargs="*", metavar="WORDS", help=_("what the post says"))
    parser.add_argument(
        "--format", choices=FORMS, metavar="F", help=f"{_('form of the file')} ({', '.join(FORMS)})"
    )
    parser.add_argument(
        "-o", "--output", type=str, metavar="FILE", default="-", help=_("- is stdout")
    )
    parser.add_argument(
        "--lang", choices=("en", "fr", "es"), help=_("language of the words around the posts")
    )
    _add_excel(parser)
    for name, text in (
        ("public", _("references, dates, addresses and tags only: no texts, no pictures")),
        ("with-comments", _("what people wrote below the posts too")),
        ("with-authors", _("names of authors who are people too")),
        ("log", _("what was exported so far, newest first, in place of an export")),
        ("json", _("the log as JSON")),
        ("force", _("replace an existing file")),
    ):
        parser.add_argument(f"--{name}", action="store_true", help=text)
    add_unmasked(parser)
    add_document_options(parser)
    add_filters(parser, limit=None)
    parser.epilog = "\n".join(
        [
            _("Holds what `search` with the same filters finds, in that order."),
            _("Without --format the end of the name of FILE says the form; else it is CSV."),
            _("References on stdin choose the posts, in that order."),
            _("Each export is noted in the archive: who, when, what, how many. --log shows it."),
            _("In what people wrote, names, phone numbers, e-mail addresses are masked (•);"),
            _("of a page's own posts only what they share. --unmasked leaves all as it is."),
            _("Names are those of who wrote there or is tagged; others cannot be known. Where"),
            _("authors are not named in pages.toml, a family name alone is masked only beside"),
            _("the whole name. Read texts of people before you publish them."),
            _("JSON Lines hold mentions and attachments as received with --with-authors only."),
            _("The query stands in the file, or in FILE-metadata.json beside it."),
            "",
            _("examples:"),
            "  fb-watch export --theme education --format xlsx -o education.xlsx",
            "  fb-watch export --country MG --excel fr -o madagascar.csv",
            "  fb-watch search eau --format refs | fb-watch export -o eau.csv",
            "  fb-watch export --since 2020 --public --format jsonl -o open.jsonl",
            "  fb-watch export --format docx --lang fr --by question -o dossier.docx",
            "  fb-watch export --log",
        ]
    )


@tidy_on_sigterm()
def run(args: argparse.Namespace) -> int:
    """Write the file and say how many posts it holds; 1 where one asked for is not there."""
    from fb_watch.archive.selection import NOTHING, posts, select
    from fb_watch.cli.about import about, check_log
    from fb_watch.export.leaving import leaving

    if args.log:
        return _log(args)
    args.format = args.format or _named(args.output)
    form = _form(args)
    refs = _refs_given(args)
    asked = query_from(args, " ".join(args.words) if refs is None else "", refs or ())
    with reading(args, of_today=True) as archive:
        check_log(home_of(args))
        there, lacking = sorted_out(archive, asked.refs)
        if lacking and not there:
            return 1
        query = asked._replace(refs=there)
        # of no references none is meant, where a Query without any means all posts
        those = NOTHING if refs == () else select(archive, query)
        for text in (*those.notes, *([] if those or refs else explained(archive, query))):
            note(text)
        those = _comments_apart(args, archive, those, form)
        told = about(
            home_of(args),
            archive,
            asked,
            len(those),
            not_found=lacking,
            starts=starts(args),
            lang=args.lang,
            is_public=args.public,
            with_comments=args.with_comments,
            with_authors=args.with_authors,
            is_unmasked=args.unmasked,
        )
        if not those:
            note(_("Nothing found: the file holds no post."))
        found = posts(archive, those, with_comments=told.with_comments)
        if not args.unmasked:
            found = masked_posts(args, archive, found)
        wishes = _wishes(args, archive, those, told)
        _hand_over(args, form, (leaving(post, told) for post in found), told, wishes)
    return 1 if lacking else 0


def _log(args: argparse.Namespace) -> int:
    from fb_watch.cli.taken_out import print_log

    with reading(args, of_today=True) as archive:
        print_log(archive, as_json=args.json)
    return 0


def _form(args: argparse.Namespace) -> "Form":
    """What writes the form asked for; options that do not go with it are told."""
    form = FORMS[args.format]()
    if args.json:
        raise UsageError(
            _("--json goes with --log."),
            remedy=_("For posts: {command}").format(command="fb-watch export --format jsonl"),
        )
    if args.excel and args.format != "csv":
        raise UsageError(_("--excel goes with --format csv."))
    if args.public and (args.with_comments or args.with_authors):
        raise UsageError(_("--public leaves out what --with-comments and --with-authors ask for."))
    if args.public and args.format == "bag":
        raise UsageError(_("A bag holds what was received: it is not for everybody."))
    check_document_options(args)
    return form


def _comments_apart(
    args: argparse.Namespace, archive: "Connection", those: "Selection", form: "Form"
) -> "Selection":
    """
    What was chosen, without the comments among it unless they were asked for.

    Comments of Facebook's own exports are entries of their own, for which every form has room;
    for those below posts not every form has.
    """
    from fb_watch.archive.selection import comments_among, without

    comments = comments_among(archive, those)
    if comments and not args.with_comments:
        told = plural(
            "{n} comment is left out: --with-comments takes it in.",
            "{n} comments are left out: --with-comments takes them in.",
            len(comments),
        )
        note(told.format(n=len(comments)))
        return without(those, comments)
    if args.with_comments and not (form.has_comments or comments):
        able = [name for name, made in FORMS.items() if made().has_comments]
        raise UsageError(
            _("--format {format} has no room for comments.").format(format=args.format),
            remedy=_("One of: {formats}").format(formats=", ".join(able)),
        )
    return those


def _wishes(
    args: argparse.Namespace, archive: "Connection", those: "Selection", about: "Exported"
) -> "Wishes":
    """How the file is to be, and what only the archive can give to it."""
    from fb_watch.export.handing_over import BagSources, Dossier, Wishes

    is_document = args.format in DOCUMENTS
    bag = None
    if args.format == "bag":
        from fb_watch.archive.extract import extract
        from fb_watch.archive.responses import evidence, versions
        from fb_watch.archive.selection import of_people

        is_wanted = args.unmasked and args.with_authors
        if not is_wanted and (number := of_people(archive, those)):
            raise UsageError(
                _("A bag holds what was received, and {n} of the posts are of people.").format(
                    n=number
                ),
                remedy=_(
                    "Choose pages with --page, or take them as they are: --unmasked --with-authors."
                ),
            )
        bag = BagSources(
            evidence=lambda: evidence(archive, those.keys),
            versions=lambda: versions(archive, those.keys),
            copy=lambda path: extract(archive, those.keys, path, about.at),
            note=note,
        )
    return Wishes(
        excel=args.excel,
        archive=home_of(args) / "archive",
        dossier=dossier(args, archive, those.keys) if is_document else Dossier(),
        bag=bag,
    )


def _hand_over(
    args: argparse.Namespace,
    form: "Form",
    posts: "Posts",
    about: "Exported",
    wishes: "Wishes",
) -> None:
    from fb_watch.cli.about import log
    from fb_watch.export.handing_over import TextForm, to_file, to_stream

    home = home_of(args)
    if args.output != "-":
        path = Path(args.output)
        to_file(
            form,
            posts,
            about,
            wishes,
            path,
            force=args.force,
            note=lambda: log(home, about, args.format, str(path.absolute())),
        )
        told = plural(
            "{number} post written to {file}", "{number} posts written to {file}", about.posts
        )
        note(told.format(number=about.posts, file=args.output))
        return
    if on_terminal() and not isinstance(form, TextForm):
        raise UsageError(
            _("--format {format} is not for a terminal.").format(format=args.format),
            remedy=_("Give it a name: -o NAME."),
        )
    log(home, about, args.format, "-")
    if isinstance(form, TextForm):
        form.write(posts, about, wishes, stdout())
    else:
        to_stream(form, posts, about, wishes, sys.stdout.buffer)


def _named(file: str) -> str:
    """The form that a name ends in: nobody wants a table called x.docx."""
    ending = Path(file).suffix[1:].lower()
    return ending if ending in FORMS else "csv"


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
    if args.words or is_filtered(args) or not is_fed(sys.stdin):
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


def _add_excel(parser: argparse.ArgumentParser) -> None:
    """The option with or without a language."""
    parser.add_argument(
        "--excel",
        nargs="?",
        const="en",
        choices=("en", "fr", "es"),
        help=_("the CSV that Excel of this language opens right"),
    )
