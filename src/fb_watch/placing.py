"""In: what a file tells. Out: the posts of watched sources, without names not to be kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from fb_watch.archive.identity import is_local
from fb_watch.i18n import _
from fb_watch.intake.format import Context, group_in, owners
from fb_watch.intake.persons import Pseudonym, keyed_elsewhere, without_names
from fb_watch.model.collected import Page, Post, Problem
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
        told = found.source_name or found.source_id
        page = self.pages.get(found.post.page)
        is_group = page is not None and page.kind == "group"
        if told and told == found.post.author and found.is_person and not is_group:
            return _("is of its author's own profile")  # whose name is nobody's business
        given = self.context.given
        if page is not None and given is not None and page.key != given.key:
            return _("is of {page}").format(page=page.key)
        page = page or (None if told else given)
        if page is not None:
            return page if told else self.elsewhere(found.post, page) or page
        group = group_in(found.post.permalink)
        told = told or ("" if self.context.page(group) else group)
        return _unknown(told) if told else _("does not say of which page it is")

    def elsewhere(self, post: Post, page: Page) -> str:
        """
        Why a post is not the page's, as its address or id names its owner; "" where it may be.

        Who wrote in a group has a number too, and a user name may be anybody's: only what is
        known to be another source is. Of two numbers of which one is a page's, one is another's.
        """
        own = {name for name in (page.id, *page.known_as) if name.isdecimal()}
        group = group_in(post.permalink)
        for owner in owners(post.permalink, post.id):
            other = self.context.page(owner)
            if other is not None and other.key != page.key:
                return _("is of {page}").format(page=other.key)
            is_source = page.kind == "page" or group == owner
            if other is None and is_source and owner.isdecimal() and own and owner not in own:
                return _(
                    "is of another source, as its address says (known_as in pages.toml has what "
                    "else {page} is called)"
                ).format(page=page.key)
        return ""

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
