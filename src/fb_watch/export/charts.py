"""In: counts under the names people know. Out: charts as SVG, in words besides. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fb_watch.export.dates import month_name
from fb_watch.export.svg import (
    DARK,
    GREY,
    MARGIN,
    PAPER,
    RULE,
    SHADES,
    Frame,
    box,
    counted,
    fitted,
    ink_on,
    listed,
    picture,
    rule,
    shade,
    text,
    width_of,
)
from fb_watch.i18n import grouped, in_language

Pairs = Mapping[tuple[str, str], int]
Totals = tuple[Mapping[str, int], Mapping[str, int]]  # of the rows, of the columns

WIDTH = 860
_ROWS, _LINES, _COLUMNS = 40, 25, 14  # at most: a page; the rest is told below
_LEADERS = 3  # fields of one number that are named as those with most
_TOLD = 20  # names of that rest; how many more there are is told besides


def bars(counts: Mapping[str, int], frame: Frame) -> str:
    """A bar a name, the largest above."""
    ranked = _ranked(counts)
    shown, left = ranked[:_ROWS], ranked[_ROWS:]
    margin = _label_width([name for name, _n in shown], 300)
    room = WIDTH - margin - 90
    largest = max((n for _name, n in shown), default=1)
    pieces = []
    for place, (name, n) in enumerate(shown):
        y = place * 26
        length = max(room * n / largest, 1)
        said = counted(name, n, frame.lang)
        pieces += [
            text(margin - 8, y + 16, fitted(name, margin - MARGIN - 8, 12), anchor="end"),
            box(margin, y + 2, length, 19, DARK, said),
            text(margin + length + 6, y + 16, grouped(n, frame.lang)),
        ]
    height = 26 * max(len(shown), 1)
    return picture(
        _with_rest(frame, left), WIDTH, height, _or_nothing(pieces, frame), _listed(ranked, frame)
    )


def heat_map(counts: Pairs, totals: Totals, frame: Frame) -> str:
    """
    Rows and columns by name; each field has its number, so that grey print loses nothing.

    `totals` are the posts of each name: a post of two countries is one of its theme, and in two
    fields.
    """
    down, across_all = ({pair[side] for pair in counts} for side in (0, 1))
    rows = _ranked({name: n for name, n in totals[0].items() if name in down})
    columns = _ranked({name: n for name, n in totals[1].items() if name in across_all})
    shown, across = rows[:_LINES], columns[:_COLUMNS]
    margin = _label_width([name for name, _n in shown], 240)
    head = min(max((width_of(name, 12) for name, _n in across), default=0), 210) * 0.72 + 14
    # the last name leans out to the right
    lean = 0.8 * min(width_of(across[-1][0], 12), 205) if across else 0
    cell = min((WIDTH - margin - MARGIN - lean) / max(len(across) - 0.5, 1), 84)
    largest = max(counts.values(), default=0)
    pieces = [
        text(margin + (place + 0.5) * cell - 3, head - 8, fitted(name, 205, 12), turn=-38)
        for place, (name, _n) in enumerate(across)
    ]
    for line, (row, _n) in enumerate(shown):
        y = head + line * 25
        label = fitted(row, margin - MARGIN - 8, 12)
        pieces.append(text(margin - 8, y + 16, label, anchor="end"))
        for place, (column, _m) in enumerate(across):
            n = counts.get((row, column), 0)
            pieces += _field(margin + place * cell, y, cell, n, largest, (row, column), frame)
    return picture(
        _with_rest(frame, rows[_LINES:] + columns[_COLUMNS:]),
        WIDTH,
        head + 25 * max(len(shown), 1),
        _or_nothing(pieces if counts else [], frame),
        _described(counts, rows, frame),
    )


def _field(
    x: float, y: float, width: float, n: int, largest: int, names: tuple[str, str], frame: Frame
) -> Iterator[str]:
    step = shade(n, largest)
    fill = SHADES[step] if n else PAPER
    yield box(
        x, y, width - 2, 23, fill, counted(", ".join(names), n, frame.lang), line="" if n else RULE
    )
    if n:
        told = grouped(n, frame.lang)
        yield text(x + width / 2 - 1, y + 16, told, size=11, anchor="middle", fill=ink_on(step))


def timeline(counts: Pairs, frame: Frame) -> str:
    """
    A row of monthly columns a name, all on one scale; `counts` is by month (2020-03) and name.

    Rows side by side and no colours: what is whose is read without a key.
    """
    months = _every_month(month for month, _name in counts)
    names = _totals(counts, 1)
    shown, left = names[:_ROWS], names[_ROWS:]
    margin = _label_width([name for name, _n in shown], 250)
    step = (WIDTH - margin - MARGIN - 44) / max(len(months), 1)
    largest = max(counts.values(), default=1)
    pieces = []
    for line, (name, total) in enumerate(shown):
        foot = line * 54 + 46
        pieces += [
            text(margin - 8, foot - 14, fitted(name, margin - MARGIN - 8, 12), anchor="end"),
            text(margin - 8, foot, grouped(total, frame.lang), size=11, anchor="end", fill=GREY),
            rule(margin, foot, WIDTH - MARGIN - 44, foot),
        ]
        for place, month in enumerate(months):
            if n := counts.get((month, name), 0):
                tall = max(40 * n / largest, 1)
                said = counted(f"{name}, {_month(month, frame.lang)}", n, frame.lang)
                x = margin + place * step
                pieces.append(box(x, foot - tall, max(step - 1, 0.8), tall, DARK, said))
        pieces.append(_peak(counts, months, name, margin, step, foot, largest, frame.lang))
    height = 54 * max(len(shown), 1)
    pieces += _years(months, margin, step, height, frame.lang)
    return picture(
        _with_rest(frame, left),
        WIDTH,
        height + 26,
        _or_nothing(pieces if counts else [], frame),
        # a post is of one month: here the fields of a row are its posts
        _described({(name, m): n for (m, name), n in counts.items()}, names, frame, months=True),
    )


def _peak(
    counts: Pairs,
    months: Sequence[str],
    name: str,
    margin: float,
    step: float,
    foot: float,
    largest: int,
    lang: str,
) -> str:
    """The highest column says its number: the scale of the row."""
    place = max(range(len(months)), key=lambda at: counts.get((months[at], name), 0))
    n = counts.get((months[place], name), 0)
    y = foot - max(40 * n / largest, 1)
    return text(margin + (place + 0.5) * step, y - 3, grouped(n, lang), size=10, anchor="middle")


def _years(months: Sequence[str], margin: float, step: float, y: float, lang: str) -> Iterator[str]:
    """Below the columns: the first letters of months where there is room, the years always."""
    for place, month in enumerate(months):
        x = margin + place * step
        if place == 0 or month.endswith("-01"):
            yield rule(x, 6, x, y + 4)
            yield text(x + 2, y + 22, month[:4], size=11, weight=700)
        if step >= 10:
            initial = month_name(int(month[5:7]), lang)[0].upper()
            yield text(x + step / 2, y + 9, initial, size=10, anchor="middle", fill=GREY)


def _every_month(told: Iterable[str]) -> list[str]:
    """All months from the first to the last, those without a post too."""
    seen = sorted(set(told))
    if not seen:
        return []
    first, last = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (seen[0], seen[-1]))
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(first, last + 1)]


def _month(month: str, lang: str) -> str:
    return f"{month_name(int(month[5:7]), lang)} {month[:4]}"


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _totals(counts: Pairs, side: int) -> list[tuple[str, int]]:
    """The names of one side, those with most first."""
    total: Counter[str] = Counter()
    for names, n in counts.items():
        total[names[side]] += n
    return _ranked(total)


def _label_width(names: Iterable[str], most: float) -> float:
    return min(max((width_of(name, 12) for name in names), default=0), most) + MARGIN + 12


def _or_nothing(pieces: list[str], frame: Frame) -> list[str]:
    """An empty chart says so."""
    _ = in_language(frame.lang)
    return pieces or [text(MARGIN, 18, _("No post answers the query."), fill=GREY)]


def _with_rest(frame: Frame, left: Sequence[tuple[str, int]]) -> Frame:
    """The frame, whose note tells what there was no room for."""
    if not left:
        return frame
    _ = in_language(frame.lang)
    # never one alone: it would be named in no more room
    named = left if len(left) <= _TOLD + 1 else left[:_TOLD]
    text = _("Not shown: {names}.")
    if len(named) < len(left):
        text = _("Not shown: {names}, and {number} more.")
    told = text.format(
        names=", ".join(f"{name} ({grouped(n, frame.lang)})" for name, n in named),
        number=grouped(len(left) - len(named), frame.lang),
    )
    return Frame(title=frame.title, note=f"{frame.note} {told}".strip(), lang=frame.lang)


def _listed(ranked: Sequence[tuple[str, int]], frame: Frame) -> str:
    """The chart in words: each name and its number."""
    _ = in_language(frame.lang)
    told = listed((counted(name, n, frame.lang) for name, n in ranked), frame.lang)
    return f"{frame.title}. {told or _('No post answers the query.')}"


def _described(
    counts: Pairs, rows: Sequence[tuple[str, int]], frame: Frame, *, months: bool = False
) -> str:
    """The chart in words: each row, its posts, and where it has most."""
    _ = in_language(frame.lang)
    told = []
    fields = sorted(counts.items())
    for name, total in rows:
        row = {
            _month(other, frame.lang) if months else other: n
            for (own, other), n in fields
            if own == name
        }
        told.append(_row(name, total, row, frame.lang))
    return f"{frame.title}. {listed(told, frame.lang) or _('No post answers the query.')}"


def _row(name: str, total: int, fields: Mapping[str, int], lang: str) -> str:
    """A row in words; where many fields have most, none is named: that says nothing."""
    _ = in_language(lang)
    most = max(fields.values())
    leaders = [field for field, n in fields.items() if n == most]
    if len(leaders) > _LEADERS:
        return counted(name, total, lang)
    told = grouped(most, lang)
    named = f" ({told}), ".join(leaders)
    if len(leaders) == len(fields):
        return f"{counted(name, total, lang)}, {named} ({told})"
    return _("{name}: {total}, most in {other} ({number})").format(
        name=name, total=grouped(total, lang), other=named, number=told
    )
