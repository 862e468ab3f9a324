"""In: what is true of texts and what was found. Out: precision, recall, F1; labelled texts."""

import csv
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure

from fb_watch.bootstrap import tagger
from fb_watch.config.default import write_default
from fb_watch.config.load import load
from fb_watch.enrich.tagger import Tagger
from fb_watch.model.collected import Page, Post
from fb_watch.model.settings import Config
from fb_watch.model.tagged import TaggedPost

NOBODY = Page(key="nobody", id="0", name="")  # gives no prior
ANY_DAY = datetime(2020, 6, 1, tzinfo=UTC)
Row = dict[str, str]


@dataclass(slots=True, kw_only=True)
class Score:
    """How many labels were found rightly, found wrongly, and not found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: frozenset[str], true: frozenset[str]) -> None:
        """One more text."""
        self.right += len(found & true)
        self.wrong += len(found - true)
        self.missed += len(true - found)

    @property
    def precision(self) -> float:
        """The share of what was found that is true."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """The share of what is true that was found."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    def __str__(self) -> str:
        return (
            f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  "
            f"({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        )


def share(name: str, measured: float, at_least: float | None = None) -> Figure:
    """A precision, a recall or an F1 as a figure."""
    return Figure(name=name, measured=measured, digits=3, at_least=at_least)


def default() -> tuple[Config, Tagger]:
    """The configuration that `fb-watch init` writes, and its taggers."""
    with tempfile.TemporaryDirectory() as home:
        write_default(Path(home))
        config = load(Path(home))
    return config, tagger(config)


def rows(path: Path) -> Iterator[Row]:
    """The lines of a tab-separated file with a heading."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def sampled(path: Path, every: int) -> Iterator[Row]:
    """Every n-th line of each language: the lines of one sentence stand together."""
    met: Counter[str] = Counter()
    for row in rows(path):
        if met[row["lang"]] % every == 0:
            yield row
        met[row["lang"]] += 1


def read(tagging: Tagger, text: str) -> TaggedPost:
    """What the taggers see in a text of unknown origin."""
    post = Post(id="0", page=NOBODY.key, created_at=ANY_DAY, message=text)
    return tagging.tag(post, NOBODY)


def codes(written: str) -> frozenset[str]:
    """Labels as a column holds them: `IR,LB`."""
    return frozenset(filter(None, written.split(",")))
