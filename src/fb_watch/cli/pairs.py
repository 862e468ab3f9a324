"""In: `import --review` and what a person says. Out: pairs of posts made one, kept two, parted."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fb_watch.cli.difference import difference
from fb_watch.cli.home import home_of, reading
from fb_watch.cli.output import bold, note, on_terminal, paragraph, print_json, printable
from fb_watch.errors import UsageError
from fb_watch.i18n import _, plural
from fb_watch.model.archived import ArchivedPost

if TYPE_CHECKING:
    from fb_watch.archive.joining import Merge, Pair


def review(args: argparse.Namespace) -> int:
    """Do what was said of a pair; else list the pairs, and on a terminal ask about each."""
    said = [name for name in ("merge", "refuse", "undo") if getattr(args, name)]
    if len(said) > 1:
        raise UsageError(_("One at a time: --merge, --refuse or --undo."))
    with reading(args) as archive:
        from fb_watch.archive.joining import merges, pairs

        found, made = pairs(archive), merges(archive)
        posts = _posts(archive, found)
    if said:
        _say(args, said[0], getattr(args, said[0]))
    elif args.json:
        print_json({"pairs": [_shape(pair, posts) for pair in found], "merges": made})
    elif on_terminal() and sys.stdin.isatty():
        _ask(args, found, posts)
    else:
        _list(found, posts, made)
    return 0


def _say(args: argparse.Namespace, what: str, refs: Sequence[str] | str) -> None:
    """One decision."""
    from fb_watch.importer import reviewing

    with reviewing(home_of(args)) as decide:
        if what == "merge":
            ref, merged = decide.join(refs)
            note(
                _("{merged} is {ref} from now on; --undo takes that back.").format(
                    merged=merged, ref=ref
                )
            )
        elif what == "refuse":
            decide.refuse(refs)
            note(_("They stay two posts."))
        else:
            for parted, left in decide.part(str(refs)):
                note(
                    _("{parted} is a post of its own, beside {left}.").format(
                        parted=parted, left=left
                    )
                )


def _ask(args: argparse.Namespace, found: Sequence["Pair"], posts: dict[str, ArchivedPost]) -> None:
    """Each pair, and what the person says of it; an empty line leaves it for later."""
    print(_pending(found))
    yes, no, stop = _("y"), _("n"), _("q")
    for pair in found:
        _print_pair(pair, posts)
        question = _("Are they one post? {yes} one, {no} two, Enter later, {stop} stop: ")
        answer = input(question.format(yes=yes, no=no, stop=stop)).strip().casefold()
        if answer == stop:
            return
        if answer in (yes, no):
            _say(args, "merge" if answer == yes else "refuse", pair["posts"])


def _list(found: Sequence["Pair"], posts: dict[str, ArchivedPost], made: Sequence["Merge"]) -> None:
    print(_pending(found))
    for pair in found:
        _print_pair(pair, posts)
    if made:
        print()
        print(bold(_("made one by hand")))
    for merge in made:
        print(f"  {merge['merged']} → {merge['post']}  {merge['at'][:10]}")


def _pending(found: Sequence["Pair"]) -> str:
    if not found:
        return _("No two posts wait for a decision.")
    return plural(
        "{n} pair may be one post.", "{n} pairs may be one post each.", len(found)
    ).format(n=len(found))


def _print_pair(pair: "Pair", posts: dict[str, ArchivedPost]) -> None:
    one, other = (posts[ref] for ref in pair["posts"])
    print()
    print(bold(_("{likeness} alike").format(likeness=f"{pair['likeness']:.0%}")))
    for post in (one, other):
        told = [post["ref"], post["page"], post["created_at"], post["source"], post["author"] or ""]
        print("  " + printable(" · ".join(filter(None, told))))
    paragraph(difference(one["message"] or "", other["message"] or ""), indent=4)


def _posts(archive: object, found: Sequence["Pair"]) -> dict[str, ArchivedPost]:
    from fb_watch.archive.search import get

    refs = dict.fromkeys(ref for pair in found for ref in pair["posts"])
    return {ref: get(archive, ref) for ref in refs}  # type: ignore[arg-type]


def _shape(pair: "Pair", posts: dict[str, ArchivedPost]) -> dict[str, object]:
    told = ("ref", "id", "page", "author", "created_at", "created_precision", "source", "message")
    return {
        "posts": [{name: posts[ref].get(name) for name in told} for ref in pair["posts"]],
        "likeness": round(pair["likeness"], 2),
        "at": pair["at"],
    }
