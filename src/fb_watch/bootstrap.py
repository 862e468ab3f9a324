"""Where the parts meet: the one place that chooses classes, reads the environment and the clock."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fb_watch import pipeline, schedule
from fb_watch.config.environment import app_secret, graph_url, token_for
from fb_watch.config.load import load
from fb_watch.errors import TokenError, UsageError
from fb_watch.i18n import _
from fb_watch.model.collected import Page, Place, Window
from fb_watch.model.settings import Config, MediaSettings
from fb_watch.model.shapes import country_shapes, language_shape, theme_shapes
from fb_watch.model.state import PageState
from fb_watch.model.tagged import PageReport
from fb_watch.parts import Round

if TYPE_CHECKING:
    from fb_watch.archive.store import Archive
    from fb_watch.collect.session import GraphSession
    from fb_watch.enrich.tagger import Tagger

Clock = Callable[[], datetime]
Pause = Callable[[float], None]  # seconds between two tries
DEGREES = ("latitude", "longitude")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Collector:
    """One archive open to collect into: who may be asked, and rounds over them."""

    def __init__(
        self,
        config: Config,
        archive: "Archive",
        *,
        environ: Mapping[str, str],
        media_folder: Path | None,
        now: Clock,
        pause: Pause,
    ) -> None:
        self.config = config
        self.now = now
        self._archive = archive
        self._environ = environ
        self._media_folder = media_folder
        self._pause = pause
        self._sessions: dict[str, GraphSession] = {}
        self._parts = self._put_together()

    def pages(self, keys: Sequence[str] = ()) -> list[Page]:
        """The pages named, or all that can be asked; groups have no interface to ask."""
        by_key = {page.key: page for page in self.config.pages}
        unknown = [key for key in keys if key not in by_key]
        if unknown:
            raise UsageError(
                _("There is no page {key} in config/pages.toml.").format(key=unknown[0]),
                remedy=_("Known: {keys}").format(keys=", ".join(by_key)),
            )
        groups = [key for key in keys if by_key[key].kind == "group"]
        if groups:
            raise UsageError(
                _("{key} is a group, and groups cannot be asked.").format(key=groups[0]),
                remedy=_("Its posts come from exported files."),
            )
        return [page for page in self.config.pages if page.key in keys or not keys]

    def round(
        self,
        pages: Sequence[Page],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        full: bool = False,
        stopping: Callable[[], bool] = lambda: False,
    ) -> Iterator[PageReport]:
        """One round over the pages, now; a report a page, as they end."""
        states = self._archive.page_states()
        now = self.now()

        def windows(page: Page) -> tuple[Window, ...]:
            if since or until:
                return (schedule.asked(page, now, since, until),)
            state = states.get(page.key) or PageState(page=page.key)
            return schedule.windows(page, state, now, self.config.settings, full=full)

        asked = [(page, windows(page)) for page in pages if page.kind == "page"]
        return pipeline.collect(replace(self._parts, stopping=stopping), asked)

    def due(self) -> list[Page]:
        """The pages whose time has come."""
        return schedule.due(self.config.pages, self._archive.page_states(), self.now())

    def reload(self, config: Config) -> None:
        """Go on with a new configuration; the archive stays open."""
        self.config = config
        self._sessions.clear()
        self._parts = self._put_together()

    def _put_together(self) -> Round:
        from fb_watch.collect.graph import GraphSource

        return Round(
            source=GraphSource(self._session, self.config.settings.graph, self.now),
            store=self._archive,
            tag=tagger(self.config).tag,
            take_in=self._take_in,
            mass_share=self.config.settings.mass_share,
            now=self.now,
        )

    def _session(self, page: Page) -> "GraphSession":
        """The session that speaks for a page; raises TokenError where no token is given."""
        token = token_for(page.key, self._environ)
        if token is None:
            raise no_token(page)
        name = hashlib.sha256(token.encode()).hexdigest()[:12]
        if name not in self._sessions:
            self._sessions[name] = graph_session(self.config, token, self._environ, self._pause)
        return self._sessions[name]

    def _take_in(self, page: Page) -> int:
        """Fetch the media of a page that are not here yet; gives how many came."""
        if self._media_folder is None:
            return 0
        from fb_watch.collect.media import Fetcher
        from fb_watch.errors import MediaError

        settings = media_settings(self.config, self._environ)
        came = 0
        with Fetcher(self._media_folder, settings) as fetcher:
            for pending in self._archive.pending_media(page, videos=settings.videos):
                try:
                    file = fetcher.fetch(pending.media)
                except MediaError as error:
                    self._archive.media_failed(pending, error.message, self.now())
                    continue
                self._archive.save_media(pending, file)
                came += 1
        return came


@contextmanager
def collector(
    home: Path,
    *,
    media: bool = True,
    now: Clock = utc_now,
    pause: Pause = time.sleep,
    environ: Mapping[str, str] | None = None,
) -> Iterator[Collector]:
    """Open a home to collect into; holds the collector's lock until the end."""
    from fb_watch.archive.lock import collecting
    from fb_watch.archive.store import Archive

    config = load(home)
    folder = home / "archive"
    wanted = media and config.settings.media.download
    with collecting(folder):
        archive = Archive.open(folder / "archive.db", now)
        try:
            yield Collector(
                config,
                archive,
                environ=os.environ if environ is None else environ,
                media_folder=folder / "media" if wanted else None,
                now=now,
                pause=pause,
            )
        finally:
            archive.close()


