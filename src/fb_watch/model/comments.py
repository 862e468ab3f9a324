"""What people write below a post: a Comment, and where to ask for it. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import orjson


@dataclass(frozen=True, kw_only=True)
class Comment:
    """What somebody wrote below a post, without a name: `author` is a keyed hash of the id."""

    id: str
    post: str  # Facebook's id of the post it was asked of
    created_at: datetime
    parent_id: str | None = None  # the comment that this one answers; None: top level
    author: str | None = None  # 16 hex digits; None: Facebook does not say who
    message: str | None = None  # names of people it tags are taken out
    attachment: dict[str, str | None] | None = None  # type, title, description, url
    like_count: int | None = None

    @cached_property
    def hash(self) -> str:
        """Hex SHA-256 over the canonical JSON (RFC 8785) of what its author can change."""
        content = {"attachment": self.attachment, "message": self.message}
        return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedPost:
    """A post whose comments are to be asked for."""

    key: int
    id: str  # Facebook's
    counted: int  # comments, as the post itself told last
    known: tuple[str, ...] = ()  # ids of its comments that were shown the last time
