"""In: the coverage of a page. Out: a bar of its months, and the sentence a report may use. Pure."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from fb_watch.i18n import _, labelled, language
from fb_watch.model.covered import PageCoverage, why

_FACEBOOK = datetime(2004, 1, 1, tzinfo=UTC)  # nobody wrote there before
WHOLE, PARTLY, NOTHING = "█", "▒", "·"
_Stretch = tuple[datetime, datetime]


def bar(page: PageCoverage) -> str:
    """
    One sign a month, grouped by years: `2020 ··████████ 2021 ██▒█`; whole, partly, nothing.

    A gap from the beginning has no first month: `…·` before all years stands for it. So does it
    for one that begins before Facebook did; then the first year is that of the first stretch.
    """
    complete = [
        (_moment(c["since"]) or _first(page), _moment(c["until"]) or _first(page))
        for c in page["complete"]
    ]
    ends = [end for _begin, end in complete] + [
        end for gap in page["gaps"] if (end := _moment(gap["until"]))
    ]
    if not ends:
        return ""
    signs, begin = [], _first(page)
    if any(gap["since"] is None for gap in page["gaps"]):
        signs = [f"…{NOTHING}"]
    elif begin < _FACEBOOK:
        told = max(_FACEBOOK, min((since for since, _until in complete), default=_FACEBOOK))
        signs, begin = [f"…{_sign(begin, told, complete)}"], told
    first = len(signs)
    for since, until in _months(begin, max(ends)):
        if since.month == 1 or len(signs) == first:
            signs.append(f" {since.year} ")
        signs.append(_sign(since, until, complete))
    return "".join(signs).strip()


def sentence(page: PageCoverage) -> str:
    """`complete from 2020-03-01 to 2021-07-01, except …; before 2020-03-01: why not`."""
    if not page["complete"]:
        return _("not complete anywhere")
    since = page["complete"][0]["since"]
    text = _("complete from {since} to {until}").format(
        since=since[:10] if since else _("the beginning"),
        until=page["complete"][-1]["until"][:10],
    )
    before, inside = [], []
    for gap in page["gaps"]:
        if since and gap["until"] <= since:
            before.append(why(gap["reason"], language()))
        elif gap["since"] and gap["until"] < page["complete"][-1]["until"]:
            inside.append((gap["since"][:10], gap["until"][:10]))
    if inside:
        holes = [_("{since} to {until}").format(since=begin, until=end) for begin, end in inside]
        text += _(", except {holes}").format(holes="; ".join(holes))
    if since and before:
        reasons = ", ".join(dict.fromkeys(before))
        text += "; " + labelled(_("before {day}").format(day=since[:10]), reasons)
    return text


def _sign(since: datetime, until: datetime, complete: Sequence[_Stretch]) -> str:
    """How much of a month lies in complete stretches; these never overlap."""
    inside = (min(until, end) - max(since, begin) for begin, end in complete)
    covered = sum((part for part in inside if part > timedelta(0)), timedelta(0))
    if covered >= until - since:
        return WHOLE
    return PARTLY if covered else NOTHING


def _months(first: datetime, last: datetime) -> Iterator[_Stretch]:
    """The calendar months from the one of `first` to the one of `last`, cut at both ends."""
    since = first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while since < last:
        until = (since + timedelta(days=32)).replace(day=1)
        yield max(since, first), min(until, last)
        since = until


def _first(page: PageCoverage) -> datetime:
    """Where the bar begins: the first moment told; a page without a start begins at its first."""
    told = [*page["complete"], *page["gaps"]]
    moments = [m for stretch in told if (m := _moment(stretch["since"]))]
    untils = [m for stretch in told if (m := _moment(stretch["until"]))]
    return min(moments or untils)


def _moment(time: str | None) -> datetime | None:
    return datetime.fromisoformat(time).astimezone(UTC) if time else None
