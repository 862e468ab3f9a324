"""fb-watch tag"""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fb_watch.cli.home import home_of, reading
from fb_watch.cli.meant import code, heading, understood
from fb_watch.cli.output import note, print_json, table
from fb_watch.cli.refs import read_refs, sorted_out
from fb_watch.errors import UsageError
from fb_watch.i18n import _, plural
from fb_watch.model.retagged import HandTag

if TYPE_CHECKING:
    from fb_watch.model.archived import ArchivedPost
    from fb_watch.model.settings import Codebook

KINDS = ("theme", "country", "language", "question")


def configure(parser: argparse.ArgumentParser) -> None:
    """Which posts, what of them, and who says so."""
    parser.add_argument("refs", nargs="+", metavar="REF", help=_("references; - reads stdin"))
    for name, text in (("add", _("what the post is about")), ("remove", _("what it is not about"))):
        parser.add_argument(f"--{name}", metavar="K:V", action="append", default=[], help=text)
    parser.add_argument("--by", metavar="NAME", default="", help=_("who says so"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("K is theme, country, language or question. A hand beats the machine, and no"),
            _("retag changes what it said. Without --add and --remove: what hands have said."),
            "",
            _("examples:"),
            "  fb-watch tag fbw:2020-000123 --add theme:education --by ME",
            "  fb-watch tag fbw:2020-000123 --remove country:GN --add country:PG --by ME",
            "  fb-watch search --country unresolved --format refs \\",
            "    | fb-watch tag - --add country:CD --by ME",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Write the words, and print what the posts say now."""
    refs = read_refs(args.refs)
    if args.add or args.remove:
        if not args.by.strip():
            raise UsageError(
                _("--by is missing: a tag by hand has somebody's name on it."),
                remedy=_("Such as: --by coordinator"),
            )
        _write(args, refs)
        lacking: tuple[str, ...] = ()  # nothing is written where one is
    else:
        with reading(args) as archive:
            refs, lacking = sorted_out(archive, refs)
    _report(args, refs)
    return 1 if lacking else 0


def _write(args: argparse.Namespace, refs: Sequence[str]) -> None:
    from fb_watch.archive.search import get
    from fb_watch.archive.store import Archive
    from fb_watch.bootstrap import utc_now
    from fb_watch.config.load import load_codebook

    home = home_of(args)
    codebook = load_codebook(home)
    with reading(args) as connection:  # which also tells whether there is an archive
        posts = [get(connection, ref) for ref in refs]
    words = [word("add", typed, codebook, ()) for typed in args.add]
    words += [word("remove", typed, codebook, posts) for typed in args.remove]
    for text in said_of([*args.add, *args.remove], words):
        note(text)
    archive = Archive.open(home / "archive" / "archive.db", utc_now)
    try:
        news = archive.tag_by_hand(refs, words, " ".join(args.by.split()), utc_now())
    finally:
        archive.close()
    if news < len(words) * len(refs):
        note(
            plural(
                "{n} word was news; the rest stood so already.",
                "{n} words were news; the rest stood so already.",
                news,
            ).format(n=news)
        )


def word(action: str, typed: str, codebook: "Codebook", posts: Sequence["ArchivedPost"]) -> HandTag:
    """`theme:education` read; what a post has may be taken away though no codebook knows it."""
    kind, _colon, value = (part.strip() for part in typed.partition(":"))
    if kind not in KINDS or not value:
        raise UsageError(
            _("{typed}: write kind:value.").format(typed=typed),
            remedy=_("Such as theme:education, country:KE, language:fr, question:challenges."),
        )
    if not any(_has(post, kind, value) for post in posts):
        value = _meant(kind, value, codebook)
    if value not in _known(kind, codebook) and not any(_has(post, kind, value) for post in posts):
        raise UsageError(
            _("{typed}: there is no such {kind}.").format(typed=typed, kind=_(kind)),
            remedy=_nearest(value, _known(kind, codebook)),
        )
    return HandTag(action="add" if action == "add" else "remove", kind=kind, value=value)


def said_of(typed: Sequence[str], words: Sequence[HandTag]) -> list[str]:
    """How names were understood."""
    return [
        text
        for told, word in zip(typed, words, strict=True)
        for text in understood(told, f"{word.kind}:{word.value}")
    ]


def _meant(kind: str, value: str, codebook: "Codebook") -> str:
    if kind in ("country", "language"):
        return code(kind, value)
    return heading(value, codebook.themes if kind == "theme" else codebook.questions)


def _known(kind: str, codebook: "Codebook") -> Sequence[str]:
    from fb_watch.config.codes import COUNTRIES, LANGUAGES

    return {
        "theme": [heading.id for heading in codebook.themes],
        "question": [heading.id for heading in codebook.questions],
        "country": sorted(COUNTRIES),
        "language": sorted(LANGUAGES | {"und", "zxx"}),
    }[kind]


def _nearest(value: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(value, known, n=1)
    if near:
        return _("Did you mean {verb}?").format(verb=near[0])
    if len(known) > 30:
        return _("Write its name, or the code that ISO gives it, such as KE or fr.")
    return _("Known: {keys}").format(keys=", ".join(known))


def _has(post: "ArchivedPost", kind: str, value: str) -> bool:
    return value in {
        "theme": [theme["theme"] for theme in post["themes"]],
        "country": [country["country"] for country in post["countries"]],
        "language": [post["language"]["code"]],
        "question": post["questions"],
    }.get(kind, ())


def _report(args: argparse.Namespace, refs: Sequence[str]) -> None:
    """What stands of each post, and every word of a hand."""
    from fb_watch.archive.hand_tags import hand_history
    from fb_watch.archive.search import get
    from fb_watch.cli.show import print_tags

    with reading(args) as connection:
        told: list[dict[str, Any]] = [
            {"post": get(connection, ref), "by_hand": hand_history(connection, ref)} for ref in refs
        ]
    if args.json:
        print_json(
            [
                {
                    **{key: one["post"][key] for key in ("ref", "language", "themes", "countries")},
                    "unresolved": one["post"]["unresolved"],
                    "questions": one["post"]["questions"],
                    "by_hand": one["by_hand"],
                }
                for one in told
            ]
        )
        return
    for place, one in enumerate(told):
        print(*([] if place == 0 else [""]), one["post"]["ref"], sep="\n" if place else "")
        print_tags(one["post"])
        if one["by_hand"]:
            print()
            table(
                [_("when"), _("who"), _("by hand")],
                [
                    [
                        word["at"],
                        word["name"],
                        f"{'+' if word['action'] == 'add' else '-'} {word['kind']}:{word['value']}",
                    ]
                    for word in one["by_hand"]
                ],
            )
