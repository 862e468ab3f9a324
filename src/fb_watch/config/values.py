"""In: a value as somebody wrote it. Out: as the program uses it, or MistakeError. Pure."""

import ipaddress
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fb_watch.config.codes import COUNTRIES, COUNTRY_SLIPS, LANGUAGES
from fb_watch.config.durations import read_duration
from fb_watch.config.mistake import MistakeError, meant
from fb_watch.i18n import LANGUAGES as TEXT_LANGUAGES
from fb_watch.i18n import _

W = TypeVar("W", bound=str)

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FACEBOOK_ID = re.compile(r"[A-Za-z0-9.]+")
_VERSION = re.compile(r"v[1-9][0-9]?\.[0-9]")
_HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*")
# Facebook opened in 2004; nothing that is watched here can be older.
_OPENED, _LAST = 2004, 2100


def read_key(text: str, taken: str = "") -> str:
    """The short name of a page, theme or question; `taken` means something else already."""
    if not _KEY.fullmatch(text) or len(text) > 64:
        raise MistakeError(
            _("is not a usable short name."),
            _("Use small letters a-z, digits and single hyphens, such as south-asia."),
        )
    if text == taken:
        raise MistakeError(_("is taken for other uses."), _("Choose another short name."))
    return text


def read_facebook_id(text: str) -> str:
    """A number or a username; never a whole address."""
    if not _FACEBOOK_ID.fullmatch(text):
        raise MistakeError(
            _("is not the id or the username of a Facebook page."),
            _("Write the number, or what follows facebook.com/ in the page's address."),
        )
    return text


def read_country(text: str) -> str:
    """An ISO 3166-1 alpha-2 code in capitals."""
    if text in COUNTRIES:
        return text
    capitals = text.upper()
    guess = COUNTRY_SLIPS.get(capitals) or (capitals if capitals in COUNTRIES else "")
    remedy = (
        _("Did you mean {word}?").format(word=guess)
        if guess
        else _("Write the two capitals of ISO 3166-1, such as KE or CD.")
    )
    raise MistakeError(_("is not the code of a country."), remedy)


def read_language(text: str) -> str:
    """An ISO 639 code in small letters."""
    if text in LANGUAGES:
        return text
    guess = re.split(r"[-_]", text.lower())[0]
    remedy = (
        _("Did you mean {word}?").format(word=guess)
        if guess in LANGUAGES
        else _("Write the two small letters of ISO 639-1, such as fr or sw.")
    )
    raise MistakeError(_("is not the code of a language."), remedy)


def read_retention(text: str) -> timedelta | None:
    """A duration, or "never": None."""
    return None if text == "never" else read_duration(text)


def read_start(value: Any) -> datetime:
    """A day or a moment, written as a date or as text; midnight and UTC where not told."""
    remedy = _("Write the day as year-month-day: 2020-03-01.")
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise MistakeError(_("is not a date."), remedy) from None
    if not isinstance(value, date):
        raise MistakeError(_("is not a date."), remedy)
    if value.year < _OPENED:
        raise MistakeError(_("cannot be: Facebook opened in 2004."), remedy)
    if value.year > _LAST:
        raise MistakeError(_("cannot be: it lies in the future."), remedy)
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def read_timezone(text: str) -> str:
    """The name of a time zone in the IANA database."""
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):  # unknown, not a name, a folder of the database
        remedy = _("Write it as Africa/Abidjan or UTC.")
        raise MistakeError(_("is not a time zone."), remedy) from None


def read_version(text: str) -> str:
    """A version of the Graph API."""
    if not _VERSION.fullmatch(text):
        raise MistakeError(_("is not a version of the Graph API."), _('Write it as "v25.0".'))
    return text


def read_host(text: str) -> str:
    """The name of a host, or with a dot before it all the hosts below it."""
    if not _HOST.fullmatch(text):
        raise MistakeError(
            _("is not the name of a host."),
            _('Write "example.org", or ".example.org" for all below it.'),
        )
    return text


def read_url(text: str) -> str:
    """The address of the Graph API; plain http only to this machine, for the token goes there."""
    remedy = _("Write it as https://graph.facebook.com.")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or not text.isprintable() or " " in text or parts.scheme not in ("http", "https"):
        raise MistakeError(_("is not the address of a server."), remedy)
    if parts.query or parts.fragment or parts.username is not None or parts.password is not None:
        raise MistakeError(_("has more in it than the address of a server."), remedy)
    if parts.scheme == "http" and not _is_loopback(host):
        raise MistakeError(_("would send the token in clear over the network."), remedy)
    return text.rstrip("/")


def read_texts(value: dict[str, str]) -> dict[str, str]:
    """One text in each language that the program speaks."""
    for code in value:
        if code not in TEXT_LANGUAGES:
            message = _("has a language that is not used here: {code}.").format(code=code)
            raise MistakeError(message, meant(code, TEXT_LANGUAGES))
    missing = [code for code in TEXT_LANGUAGES if not value.get(code, "").strip()]
    if missing:
        message = _("has no text in: {codes}.").format(codes=", ".join(missing))
        raise MistakeError(message, _('Write { en = "…", fr = "…", es = "…" }.'))
    return {code: value[code].strip() for code in TEXT_LANGUAGES}


def one_of(words: Iterable[W], default: W) -> Callable[[str], W]:
    """A reader of one of these words, in any case; `default` where nothing is written."""
    known = {word.casefold(): word for word in words}

    def read(text: str) -> W:
        if not text:
            return default
        if text.casefold() not in known:
            raise MistakeError(_("is not known here."), meant(text, known.values()))
        return known[text.casefold()]

    return read


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
