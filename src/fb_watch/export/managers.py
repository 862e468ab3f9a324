"""In: ArchivedPosts. Out: files for reference managers: RIS, BibLaTeX, CSL-JSON, as they come."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TextIO

from fb_watch.export.citation import Reference, references
from fb_watch.export.handing_over import Posts, Wishes
from fb_watch.export.references import as_biblatex, as_csl_json, as_ris, genre
from fb_watch.export.title import flat
from fb_watch.model.exported import Exported


def write_ris(posts: Posts, about: Exported, _wishes: Wishes, out: TextIO) -> None:
    """Write one RIS record a post."""
    out.writelines(as_ris(_cited(posts, about)))


def write_biblatex(posts: Posts, about: Exported, _wishes: Wishes, out: TextIO) -> None:
    """Write one BibLaTeX entry a post; above them, as a comment, what was asked."""
    # braces within would open or close an entry, an @ begin one
    asked, not_found = (
        flat(text).translate({ord(c): None for c in "{}@"})
        for text in (about.asked, ", ".join(about.not_found))
    )
    day = about.at.date().isoformat()
    out.write(f"% {about.program}, {day}: {about.posts} posts, query: {asked or '*'}\n")
    out.write(f"% not found: {not_found}\n\n" if not_found else "\n")
    out.writelines(as_biblatex(_cited(posts, about)))


def write_csl_json(posts: Posts, about: Exported, _wishes: Wishes, out: TextIO) -> None:
    """Write one CSL item a post."""
    out.writelines(as_csl_json(_cited(posts, about)))


def _cited(posts: Posts, about: Exported) -> Iterator[Reference]:
    """One by one: the letters of a year are the manager's own business."""
    for post in posts:
        (ref,) = references([post])
        # what was left out is not missing: the kind stands for it
        yield replace(ref, words=f"[{genre(ref)}]") if about.is_public else ref
