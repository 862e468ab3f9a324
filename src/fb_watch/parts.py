"""What one round needs: where posts come from, where they go, what is done in between."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from fb_watch.model.collected import Capture, Page, Post, Window
from fb_watch.model.state import Alarm, Expected, Hold, PageState, Refusal, Usage
from fb_watch.model.tagged import Change, Known, PageReport, TaggedPost, WindowReport


class Source(Protocol):
    """Where posts come from."""

    def walk(self, page: Page, window: Window) -> Iterator[Capture]:
        """Every response of a window, to the end of its paging."""

    def control(self, page: Page) -> None:
        """Ask for the page itself; raises what is in the way when it does not answer."""

    def posts(self, page: Page, ids: Sequence[str]) -> Iterator[Capture]:
        """These posts, asked for by id; a refusal of a single one is a Capture of status 400."""

    def usage(self, page: Page) -> Usage:
        """How full the quotas are, as the last answers told."""

    def scope(self, page: Page) -> str:
        """What a dead token or a spent quota concerns: `token:<fingerprint>`."""


class Store(Protocol):
    """Where posts go."""

    def recognise(self, posts: Sequence[Post]) -> Mapping[str, Known]:
        """What is archived of these posts, by the id they have now."""

    def troubles(self, page: Page, since: datetime) -> Sequence[str]:
        """What went wrong with names and media files of a page, for people."""

    def save(
        self, page: Page, capture: Capture, changes: Sequence[Change], *, unread: bool
    ) -> None:
        """Write one response, in one transaction; keep it where something could not be read."""

    def save_window(self, page: Page, report: WindowReport, key: int | None = None) -> int:
        """Write one line of the coverage ledger, or write it anew; gives its key."""

    def expected(self, page: Page, window: Window) -> Sequence[Expected]:
        """The archived posts that a complete answer to a window shows."""

    def newest_online(self, page: Page, number: int, without: Sequence[int]) -> Sequence[Expected]:
        """The newest archived posts that are online, but for these, newest first."""

    def to_ask_for(self, page: Page, now: datetime, long_ago: datetime) -> Sequence[Expected]:
        """Posts not online whose turn it is to be asked for by id."""

    def mark(self, posts: Collection[int], state: str, why: str, at: datetime) -> None:
        """Give posts another availability, with its reason."""

    def refuse(self, post: int, refusal: Refusal) -> Sequence[Refusal]:
        """Note that a post was refused when asked for; gives every refusal so far."""

    def refused_on(self, day: date, posts: Sequence[int]) -> Collection[int]:
        """Those of the posts that were asked for on this day and refused."""

    def page_states(self) -> Mapping[str, PageState]:
        """Where each page stands, by key."""

    def begin_page(self, page: Page, at: datetime, windows: Sequence[Window]) -> None:
        """Note that a round over these windows of the page has begun."""

    def end_page(self, page: Page, report: PageReport, at: datetime) -> None:
        """Note how it ended."""

    def alarm(self, alarm: Alarm, at: datetime) -> bool:
        """Raise an alarm, once; whether it is new."""

    def clear_alarms(self, scope: str, *kinds: str) -> None:
        """What was alarming is well again."""

    def hold(self, hold: Hold) -> None:
        """Note that nothing is to be asked in a scope for a while."""

    def holds(self, now: datetime) -> Mapping[str, Hold]:
        """The holds in force, by scope."""


Tag = Callable[[Post, Page, Sequence[Post]], TaggedPost]  # a post, with those that came with it
TakeIn = Callable[[Page], int]
TakeInComments = Callable[[Page, PageReport], None]


def no_comments(_page: Page, _report: PageReport) -> None:
    """Comments are off by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The parts one round needs; bootstrap puts them together."""

    source: Source
    store: Store
    tag: Tag
    take_in: TakeIn  # media of a page not yet taken in → how many files came
    take_in_comments: TakeInComments = no_comments  # notes in the report what came of it
    now: Callable[[], datetime]
    mass_share: float  # of a window's posts; more missing at once is the source's fault
    stopping: Callable[[], bool] = lambda: False
