"""In: posts, their evidence, media and archive. Out: a BagIt bag (RFC 8493) an archivist knows."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from fb_watch.errors import FbWatchError, UsageError
from fb_watch.export.columns import PRIMARY_KEY, columns_of
from fb_watch.export.dates import long_date
from fb_watch.export.handing_over import BagSources, Posts, Wishes
from fb_watch.export.metadata import facts
from fb_watch.export.readme import quality
from fb_watch.export.tables import write_csv, write_jsonl
from fb_watch.export.warc import write_warc
from fb_watch.i18n import LANGUAGES, _, grouped, in_language, language, plural, plural_in
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.evidence import Evidence
from fb_watch.model.exported import Exported

POSTS, TABLE, VERSIONS = "posts.jsonl", "posts.csv", "versions.jsonl"
EVIDENCE, RECORDS, MEDIA = "evidence.warc.gz", "evidence.jsonl", "media"
_DRAFT: Final = re.compile(rb'"is_published"\s*:\s*false')  # as Facebook marks one
# what people wrote below a post, in answers that somebody saved: of Graph, of pages, of ours
_COMMENTS: Final = re.compile(
    rb'"(?:comments|comments_full|discussion|interesting_top_level_comments)"\s*:\s*'
    rb'(?:\{\s*"(?:data|nodes|edges)"\s*:\s*)?\[\s*\{|[\'"]comment_text[\'"]\s*:'
)
_KINDS: Final = {"integer": "integer", "decimal": "number", "dateTime": "string"}


def write_bag(posts: Posts, about: Exported, wishes: Wishes, path: Path) -> None:
    """
    Make the bag as the folder `path`.

    Raises FbWatchError where there is nothing to prove by, or where the evidence holds comments
    that were not asked for: without them it would prove nothing.
    """
    import bagit

    if wishes.bag is None:
        raise FbWatchError(_("A bag is made of an archive, and none was given."))
    path.mkdir()
    kept = list(posts)
    _write_posts(kept, about, wishes, path)
    _write_versions(wishes.bag, path)
    shown = _write_evidence(wishes.bag, about, path)
    if shown.comments and not about.with_comments:
        raise UsageError(
            _with_comments(shown.comments),
            remedy=_("Take them in, with --with-comments, or choose other posts."),
        )
    if shown.drafts:
        wishes.bag.note(f"{_drafts(shown.drafts, language())} {_('Look before you hand it over.')}")
    _copy_media(kept, wishes.archive, path)
    wishes.bag.copy(path / "archive.db")
    (path / "README.md").write_text(_readme(about, shown), "utf-8")
    (path / "datapackage.json").write_text(_package(about, path), "utf-8")
    bagit.make_bag(str(path), _info(about), checksums=["sha256", "sha512"])
    told = _("Seal of the bag: {seal}. Tell it to whoever gets the bag, by another way.")
    wishes.bag.note(told.format(seal=seal_of(path)))


def seal_of(bag: Path) -> str:
    """SHA-256 of the list of checksums: it is another one where anything in the bag is."""
    return sha256_of(bag / "manifest-sha256.txt")


def _write_posts(posts: list[ArchivedPost], about: Exported, wishes: Wishes, path: Path) -> None:
    with (path / POSTS).open("w", encoding="utf-8", errors="replace", newline="") as out:
        write_jsonl(posts, about, wishes, out)
    with (path / TABLE).open("w", encoding="utf-8", errors="replace", newline="") as out:
        write_csv(posts, about, Wishes(archive=wishes.archive), out)


def _write_versions(sources: BagSources, path: Path) -> None:
    """What each version's hash is made of: a version before the newest can be cited too."""
    with (path / VERSIONS).open("w", encoding="utf-8", errors="replace", newline="") as out:
        for version in sources.versions():
            out.write(json.dumps(version, ensure_ascii=False) + "\n")


class _Shown(NamedTuple):
    """How many responses and parts of files show what the posts do not."""

    drafts: int
    comments: int


def _write_evidence(sources: BagSources, about: Exported, path: Path) -> _Shown:
    """
    The WARC, and which record of it holds the evidence of which version.

    Gives how many show drafts, and comments: these stay in, since only whole ones make their
    hashes.
    """
    drafts = comments = 0

    def looked_at() -> Iterator[Evidence]:
        nonlocal drafts, comments
        for one in sources.evidence():
            drafts += _DRAFT.search(one.body) is not None
            comments += one.has_comments or _COMMENTS.search(one.body) is not None
            yield one

    with (path / EVIDENCE).open("wb") as out:
        records = write_warc(looked_at(), out, about.program)
    with (path / RECORDS).open("w", encoding="utf-8") as told:
        told.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return _Shown(drafts, comments)


def _copy_media(posts: Iterable[ArchivedPost], archive: Path, path: Path) -> None:
    """The files of the posts, under the names they have in the archive; what is absent stays so."""
    for name in sorted({m["path"] for post in posts for m in post["media"] if m["path"]}):
        if (archive / name).is_file():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(archive / name, path / name)


