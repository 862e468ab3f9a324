"""What the stand-in knows: pages, posts, comments, tokens; tests change it while it is served."""

import threading
from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from fb_watch.demo.entries import (
    DEMO_TOKEN,
    PageEntry,
    PostEntry,
    State,
    Token,
    graph_time,
)
from fb_watch.demo.recorded import gone, unknown_alias

JITTER = 36 * 3600  # seconds by which a ranked page may leave the order of time


class World:
    """All that can be asked for; every method may be called while a server is answering."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tokens: Iterable[Token] = (Token(),),
        app_id: str = "900000000000001",
        app_secret: str | None = None,
        require_proof: bool = False,
    ) -> None:
        self.lock = threading.RLock()
        self.now = now
        self.tokens = {token.value: token for token in tokens}
        self.app_id = app_id
        self.app_secret = app_secret
        self.require_proof = require_proof
        self.answered_version: str | None = None  # None: the version asked, where it still lives
        self.usage: dict[str, Any] = {}  # header → value, e.g. "x-app-usage" → {"call_count": 28}
        self.media_generation = 0
        self.pages: dict[str, PageEntry] = {}
        self.posts: dict[str, PostEntry] = {}
        self.names: dict[str, str] = {}  # user name → page id
        self.replays: dict[str, tuple[bytes, ...]] = {}

    # Pages

    def add_page(
        self, page_id: str, name: str, *, username: str = "", ranked: bool = False, **node: Any
    ) -> str:
        """A page; `ranked` lists its posts in a slight disorder, as Facebook does."""
        username = username or page_id
        full = {
            "id": page_id,
            "name": name,
            "username": username,
            "category": "Nonprofit organization",
            "link": f"https://www.facebook.com/{username}",
            "is_published": True,
            **node,
        }
        with self.lock:
            self.pages[page_id] = PageEntry(node=full, ranked=ranked)
            self.names[username.lower()] = page_id
        return page_id

    def refuse_page(self, page_id: str, error: str) -> None:
        """Answer everything about a page with a recorded error; "" lifts it."""
        with self.lock:
            self.pages[page_id].refused = error

    def refuse_edge(self, page_id: str, edge: str, error: str = "capability") -> None:
        """Answer one edge of a page with a recorded error; "" lifts it."""
        with self.lock:
            self.pages[page_id].refused_edges[edge] = error

    def refuse_fields(self, page_id: str, *names: str, error: str = "permission") -> None:
        """Refuse whole requests on a page's posts that ask any of these fields; "" lifts it."""
        with self.lock:
            self.pages[page_id].refused_fields |= dict.fromkeys(names, error)

    # Posts

    def add_post(
        self,
        page_id: str,
        message: str | None = None,
        *,
        at: datetime | None = None,
        post_id: str | None = None,
        by: tuple[str, str] | None = None,
        reactions: Mapping[str, int] | None = None,
        shares: int = 0,
        **node: Any,
    ) -> str:
        """A post at a time (now), by the page or `by` (name, id); `node` are further fields."""
        at = at or self.now()
        with self.lock:
            page = self.pages[page_id]
            name, author = by or (page.node["name"], page_id)
            number = (post_id or f"{page_id}_{len(page.order) + 1}").rpartition("_")[2]
            full = {
                "id": post_id or f"{page_id}_{number}",
                "created_time": graph_time(at),
                "updated_time": graph_time(at),
                "from": {"name": name, "id": author},
                "permalink_url": f"https://www.facebook.com/{page_id}/posts/{number}",
                "status_type": "mobile_status_update",
                "is_published": True,
                "is_hidden": False,
                "is_expired": False,
                **({"message": message} if message is not None else {}),
                **({"shares": {"count": shares}} if shares else {}),
                **node,
            }
            return self.add_node(page_id, full, reactions=reactions)

    def add_node(
        self,
        page_id: str,
        node: Mapping[str, Any],
        *,
        reactions: Mapping[str, int] | None = None,
        comment_count: int = 0,
    ) -> str:
        """A post from a full Graph node; `attachments` is the plain list of attachments."""
        node_id = str(node["id"])
        created = datetime.fromisoformat(node["created_time"]).timestamp()
        with self.lock:
            page = self.pages[page_id]
            if node_id in self.posts:
                raise ValueError(node_id)
            spread = crc32(node_id.encode()) % JITTER if page.ranked else 0
            entry = PostEntry(
                page=page_id,
                node=dict(node),
                key=(int(created) - spread, node_id),
                created=created,
                comment_count=comment_count,
                reactions=dict(reactions or {}),
            )
            self.posts[node_id] = entry
            insort(page.order, entry.key)
        return node_id

    def edit(self, post_id: str, message: str | None, *, at: datetime | None = None) -> None:
        """A person edits the post: another message (None: none any more), `updated_time` moves."""
        self.change(post_id, message=message, updated_time=graph_time(at or self.now()))

    def change(self, post_id: str, **node: Any) -> None:
        """Other values in the node, None to take one out; moves nothing by itself."""
        with self.lock:
            entry = self.posts[post_id]
            merged = {**entry.node, **node}
            entry.node = {name: value for name, value in merged.items() if value is not None}
            entry.rendered.clear()

    def rewrite_permalink(self, post_id: str, url: str) -> None:
        """Facebook gives the post another address; nobody edited anything."""
        self.change(post_id, permalink_url=url)

    def set_counts(
        self,
        post_id: str,
        *,
        reactions: Mapping[str, int] | None = None,
        comments: int | None = None,
        shares: int | None = None,
    ) -> None:
        """Other counts; a count left out stays. Reactions by type, e.g. {"LIKE": 3}."""
        with self.lock:
            entry = self.posts[post_id]
            entry.rendered.clear()
            if reactions is not None:
                entry.reactions = dict(reactions)
            if comments is not None:
                entry.comment_count = comments
        if shares is not None:
            self.change(post_id, shares={"count": shares} if shares else None)

    def comment(self, post_id: str, by: str, message: str, *, at: datetime | None = None) -> str:
        """Somebody comments: `updated_time` of the post moves though nobody edited it."""
        at = at or self.now()
        with self.lock:
            entry = self.posts[post_id]
            number = len(entry.comments) + 1
            comment_id = f"{post_id.rpartition('_')[2]}_{number}"
            entry.comments.append(
                {
                    "id": comment_id,
                    "created_time": graph_time(at),
                    "from": {"name": by, "id": f"2{crc32(by.encode()):014d}"},
                    "message": message,
                    "like_count": 0,
                    "comment_count": 0,
                    "is_hidden": False,
                    "permalink_url": f"https://www.facebook.com/{post_id}?comment_id={number}",
                }
            )
            self.change(post_id, updated_time=max(entry.node["updated_time"], graph_time(at)))
        return comment_id

    def delete(self, post_id: str) -> None:
        """Gone for ever: in no list, and 100/33 when asked for."""
        self._set_state(post_id, "deleted")

    def hide(self, post_id: str) -> None:
        """Out of sight: 100/33 when asked for, and a page of a list may come out short or empty."""
        self._set_state(post_id, "hidden")

    def unlist(self, post_id: str) -> None:
        """Facebook loses it from its lists, yet it answers when asked for by its id."""
        self._set_state(post_id, "unlisted")

    def restore(self, post_id: str) -> None:
        """Back after `hide` or `unlist`."""
        self._set_state(post_id, "online")

    def _set_state(self, post_id: str, state: State) -> None:
        with self.lock:
            entry = self.posts[post_id]
            if entry.state == "deleted":
                raise ValueError(post_id)
            entry.state = state

    # Tokens, media, recordings

    def add_token(self, token: Token) -> None:
        """Another token, or another state of one."""
        with self.lock:
            self.tokens[token.value] = token

    def revoke_token(self, value: str = DEMO_TOKEN, error: str = "token-password") -> None:
        """From now on the token is answered with a recorded error."""
        with self.lock:
            old = self.tokens[value]
            self.tokens[value] = Token(
                value=value, kind=old.kind, owner=old.owner, scopes=old.scopes, failure=error
            )

    def expire_media(self) -> None:
        """Every media URL given out so far answers 403; nodes carry new ones."""
        with self.lock:
            self.media_generation += 1

    def replay(self, path: str, bodies: Sequence[bytes]) -> None:
        """
        Serve recorded bodies as they are: successive pages of `<page>/<edge>`, or of an edge.

        `next` is rewritten so that a walk passes through all of them; a path of one body without
        `paging` (a post, an error) is served byte for byte.
        """
        with self.lock:
            self.replays[path.strip("/")] = tuple(bodies)

    # What is asked

    def page(self, name: str) -> PageEntry:
        """A page by id or user name; raises 100/33 or 803."""
        page_id = self.names.get(name.lower(), name)
        if page_id in self.pages:
            return self.pages[page_id]
        raise gone(name) if name.replace("_", "").isdecimal() else unknown_alias(name)

    def post(self, post_id: str) -> PostEntry:
        """A post by id; raises 100/33."""
        entry = self.posts.get(post_id)
        if entry is None or entry.state in ("hidden", "deleted"):
            raise gone(post_id)
        return entry
