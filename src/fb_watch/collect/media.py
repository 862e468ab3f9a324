"""In: a Media. Out: its MediaFile on disk, named by content; speaks to the network."""

import os
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import requests
from requests import exceptions

from fb_watch.collect import partial
from fb_watch.collect.client import LOOPBACK, new_client
from fb_watch.collect.guarded import GuardedAdapter, LookUp, look_up
from fb_watch.collect.keeping import Loaded, keep, loaded, too_large
from fb_watch.collect.patience import PATIENCE, SLOWEST, Pace
from fb_watch.collect.sniff import EXTENSIONS
from fb_watch.errors import MediaError, MediaFolderError
from fb_watch.i18n import _
from fb_watch.model.collected import Media, MediaFile
from fb_watch.model.settings import MediaSettings

REDIRECTS = 3
_EXPIRED = (b"signature expired", b"bad url timestamp")  # what a dead address answers


class Fetcher:
    """
    Takes media files in: `folder`/<first 2 of the SHA-256>/<SHA-256>.<ext>, each content once.

    Only from the hosts of the settings, by https (plain http to this machine alone), and no
    redirect leads anywhere else: an address out of a response must not reach the local network,
    nor may a listed name lead there.
    """

    def __init__(
        self,
        folder: Path,
        settings: MediaSettings,
        *,
        connect_timeout: float = 5.0,
        read_timeout: float = 60.0,
        names: LookUp = look_up,
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._timeouts = (connect_timeout, read_timeout)
        pace = Pace(total=PATIENCE * read_timeout, slowest=SLOWEST)
        self._http, self._local = new_client(pace, local=False), new_client(pace, local=True)
        for client in (self._http, self._local):
            # Without this a server may choose a form that few programs can open.
            client.headers["Accept"] = ", ".join(EXTENSIONS)
            client.headers["Accept-Encoding"] = "identity"
        self._http.mount("https://", GuardedAdapter(pace, names))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()
        self._local.close()

    def fetch(self, media: Media) -> MediaFile:
        """
        The file of a picture or film, on disk when this returns.

        What came of it before the connection broke stays for the next try. Raises MediaError: no
        address, a host not listed, refused (`is_expired` where the address has died), too large,
        no picture; MediaFolderError where the disk does not take it. Pictures are never decoded, so
        one of a billion pixels does no harm here.
        """
        if not media.url:
            raise MediaError(_("The file has no address."))
        broken: MediaError | None = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return self._take(media.url)
        except (exceptions.RequestException, UnicodeError):
            # Texts of requests' own hold the whole address, signature and all.
            broken = MediaError(_("The file could not be loaded whole."))
        except OSError as error:
            partial.drop(partial.find(self._folder, media.url))  # no half file on a full disk
            reason = error.strerror or type(error).__name__
            raise MediaFolderError(
                _("{path} cannot be written: {reason}.").format(path=self._folder, reason=reason),
                remedy=_("Make room on the disk, or mend the rights of the folder."),
            ) from None
        raise broken

    def tidy(self, before: datetime) -> None:
        """Throw away what was begun before then and never finished."""
        partial.tidy(self._folder, before)

    def _take(self, url: str) -> MediaFile:
        self._check(url)
        part, told = self._load(url)
        try:
            return keep(self._folder, part, told)
        finally:
            partial.drop(part)

    def _load(self, url: str) -> tuple[Path, Loaded]:
        """Write the file down, behind what is here of it already where the server goes on."""
        part = partial.find(self._folder, url)
        if part is not None:
            with self._open(url, start=part.stat().st_size) as response:
                if response.status_code == 206 and _goes_on(response, part):
                    return part, self._write(response, part)
                if response.status_code not in (200, 206, 416):
                    raise _refused(response)
                partial.drop(part)
                if response.status_code == 200:
                    return self._whole(response, url)
        with self._open(url) as response:
            if response.status_code != 200:
                raise _refused(response)
            return self._whole(response, url)

    def _whole(self, response: requests.Response, url: str) -> tuple[Path, Loaded]:
        part = partial.place(self._folder, url, partial.mark(response.headers))
        partial.drop(part)
        return part, self._write(response, part)

    def _open(self, url: str, start: int = 0) -> requests.Response:
        """The answer at the end of the redirects that are allowed."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        was_local = True
        for _turn in range(REDIRECTS + 1):
            is_local = self._check(url) in LOOPBACK
            if is_local and not was_local:
                raise MediaError(_("The address leads from the internet to this machine."))
            client = self._local if is_local else self._http
            response = client.get(
                url, headers=headers, timeout=self._timeouts, allow_redirects=False, stream=True
            )
            if not response.is_redirect:
                return response
            response.close()
            url, was_local = urljoin(url, response.headers["location"]), is_local
        raise MediaError(_("The address only leads from one to another."))

    def _check(self, url: str) -> str:
        """The host of an address that may be asked; raises MediaError."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            host, port = "", None
        is_odd = not url.isprintable() or "\\" in url or " " in url
        if is_odd or not host or parts.username is not None or parts.password is not None:
            raise MediaError(_("The file has no address that can be used."))
        if not any(_is_of(host, name) for name in self._settings.hosts):
            unknown = MediaError(
                _("{host} is not among the hosts that files are taken from.").format(host=host),
                remedy=_("If it should be, add it to hosts in [media] of settings.toml."),
            )
            unknown.is_forbidden = True
            raise unknown
        if host not in LOOPBACK and (parts.scheme != "https" or port not in (None, 443)):
            raise MediaError(_("The address is not one of https."))
        if host in LOOPBACK and parts.scheme not in ("http", "https"):
            raise MediaError(_("The file has no address that can be used."))
        return host

    def _write(self, response: requests.Response, part: Path) -> Loaded:
        """Write an answer down as it comes, never more than the settings allow."""
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            # nobody packs pictures; a small answer could unfold to any size
            raise MediaError(_("The file comes compressed, which was not asked for."))
        try:
            self._copy(response, part)
            return loaded(part)
        except MediaError:
            partial.drop(part)
            raise
        except exceptions.RequestException:
            if partial.mark_of(part) == partial.UNMARKED:
                partial.drop(part)  # nothing would tell what it is the beginning of
            raise

    def _copy(self, response: requests.Response, part: Path) -> None:
        most = self._settings.max_bytes
        if (partial.total(response.headers) or 0) > most:
            raise too_large(most)
        with part.open("ab") as file:
            for chunk in response.iter_content(1 << 16):
                if file.tell() + len(chunk) > most:
                    raise too_large(most)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())


def _goes_on(response: requests.Response, part: Path) -> bool:
    """Whether an answer is the rest of the very file that we have the beginning of."""
    headers = response.headers
    same = partial.mark(headers) == partial.mark_of(part)
    return same and partial.begins_at(headers) == part.stat().st_size


def _is_of(host: str, name: str) -> bool:
    """Whether a host is the one named, or below the suffix named: `.fbcdn.net`."""
    if name.startswith("."):
        return host == name[1:] or host.endswith(name)
    return host == name


def _refused(response: requests.Response) -> MediaError:
    """Why no file came; an address that has died is told apart, for a new one can be had."""
    words = next(response.iter_content(200), b"").lower()
    if response.status_code == 403 and any(sign in words for sign in _EXPIRED):
        error = MediaError(
            _("The address of the file has expired."),
            remedy=_("Nothing to do: it is taken in when the post is seen again."),
        )
        error.is_expired = True
        return error
    return MediaError(_("The file is refused (HTTP {status}).").format(status=response.status_code))
