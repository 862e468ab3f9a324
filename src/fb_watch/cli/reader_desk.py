"""In: a query, and what somebody does with its posts. Out: the posts, and the deeds written."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.cli.output import to_the_minute
from fb_watch.errors import UsageError
from fb_watch.i18n import _, plural, state
from fb_watch.model.archived import ArchivedPost, Hit, Query

if TYPE_CHECKING:
    from sqlite3 import Connection

    from fb_watch.archive.review import Holder, Note
    from fb_watch.archive.words import Needle


_BETWEEN = re.compile(r"\s+(?=\S*:|-)")  # tags: names may have blanks in them


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a query finds: `number` posts, of which those of `hits` are shown."""

    hits: list[Hit]
    number: int
    notes: list[str]  # on how the query was read
    why: list[str]  # it finds nothing
    holders: "dict[str, Holder]"  # who has which of them checked out


@dataclass(kw_only=True)
class Desk:
    """
    What the reader on full screen works on; it knows no screen.

    Each deed gives a sentence on what it did, or raises FbWatchError; all but `cite` need `by`.
    """

    archive: "Connection"  # opened to write
    home: Path
    query: Query
    by: str  # who reads; "" until told
    now: Callable[[], datetime]
    leaving: Callable[[ArchivedPost], ArchivedPost]  # what of a post may be copied out

    def found(self) -> Found:
        """The posts; raises FbWatchError where the query names what is not there."""
        from fb_watch.archive.search import count, search
        from fb_watch.cli.emptied import explained

        hits, notes = search(self.archive, self.query)
        number = count(self.archive, self.query)
        why = [] if number else list(explained(self.archive, self.query))
        holders = self.holders([hit["post"]["ref"] for hit in hits])
        return Found(hits=hits, number=number, notes=notes, why=why, holders=holders)

    def needles(self) -> tuple["Needle", ...]:
        """The words asked for, to be marked."""
        from fb_watch.archive.words import read

        return read(self.query.words).needles

    def post(self, ref: str) -> ArchivedPost:
        """The post as it stands now, at the version that `ref` names."""
        from fb_watch.archive.search import get

        return get(self.archive, ref)

    def notes(self, ref: str) -> list["Note"]:
        """The notes of a post."""
        from fb_watch.archive.review import notes

        return notes(self.archive, ref)

    def holders(self, refs: Sequence[str]) -> dict[str, "Holder"]:
        """Who has which of these posts checked out, by reference; not that one reads oneself."""
        from fb_watch.archive.actions import person
        from fb_watch.archive.queue import is_reading
        from fb_watch.archive.review import holders

        found = holders(self.archive, refs, self.now())
        mine = self.by and person(self.by)
        return {
            ref: one for ref, one in found.items() if one["name"] != mine or not is_reading(one)
        }

    def open(self, ref: str) -> None:
        """Let others see that this post is being read, where it is known by whom."""
        from fb_watch.archive.queue import open_post

        if self.by:
            open_post(self.archive, ref, self.by, self.now())

    def objection(self, shown: ArchivedPost, status: str) -> str:
        """What somebody else decided since the post was shown, where this would replace it."""
        from fb_watch.archive.review import overruled

        ref = shown["ref"]
        other = overruled(self.archive, [ref], status, self.by).get(ref)
        if other is None or other["status"] == shown["status"]:
            return ""
        text = _("{ref} is {status} by now: {name}, {when}. The same key decides all the same.")
        when = to_the_minute(other["at"])
        return text.format(ref=ref, status=state(other["status"]), name=other["name"], when=when)

    def decide(self, ref: str, status: str) -> str:
        """Give a post a status; says whose turn it was to read it, and whose word this replaces."""
        from fb_watch.archive.actions import person
        from fb_watch.archive.review import overruled, set_status
        from fb_watch.cli.desk import had, replaced

        holder = self.holders([ref]).get(ref)
        other = overruled(self.archive, [ref], status, self.by).get(ref)
        set_status(self.archive, [ref], status, self.by, self.now())
        told = [f"{ref}: {state(status)}"]
        if holder and holder["name"] != person(self.by):
            told.append(had(ref, holder))
        if other:
            told.append(replaced(ref, other))
        return " · ".join(told)

    def note(self, ref: str, text: str) -> str:
        """Write a note to a version of a post."""
        from fb_watch.archive.review import add_note

        add_note(self.archive, ref, text, self.by, self.now())
        return _("Noted.")

    def tag(self, ref: str, typed: str) -> str:
        """`theme:education country:Kenya -theme:food`: tags by hand; a minus takes one away."""
        from fb_watch.archive.hand_tags import tag_by_hand
        from fb_watch.cli.tag import said_of, word
        from fb_watch.config.load import load_codebook

        codebook, post = load_codebook(self.home), self.post(ref)
        told = _BETWEEN.split(typed.strip())
        words = [
            word("remove", one[1:], codebook, [post])
            if one.startswith("-")
            else word("add", one, codebook, [])
            for one in told
        ]
        news = tag_by_hand(self.archive, [ref], words, self.by, self.now())
        text = plural("{n} word was news.", "{n} words were news.", news).format(n=news)
        return " · ".join([text, *said_of([one.removeprefix("-") for one in told], words)])

    def dossiers(self) -> Sequence[str]:
        """The names of the dossiers there are."""
        from fb_watch.archive.dossiers import listed

        return [one["name"] for one in listed(self.archive)]

    def is_dossier(self, name: str) -> bool:
        """Whether there is a dossier of this name; raises UsageError where it can be none."""
        from fb_watch.archive.actions import named

        return named(name) in self.dossiers()

    def begin_dossier(self, ref: str, name: str) -> str:
        """Begin a dossier with this post."""
        from fb_watch.archive.dossiers import create

        if not self.is_dossier(name):
            create(self.archive, name, self.by, self.now())
        return self.add_to_dossier(ref, name)

    def add_to_dossier(self, ref: str, name: str) -> str:
        """Add a post to a dossier at the version that `ref` names."""
        from fb_watch.archive.dossiers import add

        if add(self.archive, name, ref, None, self.by, self.now()):
            return _("Added to {name}.").format(name=name)
        return _("It is in {name} already.").format(name=name)

    def cite(self, ref: str) -> str:
        """The reference of a version, as `fb-watch cite` prints it."""
        from fb_watch.export.citation import references
        from fb_watch.export.references import render

        return render(
            references([self.leaving(self.post(ref))]), style="apa", form="text", lang=None
        ).strip()

    def undo(self) -> str:
        """Take back the newest deed of this person that stands; says what others changed since."""
        from fb_watch.archive.review import undo
        from fb_watch.cli.desk import taken_back

        undone = undo(self.archive, self.by, self.now())
        if undone is None:
            raise UsageError(_("There is nothing to take back."))
        return "\n".join(taken_back(undone))
