"""fb-watch cite"""

import argparse
from pathlib import Path

from fb_watch.cli.citing import STYLES, help_on_styles, style
from fb_watch.cli.home import reading
from fb_watch.cli.output import note, stdout
from fb_watch.cli.people import add_unmasked, masked_posts
from fb_watch.cli.refs import read_refs, sorted_out
from fb_watch.cli.stopping import tidy_on_sigterm
from fb_watch.i18n import _

FORMATS = ("text", "html", "md", "csl-json", "ris", "biblatex")


def configure(parser: argparse.ArgumentParser) -> None:
    """Posts, style, format, language."""
    parser.add_argument("refs", nargs="+", metavar="REF", help=_("a reference, id or permalink"))
    parser.add_argument(
        "--style",
        type=style,
        metavar="S",
        default="apa",
        help=help_on_styles(),
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        metavar="F",
        default="text",
        help=_("form of the answer") + f" ({', '.join(FORMATS)})",
    )
    parser.add_argument("--json", action="store_true", help=_("the same as --format csl-json"))
    parser.add_argument(
        "--lang", choices=("en", "fr", "es"), help=_("language of the words around the post")
    )
    parser.add_argument(
        "--with-authors", action="store_true", help=_("names of authors who are people too")
    )
    add_unmasked(parser)
    parser.epilog = "\n".join(
        [
            _("REF: fbw:2020-000123 (newest version), fbw:2020-000123@9f2c41aa (that version),"),
            _("a Facebook post id or any form of its address; - reads them from stdin."),
            _("In what people wrote, names, phone numbers, e-mail addresses are masked (•);"),
            _("of a page's own posts only what they share. --unmasked leaves all as it is."),
            "",
            _("examples:"),
            "  fb-watch cite fbw:2020-000123 --style iso690-fr",
            "  fb-watch search école --format refs | fb-watch cite - --format ris",
            "  fb-watch cite fbw:2020-000123 --style harvard-cite-them-right.csl",
        ]
    )


@tidy_on_sigterm()
def run(args: argparse.Namespace) -> int:
    """Print the references, in the order given; 1 where a post is not there."""
    from fb_watch.archive.search import get
    from fb_watch.export.citation import references
    from fb_watch.export.leaving import without_people
    from fb_watch.export.references import DATA, render
    from fb_watch.export.styles import language_of

    with reading(args, of_today=True) as archive:
        there, lacking = sorted_out(archive, read_refs(args.refs))
        named = (get(archive, ref) for ref in there)
        # a version goes by its hash: two entries of one name are one too many
        posts = list({(post["ref"], post["hash"]): post for post in named}.values())
        if not args.unmasked:
            posts = list(masked_posts(args, archive, posts))
    form = "csl-json" if args.json else args.format
    refs = references(posts if args.with_authors else [without_people(post) for post in posts])
    if args.style in STYLES or form in DATA:
        told = render(refs, style=args.style, form=form, lang=args.lang)
        if form not in DATA and args.lang not in (None, language_of(args.style, args.lang)):
            note(_("{style} is not written in the language of --lang.").format(style=args.style))
    else:
        from fb_watch.export.pandoc import with_style

        told = with_style(refs, Path(args.style), form=form, lang=args.lang)
    stdout().write(told)
    return 1 if lacking else 0
