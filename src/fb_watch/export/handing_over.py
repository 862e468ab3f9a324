"""In: posts, what the export says of itself, a name. Out: a whole file of that name, or nothing."""

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, TextIO

from fb_watch.errors import UsageError
from fb_watch.i18n import _
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.evidence import Evidence, Written
from fb_watch.model.exported import Exported

Posts = Iterable[ArchivedPost]


class Headed(NamedTuple):
    """A heading that a person gave, and what they said of it."""

    title: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What a document of posts is to be like, and what people put into it beside the posts."""

    title: str = ""  # "": one of our own
    by: Literal["question", "theme", "country"] | None = None  # None: in the order of the posts
    style: str = ""  # of the references; "": that of the language
    template: Path | None = None  # a Word document whose styles are wanted
    with_pictures: bool = False  # the first picture of each post
    headings: Mapping[str, Headed] = field(default_factory=dict)  # ref → what stands above the post
    notes: Mapping[str, str] = field(default_factory=dict)  # ref → what it is there for
    reviewers: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BagSources:
    """What only the archive can give to a bag."""

    evidence: Callable[[], Iterable[Evidence]]  # of every version of the posts
    versions: Callable[[], Iterable[Written]]  # all of them, the newest and those before
    copy: Callable[[Path], None]  # an archive of these posts alone, to a path
    note: Callable[[str], None]  # to whoever hands it over


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How the file is to be, as far as its form leaves a choice."""

    excel: str | None = None  # CSV: the language of the Excel that is to open it
    archive: Path = Path()  # the folder that the paths of media start from
    dossier: Dossier = field(default_factory=Dossier)  # of documents
    bag: BagSources | None = None  # of a bag


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """A form that is written into an open text file."""

    write: Callable[[Posts, Exported, Wishes, TextIO], None]
    says_query: bool = True  # false: it has no room for the query, which stands in a file beside
    has_comments: bool = False  # can hold what people wrote below the posts


@dataclass(frozen=True, slots=True, kw_only=True)
class PathForm:
    """A form that is made at a path, as a file or a folder."""

    write: Callable[[Posts, Exported, Wishes, Path], None]
    says_query: bool = True
    has_comments: bool = False


Form = TextForm | PathForm


def to_stream(form: Form, posts: Posts, about: Exported, wishes: Wishes, out: BinaryIO) -> None:
    """Write into a pipe; what needs a file of its own is made in a temporary one first."""
    if isinstance(form, TextForm):
        _text_to(form, posts, about, wishes, out)
        return
    with tempfile.TemporaryDirectory(prefix="fb-watch-") as folder:
        made = Path(folder) / "export"
        form.write(posts, about, wishes, made)
        if made.is_dir():
            raise UsageError(
                _("This form is a folder and does not go into a pipe."),
                remedy=_("Give it a name: -o NAME."),
            )
        with made.open("rb") as file:
            shutil.copyfileobj(file, out)


def to_file(
    form: Form,
    posts: Posts,
    about: Exported,
    wishes: Wishes,
    path: Path,
    *,
    force: bool,
    note: Callable[[], None],
) -> None:
    """
    Make a file or folder in a temporary folder beside `path`, then give it its name.

    No half file is ever seen under the name, also on a full disk. `note` is called when everything
    is on the disk and before it has its name: where it fails, nothing is handed over. Raises
    UsageError where the name is taken and `force` is not given; a folder is never replaced.
    """
    if is_pipe(path):
        note()
        with path.open("wb") as out:
            to_stream(form, posts, about, wishes, out)
        return
    check(path, force=force)
    beside = path.with_name(f"{path.name}-metadata.json")
    if not form.says_query:
        check(beside, force=force)
    with _workshop(path) as folder:
        made, told = folder / path.name, folder / beside.name
        if not form.says_query:
            from fb_watch.export.metadata import write_metadata

            write_metadata(told, path.name, about, wishes)
            _to_disk(told)
        _make(form, posts, about, wishes, made)
        _to_disk(made)
        note()
        made.replace(path)
        if not form.says_query:
            told.replace(beside)


def write_whole(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file that is made already; never half, and not over another one without `force`."""
    if is_pipe(path):
        path.write_bytes(content)
        return
    check(path, force=force)
    with _workshop(path) as folder:
        made = folder / path.name
        made.write_bytes(content)
        _to_disk(made)
        made.replace(path)


def check(path: Path, *, force: bool) -> None:
    """Raise UsageError where a file of this name cannot or must not be written."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise UsageError(_("There is no folder {folder}.").format(folder=folder))
    if path.is_dir():
        raise UsageError(_("{file} is a folder.").format(file=path))
    if path.exists() and not force:
        raise UsageError(
            _("{file} is there already.").format(file=path),
            remedy=_("Choose another name, or --force to replace it."),
        )


def is_pipe(path: Path) -> bool:
    """Whether the name is a pipe or a device, which takes what is written at once."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _make(form: Form, posts: Posts, about: Exported, wishes: Wishes, made: Path) -> None:
    if isinstance(form, PathForm):
        form.write(posts, about, wishes, made)
        return
    with made.open("wb") as out:
        _text_to(form, posts, about, wishes, out)


def _text_to(form: TextForm, posts: Posts, about: Exported, wishes: Wishes, out: BinaryIO) -> None:
    # what no encoding can write (half a surrogate pair) becomes a question mark
    text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="")
    try:
        form.write(posts, about, wishes, text)
        text.flush()
    finally:
        text.detach()


@contextmanager
def _workshop(path: Path) -> Iterator[Path]:
    """A folder beside `path` of which nothing is left; what fails in it is told as of `path`."""
    hidden = path.absolute().with_name(".fb-watch-")
    try:
        with tempfile.TemporaryDirectory(prefix=hidden.name, dir=hidden.parent) as folder:
            yield Path(folder)
    except OSError as error:
        if str(error.filename).startswith(str(hidden)):
            error.filename, error.filename2 = str(path), None
        raise


def _to_disk(made: Path) -> None:
    """Have the disk hold what was written: only then may it take its name."""
    files = [path for path in made.rglob("*") if path.is_file()] if made.is_dir() else [made]
    for path in files:
        with path.open("rb") as file:
            os.fsync(file.fileno())
