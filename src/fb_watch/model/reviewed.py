"""What people and the machine say of a sampled post: Answer, Drawn, Judged. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["theme", "country", "language"]
KINDS: tuple[Kind, ...] = ("theme", "country", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All that somebody says of a post; themes and countries not named are denied."""

    themes: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    language: str = "und"

    def of(self, kind: Kind) -> frozenset[str]:
        """What it says of one kind."""
        told = {"theme": self.themes, "country": self.countries}
        return told.get(kind, frozenset((self.language,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A post drawn into a sample; `weight` is how many posts of the archive it stands for."""

    post: int
    stratum: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A sampled post, what the machine says of that version, and what each person does."""

    ref: str  # with its version
    stratum: str
    weight: float
    machine: Answer
    answers: Mapping[str, Answer]  # by person
    settled: Answer | None = None  # where people disagreed and have agreed since


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate and the bounds of its confidence interval (95 %)."""

    value: float
    low: float
    high: float
