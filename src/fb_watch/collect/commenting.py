"""The way of comments: which posts are due, asked for, freed of names, saved; network, disk."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from fb_watch.collect.comments import read_comments
from fb_watch.errors import (
    GraphError,
    PageUnavailableError,
    PayloadError,
    ThrottledError,
    TokenError,
    TooMuchDataError,
)
from fb_watch.i18n import _
from fb_watch.model.collected import Capture, Page
from fb_watch.model.comments import Comment, CommentedPost
from fb_watch.model.state import Usage
from fb_watch.model.tagged import PageReport

# So many posts in a row that count comments and show none: the token may not see them.
MUTE = 3
# Fewer than this many comments at once can well have been removed by people.
FEW = 5
OF_ONE_POST = (PageUnavailableError, TooMuchDataError, PayloadError)


class CommentSource(Protocol):
    """Where comments come from."""

    def comments(self, page: Page, post: str) -> Iterator[Capture]:
        """Every response of the comments of a post, to the end of the paging."""

    def usage(self, page: Page) -> Usage:
        """What was told last of the quota."""


class CommentStore(Protocol):
    """Where comments go."""

    def due(self, page: Page, now: datetime) -> Sequence[CommentedPost]:
        """The posts of a page whose comments are to be asked for."""

    def save(self, post: CommentedPost, capture: Capture, comments: Sequence[Comment]) -> int:
        """Write one response in one transaction; gives how many comments are new or changed."""

    def walked(self, post: CommentedPost, shown: Collection[str], at: datetime) -> None:
        """All were shown that can be seen: the others are missing, and later gone."""

    def settle(self, post: CommentedPost, at: datetime) -> None:
        """Nothing can be concluded of this post; it is asked again when its count moves."""

    def rest(self, post: CommentedPost, at: datetime) -> None:
        """It was asked in vain; it is asked again after a while."""


@dataclass(slots=True)
class _Look:
    """One look at a page, while it goes on."""

    report: PageReport
    silent: list[CommentedPost] = field(default_factory=list)
    has_spoken: bool = False  # somebody's comment was shown
    is_stuck: bool = False  # it is not for one post that Facebook refuses

    @property
    def is_over(self) -> bool:
        """Whether asking on leads nowhere."""
        return self.is_stuck or (len(self.silent) >= MUTE and not self.has_spoken)


class Commenter:
    """Takes in comments; `pseudonym` makes of a person's id what is kept of the person."""

    def __init__(
        self,
        source: CommentSource,
        store: CommentStore,
        pseudonym: Callable[[str], str],
        now: Callable[[], datetime],
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._source = source
        self._store = store
        self._pseudonym = pseudonym
        self._now = now
        self._stopping = stopping

    def take_in(self, page: Page, report: PageReport) -> None:
        """
        Ask for the comments of every post that is due, and note in the report what came of it.

        Nothing is raised. A quota that is scarce is left to the posts: what is due stays due.
        """
        if not page.comments or report.failure:
            return
        look = _Look(report)
        for post in self._store.due(page, self._now()):
            if look.is_over or self._stopping() or self._source.usage(page).is_scarce:
                break
            self._look_below(page, post, look)
        self._account_for_silence(look)

    def _look_below(self, page: Page, post: CommentedPost, look: _Look) -> None:
        """One post; what Facebook says of this post alone does not stop the others."""
        try:
            shown = self._walk(page, post, look)
        except (GraphError, PayloadError) as error:
            look.report.problems.append(_problem(post, error))
            look.is_stuck = not isinstance(error, OF_ONE_POST)
            if isinstance(error, ThrottledError | TokenError):  # in the way of posts, too
                look.report.failure = error
            self._store.rest(post, self._now())
            return
        look.has_spoken |= bool(shown)
        if is_silent(shown, post):
            look.silent.append(post)
        else:
            self._store.walked(post, shown, self._now())

    def _walk(self, page: Page, post: CommentedPost, look: _Look) -> set[str]:
        """All comments of a post, saved response by response; gives the ids shown."""
        shown: set[str] = set()
        for capture in self._source.comments(page, post.id):
            told = read_comments(capture, post.id, self._pseudonym)
            look.report.comments += self._store.save(post, told.capture, told.comments)
            look.report.captures += 1
            look.report.problems += [f"{post.id} {p.where}: {p.reason}" for p in told.problems]
            shown |= {comment.id for comment in told.comments}
        return shown

    def _account_for_silence(self, look: _Look) -> None:
        """Comments that are counted and not shown are never taken for removed ones."""
        if not look.silent:
            return
        if not look.has_spoken:
            for post in look.silent:
                self._store.rest(post, self._now())
            text = _(
                "Comments are counted but not shown ({posts}): the permission "
                "pages_read_user_content is missing, or the token is not that of the page."
            )
            look.report.problems.append(text.format(posts=_some(look.silent)))
            return
        for post in look.silent:  # the token may see comments: those of this post are hidden
            self._store.settle(post, self._now())
        if vanished := [post for post in look.silent if post.known]:
            text = _("Comments seen earlier are counted but not shown any more: {posts}.")
            look.report.problems.append(text.format(posts=_some(vanished)))


def is_silent(shown: Collection[str], post: CommentedPost) -> bool:
    """
    Whether an answer keeps back what the post itself counts.

    An empty list is one where the post counts any comments; a list without many of the known
    ones is one where the post counts as many as ever.
    """
    if not shown:
        return post.counted > 0
    absent = len(set(post.known) - set(shown))
    return absent >= FEW and 2 * absent > len(post.known) and post.counted >= len(post.known)


def _some(posts: Sequence[CommentedPost]) -> str:
    return ", ".join([post.id for post in posts[:3]] + ["…"] * (len(posts) > 3))


def _problem(post: CommentedPost, error: GraphError | PayloadError) -> str:
    text = _("Comments of {post}: {reason}")
    return text.format(post=post.id, reason=f"{error.message} {error.remedy}".rstrip())
