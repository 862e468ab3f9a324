"""In: a row out of a file, what was kept of the file. Out: the posts it shows, read anew. Pure."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fb_watch.errors import FbWatchError
from fb_watch.i18n import _
from fb_watch.intake import hand
from fb_watch.intake.dyi import PutTogetherError
from fb_watch.intake.format import Context
from fb_watch.intake.mapping import from_facts
from fb_watch.intake.member import Member
from fb_watch.intake.recognise import FORMATS
from fb_watch.model.collected import Page, Problem
from fb_watch.model.intake import Found
from fb_watch.model.proof import Reading

_ALL = {**FORMATS, hand.FORMAT.name: hand.FORMAT}


def read_again(form: str, kept: Mapping[str, Any], where: str, raw: bytes) -> Reading:
    """
    What the reader of a format finds in the row alone, or why it cannot be read.

    `kept` is what `Format.facts` said of the file. Whose the post is, its time and its pictures
    may come out otherwise than in the house it was taken in by: only its content counts here.
    """
    known = _ALL.get(form)
    if known is None:
        return Reading(why=_("no reader of {name}").format(name=form), trouble="unknown")
    try:
        member = _alone(known.framed(raw, where, kept))
        reader = _ALL[known.row_as] if known.row_as else known
        found = list(reader.read(member, _context(kept)))
    except PutTogetherError as error:
        return Reading(why=error.message, trouble="several")
    except FbWatchError as error:
        return Reading(why=error.message, trouble="unread")
    except (LookupError, TypeError, ValueError):  # the facts are not as we write them
        reason = _("what it takes to read its rows (names of columns …) was not kept with it")
        return Reading(why=reason, trouble="unread")
    problem = next((one.reason for one in found if isinstance(one, Problem)), "")
    posts = tuple(one.post for one in found if isinstance(one, Found))
    return Reading(posts, problem, "unread" if problem else "")


def _context(kept: Mapping[str, Any]) -> Context:
    groups = [name for name in kept.get("groups", ()) if isinstance(name, str)]
    return Context(
        mapping=from_facts(kept["mapping"]) if "mapping" in kept else None,
        pages=tuple(Page(key=name, id=name, name=name, kind="group") for name in groups),
        kept=kept,
    )


def _alone(content: bytes) -> Member:
    """A file that holds this, and nothing beside it."""
    return Member(
        name="evidence",
        file=Path("evidence"),
        size=len(content),
        opener=lambda: io.BytesIO(content),
        finder=_nothing,
    )


def _nothing(_name: str) -> Member | None:
    return None
