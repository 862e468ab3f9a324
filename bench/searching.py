"""
In: this checkout, PostgreSQL and tantivy. Out: how long searches take, beside theirs, in one run.

    python -m bench.searching [--posts 1000000] [--folder DIR]

The same made-up posts go into an archive, into PostgreSQL with full text and GIN, and into tantivy;
the same questions are asked of each, the best of three tries counts, p50 and p95 are over the
questions of a kind. With --folder posts and archive are kept and taken up again. What is not
installed is left out and said. README.md says what each figure means; exit code 1 where one is over
its bound.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from bench import cold, relevance, search_own, search_postgres, search_tantivy
from bench.figures import Figure, print_table, write_json
from bench.search_posts import Question, kept, questions

HERE = Path(__file__).parent
# milliseconds that 95 of 100 questions may take
BOUNDS = {"common word": 60.0, "prefix": 60.0, "filtered": 30.0, "newest first": 1.0}
FACETS = ("common word", "medium word", "filtered")
Times = dict[str, tuple[float, float]]  # kind → p50, p95 in milliseconds


class Engine(Protocol):
    """What is measured."""

    def ask(self, question: Question) -> list[int]:
        """The twenty posts that come first."""

    def bytes(self) -> int:
        """What the index takes."""

    def close(self) -> None:
        """Let go of everything."""


def main() -> int:
    """Measure everything; gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().partition("\n")[0])
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keeps posts and archive here")
    asked = parser.parse_args()
    figures = relevance.figures()
    with tempfile.TemporaryDirectory() as temporary:
        figures += measured(asked.posts, asked.folder or Path(temporary), Path(temporary))
    print_table(figures)
    write_json(figures, HERE / "results" / "latest-searching.json", posts=asked.posts)
    return int(any(figure.verdict == "over" for figure in figures))


def measured(posts: int, home: Path, temporary: Path) -> list[Figure]:
    """One engine after the other, so that none has to share the machine's memory."""
    asked = questions(posts)
    own, posts_file = search_own.Own(home), home / "posts"
    filling = {search_own.NAME: filled(lambda: own.fill(kept(posts, posts_file)), search_own.NAME)}
    found = {search_own.NAME: times(own.ask, asked)}
    shown = times(own.show, asked)
    facets = {search_own.NAME: times(own.count, {kind: asked[kind] for kind in FACETS})}
    sizes = {search_own.NAME: own.bytes() / posts}
    parts = own.parts()
    own.close()
    from_cold = cold.search(home, tries=7, words=asked["medium word"][0].words)
    for name, there, engine in (
        (search_postgres.NAME, search_postgres.is_there, search_postgres.Postgres),
        (search_tantivy.NAME, search_tantivy.is_there, search_tantivy.Tantivy),
    ):
        if not there():
            print(f"{name} is not installed: left out", file=sys.stderr)
            continue
        other = engine(temporary)
        filling[name] = filled(lambda: other.fill(kept(posts, posts_file)), name)  # noqa: B023 (called at once)
        told = {kind: some for kind, some in asked.items() if kind != "part of a word"}
        found[name] = times(other.ask, told)
        if isinstance(other, search_postgres.Postgres):
            facets[name] = times(other.count, {kind: asked[kind] for kind in FACETS})
        sizes[name] = other.bytes() / posts
        other.close()
    return [
        *(figure for kind in asked for figure in one_kind(kind, found, shown[kind])),
        *(figure for kind in FACETS for figure in counted(kind, facets)),
        *(
            Figure(name="index, bytes a post", measured=size, digits=0, at_most=900)
            if name == search_own.NAME
            else Figure(name=f"  {name}", measured=size, digits=0)
            for name, size in sizes.items()
        ),
        *(Figure(name=f"  {name}", measured=n / posts, digits=0) for name, n in parts),
        *from_cold,
        *(
            Figure(
                name=f"filling, {name}", measured=taken / posts * 1e6, unit="µs a post", digits=0
            )
            for name, taken in filling.items()
        ),
    ]


def one_kind(kind: str, found: Mapping[str, Times], shown: tuple[float, float]) -> list[Figure]:
    """The figures of one kind of question."""
    p50, p95 = found[search_own.NAME][kind]
    figures = [
        Figure(name=f"{kind}, p95", measured=p95, unit="ms", at_most=BOUNDS.get(kind)),
        Figure(name="  p50", measured=p50, unit="ms"),
        Figure(name="  p95 with the posts, folded", measured=shown[1], unit="ms"),
    ]
    for name, told in found.items():
        if name == search_own.NAME or kind not in told:
            continue
        figures += [
            Figure(name=f"  {name}, p50", measured=told[kind][0], unit="ms"),
            Figure(name=f"  {name}, p95", measured=told[kind][1], unit="ms"),
        ]
        if name == search_postgres.NAME:
            ratio = p95 / told[kind][1]
            figures.append(Figure(name=f"  p95, of {name}", measured=ratio, at_most=1))
    return figures


def counted(kind: str, facets: Mapping[str, Times]) -> list[Figure]:
    """The figures of counting all that a kind of question finds."""
    p50, p95 = facets[search_own.NAME][kind]
    figures = [
        Figure(name=f"facets of a {kind}, p95", measured=p95, unit="ms", at_most=60),
        Figure(name="  p50", measured=p50, unit="ms"),
    ]
    if (there := facets.get(search_postgres.NAME)) is not None:
        name = search_postgres.NAME
        figures += [
            Figure(name=f"  {name}, p95", measured=there[kind][1], unit="ms"),
            Figure(name=f"  p95, of {name}", measured=p95 / there[kind][1], at_most=1),
        ]
    return figures


def times(ask: Callable[[Question], object], asked: Mapping[str, Sequence[Question]]) -> Times:
    """How long the questions take, in milliseconds: p50 and p95 of each kind."""
    return {
        kind: _percentiles([_best(ask, question) for question in asked[kind]]) for kind in asked
    }


def _best(ask: Callable[[Question], object], question: Question) -> float:
    taken = []
    for _try in range(3):
        begun = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - begun) * 1e3)
    return min(taken)


def _percentiles(taken: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(taken)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95) - 1]


def filled(work: Callable[[], object], name: str) -> float:
    """Seconds of the clock that filling takes."""
    print(f"… filling {name}", file=sys.stderr, flush=True)
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
