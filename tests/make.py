"""One valid record of each kind; a test changes what matters to it."""

from datetime import UTC, datetime
from typing import Any, cast

from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.exported import Exported
from fb_watch.model.settings import Codebook, Heading


def archived(**changes: Any) -> ArchivedPost:
    """An ArchivedPost as the archive hands it back."""
    post: dict[str, Any] = {
        "ref": "fbw:2020-000123",
        "version": 1,
        "newest_version": 1,
        "hash": "9f2c41aa" * 8,
        "id": "100000000000005_12",
        "page": "south-asia",
        "page_name": "Solidarity Network, South Asia",
        "region": "asia",
        "author": None,
        "personal": False,
        "created_at": "2020-03-01T13:33:00Z",
        "created_precision": "second",
        "edited_at": None,
        "captured_at": "2020-06-01T08:00:00Z",
        "source": "graph",
        "kind": "status",
        "is_comment": False,
        "message": "Schools stay closed in Dhaka. Our volunteers bring books to 340 families.",
        "story": None,
        "permalink": "https://www.facebook.com/100000000000005/posts/12",
        "links": [],
        "media": [],
        "captions": [],
        "place": None,
        "parent_id": None,
        "counts": {"reactions": 12, "comments": 3, "shares": None, "at": "2020-06-01T08:00:00Z"},
        "language": {
            "code": "en",
            "confidence": 0.98,
            "all": [{"code": "en", "share": 1.0}],
            "by": "machine",
        },
        "themes": [],
        "countries": [],
        "unresolved": [],
        "questions": [],
        "question_tags": [],
        "availability": {"state": "online", "since": "2020-03-01T14:00:00Z", "checked_at": None},
        "status": "new",
        "notes": 0,
    }
    assert set(changes) <= set(post)
    changes.setdefault("newest_version", changes.get("version", 1))
    return cast("ArchivedPost", {**post, **changes})


CODEBOOK = Codebook(
    themes=(
        Heading(
            id="education",
            labels={"en": "Education", "fr": "Éducation", "es": "Educación"},
            definitions={"en": "School and learning.", "fr": "L’école.", "es": "La escuela."},
        ),
        Heading(id="health", labels={"en": "Health"}, definitions={"en": "Care."}),
    ),
    questions=(Heading(id="challenges", labels={"en": "Challenges"}, definitions={"en": "What."}),),
    terms=(),
    hash="c0deb00k0001",
)


def about(**changes: Any) -> Exported:
    """What an export says of itself."""
    told: dict[str, Any] = {
        "asked": "--theme education",
        "query": Query(themes=("education",), limit=None),
        "at": datetime(2020, 6, 2, 9, 30, tzinfo=UTC),
        "by": "coordinator",
        "posts": 1,
        "codebook": CODEBOOK,
        "coverage": (
            {
                "page": "south-asia",
                "complete": [{"since": None, "until": "2020-06-01T08:00:00Z", "posts": 1}],
                "gaps": [],
                "imports": [],
            },
        ),
        "page_names": {"south-asia": "Solidarity Network, South Asia"},
        "program": "fb-watch 0.1.0",
    }
    return Exported(**(told | changes))
