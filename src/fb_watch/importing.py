"""
How a file that left Facebook by another road comes into the archive.

    open_all, recognise   disk   -> Member ..., its format
    format.read           pure   Member -> Found | Problem ...
    placed                pure   whose post it is, without names that are not to be kept
    portions, grouped     pure   posts that are looked up and saved at once
    intake.hear           disk   what the archive holds of it, and what this road said before
    judge                 pure   -> new, edited, merged, same
    tag                   pure   only what makes a version
    intake.save           disk   a part of the file; the whole file is one transaction
    take_in               disk   its pictures and films

A stronger road makes a version; what a weaker one says otherwise is kept beside it, as evidence.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fb_watch.archive.intake import Intake
from fb_watch.dialect.clean import clean_text
from fb_watch.errors import IntakeError, MediaError, UsageError
from fb_watch.i18n import _, plural
from fb_watch.intake.format import Format
from fb_watch.intake.labels import digest, label
from fb_watch.intake.member import Member
from fb_watch.intake.pictures import gather
from fb_watch.intake.recognise import FORMATS, recognise
from fb_watch.judging import judge
from fb_watch.model.collected import MediaFile, Problem, Strength
from fb_watch.model.intake import FileReport, Found, FoundFile, Road
from fb_watch.parts import Tag
from fb_watch.placing import Placing
from fb_watch.portions import grouped, portions, road_of, told_again

_NAMED = 5  # rows, in a note on many
Advance = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Import:
    """The parts of one import; bootstrap puts them together."""

    intake: Intake
    placing: Placing
    tag: Tag
    now: Callable[[], datetime]
    keep: Callable[[FoundFile], MediaFile] | None = None  # None: pictures and films are left
    format: str = ""  # "": found by looking into the file
    options: str = ""  # hash of what decides how a file is read, beside its bytes
    again: bool = False  # also files that were read before
    advance: Advance = lambda _posts: None  # told how many posts more were read

    def run(self, members: Iterable[Member], given: Sequence[Path] = ()) -> Iterator[FileReport]:
        """A report for each file with posts in a form known, and for each given without any."""
        files = list(self._recognised(members))
        parts = self._with_pictures([(one, FORMATS[r.format]) for one, r in files if r.format])
        albums = parts.placing.context.pictures.albums
        files.sort(key=lambda file: file[0] in albums)  # what they show is beside the posts
        for member, report in files:
            try:
                if report.format:
                    parts._take(member, FORMATS[report.format], report)
            except IntakeError as error:
                report.failure = error
            yield report
        for path in given:
            if not any(member.file.is_relative_to(path) for member, _report in files):
                yield FileReport(file=str(path), failure=_nothing(path))

    def _recognised(self, members: Iterable[Member]) -> Iterator[tuple[Member, FileReport]]:
        """The files with posts in a form known, and those that cannot be opened."""
        for member in members:
            report = FileReport(file=label(member))
            try:
                report.format = self.format or recognise(member) or ""
            except IntakeError as error:
                report.failure = error
            if report.format or report.failure:
                yield member, report

    def _with_pictures(self, files: Sequence[tuple[Member, Format]]) -> "Import":
        """The same import, which knows what the files tell of each other's pictures."""
        pictures = gather([(one, form.pictures) for one, form in files if form.pictures])
        context = replace(self.placing.context, pictures=pictures)
        return replace(self, placing=replace(self.placing, context=context))

    def take_found(self, found: Found, form: Format, report: FileReport) -> None:
        """A post that stands in no file."""
        with self.intake.one_file():
            self._read([found], form, hashlib.sha256(found.raw).hexdigest(), report, self.options)

    def part(self, ref: str) -> list[tuple[str, str]]:
        """
        Part what became one post: by a person, else by words, else by id; gives references.

        Raises UsageError where there is nothing to part.
        """
        if left := self.intake.part(ref, self.now()):
            return [(ref, left)]
        parted = []
        for taken in self.intake.taken(ref):
            tagged = self.tag(taken.post, self.placing.pages[taken.post.page], ())
            parted.append((self.intake.split(ref, taken, tagged, self.now()), ref))
        if not parted:
            raise UsageError(
                _("{ref} was not merged with another post.").format(ref=ref),
                remedy=_("What was: {command}").format(command="fb-watch import --review"),
            )
        return parted

    def _take(self, member: Member, form: Format, report: FileReport) -> None:
        """One file, whole or not at all."""
        sha256 = digest(member)
        options = self._options(member, form)
        before = self.intake.imported(sha256, form.name, options)
        if before is not None and not self.again:
            report.read = report.same = before
            report.notes.append(_("This file was taken in before; --again reads it once more."))
            return
        with self.intake.one_file():
            context = self.placing.context
            facts = form.facts(member, context)
            told = form.read(member, replace(context, kept=facts))
            self._read(told, form, sha256, report, options, facts)
            is_part = "/" in member.name and not self.format  # an export has files without posts
            if not (report.read or report.skipped or is_part):
                raise self._missed(member, form)

    def _options(self, member: Member, form: Format) -> str:
        """What decides how a file is read, beside its bytes; a name in it is keyed."""
        owner = form.owner(member)
        options = f"{self.options}.{self.placing.pseudonym(owner)}" if owner else self.options
        words = self.placing.context.pictures.hash if form.pictures else ""
        return f"{options}+{words}" if words else options

    def _missed(self, member: Member, form: Format) -> IntakeError:
        """Nothing came of a file: it is not to be noted as taken in."""
        remedy = _("Ask whoever made it for one with posts.")
        if self.format:
            remedy = _("Leave --format out: what a file is is found by looking into it.")
        return IntakeError(
            _("{file} holds no post that can be read as {format}.").format(
                file=label(member), format=form.name
            ),
            remedy=remedy,
        )

    def _read(
        self,
        told: Iterable[Found | Problem],
        form: Format,
        sha256: str,
        report: FileReport,
        options: str,
        facts: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        road = Road(
            key=0,
            source=form.source,
            strength=form.strength,
            format=form.name,
            file=clean_text(report.file),  # a name on disk need not be UTF-8
            at=self.now(),
            facts={"format": form.name, **facts},
        )
        road = replace(road, key=self.intake.begin(road, sha256, options))
        for part in portions(self.placing.placed(told, report)):
            for found in grouped(part, road):
                self._save(road, found, report)
            self.advance(len(part))
        if report.undated:
            report.notes.append(_undated(report.undated))
        if number := self.intake.propose(road):
            report.notes.append(open_pairs(number))
        self.intake.end(road.key, report)

    def _save(self, road: Road, part: Sequence[Found], report: FileReport) -> None:
        """Posts of one page that came by one road."""
        page = self.placing.pages[part[0].post.page]
        source, strength = road_of(part[0], road)
        self.intake.introduce(sorted({found.known_as for found in part if found.known_as}))
        posts = self.intake.apart([found.post for found in part], source)
        part = [replace(found, post=post) for found, post in zip(part, posts, strict=True)]
        heard = self.intake.hear(posts, source, strength)
        if later := told_again(heard):  # a person made them one: each finds what is here by then
            now = [found for place, found in enumerate(part) if place not in later]
            for few in (now, [part[place] for place in later]):
                self._save(road, few, report)
            return
        judged = [judge(*pair, source, strength) for pair in zip(part, heard, strict=True)]
        told = [
            replace(one, tagged=self.tag(one.post, page, posts)) if one.is_version else one
            for one in judged
        ]
        by = replace(road, source=source, strength=strength)
        keys, comments = self.intake.save(page, by, told)
        report.comments += comments
        for one in told:
            report.count(one)
            if self.keep:
                report.media += self._take_in(one.found, keys[one.found.post.id], strength, report)

    def _take_in(self, found: Found, key: int, strength: Strength, report: FileReport) -> int:
        """The files of a post that are not here yet; gives how many came."""
        came = 0
        for file in found.files:
            wanted = self.intake.wanted(key, found.post, file.media, strength)
            if self.keep is None or (wanted is None and strength != "hand"):
                continue
            try:
                kept = self.keep(file)
                wanted = wanted or self.intake.another(key, found.post, file.media, kept)
                if wanted:
                    self.intake.take(wanted, kept)
                    came += 1
            except (MediaError, IntakeError) as error:
                report.problems.append(Problem(where=file.name, reason=error.message))
        return came


def exit_code(reports: Sequence[FileReport]) -> int:
    """1 where a file or a line of one could not be taken in."""
    return int(any(report.failure or report.problems for report in reports))


def _nothing(path: Path) -> IntakeError:
    return IntakeError(
        _("{file} holds no posts in a form known.").format(file=path),
        remedy=_("A table of another form: fb-watch import --suggest FILE writes a mapping."),
    )


def _undated(where: Sequence[str]) -> str:
    """How many posts say something else than what stands and stays, and which."""
    told = ", ".join(where[:_NAMED]) + (" …" if len(where) > _NAMED else "")
    return plural(
        "{n} post says otherwise than Facebook's answer that stands, and which is later is not "
        "told (updated_time); it is kept as evidence: {where}",
        "{n} posts say otherwise than Facebook's answers that stand, and which are later is not "
        "told (updated_time); they are kept as evidence: {where}",
        len(where),
    ).format(n=len(where), where=told)


def open_pairs(number: int) -> str:
    """How many pairs of posts somebody is to decide on, and how."""
    return plural(
        "{n} pair of posts may be one post: fb-watch import --review",
        "{n} pairs of posts may be one post each: fb-watch import --review",
        number,
    ).format(n=number)
