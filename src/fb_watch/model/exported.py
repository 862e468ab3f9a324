"""What leaves the house, and what it says of itself. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from fb_watch.model.archived import Query
from fb_watch.model.covered import PageCoverage
from fb_watch.model.settings import Codebook

Lang = Literal["en", "fr", "es"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What a file of posts says of itself: what was asked, when, by whom, and what is in it."""

    asked: str  # the query, as one would type it: école --country MG
    query: Query
    at: datetime
    by: str  # account on this machine
    posts: int
    not_found: tuple[str, ...] = ()  # references that were asked for and name no post
    codebook: Codebook  # its headings; the hash: of all editions that made tags, parted by commas
    lang: Lang = "en"  # of the words around the posts
    coverage: tuple[PageCoverage, ...] = ()  # of the pages and the time that were asked
    page_names: Mapping[str, str] = field(default_factory=dict)  # by key
    program: str = "fb-watch"  # with its version
    is_public: bool = False  # references, dates, permalinks and tags only
    with_comments: bool = False
    with_authors: bool = False  # names of people
    is_unmasked: bool = False  # what people wrote holds the names and numbers it held
    # by language: precision and recall, a sentence each; none where they were never measured
    measured: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportEntry:
    """One line of the log of exports."""

    at: datetime
    by: str
    format: str
    file: str  # "-": stdout
    asked: str
    posts: int
    is_public: bool = False
    with_comments: bool = False
    with_authors: bool = False
    is_unmasked: bool | None = False  # None: nobody noted it then
