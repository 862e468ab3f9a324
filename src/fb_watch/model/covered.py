"""The coverage ledger as it is read: which stretches of a page's time are complete. Pure."""

from typing import Final, TypedDict

from fb_watch.retelling import retold

# reasons of our own, as they are stored
NEVER_ASKED: Final = "never asked for"
INTERRUPTED: Final = "interrupted"


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
    reason: str  # one of ours, in English, or what was answered; `why` says it in a language
    tried_at: str | None  # when last; null: never


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


def why(reason: str, lang: str) -> str:
    """
    Why a stretch is not complete, in this language, whatever that of the collector was.

    What Facebook answered stays as it was answered.
    """
    return retold(reason, lang)
