"""What config/ says: Settings, Codebook and their parts. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from fb_watch.model.collected import Page, Rhythm

Strength = Literal["strong", "weak", "mask"]
Case = Literal["any", "initial", "exact"]
NOT_FIRST = "not-first"  # a word that is a country's name only where its capital says something


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphSettings:
    """How the Graph API is asked. Timeouts in seconds."""

    version: str = "v25.0"
    url: str = "https://graph.facebook.com"
    edges: tuple[str, ...] = ("published_posts", "posts", "feed")
    limit: int = 100
    connect_timeout: float = 5.0
    read_timeout: float = 60.0
    tries: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaSettings:
    """Which media files are taken in. Hosts are names, or suffixes that begin with a dot."""

    download: bool = True
    videos: bool = False
    hosts: tuple[str, ...] = (".fbcdn.net", ".facebook.com", ".fbsbx.com", ".cdninstagram.com")
    max_bytes: int = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSettings:
    """Which detector speaks, and below which confidence it says `und`."""

    engine: Literal["layered", "langdetect"] = "layered"
    threshold: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """config/settings.toml."""

    regions: tuple[str, ...] = ()
    start: datetime | None = None
    every: timedelta = timedelta(hours=6)
    rhythm: Rhythm = "fixed"  # of pages that do not say theirs
    every_at_least: timedelta = timedelta(hours=1)  # the shortest automatic rhythm
    look_back: timedelta = timedelta(days=30)
    again: timedelta | None = timedelta(days=30)  # rhythm of walking history again; None: never
    mass_share: float = 0.2  # of a window's posts: more missing at once is Facebook's fault
    graph: GraphSettings = field(default_factory=GraphSettings)
    media: MediaSettings = field(default_factory=MediaSettings)
    language: LanguageSettings = field(default_factory=LanguageSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A theme or a question of the codebook; texts by language (fr, en, es)."""

    id: str
    labels: dict[str, str]
    definitions: dict[str, str]
    counts: dict[str, str] = field(default_factory=dict)  # what counts
    excludes: dict[str, str] = field(default_factory=dict)  # what does not
    neighbours: tuple[str, ...] = ()
    crosswalk: dict[str, tuple[str, ...]] = field(default_factory=dict)  # sdg, reliefweb, iasc, …


class Term(NamedTuple):
    """One line of terms/<lang>.csv: `école*` says theme `education`, strongly, in French."""

    kind: Literal["theme", "question"]
    value: str  # id of the theme or question; "" for a mask of all
    language: str
    text: str
    strength: Strength = "strong"
    case: Case = "any"
    file: str = ""
    line: int = 0


class PlaceTerm(NamedTuple):
    """One line of places.csv or of the gazetteer: a word that names a country, or hides one."""

    text: str
    country: str  # ISO 3166-1 alpha-2; "" for a mask
    language: str  # "" for all
    kind: Literal["name", "demonym", "city", "mask"]
    case: Case = "initial"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmbiguousTerm:
    """One line of ambiguous.csv: a word of several countries and how to tell them apart."""

    text: str
    language: str  # "" for all
    candidates: tuple[str, ...]
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()  # ((country, (words near by, …)), …)
    # page prior, nothing, a country, "page" and a country for where no page tells, or the first
    # candidate but at the beginning of sentences
    otherwise: Literal["page", "none", "not-first"] | str = "page"
    case: Case = "initial"

    @property
    def asks_page(self) -> bool:
        """Whether the page decides where no word does."""
        return self.otherwise.partition(" ")[0] == "page"

    @property
    def usual(self) -> str:
        """The country meant where the page does not tell either; empty for none."""
        return self.otherwise.partition(" ")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """Themes, questions and every term; `hash` names this edition on each tag it makes."""

    themes: tuple[Heading, ...]
    questions: tuple[Heading, ...]
    terms: tuple[Term, ...]
    places: tuple[PlaceTerm, ...] = ()
    ambiguous: tuple[AmbiguousTerm, ...] = ()
    hash: str = ""  # first 12 hex of the SHA-256 over what of this decides tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything under config/, read once and found right."""

    settings: Settings
    pages: tuple[Page, ...]
    codebook: Codebook
