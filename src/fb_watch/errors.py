"""
Every error fb-watch raises on purpose; a class exists where someone reacts differently.

* FbWatchError                 message and remedy for a person; exit 1
  x UsageError                 the command line cannot be followed; exit 2
  x ConfigError                config/ is wrong; lists every mistake found; exit 3
  x GraphError                 the Graph API said no; code, subcode, trace, HTTP status
    + TokenError               102, 190 …: that token stops; exit 4
    + PermissionRefusedError   3, 10, 200-299: the page is left, the fields may be too many; exit 4
    + ThrottledError           4, 17, 32, 341, 613, 8xxxx: a hold for `retry_after`, no retry
    + TooMuchDataError         1 "reduce the amount of data": smaller limit, same cursor
    + PageUnavailableError     100/33, 803: the object is gone, hidden or not ours to see
    + TransientGraphError      1, 2, 5xx, broken bytes, network: retried, then the window is cut
    + RequestRefusedError      other 100, 12, 2500: our request is wrong; loud
  x PayloadError               an answer or a file of no usable shape: kept, reported, passed over
  x IntakeError                a file of another road cannot be read at all; the others go on
  x MediaError                 a media file could not be taken in; the post is kept
  x ArchiveError               the archive cannot be used; exit 5
    + ArchiveLockedError       another collector holds it
    + MediaFolderError         no media file can be written: the posts go on without
    + NotFoundError            no post has this reference; exit 1
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from fb_watch.i18n import _, labelled, plural


class FbWatchError(Exception):
    """Base of all: what went wrong, and what to do about it, in the user's language."""

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return in_one_line(self.message, self.remedy)


def in_one_line(message: str, remedy: str) -> str:
    """Both as sentences: what Facebook says mostly ends without a stop."""
    if not remedy:
        return message
    stop = "" if message.endswith((".", "!", "?", "…")) else "."
    return f"{message}{stop} {remedy}"


class UsageError(FbWatchError):
    """The command line cannot be followed."""

    exit_code = 2


class ConfigProblem(NamedTuple):
    """One mistake in config/: where it stands, what stands there, what would be right."""

    file: str
    line: int
    key: str
    value: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        what = " = ".join(filter(None, (self.key, self.value)))
        said = labelled(what, self.message) if what else self.message
        return f"{place}: {said} {self.remedy}".rstrip()


class ConfigError(FbWatchError):
    """config/ is wrong; every mistake in every file is listed, not the first one."""

    exit_code = 3

    def __init__(self, problems: tuple[ConfigProblem, ...]) -> None:
        # the sheets of terms last: one wrong theme can make all their lines wrong
        self.problems = tuple(sorted(problems, key=lambda p: ("/terms/" in p.file, p)))
        super().__init__("\n".join(said for said, _remedy in self.told_once()))

    def told_once(self, *, with_remedy: bool = True) -> Iterator[tuple[str, str]]:
        """A line a mistake, and its remedy; the same one in many lines of a file is one line."""
        return _told_once(self.problems, with_remedy=with_remedy)


def _told_once(
    problems: tuple[ConfigProblem, ...], *, with_remedy: bool
) -> Iterator[tuple[str, str]]:
    alike: dict[tuple[str, ...], list[ConfigProblem]] = {}
    for problem in problems:
        same = (problem.file, problem.key, problem.value, problem.message, problem.remedy)
        alike.setdefault(same, []).append(problem)
    for first, *others in alike.values():
        text = plural("(and {number} line more)", "(and {number} lines more)", len(others))
        said = str(first if with_remedy else first._replace(remedy=""))
        yield f"{said} {text.format(number=len(others))}" if others else said, first.remedy


class GraphError(FbWatchError):
    """The Graph API said no. `code`, `subcode` and `trace` as Facebook gave them."""

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        code: int | None = None,
        subcode: int | None = None,
        trace: str | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.code = code
        self.subcode = subcode
        self.trace = trace
        self.status = status


class TokenError(GraphError):
    """The access token is dead or absent: nothing more is asked with it."""

    exit_code = 4
    is_of_page = False  # the account has no role on this page; of others the token may be good


class PermissionRefusedError(GraphError):
    """A permission or a feature of the app is missing."""

    exit_code = 4


class ThrottledError(GraphError):
    """Over quota: nothing is asked before `retry_after` has passed."""

    retry_after: timedelta = timedelta(hours=1)
    concerns: str = ""  # "app" or "page": whose quota it is; "": the code tells


class TooMuchDataError(GraphError):
    """The answer would be too large: ask for fewer posts at the same cursor."""


class PageUnavailableError(GraphError):
    """The object is deleted, hidden, unpublished or out of this token's sight."""


class TransientGraphError(GraphError):
    """Trouble at the server or on the way: worth another try."""


class RequestRefusedError(GraphError):
    """The request itself was refused: a field or parameter of ours is wrong."""


class PayloadError(FbWatchError):
    """An answer has no usable shape; its bytes are kept all the same."""


class IntakeError(FbWatchError):
    """A file that left Facebook by another road cannot be read at all."""


class MediaError(FbWatchError):
    """A media file could not be taken in."""

    is_expired: bool = False  # its address has died; the post, seen again, gives a new one
    is_forbidden: bool = False  # by our own settings, which may be changed


class ArchiveError(FbWatchError):
    """The archive cannot be used: absent, damaged, or newer than this program."""

    exit_code = 5


class ArchiveLockedError(ArchiveError):
    """Another collector is at work on this archive."""


class MediaFolderError(ArchiveError):
    """The folder of media files cannot be written: files wait, texts do not."""


class NotFoundError(ArchiveError):
    """No post in the archive has this reference."""

    exit_code = 1


def because(error: OSError) -> str:
    """What the system says went wrong, in the user's language."""
    return _(error.strerror or str(error))


def facts(error: FbWatchError) -> dict[str, Any]:
    """What programs are told of an error: class, code, subcode, message, remedy."""
    graph = error if isinstance(error, GraphError) else None
    return {
        "class": type(error).__name__,
        "code": graph.code if graph else None,
        "subcode": graph.subcode if graph else None,
        "message": error.message,
        "remedy": error.remedy or None,
    }
