"""In: a Media. Out: its MediaFile on disk, named by content; speaks to the network."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import requests
from requests import exceptions

from fb_watch.collect.client import LOOPBACK, new_client
from fb_watch.collect.sniff import EXTENSIONS, HEAD, media_type
from fb_watch.errors import ArchiveError, MediaError
from fb_watch.i18n import _
from fb_watch.model.collected import Media, MediaFile
from fb_watch.model.settings import MediaSettings

REDIRECTS = 3


class Fetcher:
    """
    Takes media files in: `folder`/<first 2 of the SHA-256>/<SHA-256>.<ext>, each content once.

    Only from the hosts of the settings, by https (plain http to this machine alone), and no
    redirect leads anywhere else: an address out of a response must not reach the local network.
    """

    def __init__(
        self,
        folder: Path,
        settings: MediaSettings,
        *,
        connect_timeout: float = 5.0,
        read_timeout: float = 60.0,
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._timeouts = (connect_timeout, read_timeout)
        self._http, self._local = new_client(local=False), new_client(local=True)
        for client in (self._http, self._local):
            # Without this a server may choose a form that few programs can open.
            client.headers["Accept"] = ", ".join(EXTENSIONS)

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

        Raises MediaError: no address, a host not listed, refused (`is_expired` where the address
        has died), too large, no picture; ArchiveError where the disk does not take it.
        """
        if not media.url:
            raise MediaError(_("The file has no address."))
        part = self._folder / f".{uuid4().hex}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            loaded = self._load(media.url, part)
            return self._keep(part, loaded)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ArchiveError(
                _("{path} cannot be written: {reason}.").format(path=self._folder, reason=reason),
                remedy=_("Make room on the disk, or mend the rights of the folder."),
            ) from None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _load(self, url: str, part: Path) -> "_Loaded":
        """Follow the redirects that are allowed and write the bytes down."""
        for _turn in range(REDIRECTS + 1):
            session = self._local if self._check(url) in LOOPBACK else self._http
            failure: MediaError | None = None
            try:
                with session.get(
                    url, timeout=self._timeouts, allow_redirects=False, stream=True
                ) as response:
                    if not response.is_redirect:
                        return self._write(response, part)
                    url = urljoin(url, response.headers["location"])
            except (exceptions.RequestException, UnicodeError):
                # Texts of requests' own hold the whole address, signature and all.
                failure = MediaError(_("The file could not be loaded whole."))
            if failure:
                raise failure
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
            raise MediaError(
                _("{host} is not among the hosts that files are taken from.").format(host=host),
                remedy=_("If it should be, add it to hosts in [media] of settings.toml."),
            )
        if host not in LOOPBACK and (parts.scheme != "https" or port not in (None, 443)):
            raise MediaError(_("The address is not one of https."))
        if host in LOOPBACK and parts.scheme not in ("http", "https"):
            raise MediaError(_("The file has no address that can be used."))
        return host

    def _write(self, response: requests.Response, part: Path) -> "_Loaded":
        """Write an answer down as it comes, never more than the settings allow."""
        if response.status_code != 200:
            raise _refused(response)
        most = self._settings.max_bytes
        too_large = MediaError(
            _("The file is larger than {size} MB.").format(size=f"{most / 1e6:g}"),
            remedy=_("Raise max_bytes in [media] of settings.toml to take it in."),
        )
        if response.headers.get("content-length", "").isdecimal() and (
            int(response.headers["content-length"]) > most
        ):
            raise too_large
        digest, size, head = hashlib.sha256(), 0, b""
        with part.open("xb") as file:
            for chunk in response.iter_content(1 << 16):
                size += len(chunk)
                if size > most:
                    raise too_large
                head += chunk[: HEAD - len(head)]
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return _Loaded(sha256=digest.hexdigest(), size=size, head=head)

    def _keep(self, part: Path, loaded: "_Loaded") -> MediaFile:
        """Put the file where its content says; one that is there already stays."""
        kind = media_type(loaded.head)
        if kind is None:
            raise MediaError(_("The answer is no picture and no film."))
        below = Path(loaded.sha256[:2]) / f"{loaded.sha256}.{EXTENSIONS[kind]}"
        path = self._folder / below
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            part.replace(path)
        return MediaFile(
            sha256=loaded.sha256,
            type=kind,
            path=(Path(self._folder.name) / below).as_posix(),
            bytes=loaded.size,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """What lies in the temporary file."""

    sha256: str
    size: int
    head: bytes


def _is_of(host: str, name: str) -> bool:
    """Whether a host is the one named, or below the suffix named: `.fbcdn.net`."""
    if name.startswith("."):
        return host == name[1:] or host.endswith(name)
    return host == name


def _refused(response: requests.Response) -> MediaError:
    """Why no file came; an address that has died is told apart, for a new one can be had."""
    words = next(response.iter_content(200), b"")
    if response.status_code == 403 and b"signature expired" in words:
        error = MediaError(
            _("The address of the file has expired."),
            remedy=_("Nothing to do: it is taken in when the post is seen again."),
        )
        error.is_expired = True
        return error
    return MediaError(_("The file is refused (HTTP {status}).").format(status=response.status_code))
