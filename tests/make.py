"""One valid record of each kind; a test changes what matters to it."""

from typing import Any, cast

from fb_watch.model.archived import ArchivedPost


def archived(**changes: Any) -> ArchivedPost:
    """An ArchivedPost as the archive hands it back."""
    post: dict[str, Any] = {
        "ref": "fbw:2020-000123",
        "version": 1,
        "hash": "9f2c41aa" * 8,
        "id": "100000000000005_12",
        "page": "south-asia",
        "page_name": "Solidarity Network, South Asia",
        "region": "asia",
        "author": None,
        "created_at": "2020-03-01T13:33:00Z",
        "created_precision": "second",
        "edited_at": None,
        "captured_at": "2020-06-01T08:00:00Z",
        "source": "graph",
        "kind": "status",
        "message": "Schools stay closed in Dhaka. Our volunteers bring books to 340 families.",
        "story": None,
        "permalink": "https://www.facebook.com/100000000000005/posts/12",
        "links": [],
        "media": [],
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
        "questions": [],
        "question_tags": [],
        "availability": {"state": "online", "since": "2020-03-01T14:00:00Z", "checked_at": None},
        "status": "new",
        "notes": 0,
    }
    assert set(changes) <= set(post)
    return cast("ArchivedPost", {**post, **changes})