def _package(about: Exported, path: Path) -> str:
    """Frictionless Data Package (v1): the table with its schema, every file with its checksum."""
    files = sorted(file for file in path.rglob("*") if file.is_file())
    told = {
        "name": f"fb-watch-{about.at:%Y%m%d-%H%M%S}",
        "title": about.asked or "fb-watch",
        "created": about.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "profile": "data-package",
        "fb-watch": facts(about),
        "resources": [_resource(file, path, about) for file in files],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _resource(file: Path, path: Path, about: Exported) -> dict[str, Any]:
    name = file.relative_to(path).as_posix()
    told: dict[str, Any] = {
        "name": "".join(c if c.isalnum() else "-" for c in name.lower()),
        "path": name,
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256_of(file)}",
    }
    if name != TABLE:
        return told | {"type": "file"}  # else JSON Lines would be read as a table without a schema
    fields = [
        {
            "name": column.name,
            "type": _KINDS.get(column.datatype, "string"),
            "description": column.says[about.lang],
        }
        for column in columns_of(about)
    ]
    schema = {"fields": fields, "primaryKey": list(PRIMARY_KEY)}
    return told | {
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def sha256_of(file: Path) -> str:
    """Of the bytes of a file, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _info(about: Exported) -> dict[str, str]:
    return {
        "External-Description": f"Facebook posts: {about.asked or 'all'}",
        "External-Identifier": f"fb-watch-{about.at:%Y%m%dT%H%M%SZ}",
        "Bagging-Date": about.at.date().isoformat(),
        "Contact-Name": about.by,
        "Bag-Software-Agent": about.program,
        "Internal-Sender-Description": f"codebook {about.codebook.hash}; {about.posts} posts",
    }


def _drafts(number: int, lang: str) -> str:
    """So many responses show drafts."""
    plural = plural_in(lang)
    text = plural(
        "{n} response in this bag shows what its page had not published.",
        "{n} responses in this bag show what their pages had not published.",
        number,
    )
    return text.format(n=number)


def _with_comments(number: int) -> str:
    """Why posts do not leave without comments."""
    text = plural(
        "A bag holds what was received, and {n} response or part of a file shows comments too.",
        "A bag holds what was received, and {n} responses or parts of files show comments too.",
        number,
    )
    return text.format(n=number)


def _readme(about: Exported, shown: _Shown) -> str:
    return "\n\n---\n\n".join("\n".join(_told(about, shown, lang)) for lang in LANGUAGES) + "\n"


def _told(about: Exported, shown: _Shown, lang: str) -> Iterator[str]:
    """What lies here and how to prove it, in one language."""
    _ = in_language(lang)
    yield f"# {_('What lies in this bag')}\n"
    asked = about.asked or _("everything")
    told = _("{number} Facebook posts, taken from an archive of fb-watch on {day}. Query: {asked}")
    day = long_date(about.at.date(), lang)
    number, query = grouped(about.posts, lang), f"`{asked.replace('`', ' ')}`"
    yield told.format(number=number, day=day, asked=query) + "\n"
    if about.not_found:
        refs = ", ".join(f"`{ref.replace('`', ' ')}`" for ref in about.not_found)
        yield _("Asked for and not found: {refs}.").format(refs=refs) + "\n"
    for name, text in (
        (POSTS, _("the posts, one JSON object a line")),
        (TABLE, _("the same as a table; datapackage.json says what each column is")),
        (
            VERSIONS,
            _("every version of these posts, earlier ones too, with all that its hash is made of"),
        ),
        (EVIDENCE, _("what was received, as WARC, without access tokens")),
        (RECORDS, _("which WARC record, and which row in it, holds the evidence of which version")),
        ("archive.db", _("an SQLite archive of these posts; fb-watch and any SQLite tool open it")),
        (f"{MEDIA}/", _("pictures and films, named by the SHA-256 of their bytes")),
    ):
        yield "- " + _("{name}: {text}").format(name=f"`{name}`", text=text)
    yield ""
    yield _(
        "A response is kept as it was received: it can hold other posts besides those of this bag,"
        " which did not answer the query. Look before you publish it."
    )
    yield _(
        "Names and ids of people in what pages shared or tagged are masked in the posts and the"
        " table alone; the versions, the WARC and the archive hold them as they were received."
    )
    if shown.drafts:
        yield _drafts(shown.drafts, lang)
    yield (
        _("Posts of people can be in it: what they wrote, and the names of their authors.")
        if about.with_authors
        else _("No post of a person is in it; a response can show some, with their authors.")
    )
    yield (
        _("Comments can be in it: what people wrote below posts, and names in that.")
        if about.with_comments
        else _("No comment that people wrote below posts is known to be in it.")
    )
    yield " ".join(quality(about, lang))
    yield _("`bagit.py --validate` finds what was damaged on the way.")
    yield _("`fb-watch verify --bag` proves that a cited version is what was received.")
    yield _(
        "Proven are kind, text, links, pictures and place of a version, not its date, its author,"
        " counts and tags. Nothing is signed: whoever can write to the bag can make all of it anew."
        " It is what was handed over where the SHA-256 of manifest-sha256.txt, which"
        " `fb-watch verify --bag` tells as its seal, is the one that the sender told by another"
        " way."
    )
    yield _("`archive.db` is not proven: `fb-watch merge` looks at it as it takes it in.")
