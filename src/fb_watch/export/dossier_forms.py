"""In: posts, what their export says, wishes. Out: a dossier as Word, PDF, HTML or Markdown."""

from io import BytesIO
from pathlib import Path
from typing import TextIO

from fb_watch.export.document import Document
from fb_watch.export.dossier import compose
from fb_watch.export.handing_over import Posts, Wishes
from fb_watch.model.exported import Exported


def write_word(posts: Posts, about: Exported, wishes: Wishes, path: Path) -> None:
    """The dossier as a Word document."""
    with path.open("wb") as out:
        out.write(_word(_composed(posts, about, wishes), wishes))


def write_printed(posts: Posts, about: Exported, wishes: Wishes, path: Path) -> None:
    """The Word document as PDF; raises FbWatchError where LibreOffice is not installed."""
    from fb_watch.export.pdf import write_pdf

    write_pdf(_word(_composed(posts, about, wishes), wishes), path)


def write_webpage(posts: Posts, about: Exported, wishes: Wishes, out: TextIO) -> None:
    """The dossier as one HTML file."""
    from fb_watch.export.webpage import as_html

    out.write(as_html(_composed(posts, about, wishes)))


def write_markdown(posts: Posts, about: Exported, wishes: Wishes, out: TextIO) -> None:
    """The dossier as Markdown."""
    from fb_watch.export.markdown import as_markdown

    out.write(as_markdown(_composed(posts, about, wishes)))


def _composed(posts: Posts, about: Exported, wishes: Wishes) -> Document:
    return compose(list(posts), about, wishes.dossier, wishes.archive)


def _word(document: Document, wishes: Wishes) -> bytes:
    from fb_watch.export.docx import write_docx

    out = BytesIO()
    write_docx(document, out, wishes.dossier.template)
    return out.getvalue()
