"""fb-watch review next, review assign"""

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING

from fb_watch.cli.chosen import add_choice, chosen
from fb_watch.cli.desk import reviewing
from fb_watch.cli.filters import add_filters, is_filtered, query_from, unheard_of
from fb_watch.cli.home import reading
from fb_watch.cli.output import note, print_json, table, to_the_minute
from fb_watch.cli.parts import Part, add_by, add_json
from fb_watch.cli.reader import check, read
from fb_watch.cli.search import print_hits
from fb_watch.errors import UsageError
from fb_watch.i18n import _, plural
from fb_watch.model.archived import Query, versioned
from fb_watch.model.captions import text_of

if TYPE_CHECKING:
    from sqlite3 import Connection

    from fb_watch.model.archived import ArchivedPost, Hit

FIRST = ("unread", "unsure", "countries")


def parts() -> dict[str, Part]:
    """What to read, and who reads it."""
    return {
        "next": Part(_("the next posts to read, checked out to you"), _configure_next, _next),
        "assign": Part(_("give posts to somebody to read"), _configure_assign, _assign),
    }


def _configure_next(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORDS", help=_("what the post says"))
    add_by(parser)
    parser.add_argument(
        "--take", metavar="N", type=_number, default=1, help=_("so many at once (1)")
    )
    parser.add_argument(
        "--first", choices=FIRST, default="unread", help=_("which come first: see below")
    )
    parser.add_argument("--for", metavar="D", dest="time", default="7d", help=_("how long (7d)"))
    parser.add_argument("--sample", metavar="NAME", help=_("of a sample, to be coded blind"))
    parser.add_argument("-i", action="store_true", dest="reader", help=_("read on full screen"))
    add_json(parser)
    add_filters(parser, limit=None)
    parser.epilog = "\n".join(
        [
            _("Without --status, new posts. What you have already comes first; what others have"),
            _("is passed over until they decide or their time is up. Without --by nothing is"),
            _("checked out. unread: in the order of the search; unsure: where the machine is"),
            _("least sure of its tags; countries: one of each country in turn."),
            "",
            _("examples:"),
            "  fb-watch review next --by ME",
            "  fb-watch review next --take 20 --theme education --first unsure -i --by ME",
            "  fb-watch review next --sample autumn --by ME",
        ]
    )


def _next(args: argparse.Namespace) -> int:
    from fb_watch.archive.search import get

    if args.sample:
        return _next_of_sample(args)
    query = query_from(args, " ".join(args.words))
    if not query.statuses:  # also of a saved search: what was decided is not read again
        query = query._replace(statuses=("new",))
    if args.limit is not None:
        args.take = min(args.take, args.limit)
    if args.reader:
        check()  # before anything is checked out
    refs = _taken(args, query) if args.by.strip() else _looked_at(args, query)
    if args.reader and refs:
        return read(args, Query(words=query.words, refs=tuple(refs)))
    with reading(args) as archive:
        _print(args, [get(archive, ref) for ref in refs])
        if args.take and not refs:
            for text in unheard_of(archive, query):
                note(text)
            _say_who_has_what(archive)
    return 0


def _taken(args: argparse.Namespace, query: "Query") -> list[str]:
    from fb_watch.archive.queue import take
    from fb_watch.bootstrap import utc_now

    now = utc_now()
    number, until = args.take, now + _time(args)
    with reviewing(args) as archive:
        return take(archive, query, args.by, now, number=number, until=until, first=args.first)


def _looked_at(args: argparse.Namespace, query: "Query") -> list[str]:
    from fb_watch.archive.queue import look
    from fb_watch.bootstrap import utc_now

    with reading(args) as archive:
        return look(archive, query, "", utc_now(), args.take, args.first)


def _print(args: argparse.Namespace, posts: "list[ArchivedPost]") -> None:
    """One post as one reads it; of several a list."""
    from fb_watch.cli.show import print_post

    if args.json:
        print_json(posts)
    elif len(posts) == 1:
        print_post(posts[0])
    elif posts:
        print_hits([_hit(post) for post in posts])
    if posts and args.by.strip():
        text = plural("{n} post checked out.", "{n} posts checked out.", len(posts))
        note(text.format(n=len(posts)))


def _hit(post: "ArchivedPost") -> "Hit":
    """The post as a search shows it, with the beginning of what it says."""
    from fb_watch.archive.snippet import snippet

    return {
        "post": post,
        "snippet": snippet([post["message"], *post["captions"], post["story"]], ()),
        "alike": 0,
    }


def _say_who_has_what(archive: "Connection") -> None:
    from fb_watch.archive.review import workload
    from fb_watch.bootstrap import utc_now

    note(_("Nothing is left to read here."))
    for name, number in workload(archive, utc_now()).items():
        text = plural("{name} has {n} post.", "{name} has {n} posts.", number)
        note(text.format(name=name, n=number))


def _next_of_sample(args: argparse.Namespace) -> int:
    """The text and the day alone: who codes blind must not see what the machine says."""
    from fb_watch.archive.samples import to_code
    from fb_watch.archive.search import get
    from fb_watch.cli.output import bold, paragraph

    if args.reader:
        raise UsageError(_("A sample is coded blind: the reader would show what the machine says."))
    if args.words or args.limit is not None or args.offset or is_filtered(args):
        raise UsageError(_("A sample is what was drawn: no words or filters go with --sample."))
    with reading(args) as archive:
        refs = to_code(archive, args.sample, args.by)
        posts = [get(archive, ref) for ref in refs[: args.take]]
    told = [
        {
            "ref": versioned(post),
            "created_at": post["created_at"],
            "message": post["message"],
            "captions": post["captions"],
            "links": post["links"],
        }
        for post in posts
    ]
    if args.json:
        print_json(told)
        return 0
    for post in posts:
        print(bold(f"{versioned(post)} · {post['created_at'][:10]}"))
        paragraph(text_of(post["message"], post["captions"]) or "–")
        for link in post["links"]:
            for text in filter(None, (link["title"], link["description"])):
                paragraph(text, indent=4)
        print()
    note(plural("{n} post left to code.", "{n} posts left to code.", len(refs)).format(n=len(refs)))
    return 0


def _configure_assign(parser: argparse.ArgumentParser) -> None:
    add_choice(parser)
    parser.add_argument("--to", metavar="NAME", help=_("who is to read them"))
    parser.add_argument("--free", action="store_true", help=_("nobody has them any more"))
    parser.add_argument("--for", metavar="D", dest="time", default="7d", help=_("how long (7d)"))
    add_by(parser)
    add_json(parser)
    parser.epilog = "\n".join(
        [
            _("Without posts and --to: who has how many."),
            "",
            _("examples:"),
            "  fb-watch review assign --country MG --status new --to NAME --by ME",
            "  fb-watch review assign fbw:2020-000123 --free --by ME",
            "  fb-watch review assign",
        ]
    )


def _assign(args: argparse.Namespace) -> int:
    from fb_watch.archive import review
    from fb_watch.bootstrap import utc_now

    now = utc_now()
    if not args.to and not args.free:
        with reading(args) as archive:
            _print_workload(review.workload(archive, now), as_json=args.json)
        return 0
    if args.to and args.free:
        raise UsageError(_("--to and --free say different things."))
    refs = chosen(args)
    with reviewing(args) as archive:
        had = review.holders(archive, refs, now)
        news = review.assign(archive, refs, args.to or "", args.by, now, now + _time(args))
    others = {ref: one for ref, one in had.items() if args.to and one["name"] != args.to}
    for ref, one in others.items():
        note(
            _("{name} had {ref}, until {until}.").format(
                name=one["name"], ref=ref, until=to_the_minute(one["until"])
            )
        )
    if args.json:
        print_json({"posts": len(refs), "changed": news, "taken_from": others})
    else:
        text = plural("{n} post changed hands.", "{n} posts changed hands.", news)
        note(text.format(n=news))
    return 0


def _print_workload(had: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        print_json([{"name": name, "posts": number} for name, number in had.items()])
    else:
        table([_("who"), _("posts")], list(had.items()))


def _time(args: argparse.Namespace) -> timedelta:
    from fb_watch.config.durations import duration

    return duration(args.time, "--for")


def _number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 1000:
        raise argparse.ArgumentTypeError(_("{text} is not a number of 1 to 1000").format(text=text))
    return int(text)
