"""In: what a window showed. Out: what became of the known posts it did not show; network, disk."""

from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, urlsplit

from fb_watch.collect.classify import classify
from fb_watch.errors import GraphError
from fb_watch.i18n import _
from fb_watch.model.collected import Capture, Page, Window
from fb_watch.model.state import Alarm, Expected, Refusal
from fb_watch.model.tagged import PageReport
from fb_watch.parts import Round
from fb_watch.presence import ASK_AGAIN, DAYS, MASS_DAYS, believed, is_mass, refusal_kind

# The posts of an answer by Facebook's id, with the key of those already archived.
Shown = dict[str, int | None]

_WITNESSES = 3  # known posts of which one has to answer where an answer is empty
_MOST = 50  # posts asked for in one round after a mass disappearance, the newest first


class Accounting:
    """
    Accounts for the known posts of one page in one round.

    `take` archives one response and gives the posts it shows.
    """

    def __init__(
        self, parts: Round, page: Page, report: PageReport, take: Callable[[Capture], Shown]
    ) -> None:
        self._parts = parts
        self._page = page
        self._report = report
        self._take = take
        self._page_answers = False  # the page itself, asked in this round

    def of_window(self, window: Window, shown: Shown) -> str:
        """
        Note what a window that was walked to its end did not show; gives why it is not believed.

        An empty answer counts only where a post known to be there answers, or else the page; one
        without many known posts is the source's fault. "": it is believed.
        """
        expected = self._parts.store.expected(self._page, window)
        seen = set(shown.values())
        missing = [
            post
            for post in expected
            if post.availability == "online" and post.id not in shown and post.key not in seen
        ]
        if not shown and not self._is_proven(missing):
            return _("nothing was shown, and no known post answers when asked for")
        if is_mass(len(missing), len(expected), self._parts.mass_share):
            return self._disbelieve(missing, expected)
        self._parts.store.clear_alarms(f"page:{self._page.key}", "mass-disappearance")
        if missing:
            why = _("not shown in a complete answer")
            keys = [post.key for post in missing]
            self._parts.store.mark(keys, "missing", why, self._parts.now())
            self._report.missing += len(missing)
            self._look_up(missing)
        return ""

    def ask_for_waiting(self) -> None:
        """Ask for posts missing since earlier rounds, once a day; for those gone, now and then."""
        if self._parts.source.usage(self._page).is_scarce:
            return  # what is left of the quota is for new posts
        now = self._parts.now()
        waiting = self._parts.store.to_ask_for(self._page, now, now - ASK_AGAIN)
        if not waiting:
            return
        try:
            self._look_up(waiting)
        except GraphError as error:
            self._report.failure = error

    def _is_proven(self, missing: Sequence[Expected]) -> bool:
        """Whether posts of the page can be seen at all: one was in this round, or is now."""
        if self._report.seen:
            return True
        without = [post.key for post in missing]
        witnesses = self._parts.store.newest_online(self._page, _WITNESSES, without)
        if witnesses:
            return self._look_up(witnesses) > 0
        self._control()
        return True

    def _disbelieve(self, missing: Sequence[Expected], expected: Sequence[Expected]) -> str:
        """
        Many posts absent at once: an alarm, and no post is called missing.

        Each is asked for by its id once a day. Should they be refused for a week, it was no fault.
        """
        why = _("{missing} of {known} known posts were not shown").format(
            missing=len(missing), known=len(expected)
        )
        text, now = f"{self._page.key}: {why}", self._parts.now()
        alarm = Alarm(kind="mass-disappearance", scope=f"page:{self._page.key}", text=text)
        self._parts.store.alarm(alarm, now)
        self._report.problems.append(why)
        asked = self._parts.store.refused_on(now.date(), [post.key for post in missing])
        waiting = [post for post in reversed(missing) if post.key not in asked][:_MOST]
        if waiting and not self._parts.source.usage(self._page).is_scarce:
            self._look_up(waiting, MASS_DAYS)
        return why

    def _look_up(self, posts: Sequence[Expected], days: int = DAYS) -> int:
        """
        Ask for posts by id: what is given is online, what is refused is believed by and by.

        Gives how many answered.
        """
        found: Shown = {}
        refused: dict[str, GraphError] = {}
        for capture in self._parts.source.posts(self._page, [post.id for post in posts]):
            if capture.status < 400:
                found |= self._take(capture)
            elif error := classify(capture.status, {}, capture.payload):
                refused |= dict.fromkeys(_ids_asked(capture), error)
        online = [post.key for post in posts if post.id in found]
        if online:
            why = _("answers when asked for")
            self._parts.store.mark(online, "online", why, self._parts.now())
        lost = [post for post in posts if post.id not in found]
        if lost:
            self._control()  # a refusal counts only where the page itself answers
        for post in lost:
            self._refuse(post, refused.get(post.id), days)
        return len(online)

    def _refuse(self, post: Expected, error: GraphError | None, days: int) -> None:
        """Note a refusal; after so many on different days the post is gone or restricted."""
        now = self._parts.now()
        without_a_word = _("left out of the answer without a word")
        unpublished = _("the page has taken it back: it is not published")
        silent = unpublished if post.id in self._report.drafts else without_a_word
        refusal = Refusal(
            day=now.date(),
            kind=refusal_kind(error) if error else "gone",
            why=error.message if error else silent,
        )
        verdict = believed(self._parts.store.refuse(post.key, refusal), days)
        if verdict or days == DAYS:
            state = verdict.kind if verdict else "missing"
            self._parts.store.mark([post.key], state, refusal.why, now)

    def _control(self) -> None:
        """Ask for the page itself, once a round; raises what is in the way."""
        if not self._page_answers:
            self._parts.source.control(self._page)
            self._page_answers = True


def _ids_asked(capture: Capture) -> list[str]:
    """The ids that a `?ids=` request names."""
    asked = dict(parse_qsl(urlsplit(capture.request).query))
    return asked.get("ids", "").split(",")
