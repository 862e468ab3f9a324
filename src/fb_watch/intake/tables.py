"""In: any table, workbook or JSON of objects. Out: its columns, its rows by column. Pure."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from fb_watch.errors import IntakeError
from fb_watch.i18n import _
from fb_watch.intake.elements import Element, elements, lines
from fb_watch.intake.format import read_object
from fb_watch.intake.head import Head, head_of
from fb_watch.intake.member import Member
from fb_watch.intake.rows import HEAD, Row, plain, read_header, rows
from fb_watch.intake.workbook import Sheet, sheet_rows, sheets
from fb_watch.model.collected import Problem

_LISTS = ("", "data", "posts", "items", "results", "result.posts", "rows")
_SAMPLE = 200  # objects in which the keys show
_DEEPEST = 6


def sheets_of(member: Member, only: str = "") -> list[Sheet]:
    """The sheets of a workbook, or one of them; of anything else none."""
    return sheets(member, only) if head_of(member).kind == "workbook" else []


def any_rows(member: Member, names: Sequence[str] = ()) -> Iterator[Row | Problem]:
    """Rows of CSV or TSV, of these sheets of a workbook, or of the objects of JSON or NDJSON."""
    head = head_of(member)
    if head.kind == "table":
        yield from rows(member)
    elif head.kind == "workbook":
        yield from sheet_rows(member, names)
    elif head.kind == "json":
        with member.open() as stream:
            most = member.limits.record
            told = elements(stream, _LISTS, most) if _is_list(head) else lines(stream, most)
            for one in told:
                yield one if isinstance(one, Problem) else _flat_row(one)
    else:
        raise IntakeError(
            _("{file} is no table.").format(file=member.name),
            remedy=_("CSV, TSV, XLSX and NDJSON can be read by a mapping."),
        )


def any_columns(member: Member) -> tuple[str, ...]:
    """Of what is no workbook: the columns as written; of JSON the paths of the first objects."""
    head = head_of(member)
    if head.kind == "table":
        with member.open() as stream:
            header = read_header(stream.read(HEAD))
        return header.columns if header else ()
    found: dict[str, None] = {}
    for row in islice(any_rows(member), _SAMPLE):
        if isinstance(row, Row):
            found |= dict.fromkeys(row.cells)
    return tuple(found)


def _is_list(head: Head) -> bool:
    """One document with a list of objects in it, and not an object a line."""
    begin = head.text.lstrip()
    if begin.startswith("["):
        return True
    first, _break, rest = begin.partition("\n")
    if first.rstrip().endswith("}") and rest.lstrip().startswith("{"):
        return False
    return any(path.startswith(f"{name}[].") for path in head.paths for name in _LISTS[1:])


def _flat_row(one: Element) -> Row | Problem:
    value = read_object(one)
    if isinstance(value, Problem):
        return value
    return Row(one.where, {plain(path): cell for path, cell in _flat(value)}, one.raw)


def _flat(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each path to a value: {"from": {"name": "x"}} is from.name; lists are joined by |."""
    todo: list[tuple[str, Any, int]] = [("", value, 0)]
    while todo:
        path, holder, depth = todo.pop()
        if isinstance(holder, dict) and depth <= _DEEPEST:
            below = [
                (f"{path}.{key}" if path else key, one, depth + 1) for key, one in holder.items()
            ]
            todo += reversed(below)
        elif isinstance(holder, list):
            yield path, "|".join(_cell(one) for one in holder if not isinstance(one, dict | list))
        elif holder is not None:
            yield path, _cell(holder)


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
