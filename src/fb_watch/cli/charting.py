"""In: counts as stats gives them. Out: the chart that suits them, as an SVG or PNG file."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fb_watch.errors import UsageError
from fb_watch.export.svg import Frame, counted, listed
from fb_watch.i18n import _, in_language

if TYPE_CHECKING:
    from fb_watch.model.exported import Exported

Row = Sequence[Any]
FORMS = (".svg", ".png")
_NO_COUNTRY = ("none", "unresolved")


def check(path: Path, by: Sequence[str]) -> None:
    """Raise UsageError where no chart of these fields can be made, or none under this name."""
    if path.suffix.lower() not in FORMS:
        raise UsageError(
            _("--chart {file}: a chart is an SVG or a PNG.").format(file=path),
            remedy=_("Such as: --chart themes.svg"),
        )
    if len(by) > 2:
        raise UsageError(
            _("A chart shows one or two fields."),
            remedy=_("Such as: --by theme, --by country, --by theme,country, --by month,theme"),
        )


def drawn(
    rows: Sequence[Row],
    by: Sequence[str],
    about: "Exported",
    of: Callable[[str], Sequence[Row]],
) -> str:
    """
    The chart of these rows: months as a timeline, countries as a map, two fields as a heat map.

    The rows are those of `archive.stats`, ids in them; the chart has the names of the codebook.
    `of` gives the rows of one field: posts of two fields are no sum of theirs.
    """
    from fb_watch.export.charts import bars, heat_map, timeline
    from fb_watch.export.world import world_map

    name, frame = _names(about), _frame(by, about)
    if tuple(by) == ("country",):
        without = {code: n for code, n in rows if code in _NO_COUNTRY}
        frame = _with_note(
            frame, [counted(name("country", code), n, about.lang) for code, n in without.items()]
        )
        return world_map({code: n for code, n in rows if code not in without}, frame)
    if "month" in by:
        other = 1 - by.index("month") if len(by) == 2 else None
        return timeline(
            {
                (row[by.index("month")], _other(row, other, by, name, about)): row[-1]
                for row in rows
            },
            frame,
        )
    if len(by) == 1:
        return bars({name(by[0], value): n for value, n in rows}, frame)
    # the longer side goes down the page
    down = 0 if len({row[0] for row in rows}) >= len({row[1] for row in rows}) else 1
    sides = (by[down], by[1 - down])
    first, second = ({name(side, value): n for value, n in of(side)} for side in sides)
    return heat_map(
        {(name(sides[0], r[down]), name(sides[1], r[1 - down])): r[-1] for r in rows},
        (first, second),
        frame,
    )


def _other(
    row: Row,
    other: int | None,
    by: Sequence[str],
    name: Callable[[str, str], str],
    about: "Exported",
) -> str:
    """What a row of a timeline is called; all posts where only months were asked for."""
    return in_language(about.lang)("Posts") if other is None else name(by[other], row[other])


def _frame(by: Sequence[str], about: "Exported") -> Frame:
    _ = in_language(about.lang)
    fields = " × ".join(_(field) for field in by)
    asked = about.asked or _("all posts")
    note = _("Query: {query}. Posts: {number}. {program}, {day}.").format(
        query=asked, number=about.posts, program=about.program, day=f"{about.at:%Y-%m-%d}"
    )
    if "country" in by:
        note += " " + _("A post that names no country counts for that of its page.")
    title = _("Posts by {fields}").format(fields=fields)
    return Frame(title=title, note=note, lang=about.lang)


def _with_note(frame: Frame, told: Sequence[str]) -> Frame:
    note = f"{frame.note} {listed(told, frame.lang)}." if told else frame.note
    return Frame(title=frame.title, note=note, lang=frame.lang)


def _names(about: "Exported") -> Callable[[str, str], str]:
    """What a value of a field is called in the chart."""
    from fb_watch.export.names import country_name, language_name
    from fb_watch.export.readme import in_words

    _, lang = in_language(about.lang), about.lang
    nothing = {
        "theme": _("no theme"),
        "country": _("no country"),
        "question": _("no question"),
        "region": _("no region"),
    }
    headings: dict[str, Mapping[str, str]] = {
        "theme": {h.id: in_words(h.labels, lang) for h in about.codebook.themes},
        "question": {h.id: in_words(h.labels, lang) for h in about.codebook.questions},
    }  # pages go by their keys: names of a network's pages begin all alike

    def name(field: str, value: str) -> str:
        if value == "none" and field in nothing:
            return nothing[field]
        if field == "country":
            return (
                _("several countries possible")
                if value == "unresolved"
                else country_name(value, lang)
            )
        if field == "language":
            unsaid = {"und": _("language not told"), "zxx": _("without text")}
            return unsaid.get(value) or language_name(value, lang)
        return headings.get(field, {}).get(value, value)

    return name


def write(path: Path, chart: str, *, force: bool) -> None:
    """Write the chart under its name, whole or not at all."""
    from fb_watch.export.handing_over import write_whole

    if path.suffix.lower() == ".png":
        from fb_watch.export.png import png

        write_whole(path, png(chart), force=force)
    else:
        write_whole(path, chart.encode(), force=force)
