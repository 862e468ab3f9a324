"""In: the environment. Out: tokens, the app's secret, the address of the Graph API; reads files."""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from fb_watch.config.mistake import MistakeError
from fb_watch.config.values import read_url
from fb_watch.errors import ConfigError, ConfigProblem, because
from fb_watch.i18n import _

# What can stand in an HTTP header. Anything else would be refused further down, in an exception
# whose text holds the token.
_TOKEN = re.compile(r"[!-~]+")
_QUOTES = "\"'"


def token_for(page_key: str, environ: Mapping[str, str]) -> str | None:
    """
    The access token of a page: its own, else the common one, else the one kept in a file.

    FB_WATCH_TOKEN_<KEY>, FB_WATCH_TOKEN, FB_WATCH_TOKEN_FILE, $CREDENTIALS_DIRECTORY/fb_token.
    None where there is none; ConfigError, without the token, where it cannot be one.
    """
    for name in (f"FB_WATCH_TOKEN_{page_key.upper().replace('-', '_')}", "FB_WATCH_TOKEN"):
        if token := _secret(name, environ):
            return token
    if kept := _token_file(environ):
        by, path = kept
        return _checked(by, _content(by, path))
    return None


def app_secret(environ: Mapping[str, str]) -> str | None:
    """FB_WATCH_APP_SECRET."""
    return _secret("FB_WATCH_APP_SECRET", environ)


def app_id(environ: Mapping[str, str]) -> str | None:
    """FB_WATCH_APP_ID."""
    return _secret("FB_WATCH_APP_ID", environ)


def graph_url(environ: Mapping[str, str], default: str) -> str:
    """FB_WATCH_GRAPH_URL, else `default`; plain http only to this machine, else ConfigError."""
    named = environ.get("FB_WATCH_GRAPH_URL", "").strip()
    if not named:
        return default
    try:
        return read_url(named)
    except MistakeError as mistake:
        raise _error("FB_WATCH_GRAPH_URL", mistake.message, mistake.remedy) from None


def open_token_files(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """The file that holds the token, where other accounts of this machine can read it."""
    kept = _token_file(environ)
    if not kept or os.name != "posix" or not kept[1].is_file():
        return ()
    path = kept[1]
    return (path,) if path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH) else ()


def _token_file(environ: Mapping[str, str]) -> tuple[str, Path] | None:
    """The variable that names the file with the token, and the file."""
    if named := environ.get("FB_WATCH_TOKEN_FILE", "").strip():
        return "FB_WATCH_TOKEN_FILE", Path(named)
    if folder := environ.get("CREDENTIALS_DIRECTORY", "").strip():
        path = Path(folder) / "fb_token"
        # the folder is systemd's and may well hold other credentials only
        return ("CREDENTIALS_DIRECTORY", path) if path.is_file() else None
    return None


def _content(name: str, path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = because(error) if isinstance(error, OSError) else _("it is not text")
        message = _("{path} cannot be read: {reason}.").format(path=path, reason=reason)
        raise _error(name, message, _("Give the path of a file with the token in it.")) from None


def _secret(name: str, environ: Mapping[str, str]) -> str | None:
    raw = environ.get(name, "")
    return _checked(name, raw) if raw.strip() else None


def _checked(name: str, raw: str) -> str:
    token = raw.strip()
    if _TOKEN.fullmatch(token) and token[0] not in _QUOTES and token[-1] not in _QUOTES:
        return token
    raise _error(
        name,
        _("cannot be what Facebook gave: it is empty or has spaces, line breaks or quotes."),
        _("Copy it again, alone and without quotes."),
    )


def _error(name: str, message: str, remedy: str) -> ConfigError:
    return ConfigError((ConfigProblem(name, 0, "", "", message, remedy),))
