"""In: a query, and what somebody does with its posts. Out: the posts, and the deeds written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.errors import UsageError
from fb_watch.i18n import _, plural
from fb_watch.model.archived import ArchivedPost, Hit, Query

if TYPE_CHECKING:
    from sqlite3 import Connection

    from fb_watch.archive.review import Note
    from fb_watch.archive.words import Needle


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

    def hits(self) -> tuple[list[Hit], list[str]]:
        """The posts, and what there is to say on how the query was read."""
        from fb_watch.archive.search import search

        return search(self.archive, self.query)

    def needles(self) -> tuple["Needle", ...]:
        """The words asked for, to be marked."""
        from fb_watch.archive.words import read

        return read(self.query.words).needles

    def post(self, ref: str) -> ArchivedPost:
        """The post as it stands now."""
        from fb_watch.archive.search import get

        return get(self.archive, ref)

    def notes(self, ref: str) -> list["Note"]:
        """The notes of a post."""
        from fb_watch.archive.review import notes

        return notes(self.archive, ref)

    def decide(self, ref: str, status: str) -> str:
        """Give a post a status."""
        from fb_watch.archive.review import set_status

        set_status(self.archive, [ref], status, self.by, self.now())
        return f"{ref}: {_(status)}"

    def note(self, ref: str, text: str) -> str:
        """Write a note to a post."""
        from fb_watch.archive.review import add_note

        add_note(self.archive, ref, text, self.by, self.now())
        return _("Noted.")

    def tag(self, ref: str, typed: str) -> str:
        """`theme:education country:KE -theme:food`: tags by hand, one with a minus taken away."""
        from fb_watch.archive.hand_tags import tag_by_hand
        from fb_watch.cli.tag import word
        from fb_watch.config.load import load_codebook

        codebook, post = load_codebook(self.home), self.post(ref)
        words = [
            word("remove", one[1:], codebook, [post])
            if one.startswith("-")
            else word("add", one, codebook, [])
            for one in typed.split()
        ]
        news = tag_by_hand(self.archive, [ref], words, self.by, self.now())
        return plural("{n} word was news.", "{n} words were news.", news).format(n=news)

    def dossiers(self) -> Sequence[str]:
        """The names of the dossiers there are."""
        from fb_watch.archive.dossiers import listed

        return [one["name"] for one in listed(self.archive)]

    def add_to_dossier(self, ref: str, name: str) -> str:
        """Add a post to a dossier at its version of now."""
        from fb_watch.archive.dossiers import add

        if add(self.archive, name, ref, None, self.by, self.now()):
            return _("Added to {name}.").format(name=name)
        return _("It is in {name} already.").format(name=name)

    def cite(self, ref: str) -> str:
        """The reference of a post, as `fb-watch cite` prints it."""
        from fb_watch.export.citation import references
        from fb_watch.export.references import render

        return render(
            references([self.leaving(self.post(ref))]), style="apa", form="text", lang=None
        ).strip()

    def undo(self) -> str:
        """Take back the newest deed of this person that stands."""
        from fb_watch.archive.review import undo

        undone = undo(self.archive, self.by, self.now())
        if undone is None:
            raise UsageError(_("There is nothing to take back."))
        text = plural(
            "Taken back: {kind} of {at}, {n} change.",
            "Taken back: {kind} of {at}, {n} changes.",
            undone["changes"],
        )
        return text.format(kind=_(undone["kind"]), at=undone["at"], n=undone["changes"])
