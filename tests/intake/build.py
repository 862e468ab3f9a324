"""In: the content of a file. Out: it as a Member, or what its reader finds in it."""

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from fb_watch.intake.format import Context
from fb_watch.intake.member import Limits, Member
from fb_watch.intake.recognise import FORMATS, recognise
from fb_watch.model.collected import Page, Problem
from fb_watch.model.intake import Found

ASIA = Page(key="asia", id="104563211", name="Solidarity Asia", timezone="Asia/Kolkata")
GROUP = Page(key="lebanon", id="55", name="Réseau Liban", kind="group", timezone="Asia/Beirut")
CONTEXT = Context(zone="Africa/Abidjan", pages=(ASIA, GROUP))


def member(
    content: str | bytes,
    name: str = "file",
    beside: Mapping[str, bytes] | None = None,
    limits: Limits | None = None,
) -> Member:
    """A file that holds this, with other files of its bundle beside it."""
    data = content.encode() if isinstance(content, str) else content
    others = beside or {}

    def find(wanted: str) -> Member | None:
        found = member(others[wanted], wanted) if wanted in others else None
        return replace(found, file=Path(name)) if found else None

    return Member(
        name=name,
        file=Path(name),
        size=len(data),
        opener=lambda: io.BytesIO(data),
        finder=find,
        limits=limits or Limits(),
    )


def read(one: Member, context: Context = CONTEXT) -> tuple[list[Found], list[Problem]]:
    """What the reader of the recognised format gives."""
    name = recognise(one)
    assert name is not None, "the file was not recognised"
    told = list(FORMATS[name].read(one, context))
    return (
        [each for each in told if isinstance(each, Found)],
        [each for each in told if isinstance(each, Problem)],
    )
