"""In: posts and what is known of them together. Out: a dossier. Pure, but for CSL styles."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from fb_watch.export.bidi import apart_within
from fb_watch.export.chapters import chapters
from fb_watch.export.citation import references
from fb_watch.export.citing import cited
from fb_watch.export.covering import complete
from fb_watch.export.document import Bibliography, Block, Document, Heading, Paragraph
from fb_watch.export.handing_over import Dossier
from fb_watch.export.method import counted, key_figures, method
from fb_watch.export.overview import pictures
from fb_watch.export.quoting import quotation, see_also
from fb_watch.i18n import grouped, in_language, plural_in
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.exported import Exported

STYLES = {"en": "apa", "fr": "iso690-fr", "es": "apa"}  # where none is asked for


def compose(
    posts: Sequence[ArchivedPost], about: Exported, wishes: Dossier, archive: Path
) -> Document:
    """Title, overview, chapters, references, method note, counts: in that order."""
    about = _with_their_pages(about, posts)
    _ = in_language(about.lang)
    blocks: list[Block] = [
        Heading(level=1, text=_("Overview")),
        key_figures(about, posts),
        *pictures(posts, about),
        *(_quoted(posts, about, wishes, archive) if posts else _nothing(about)),
        *method(about, posts, wishes.reviewers),
        *counted(about, posts),
    ]
    return Document(
        title=wishes.title or _("Posts of the network"),
        about=_about(about, len(posts)),
        lang=about.lang,
        at=about.at,
        program=about.program,
        blocks=blocks,
    )


def _quoted(
    posts: Sequence[ArchivedPost], about: Exported, wishes: Dossier, archive: Path
) -> Iterator[Block]:
    """The chapters with their quotations, and the list of references, numbered as they stand."""
    lang = about.lang
    _ = in_language(lang)
    parts = chapters(posts, wishes.by, wishes.headings, about)
    printed = [post for chapter in parts for post in chapter.posts]
    entries = tuple(enumerate(cited(references(printed), wishes.style or STYLES[lang], lang), 1))
    waiting = iter(entries)
    for chapter in parts:
        if chapter.title:
            yield Heading(level=1, text=chapter.title)
        if chapter.definition:
            yield Paragraph(text=chapter.definition, leads=True)
        for post in chapter.posts:
            number, reference = next(waiting)
            yield quotation(
                post,
                number=number,
                reference=reference,
                lang=lang,
                note=wishes.notes.get(post["ref"], ""),
                archive=archive if wishes.with_pictures else None,
            )
        if chapter.elsewhere:
            yield see_also(chapter.elsewhere, lang)
    yield Heading(level=1, text=_("References"))
    yield Bibliography(entries=entries)


def _with_their_pages(about: Exported, posts: Sequence[ArchivedPost]) -> Exported:
    """Of posts chosen one by one, their own pages: no others were gone through for them."""
    if not (about.query.refs or about.query.dossiers):
        return about
    pages = {post["page"] for post in posts}
    return replace(about, coverage=tuple(one for one in about.coverage if one["page"] in pages))


def _nothing(about: Exported) -> Iterator[Block]:
    _ = in_language(about.lang)
    yield Paragraph(text=_("No post was found."))


def _about(about: Exported, number: int) -> str:
    _ = in_language(about.lang)
    at = about.at.strftime("%Y-%m-%d %H:%M")
    asked = apart_within(about.asked) or _("everything")
    plural = plural_in(about.lang)
    told = plural(
        "Query: {asked}. {number} post. Made {at} UTC by {program}.",
        "Query: {asked}. {number} posts. Made {at} UTC by {program}.",
        number,
    )
    count = grouped(number, about.lang)
    said = told.format(asked=asked, number=count, at=at, program=about.program)
    return f"{said} {complete(about)}".strip()
