"""
In: an archive of made-up posts. Out: what handing them over costs beside the bare library.

    python -m bench.exporting [--posts 20000] [--tries 3] [--full]

The bare library writes ready cells, those of our own file; what is beside it is ours: the columns,
guards, dates. References are made one after the other, letters over the whole list. With --full
also how much memory 200,000 posts take beside 10,000, each in a process of its own.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.figures import Figure, cost, least, print_table
from bench.save import NOW, responses, round_over
from bench.tagging import megabytes

from fb_watch.archive.search import connect
from fb_watch.archive.selection import posts, select
from fb_watch.archive.store import Archive
from fb_watch.export.citation import references
from fb_watch.export.columns import Column, all_columns
from fb_watch.export.forms import FORMS
from fb_watch.export.handing_over import Wishes, to_file
from fb_watch.export.styles import cite
from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.exported import Exported
from fb_watch.model.settings import Codebook

EVERYTHING = Query(limit=None)
ARCHIVE = "archive.db"
DOSSIER = 1000  # posts


def main() -> int:
    """Measure and print; gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().partition("\n")[0])
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--tries", type=int, default=3)
    parser.add_argument("--full", action="store_true", help="memory too, with 200,000 posts")
    parser.add_argument("--peak", nargs=2, metavar=("FOLDER", "FORM"), help="for itself")
    asked = parser.parse_args()
    if asked.peak:
        print(peak(Path(asked.peak[0]), asked.peak[1]))
        return 0
    figures = speed(asked.posts, asked.tries)
    figures += memory() if asked.full else []
    print_table(figures)
    return int(any(figure.verdict == "over" for figure in figures))


def about(number: int) -> Exported:
    """What the exports say of themselves."""
    nothing = Codebook(themes=(), questions=(), terms=())
    return Exported(asked="", query=EVERYTHING, at=NOW, by="bench", posts=number, codebook=nothing)


def fill(folder: Path, number: int) -> None:
    """An archive of so many posts."""
    archive = Archive.open(folder / ARCHIVE, lambda: NOW)
    round_over(archive, list(responses(number)))
    archive.close()


def speed(number: int, tries: int) -> list[Figure]:
    """Each form beside its bare library, and references."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, number)
        db = connect(folder / ARCHIVE)
        told = list(posts(db, select(db, EVERYTHING)))
        db.close()
        figures = [
            _beside(form, bare, told, folder, tries, at_most)
            for form, bare, at_most in (
                ("xlsx", bare_xlsx, 1.8),
                ("csv", bare_csv, 2.5),
                ("jsonl", bare_jsonl, 1.2),
                ("parquet", bare_parquet, 6.0),
            )
        ]
        part = told[:DOSSIER]
        word = least(
            [cost(lambda: hand_over("docx", part, len(part), folder)) for _ in range(tries)]
        )
    cited = least([cost(lambda: cite(references(told), "apa")) for _ in range(tries)])
    micros = cited.cpu / number * 1e6
    return [
        *figures,
        Figure(name="a Word dossier of 1,000 posts", measured=word.cpu, unit="s", at_most=10),
        Figure(name="a reference", measured=micros, unit="µs", digits=0, at_most=300),
        Figure(name="  references a second", measured=1e6 / micros, digits=0),
    ]


def _beside(
    form: str,
    bare: Callable[[Sequence[ArchivedPost], Path], Callable[[], object]],
    told: Sequence[ArchivedPost],
    folder: Path,
    tries: int,
    at_most: float,
) -> Figure:
    ready = bare(told, folder / "bare")

    def ours() -> None:
        hand_over(form, told, len(told), folder)

    measured = least([cost(ours) for _ in range(tries)]).cpu
    plain = least([cost(ready) for _ in range(tries)]).cpu
    return Figure(name=f"{form}, of the bare library", measured=measured / plain, at_most=at_most)


def hand_over(form: str, told: Iterable[ArchivedPost], number: int, folder: Path) -> None:
    """What `fb-watch export` does, but for the entry in the log."""
    to_file(
        FORMS[form](),
        told,
        about(number),
        Wishes(),
        folder / form,
        force=True,
        note=lambda: None,
    )


def cells(told: Sequence[ArchivedPost]) -> list[list[Any]]:
    """The cells of the tables, ready."""
    return [[column.value(post) for column in all_columns()] for post in told]


def bare_csv(told: Sequence[ArchivedPost], path: Path) -> Callable[[], object]:
    """The csv module writes ready cells."""
    rows = cells(told)

    def write() -> None:
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)

    return write


def bare_jsonl(told: Sequence[ArchivedPost], path: Path) -> Callable[[], object]:
    """The json module writes the same objects."""

    def write() -> None:
        with path.open("w", encoding="utf-8") as out:
            for post in told:
                out.write(json.dumps(post, ensure_ascii=False) + "\n")

    return write


def bare_xlsx(told: Sequence[ArchivedPost], path: Path) -> Callable[[], object]:
    """XlsxWriter writes ready cells, each with the method of its type."""
    from xlsxwriter import Workbook

    is_time = [column.datatype == "dateTime" for column in all_columns()]
    rows = [
        [
            datetime.fromisoformat(value).replace(tzinfo=None) if value and time else value
            for value, time in zip(row, is_time, strict=True)
        ]
        for row in cells(told)
    ]

    def write() -> None:
        workbook = Workbook(str(path), {"constant_memory": True})
        date = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = workbook.add_worksheet()
        for row, values in enumerate(rows):
            for place, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, place, value)
                elif isinstance(value, datetime):
                    sheet.write_datetime(row, place, value, date)
                elif value is not None:
                    sheet.write_number(row, place, value)
        workbook.close()

    return write


def bare_parquet(told: Sequence[ArchivedPost], path: Path) -> Callable[[], object]:
    """Pyarrow writes ready columns, typed."""
    from pyarrow import Table
    from pyarrow.parquet import write_table

    columns = {column.name: [_typed(column, post) for post in told] for column in all_columns()}
    return lambda: write_table(Table.from_pydict(columns), str(path), compression="zstd")


def _typed(column: Column, post: ArchivedPost) -> Any:
    value = column.value(post)
    if column.is_list:
        return str(value).split("|") if value else []
    if column.datatype == "dateTime" and value:
        return datetime.fromisoformat(str(value))
    return value


def memory() -> list[Figure]:
    """How much more 200,000 posts take than 10,000, form by form."""
    forms = ("xlsx", "csv", "jsonl", "hxl", "ris", "parquet")
    peaks: list[dict[str, float]] = []
    for number in (10_000, 200_000):
        with tempfile.TemporaryDirectory() as name:
            fill(Path(name), number)
            peaks.append({form: _peak_apart(Path(name), form) for form in forms})
    few, many = peaks
    return [
        Figure(name=f"memory, {form}: 200,000 of 10,000", measured=many[form] / few[form],
               at_most=1.25)
        for form in forms
    ]  # fmt: skip


def _peak_apart(folder: Path, form: str) -> float:
    command = [sys.executable, "-m", "bench.exporting", "--peak", str(folder), form]
    told = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]
    )
    return float(told.stdout)


def peak(folder: Path, form: str) -> float:
    """The most memory of this process, in megabytes, once everything is exported."""
    db = connect(folder / ARCHIVE)
    those = select(db, EVERYTHING)
    hand_over(form, posts(db, those), len(those), folder)
    db.close()
    return megabytes()


if __name__ == "__main__":
    sys.exit(main())
