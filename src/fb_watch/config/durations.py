"""In: "30m", "6h", "7d". Out: the stretch of time. Pure."""

import re
from datetime import timedelta

from fb_watch.config.mistake import MistakeError
from fb_watch.errors import UsageError
from fb_watch.i18n import _

_FORM = re.compile(r"([1-9][0-9]{0,8})([mhd])", re.ASCII)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
# Longer than any archive, and still short enough to be taken from a date.
_LONGEST = timedelta(days=36_500)
AUTO = timedelta(0)  # no duration that anybody can write


def read_duration(text: str) -> timedelta:
    """A number and m, h or d; raises MistakeError."""
    found = _FORM.fullmatch(text)
    if not found:
        raise MistakeError(
            _("is not a duration."), _("Write 30m, 6h or 7d: a number and m, h or d.")
        )
    stretch = int(found[1]) * _UNITS[found[2]] if len(found[1]) < 8 else _LONGEST * 2
    if stretch > _LONGEST:
        raise MistakeError(
            _("is too long."), _("The longest is {days}d.").format(days=_LONGEST.days)
        )
    return stretch


def read_every(text: str) -> timedelta:
    """The same, and AUTO for "auto": as often as the page posts."""
    return AUTO if text == "auto" else read_duration(text)


def duration(text: str, where: str) -> timedelta:
    """The same for a word of the command line; `where` is the option, named in the UsageError."""
    try:
        return read_duration(text)
    except MistakeError as mistake:
        raise UsageError(f"{where} {text}: {mistake.message}", remedy=mistake.remedy) from None
