"""Common to all that people do: the archive opened for it, and what others have a part in."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fb_watch.cli.home import home_of
from fb_watch.cli.output import note, to_the_minute
from fb_watch.i18n import _, plural, state

if TYPE_CHECKING:
    from sqlite3 import Connection

    from fb_watch.archive.review import Decision, Holder
    from fb_watch.archive.undoing import Undone

_SHOWN = 10  # references in a message


@contextmanager
def reviewing(args: argparse.Namespace) -> Iterator["Connection"]:
    """Open it to write: beside a collector, without its lock; never makes an archive."""
    from fb_watch.archive.store import reviewing as opened
    from fb_watch.bootstrap import utc_now

    with opened(home_of(args) / "archive" / "archive.db", utc_now) as archive:
        yield archive


def had(ref: str, one: "Holder") -> str:
    """Whom a post was taken from."""
    text = _("{name} had {ref}, until {until}.")
    return text.format(name=one["name"], ref=ref, until=to_the_minute(one["until"]))


def was_out(ref: str, one: "Holder") -> str:
    """Whose turn it was to read what somebody else has decided."""
    return _("{ref} was checked out to {name}.").format(ref=ref, name=one["name"])


def replaced(ref: str, one: "Decision") -> str:
    """Whose decision was replaced."""
    return _("{ref} was {status}: {name}, {when}.").format(
        ref=ref, status=state(one["status"]), name=one["name"], when=to_the_minute(one["at"])
    )


def taken_back(undone: "Undone") -> list[str]:
    """What was taken back; then what was left and passed over, where something was."""
    text = plural(
        "Taken back: {kind} of {at}, {n} change.",
        "Taken back: {kind} of {at}, {n} changes.",
        undone["changes"],
    )
    if not undone["changes"]:
        text = _("Nothing is taken back: {kind} of {at}.")
    told = [text.format(kind=_(undone["kind"]), at=undone["at"], n=undone["changes"])]
    if left := undone["left"]:
        text = plural(
            "{n} is left, changed since by {names}: {refs}",
            "{n} are left, changed since by {names}: {refs}",
            len(left),
        )
        refs = ", ".join(left[:_SHOWN]) + (" …" if len(left) > _SHOWN else "")
        names = ", ".join(undone["others"]) or _("others")
        told.append(text.format(n=len(left), names=names, refs=refs))
    if left and undone["changes"]:
        told.append(_("Once they take that back, undo takes back the rest too."))
    if passed := undone["passed"]:
        text = plural(
            "{n} later action is passed over: others have changed what it did.",
            "{n} later actions are passed over: others have changed what they did.",
            passed,
        )
        told.append(text.format(n=passed))
    if not undone["changes"]:
        told.append(_("Asked once more, undo passes it over and takes back what was before."))
    return told


def tell(lines: Sequence[str]) -> None:
    """Say the first of many things, and how many more there are."""
    for text in lines[:_SHOWN]:
        note(text)
    if (left := len(lines) - _SHOWN) > 0:
        note(plural("… and {n} more.", "… and {n} more.", left).format(n=left))
