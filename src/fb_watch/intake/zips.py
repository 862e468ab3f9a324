"""In: a zip as somebody hands it over. Out: its Members, each read in place and guarded."""

import io
import struct
import weakref
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from operator import itemgetter
from pathlib import Path
from typing import IO

from fb_watch.errors import IntakeError
from fb_watch.i18n import _
from fb_watch.intake.head import is_workbook
from fb_watch.intake.member import (
    Finder,
    Limits,
    Member,
    inner_path,
    refused,
    too_large,
    too_many,
    unreadable,
)

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_SMALL = 2**20  # below this much, how far a member was packed does not matter
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_ENTRY = 46  # bytes of an entry in the directory, at least
_BROKEN = (  # zipfile's own words for damage, and what it lets through of those who unpack
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)


def is_zip(path: Path) -> bool:
    """Whether the file begins as a zip does and is no workbook."""
    try:
        with path.open("rb") as stream:
            head = stream.read(2048)
    except OSError:
        return False
    return head.startswith(_MAGIC) and not is_workbook(head)


class Zip:
    """A zip that was given; opened when its members are first asked for."""

    def __init__(self, path: Path, limits: Limits, elsewhere: Finder) -> None:
        self.path = path
        self._limits = limits
        self._elsewhere = elsewhere  # looks in all zips that were given
        self._zip: zipfile.ZipFile | None = None
        self._entries: list[tuple[str, zipfile.ZipInfo]] | None = None
        self._named: dict[str, zipfile.ZipInfo] = {}

    def members(self) -> Iterator[Member]:
        """
        Every file in it, by name; where the zip cannot be read, one Member that says why.

        Of files of one name each is one: nothing is passed over.
        """
        try:
            entries = self._open()
        except IntakeError as error:
            yield refused(self.path, self.path.name, error)
            return
        for name, entry in entries:
            yield self._member(name, entry)

    def find(self, name: str) -> Member | None:
        """The member of this name."""
        try:
            self._open()
        except IntakeError:
            return None
        entry = self._named.get(name)
        return self._member(name, entry) if entry else None

    def _open(self) -> list[tuple[str, zipfile.ZipInfo]]:
        if self._entries is None:
            self._entries = []
            _check_directory(self.path, self._limits)
            try:
                self._zip = zipfile.ZipFile(self.path)
            except _BROKEN as error:
                raise _broken(self.path, "", error) from error
            weakref.finalize(self, self._zip.close)  # members may be opened long after
            self._entries = self._checked(self._zip.infolist())
            self._named = dict(self._entries)
        return self._entries

    def _checked(self, entries: list[zipfile.ZipInfo]) -> list[tuple[str, zipfile.ZipInfo]]:
        files = [one for one in entries if not one.is_dir()]
        unpacked = sum(one.file_size for one in files)
        if unpacked > self._limits.bundle:
            raise too_large(self.path, _("its content"), unpacked, self._limits.bundle)
        if sum(one.compress_size for one in files) > self.path.stat().st_size:
            raise _bomb(self.path, _("its content"))  # members that share their bytes
        named = [(inner_path(one.filename) or one.filename, one) for one in files]
        return sorted(named, key=itemgetter(0))

    def _member(self, name: str, entry: zipfile.ZipInfo) -> Member:
        if error := self._refusal(name, entry):
            return refused(self.path, name, error, entry.file_size)
        return Member(
            name=name,
            file=self.path,
            size=entry.file_size,
            opener=lambda: self._stream(name, entry),
            finder=lambda wanted: self.find(wanted) or self._elsewhere(wanted),
            limits=self._limits,
        )

    def _refusal(self, name: str, entry: zipfile.ZipInfo) -> IntakeError | None:
        """Why a member is not to be opened, as far as the directory tells."""
        if inner_path(entry.filename) is None:
            return IntakeError(
                _("{file}: {name} is a path that leads out of the zip.").format(
                    file=self.path, name=ascii(name)
                ),
                remedy=_("Somebody tampered with this zip; ask for a fresh export."),
            )
        if entry.flag_bits & 1:
            return IntakeError(
                _("{file}: {name} is encrypted.").format(file=self.path, name=name),
                remedy=_("Unpack the zip with its password and give the folder."),
            )
        if entry.file_size > self._limits.file:
            return too_large(self.path, name, entry.file_size, self._limits.file)
        if entry.file_size > max(_SMALL, self._limits.ratio * entry.compress_size):
            return _bomb(self.path, name)
        return None

    def _stream(self, name: str, entry: zipfile.ZipInfo) -> IO[bytes]:
        assert self._zip is not None  # noqa: S101 (a member came out of it)
        try:
            stream = self._zip.open(entry)
        except (*_BROKEN, RuntimeError) as error:
            raise _broken(self.path, name, error) from error
        guarded = io.BufferedReader(_Guarded(stream, self.path, name), 2**16)
        head = guarded.peek(2048)
        if head.startswith(_MAGIC) and not is_workbook(head):
            guarded.close()
            raise IntakeError(
                _("{file}: {name} is a zip inside a zip.").format(file=self.path, name=name),
                remedy=_("Unpack the outer one and give what was in it."),
            )
        return guarded


class _Guarded(io.RawIOBase):
    """What zipfile reads, its errors turned into ours."""

    def __init__(self, stream: IO[bytes], file: Path, name: str) -> None:
        super().__init__()
        self._stream = stream
        self._file = file
        self._name = name

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill the buffer as far as there is something."""
        try:
            data = self._stream.read(len(buffer))
        except _BROKEN as error:
            raise _broken(self._file, self._name, error) from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Let go of the member."""
        self._stream.close()
        super().close()


def _check_directory(path: Path, limits: Limits) -> None:
    """The directory is read whole by zipfile, so its size is looked at before."""
    try:
        with path.open("rb") as stream:
            end = stream.seek(0, io.SEEK_END)
            stream.seek(max(0, end - 2**16 - 100))
            tail = stream.read()
    except OSError as error:
        raise unreadable(path, error) from error
    at, at_64 = tail.rfind(_END), tail.rfind(_END_64)
    size = number = 0
    if at >= 0 and len(tail) >= at + 20:
        number, size = struct.unpack_from("<HL", tail, at + 10)
    if at_64 >= 0 and len(tail) >= at_64 + 48:
        number, size = struct.unpack_from("<QQ", tail, at_64 + 32)
    if max(number, 0) > limits.members or size > limits.members * _ENTRY * 8:
        raise too_many(path, limits)


def _broken(file: Path, name: str, error: Exception) -> IntakeError:
    where = f"{file}: {name}" if name else str(file)
    return IntakeError(
        _("{file} is damaged: {reason}.").format(file=where, reason=error),
        remedy=_("Copy or download the zip once more."),
    )


def _bomb(file: Path, name: str) -> IntakeError:
    return IntakeError(
        _("{file}: {name} is packed beyond what files of posts are.").format(file=file, name=name),
        remedy=_("If you trust this zip, unpack it and give the folder."),
    )
