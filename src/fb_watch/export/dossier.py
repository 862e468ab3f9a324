"""In: posts and what is known of them together. Out: the Document of a dossier. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from fb_watch.export.chapters import Chapter, by_tag
from fb_watch.export.citation import references
from fb_watch.export.document import Bibliography, Block, Document, Heading, Paragraph, Picture
from fb_watch.export.method import counted, key_figures, method
from fb_watch.export.quoting import quotation, see_also
from fb_watch.export.styles import cite
from fb_watch.i18n import speaker
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.exported import Exported

By = Literal["question", "theme", "country"]
STYLES = {"en": "apa", "fr": "iso690-fr", "es": "apa"}  # where none is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything a dossier is made of beside the words of its language."""

    exported: Exported
    chapters: Sequence[Chapter]  # in the order a person gave, or one of everything
    title: str = ""  # "": one of our own
    by: By | None = None  # None: the chapters as given
    style: str = ""  # of the references; "": that of the language
    notes: Mapping[str, str] = field(default_factory=dict)  # a person's, by ref
    pictures: Sequence[Picture] = ()
    measured: Sequence[str] = ()  # precision and recall, a sentence each
    reviewers: Sequence[str] = ()
    archive: Path | None = None  # the folder media paths start from; None: no pictures of posts


def compose(material: Material) -> Document:
    """Title, overview, chapters, references, method note, counts: in that order."""
    about = material.exported
    _ = speaker(about.lang)
    posts = list({post["ref"]: post for c in material.chapters for post in c.posts}.values())
    blocks: list[Block] = [
        Heading(level=1, text=_("Overview")),
        key_figures(about, posts),
        *material.pictures,
        *(_quoted(material, posts) if posts else [Paragraph(text=_("No post was found."))]),
        *method(about, posts, material.measured, material.reviewers),
        *counted(about, posts),
    ]
    return Document(
        title=material.title or _("Posts of the network"),
        about=_about(about, len(posts)),
        lang=about.lang,
        at=about.at,
        program=about.program,
        blocks=blocks,
    )


def _quoted(material: Material, posts: Sequence[ArchivedPost]) -> Iterable[Block]:
    """The chapters with their quotations, and the list of references."""
    lang = material.exported.lang
    _ = speaker(lang)
    style = material.style or STYLES[lang]
    spans = cite(references(posts), style, lang)
    numbers = {post["ref"]: number for number, post in enumerate(posts, start=1)}
    chapters: Sequence[Chapter] = material.chapters
    if material.by:
        chapters = by_tag(posts, material.by, material.exported.codebook, lang)
    for chapter in chapters:
        if chapter.title:
            yield Heading(level=1, text=chapter.title)
        for post in chapter.posts:
            number = numbers[post["ref"]]
            yield quotation(
                post,
                number=number,
                reference=spans[number - 1],
                lang=lang,
                note=material.notes.get(post["ref"], ""),
                archive=material.archive,
            )
        if chapter.elsewhere:
            yield see_also([numbers[post["ref"]] for post in chapter.elsewhere], lang)
    yield Heading(level=1, text=_("References"))
    yield Bibliography(entries=tuple(enumerate(spans, start=1)))


def _about(about: Exported, number: int) -> str:
    _ = speaker(about.lang)
    at = about.at.strftime("%Y-%m-%d %H:%M")
    asked = about.asked or _("everything")
    told = _("Query: {asked}. {number} posts. Made {at} UTC by {program}.")
    return told.format(asked=asked, number=number, at=at, program=about.program)
