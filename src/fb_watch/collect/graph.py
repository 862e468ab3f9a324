"""In: a Page and a Window. Out: Captures, one per response, to the end of the paging; network."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import facebook

from fb_watch.collect.asking import Asking
from fb_watch.collect.budget import hold, read_usage, spent
from fb_watch.collect.fields import OF_COMMENTS
from fb_watch.collect.paging import Paging, bounds_of
from fb_watch.collect.session import Answer, GraphSession
from fb_watch.errors import (
    GraphError,
    PageUnavailableError,
    PermissionRefusedError,
    RequestRefusedError,
    TooMuchDataError,
    TransientGraphError,
)
from fb_watch.i18n import _
from fb_watch.model.collected import Capture, Page, Window
from fb_watch.model.settings import GraphSettings
from fb_watch.model.state import Usage

MOST_IDS = 50  # of one `ids=` request
# So long fields that a page refused are not asked of it again: the rest of a round, no more,
# since a permission may be given meanwhile.
REFUSED_FOR = timedelta(hours=1)
_STREAM = {"filter": "stream", "order": "chronological"}  # replies as well, in order of time


class Graph(facebook.GraphAPI):  # type: ignore[misc]  # facebook-sdk has no types
    """
    facebook-sdk's paths and calls on our own transport.

    Its own one knows no version above 3.1 and no timeout, and has the token in every URL.
    """

    def __init__(self, session: GraphSession) -> None:
        super().__init__(version="3.1", session=session.http)
        self.version = session.version
        self.transport = session

    def request(
        self,
        path: str,
        args: Mapping[str, object] | None = None,
        post_args: Mapping[str, object] | None = None,
        files: object = None,
        method: str | None = None,
    ) -> Any:
        """The JSON that a path answers with; raises GraphError. We read, we never write."""
        if post_args is not None or files is not None or method not in (None, "GET"):
            raise RequestRefusedError(_("fb-watch only reads."))
        return self.transport.get(path, args).payload


class GraphSource:
    """Where posts come from: the Graph API. `sessions` gives the session that speaks for a page."""

    def __init__(
        self,
        sessions: Callable[[Page], GraphSession],
        settings: GraphSettings,
        now: Callable[[], datetime],
    ) -> None:
        self._sessions = sessions
        self._settings = settings
        self._now = now
        self._edges: dict[str, str] = {}  # page key → the edge that answered
        self._refused: dict[str, datetime] = {}  # page key → when it refused optional fields

    def scope(self, page: Page) -> str:
        """What a dead token or a spent quota concerns: `token:<fingerprint>`."""
        return f"token:{self._sessions(page).fingerprint}"

    def page(self, page: Page) -> dict[str, Any]:
        """What Facebook says of the page itself; raises what is in the way."""
        return self._sessions(page).page(quote(page.id, safe=""))

    def control(self, page: Page) -> None:
        """Ask for the page itself: only where it answers is an empty list a list of no posts."""
        self.page(page)

    def walk(self, page: Page, window: Window) -> Iterator[Capture]:
        """
        Every response of a window, newest posts first, to the end of its paging.

        Raises GraphError where the paging does not end; what came before it has been given. The
        edges are tried in the order of the settings, and the one that answered is remembered.
        """
        graph = self._graph(page)
        asking = self._asking(page)
        params = bounds_of(window)
        refusal: GraphError | None = None
        for edge in self._order(page):
            try:
                first = self._ask(graph, page, edge, params, asking)
            except (PermissionRefusedError, PageUnavailableError, RequestRefusedError) as error:
                refusal = error
                asking = self._asking(page)
                continue
            except TransientGraphError:
                yield from self._half(graph, page, edge, asking)
                raise
            self._edges[page.key] = edge
            yield from self._follow(graph, page, edge, params, asking, first)
            return
        self._edges.pop(page.key, None)
        if refusal:
            raise refusal

    def posts(self, page: Page, ids: Sequence[str]) -> Iterator[Capture]:
        """
        The posts of these ids as they are now, fifty at a time.

        One id out of sight refuses all fifty, so they are halved until it stands alone; then the
        refusal itself is the Capture (status 400), as evidence. An id may also be left out.
        """
        graph = self._graph(page)
        asking = self._asking(page)
        for start in range(0, len(ids), MOST_IDS):
            yield from self._several(graph, page, ids[start : start + MOST_IDS], asking)

    def comments(self, page: Page, post: str) -> Iterator[Capture]:
        """Every response of what stands below a post, replies too, oldest first: with names."""
        graph, below = self._graph(page), replace(page, id=post)
        asking = Asking(self._settings.limit, OF_COMMENTS)
        first = self._ask(graph, below, "comments", _STREAM, asking)
        yield from self._follow(graph, below, "comments", _STREAM, asking, first)

    def usage(self, page: Page) -> Usage:
        """What was told last of the quota of whoever speaks for a page."""
        return self._sessions(page).usage

    def _graph(self, page: Page) -> Graph:
        """Who speaks for a page; raises ThrottledError where the last answer left no quota."""
        session = self._sessions(page)
        if wait := hold(session.usage):
            raise spent(wait, session.usage)
        return Graph(session)

    def _asking(self, page: Page) -> Asking:
        """How to ask a page: without the optional fields where it has just refused them."""
        refused = self._refused.get(page.key)
        just_now = refused is not None and self._now() - refused < REFUSED_FOR
        return Asking(self._settings.limit, refused=just_now)

    def _order(self, page: Page) -> list[str]:
        known = self._edges.get(page.key)
        return list(dict.fromkeys((*([known] if known else []), *self._settings.edges)))

    def _follow(
        self,
        graph: Graph,
        page: Page,
        edge: str,
        bounds: Mapping[str, str],
        asking: Asking,
        first: Capture,
    ) -> Iterator[Capture]:
        """The first response and all that `paging.next` leads to; only its absence is the end."""
        capture, paging = first, Paging(bounds)
        while True:
            usage = read_usage(_answer(graph).headers)  # before others use the session
            yield capture
            params = paging.after(capture.payload)
            if params is None:
                return
            if wait := hold(usage):
                raise spent(wait, usage)
            try:
                capture = self._ask(graph, page, edge, params, asking)
            except TransientGraphError:
                yield from self._half(graph, page, edge, asking)
                raise

    def _ask(
        self, graph: Graph, page: Page, edge: str, params: Mapping[str, str], asking: Asking
    ) -> Capture:
        """One response at one cursor, asked for with less and less until it comes."""
        path = f"{graph.version}/{quote(page.id, safe='')}/{edge}"
        while True:
            left_out = asking.left_out
            try:
                graph.request(path, {**params, **asking.params})
            except TooMuchDataError:
                if not asking.shrink():
                    raise
            except (PermissionRefusedError, RequestRefusedError) as error:
                if not asking.refuse(error):
                    raise
            else:
                asking.answered()
                self._remember(page, asking)
                return self._capture(graph, page, edge, left_out)

    def _half(self, graph: Graph, page: Page, edge: str, asking: Asking) -> Iterator[Capture]:
        """An answer that broke off: no JSON, and what its bytes say is evidence all the same."""
        last = graph.transport.last
        if last and last.status < 300 and last.body and last.payload is None:
            yield self._capture(graph, page, edge, asking.left_out)

    def _several(
        self, graph: Graph, page: Page, ids: Sequence[str], asking: Asking
    ) -> Iterator[Capture]:
        left_out = asking.left_out
        try:
            graph.get_objects(ids, fields=asking.params["fields"])
        except (PermissionRefusedError, RequestRefusedError) as error:
            if not asking.refuse(error):
                raise
            yield from self._several(graph, page, ids, asking)
        except (PageUnavailableError, TooMuchDataError) as error:
            if len(ids) > 1:
                half = len(ids) // 2
                yield from self._several(graph, page, ids[:half], asking)
                yield from self._several(graph, page, ids[half:], asking)
            elif isinstance(error, TooMuchDataError):
                raise
            else:
                yield self._capture(graph, page, "", left_out)
        else:
            self._remember(page, asking)
            yield self._capture(graph, page, "", left_out)

    def _remember(self, page: Page, asking: Asking) -> None:
        """It was the fields: what went without them was answered."""
        if asking.was_refused:
            self._refused[page.key] = self._now()

    def _capture(self, graph: Graph, page: Page, edge: str, left_out: tuple[str, ...]) -> Capture:
        answer = _answer(graph)
        return Capture(
            page=page.key,
            retrieved_at=self._now(),
            request=answer.request,
            status=answer.status,
            body=answer.body,
            api_version=answer.headers.get("facebook-api-version"),
            edge=edge,
            refused_fields=left_out,
            payload=answer.payload,
        )


def _answer(graph: Graph) -> Answer:
    last = graph.transport.last
    if last is None:
        raise TransientGraphError(_("There is no answer."))
    return last