def tagger(config: Config) -> "Tagger":
    """The taggers with their codebook; made once an edition, for making costs half a second."""
    from fb_watch.enrich.language import Detector
    from fb_watch.enrich.tagger import Tagger

    language = config.settings.language
    edition = (config.codebook.hash, language.engine, language.threshold)
    if edition not in _TAGGERS:
        detector = Detector(engine=language.engine, threshold=language.threshold)
        _TAGGERS.clear()
        _TAGGERS[edition] = Tagger(config.codebook, detector.detect)
    return _TAGGERS[edition]


_TAGGERS: dict[tuple[str, str, float], "Tagger"] = {}


class Explainer:
    """What `explain` asks: the taggers of a home, for texts of any origin."""

    def __init__(self, home: Path) -> None:
        config = load(home)
        self._tagger = tagger(config)
        self.pages = {page.key: page for page in config.pages}

    def explain(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """
        An object with text, page and place in; the same with what the taggers see out.

        A page that config/pages.toml does not name gives no prior, as a missing one.
        """
        from fb_watch.enrich.fit import words

        page = self.pages.get(str(asked.get("page")))
        seen = self._tagger.explain(asked.get("text") or "", page, _place(asked.get("place")))
        return {
            **asked,
            "language": language_shape(seen.language),
            "themes": theme_shapes(seen.tags),
            "countries": country_shapes(seen.tags),
            "questions": [tag.value for tag in seen.tags if tag.kind == "question"],
            "near_misses": [
                {
                    "kind": miss.kind,
                    "value": miss.value,
                    "term": miss.term,
                    "surface": miss.surface,
                    "start": miss.start,
                    "end": miss.end,
                    "reason": words(miss.reason),
                }
                for miss in seen.near_misses
            ],
        }


def _place(told: object) -> Place | None:
    """A place from JSON; what a place does not have, or is of another type, is passed over."""
    if not isinstance(told, Mapping):
        return None
    known: dict[str, Any] = {
        field.name: value
        for field in fields(Place)
        if isinstance(value := told.get(field.name), int | float if field.name in DEGREES else str)
    }
    return Place(**known)


def graph_session(
    config: Config, token: str, environ: Mapping[str, str], pause: Pause = time.sleep
) -> "GraphSession":
    """A session on the Graph API with one token."""
    from fb_watch.collect.session import GraphSession

    graph = config.settings.graph
    return GraphSession(
        base_url=graph_url(environ, graph.url),
        version=graph.version,
        token=token,
        app_secret=app_secret(environ),
        connect_timeout=graph.connect_timeout,
        read_timeout=graph.read_timeout,
        tries=graph.tries,
        pause=pause,
    )


def media_settings(config: Config, environ: Mapping[str, str]) -> MediaSettings:
    """The media settings; a stand-in for Facebook on this machine may serve its own files."""
    settings = config.settings.media
    host = urlsplit(graph_url(environ, config.settings.graph.url)).hostname or ""
    return replace(settings, hosts=(*settings.hosts, host)) if host in LOOPBACK else settings


def no_token(page: Page) -> TokenError:
    """What to set where no token is given, and where it is told how to get one."""
    name = f"FB_WATCH_TOKEN_{page.key.upper().replace('-', '_')}"
    return TokenError(
        _("No access token for page {page}.").format(page=page.key),
        remedy=_("Set {name} or FB_WATCH_TOKEN; config/token.md tells how to get one.").format(
            name=name
        ),
    )
