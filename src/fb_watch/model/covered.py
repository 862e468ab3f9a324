"""The coverage ledger as it is read: which stretches of a page's time are complete. Pure."""

from typing import TypedDict


class Complete(TypedDict):
    """A stretch gone through wholly; `posts` of it are archived. since null: the beginning."""

    since: str | None
    until: str
    posts: int


class Gap(TypedDict):
    """A stretch nobody went through wholly; what the last try brought, and why it ended."""

    since: str | None
    until: str
    received: int
    reason: str


class Imported(TypedDict):
    """A file that tells of a stretch, from its oldest post to its newest; it need not be whole."""

    file: str
    format: str
    source: str
    since: str
    until: str
    posts: int
    skipped: int
    at: str


class PageCoverage(TypedDict):
    """What is known of one page's time, oldest first."""

    page: str
    complete: list[Complete]
    gaps: list[Gap]
    imports: list[Imported]
