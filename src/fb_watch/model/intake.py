"""What a file that left Facebook by another road holds, post by post: Found, FoundFile. Pure."""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Literal

from fb_watch.model.collected import Counts, Post, Precision
from fb_watch.model.comments import Comment

# How much a road is believed, strongest first: a weaker one never overwrites a stronger one.
Strength = Literal["graph", "page-export", "personal-export", "table", "hand"]
STRENGTHS: tuple[Strength, ...] = ("graph", "page-export", "personal-export", "table", "hand")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A picture or film that lies beside the post in the same export."""

    media: int  # place in `post.media`
    name: str  # path inside the export, as its members are named
    open: Callable[[], IO[bytes]]  # its bytes, as a stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """
    One post of a file. `post.page` is "" where the file does not say which source it is of.

    Where Facebook's id is not told, `post.id` is `local_id(…)` and no permalink form of it exists.
    """

    post: Post
    where: str  # "line 12", "data[3]", "posts/group_posts.json[7]": for people
    raw: bytes  # the row or object as it stood in the file: the evidence
    source_name: str = ""  # page or group as the file names it; "" unknown
    source_id: str = ""  # Facebook's id of that page or group
    counts: Counts | None = None
    comments: tuple[Comment, ...] = ()
    files: tuple[FoundFile, ...] = ()
    source: str = ""  # the road it first came by, where the file tells; "": that of its format
    is_person: bool = False  # the author is a person, not the page itself
    zone_assumed: bool = False  # the time had no zone: that of the source was taken


def local_id(
    source: str, author: str, created_at: datetime, precision: Precision, text: str
) -> str:
    """
    An id for a post whose Facebook id no file tells: the same post gets the same one everywhere.

    Over source, author, minute (day, where no more is known) and normalised text; begins with
    `local:`, which no Facebook id does.
    """
    minute = created_at.strftime("%Y-%m-%d" if precision == "day" else "%Y-%m-%dT%H:%M")
    told = "\0".join((source, author, minute, normalised(text)))
    return f"local:{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:24]}"


def normalised(text: str) -> str:
    """A text as posts are compared by: NFKC, one blank for any white space, no case."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()
