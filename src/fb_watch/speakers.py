"""In: configuration and environment. Out: who speaks for a page: a session for each token."""

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from fb_watch.config.environment import app_id, app_secret, graph_url, token_for
from fb_watch.errors import TokenError
from fb_watch.i18n import _
from fb_watch.model.collected import Page
from fb_watch.model.settings import Config

if TYPE_CHECKING:
    from fb_watch.collect.session import GraphSession

Pause = Callable[[float], None]  # seconds between two tries


class Speakers:
    """The sessions in use; pages with the same token share one."""

    def __init__(self, config: Config, environ: Mapping[str, str], pause: Pause) -> None:
        self._config = config
        self._environ = environ
        self._pause = pause
        self._sessions: dict[str, GraphSession] = {}

    def of(self, page: Page) -> "GraphSession":
        """The session that speaks for a page; raises TokenError where no token is given."""
        token = token_for(page.key, self._environ)
        if token is None:
            raise no_token()
        name = hashlib.sha256(token.encode()).hexdigest()[:12]
        if name not in self._sessions:
            self._sessions[name] = graph_session(self._config, token, self._environ, self._pause)
        return self._sessions[name]

    def all(self, pages: Iterable[Page]) -> dict["GraphSession", list[str]]:
        """Every session and the keys of the pages it speaks for; pages without token are none's."""
        found: dict[GraphSession, list[str]] = {}
        for page in pages:
            if page.kind == "page" and token_for(page.key, self._environ):
                found.setdefault(self.of(page), []).append(page.key)
        return found


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


def app_token(environ: Mapping[str, str]) -> str | None:
    """The token of the app itself, which may ask about any token of the app; None: not given."""
    number, secret = app_id(environ), app_secret(environ)
    return f"{number}|{secret}" if number and secret else None


def no_token() -> TokenError:
    """What to set where no token is given; the same for every page, so that it is told once."""
    return TokenError(
        _("There is no access token."),
        remedy=_(
            "Set FB_WATCH_TOKEN, or FB_WATCH_TOKEN_SOUTH_ASIA for one page alone, here south-asia;"
            " config/token.md tells how to get one."
        ),
    )
