"""Where the parts of an import meet: an archive open to take in what came by other roads."""

import hashlib
import json
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.bootstrap import Clock, tagger, utc_now
from fb_watch.config.load import load
from fb_watch.errors import IntakeError, UsageError
from fb_watch.i18n import _
from fb_watch.importing import Import
from fb_watch.intake.format import Context
from fb_watch.model.collected import MediaFile, Page
from fb_watch.model.intake import FoundFile
from fb_watch.model.settings import Config
from fb_watch.placing import Placing

if TYPE_CHECKING:
    from fb_watch.archive.merging import Merged
    from fb_watch.archive.store import Archive
    from fb_watch.intake.mapping import Mapping


@contextmanager
def importing(
    home: Path,
    *,
    page: str = "",
    mapping: "Mapping | None" = None,
    media: bool = True,
    is_dry: bool = False,
    now: Clock = utc_now,
) -> Iterator[Import]:
    """Open a home to take files in; waits for a round that is at work, and rounds wait for it."""
    config = load(home)
    chosen = _page(config, page) if page else None
    with (
        opened(home, now, is_dry=is_dry) as archive,
        # a file of a dry run finds what those before it brought; at the end all is taken back
        archive.intake.one_file(keep=False) if is_dry else nullcontext(),
    ):
        yield _parts(config, archive, home, chosen, mapping, media=media, is_dry=is_dry, now=now)


@contextmanager
def opened(home: Path, now: Clock = utc_now, *, is_dry: bool = False) -> Iterator["Archive"]:
    """The archive of a home, to write; where nothing is to be written and none is, an empty one."""
    from fb_watch.archive.lock import turn
    from fb_watch.archive.store import Archive

    folder = home / "archive"
    with tempfile.TemporaryDirectory() as elsewhere:
        if is_dry and not (folder / "archive.db").exists():
            folder = Path(elsewhere)
        with turn(folder):
            archive = Archive.open(folder / "archive.db", now)
            try:
                yield archive
            finally:
                archive.close()


def _parts(
    config: Config,
    archive: "Archive",
    home: Path,
    page: Page | None,
    mapping: "Mapping | None",
    *,
    media: bool,
    is_dry: bool,
    now: Clock,
) -> Import:
    from fb_watch.retag import PageTagger

    pages, is_kept = config.pages, media and config.settings.media.download
    context = Context(
        zone=page.timezone if page else "UTC",
        mapping=mapping,
        pages=pages,
        given=page,
    )
    return Import(
        intake=archive.intake,
        placing=Placing(
            pages={one.key: one for one in pages},
            context=context,
            pseudonym=_pseudonym(archive, is_dry=is_dry),
            own_key=archive.intake.key_known_by,
        ),
        tag=PageTagger(tagger(config), archive.tagging.newest_texts).tag,
        now=now,
        keep=_keeper(home / "archive" / "media", config, is_dry=is_dry) if is_kept else None,
        options=_options(pages, page, mapping, media=media),
    )


def _pseudonym(archive: "Archive", *, is_dry: bool) -> Callable[[str], str]:
    """Keys persons; the key is read, or made, when the first one comes."""
    from fb_watch.archive import author_key

    found: list[Callable[[str], str]] = []

    def pseudonym(person: str) -> str:
        if not found and is_dry and not (archive.comments.folder / author_key.NAME).exists():
            passing = secrets.token_bytes(32)
            found.append(lambda one: author_key.pseudonym(passing, one))
        elif not found:
            found.append(author_key.pseudonyms(archive.comments))
        return found[0](person)

    return pseudonym


def _keeper(folder: Path, config: Config, *, is_dry: bool) -> Callable[[FoundFile], MediaFile]:
    """
    Takes pictures into the folder, if it is not only to look whether they can be.

    One that lies there already need not lie in the export.
    """
    from fb_watch.collect.keeping import take

    def keep(file: FoundFile) -> MediaFile:
        here = _stored(folder, file.sha256)
        with (
            _place(None if is_dry else folder) as where,
            here.open("rb") if here else file.open() as stream,
        ):
            taken = take(Path(where), stream, config.settings.media.max_bytes)
        if file.sha256 not in ("", taken.sha256):
            raise IntakeError(_("is another file than the export tells of"))
        return taken

    return keep


def _stored(folder: Path, sha256: str) -> Path | None:
    """A file of a media store by its bytes."""
    found = next((folder / sha256[:2]).glob(f"{sha256}.*"), None) if sha256 else None
    return found if found and found.is_file() and not found.is_symlink() else None


def _place(folder: Path | None) -> AbstractContextManager[str | Path]:
    """Where a picture is put: the folder; without one somewhere that is gone afterwards."""
    return nullcontext(folder) if folder else tempfile.TemporaryDirectory()


def _options(
    pages: Sequence[Page], page: Page | None, mapping: "Mapping | None", *, media: bool
) -> str:
    """What decides, beside its bytes, how a file is read: the same file is read once for each."""
    told = [
        [one.key, one.id, one.name, one.known_as, one.kind, one.timezone, one.authors, one.comments]
        for one in pages
    ]
    whole = json.dumps([told, page and page.key, repr(mapping), media])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _page(config: Config, key: str) -> Page:
    found = next((page for page in config.pages if page.key == key), None)
    if found is None:
        raise UsageError(
            _("There is no page {key} in config/pages.toml.").format(key=key),
            remedy=_("Known: {keys}").format(keys=", ".join(page.key for page in config.pages)),
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What a person may say of two posts."""

    archive: "Archive"
    parts: Import
    now: Clock

    def join(self, refs: Sequence[str]) -> tuple[str, str]:
        """Two posts are one; gives the reference that stands, and the other."""
        return self.archive.intake.join(refs, self.now())

    def refuse(self, refs: Sequence[str]) -> None:
        """Two posts are two."""
        self.archive.intake.refuse(refs, self.now())

    def part(self, ref: str) -> list[tuple[str, str]]:
        """What became one is parted: by a person, else by its words; gives pairs of references."""
        return self.parts.part(ref)


@contextmanager
def reviewing(home: Path, now: Clock = utc_now) -> Iterator[Deciding]:
    """Open a home to decide on pairs of posts."""
    config = load(home)
    with opened(home, now) as archive:
        parts = _parts(config, archive, home, None, None, media=False, is_dry=False, now=now)
        yield Deciding(archive=archive, parts=parts, now=now)


def merge(home: Path, other: Path, *, is_dry: bool = False, now: Clock = utc_now) -> "Merged":
    """Take another archive in, with the media files that lie in its folder."""
    config = load(home)
    with opened(home, now, is_dry=is_dry) as archive:
        own = None if is_dry else home / "archive" / "media"
        take = _taker(own, other.parent / "media", config.settings.media.max_bytes)
        return archive.merge(other, take, now(), keep=not is_dry, pages=config.pages)


def _taker(own: Path | None, folder: Path, most: int) -> Callable[[str], MediaFile | None]:
    """
    Copies a file of the other folder into our own, and believes its bytes alone.

    Without a folder of our own it only looks whether it can be.
    """
    from fb_watch.collect.keeping import take
    from fb_watch.errors import MediaError

    def copy(sha256: str) -> MediaFile | None:
        found = _stored(folder, sha256)
        if found is None:
            return None
        try:
            with _place(own) as where, found.open("rb") as stream:
                file = take(Path(where), stream, most)
        except MediaError:
            return None
        return file if file.sha256 == sha256 else None

    return copy
