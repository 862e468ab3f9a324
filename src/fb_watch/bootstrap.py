"""Where the parts meet: the one place that chooses classes, reads the environment and the clock."""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fb_watch import pipeline, rhythm, schedule
from fb_watch.config.environment import graph_url
from fb_watch.config.load import load
from fb_watch.errors import TokenError, UsageError
from fb_watch.i18n import _
from fb_watch.model.collected import Page, Window
from fb_watch.model.settings import Config, MediaSettings
from fb_watch.model.state import PageState, Usage
from fb_watch.model.tagged import PageReport
from fb_watch.oversight import Oversight
from fb_watch.parts import Round, Tag, TakeIn, TakeInComments, no_comments
from fb_watch.speakers import Pause, Speakers, app_token, no_token

if TYPE_CHECKING:
    from fb_watch.archive.store import Archive
    from fb_watch.enrich.tagger import Tagger

Clock = Callable[[], datetime]
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
        folder: Path,
        media: bool,
        now: Clock,
        pause: Pause,
    ) -> None:
        self.config = config
        self.now = now
        self._archive = archive
        self._environ = environ
        self._folder = folder
        self._media = media
        self._pause = pause
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
        """
        One round over the pages, now; a report a page, as they end.

        Where files are being taken in it waits; told to stop meanwhile, it does nothing.
        """
        from fb_watch.archive.lock import turn

        with turn(self._folder, stopping) as is_ours:
            if is_ours:
                yield from self._round(pages, since, until, stopping, full=full)

    def _round(
        self,
        pages: Sequence[Page],
        since: datetime | None,
        until: datetime | None,
        stopping: Callable[[], bool],
        *,
        full: bool,
    ) -> Iterator[PageReport]:
        states = self._archive.page_states({page.key: page.start for page in pages})
        now = self.now()

        def windows(page: Page) -> tuple[Window, ...]:
            if since or until:
                return (schedule.asked(page, now, since, until),)
            state = states.get(page.key) or PageState(page=page.key)
            found = schedule.windows(page, state, now, self.config.settings, full=full)
            if self._usage(page).is_scarce:
                return tuple(window for window in found if window.name != "again")
            return found

        asked = {page.key: (page, windows(page)) for page in pages if page.kind == "page"}
        media, comments = self._taking(stopping), self._commenting(stopping)
        parts = replace(
            self._parts,
            tag=self._tag(),
            take_in=media,
            take_in_comments=comments,
            stopping=stopping,
        )
        return self._overseen(parts, asked)

    def _overseen(
        self, parts: Round, asked: Mapping[str, tuple[Page, Sequence[Window]]]
    ) -> Iterator[PageReport]:
        """The reports of a round as they come; after each the quota, in the end the tokens."""
        for report in pipeline.collect(parts, asked.values()):
            page = asked[report.page][0]
            parts.take_in_comments(page, report)
            if report.windows:
                self._oversight.page_done(page, report, self._speakers.of(page))
            yield report
        if not parts.stopping():
            self.check_tokens()

    def check_tokens(self) -> None:
        """Once a day: what each token is good for and how long; an alarm where that is not well."""
        speakers = self._speakers.all(self.config.pages)
        self._oversight.check_tokens(speakers, app_token(self._environ))

    def due(self) -> list[Page]:
        """The pages whose time has come, each at its own rhythm or at that of its posts."""
        now = self.now()
        paced = [replace(page, every=self._every(page, now)) for page in self.config.pages]
        due = schedule.due(paced, self._archive.page_states(), now)
        by_key = {page.key: page for page in self.config.pages}
        return [by_key[page.key] for page in due]

    def _every(self, page: Page, now: datetime) -> timedelta:
        if page.rhythm == "fixed":
            return page.every
        posted = self._archive.posted(page, rhythm.POSTS)
        return rhythm.every(page, posted, now, self._usage(page))

    def _usage(self, page: Page) -> Usage:
        """How full the quotas of a page are, as told within the hour, also before a restart."""
        try:
            scope = self._parts.source.scope(page)
        except TokenError:
            return Usage()
        return self._archive.usage(("app", f"page:{page.key}", scope), self.now())

    def require_token(self) -> None:
        """Raise TokenError where no page has a token: then there is nothing to watch with."""
        pages = [page for page in self.config.pages if page.kind == "page"]
        if pages and not self._speakers.all(pages):
            raise no_token()

    def reload(self, config: Config) -> None:
        """Go on with a new configuration; the archive stays open."""
        self.config = config
        self._parts = self._put_together()

    def _put_together(self) -> Round:
        from fb_watch.collect.graph import GraphSource

        self._speakers = Speakers(self.config, self._environ, self._pause)
        self._oversight = Oversight(
            self._archive, version=self.config.settings.graph.version, now=self.now
        )
        self._source = GraphSource(self._speakers.of, self.config.settings.graph, self.now)
        return Round(
            source=self._source,
            store=self._archive,
            tag=self._tag(),
            take_in=lambda _page: 0,  # each round has its own
            mass_share=self.config.settings.mass_share,
            now=self.now,
        )

    def _tag(self) -> Tag:
        """What tags the posts of one round: it reads a page's boilerplate once."""
        from fb_watch.retag import PageTagger

        return PageTagger(tagger(self.config), self._archive.tagging.newest_texts).tag

    def _taking(self, stopping: Callable[[], bool]) -> TakeIn:
        """What fetches the media files of one round, as the configuration now wants it."""
        if not (self._media and self.config.settings.media.download):
            return lambda _page: 0
        from fb_watch.collect.taking import Taking

        return Taking(
            self._archive,
            self._parts.source,
            folder=self._folder / "media",
            settings=media_settings(self.config, self._environ),
            now=self.now,
            stopping=stopping,
        ).take_in

    def _commenting(self, stopping: Callable[[], bool]) -> TakeInComments:
        """What asks for the comments of one round; nothing does where no page is to have them."""
        from fb_watch.archive.author_key import pseudonyms
        from fb_watch.collect.commenting import Commenter

        if not any(page.comments for page in self.config.pages):
            return no_comments
        kept = self._archive.comments
        return Commenter(self._source, kept, pseudonyms(kept), self.now, stopping).take_in


@contextmanager
def collector(
    home: Path,
    *,
    media: bool = True,
    now: Clock = utc_now,
    pause: Pause = time.sleep,
    environ: Mapping[str, str] | None = None,
) -> Iterator[Collector]:
    """
    Open a home to collect into; holds the collector's lock until the end.

    Not `media`: no file is taken in, whatever the configuration says.
    """
    from fb_watch.archive.lock import collecting
    from fb_watch.archive.store import Archive

    config = load(home)
    folder = home / "archive"
    with collecting(folder):
        archive = Archive.open(folder / "archive.db", now)
        try:
            yield Collector(
                config,
                archive,
                environ=os.environ if environ is None else environ,
                folder=folder,
                media=media,
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


def media_settings(config: Config, environ: Mapping[str, str]) -> MediaSettings:
    """The media settings; a stand-in for Facebook on this machine may serve its own files."""
    settings = config.settings.media
    host = urlsplit(graph_url(environ, config.settings.graph.url)).hostname or ""
    return replace(settings, hosts=(*settings.hosts, host)) if host in LOOPBACK else settings
