"""In: what a file tells. Out: the posts of watched sources, without names not to be kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from fb_watch.archive.identity import is_local
from fb_watch.i18n import _
from fb_watch.intake.format import Context
from fb_watch.intake.persons import Pseudonym, keyed_elsewhere, without_names
from fb_watch.model.collected import Page, Problem
from fb_watch.model.intake import FileReport, Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """What tells whose a post is, and under what name its author is kept."""

    pages: Mapping[str, Page]
    context: Context
    pseudonym: Pseudonym
    own_key: Callable[[], str]  # by what the key of this archive is known

    def placed(self, told: Iterable[Found | Problem], report: FileReport) -> Iterator[Found]:
        """The posts of watched sources, without names; why others are passed over is noted."""
        zones: set[str] = set()
        for one in told:
            if isinstance(one, Problem):
                report.skip(one)
                continue
            report.read += 1
            page = self._page(one)
            if isinstance(page, str):
                report.skip(Problem(where=one.where, reason=page))
                continue
            if one.zone_assumed and page.key not in zones:
                zones.add(page.key)
                report.notes.append(_zone(page, self.context))
            yield self._own(one, page, report)

    def _page(self, found: Found) -> Page | str:
        """Whose post it is, or why that cannot be told."""
        named = found.source_name or found.source_id
        page = self.pages.get(found.post.page)
        is_group = page is not None and page.kind == "group"
        if named and named == found.post.author and found.is_person and not is_group:
            return _("is of its author's own profile")  # whose name is nobody's business
        given = self.context.given
        if given is None:
            return page or (_unknown(named) if named else _("does not say of which page it is"))
        if page is not None and page.key != given.key:
            return _("is of {page}").format(page=page.key)
        return _unknown(named) if page is None and named else given

    def _own(self, found: Found, page: Page, report: FileReport) -> Found:
        post = replace(found.post, page=page.key)
        if found.comments and not page.comments:
            note = _("Comments of {page} are left out: comments = false in pages.toml.")
            if (text := note.format(page=page.key)) not in report.notes:
                report.notes.append(text)
            found = replace(found, comments=())
        found = replace(found, post=post)
        named = page.authors == "named"
        if found.is_kept:
            return keyed_elsewhere(found, self.own_key(), self.pseudonym, named=named)
        if found.is_person or page.kind == "group":
            found = without_names(found, self.pseudonym, named=named)
        return _told_apart(found)


def _told_apart(found: Found) -> Found:
    """Pictures without words, of one minute: their own id is not to be that of each other."""
    post = found.post
    if not is_local(post.id) or (post.message or "").strip():
        return found
    return replace(found, post=replace(post, id=f"{post.id}.{found.own_hash[:8]}"))


def _unknown(name: str) -> str:
    return _("is of {name}, which pages.toml does not name (id, name or known_as)").format(
        name=name
    )


def _zone(page: Page, context: Context) -> str:
    zone = context.mapping.zone if context.mapping and context.mapping.zone else page.timezone
    return _("Times without a zone were taken as those of {zone} ({page}).").format(
        zone=zone, page=page.key
    )
