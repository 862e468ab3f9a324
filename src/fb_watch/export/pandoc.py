"""In: References, a CSL style. Out: the bibliography that pandoc makes of them; runs a program."""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from shutil import which
from typing import Any

from fb_watch.errors import FbWatchError, UsageError
from fb_watch.export.bidi import apart_within
from fb_watch.export.citation import Reference
from fb_watch.export.references import as_csl_json
from fb_watch.export.styles import Span, Spans, archived_copy
from fb_watch.i18n import _

FORMATS = {"text": "plain", "html": "html", "md": "commonmark-raw_html"}
_SECONDS = 120
_LESS = "\ue000"  # stands for <, which citeproc would read as mark-up; no post's line has it
_LOCALES = {"en": "en-US", "fr": "fr-FR", "es": "es-ES"}


def with_style(refs: Sequence[Reference], style: Path, *, form: str, lang: str | None) -> str:
    """
    The references in any style of citationstyles.org, sorted as the style wants them.

    Behind each stands the archived copy, as in our own styles: hardly one has a place for it.
    """
    spoken = lang or _own_language(style)
    document = _cited(refs, style, spoken)
    told = _pandoc(json.dumps(document), "json", [f"--to={FORMATS[form]}"], style)
    return f'<div lang="{spoken}">\n{told}</div>\n' if form == "html" else told


def cite_with(refs: Sequence[Reference], style: Path, lang: str) -> list[Spans]:
    """
    The references in any style, as spans, in the order given.

    Numbers that a style puts before them are left out: who quotes has numbers of its own.
    """
    told = {
        entry["c"][0][0]: list(_joined(_spans(_words(entry))))
        for entry in _entries(_cited(refs, style, lang)["blocks"])
    }
    if refs and not told:
        raise FbWatchError(
            _("{file} makes no list of references.").format(file=style),
            remedy=_("Take a style that has one; most have."),
        )
    return [told[f"ref-{ref.ref}"] for ref in refs]


def _own_language(style: Path) -> str:
    """The language a style is written for; English where it says none, as CSL has it."""
    head = style.read_text("utf-8", "replace") if style.is_file() else ""
    told = re.search(r"<style\b[^>]*\bdefault-locale\s*=\s*[\"']([a-z]{2})\b", head)
    return told[1] if told else "en"


def _cited(refs: Sequence[Reference], style: Path, lang: str) -> dict[str, Any]:
    """The document of all references, the archived copy behind each, as pandoc has it in JSON."""
    if not style.is_file():
        raise UsageError(_("There is no file {file}.").format(file=style))
    ours = lang if lang in _LOCALES else "en"  # a style in Portuguese keeps its own words
    with tempfile.TemporaryDirectory(prefix="fb-watch-") as folder:
        items = Path(folder) / "items.json"
        told = "".join(as_csl_json(refs, ours)).replace("<", _LESS)
        items.write_text(told, encoding="utf-8")
        cited = ["--citeproc", f"--bibliography={items}", f"--csl={style}", "--to=json"]
        made = _pandoc(_document(lang), "markdown", cited, style).replace(_LESS, "<")
    document: dict[str, Any] = json.loads(made)
    copies = {f"ref-{ref.ref}": archived_copy(ref, ours) for ref in refs}
    for entry in _entries(document["blocks"]):
        _append(entry, copies[entry["c"][0][0]])
    return document


def _pandoc(given: str, form: str, options: Sequence[str], style: Path) -> str:
    """What pandoc makes of a text; it reads no file but those named."""
    program = which("pandoc")
    if program is None:
        raise UsageError(
            _("Other styles need pandoc, which is not installed."),
            remedy=_("Install it from pandoc.org, or take one of the built-in styles."),
        )
    told = subprocess.run(  # noqa: S603
        [program, "--sandbox", "--wrap=none", f"--from={form}", *options],
        input=given.encode(),
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    if told.returncode:
        raise FbWatchError(
            _("pandoc refuses {file}: {reason}").format(
                file=style, reason=told.stderr.decode("utf-8", "replace").strip()
            ),
            remedy=_("Styles in the form it reads come from zotero.org/styles."),
        )
    return told.stdout.decode()


def _entries(blocks: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The references among the blocks of a document, as pandoc marks them."""
    for block in blocks:
        if block["t"] == "Div" and "csl-entry" in block["c"][0][1]:
            yield block
        elif block["t"] == "Div":
            yield from _entries(block["c"][1])


def _words(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The inlines of a reference, whatever blocks it consists of."""
    parts = (_words(block) if block["t"] == "Div" else block["c"] for block in entry["c"][1])
    return [word for part in parts for word in part]


def _spans(words: Sequence[dict[str, Any]], *, italic: bool = False) -> Iterator[Span]:
    """The inlines of pandoc as spans; bold and small capitals are plain."""
    for word in words:
        kind: str = word["t"]
        content: Any = word.get("c")
        if kind in ("Space", "SoftBreak", "LineBreak"):
            yield Span(" ", italic=italic)
        elif kind == "Str":
            yield Span(content, italic=italic)
        elif kind == "Link" and _text(content[1]) == content[2][0]:
            yield Span(content[2][0], url=True)
        elif kind == "Quoted":
            before, after = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            yield Span(before, italic=italic)
            yield from _spans(content[1], italic=italic)
            yield Span(after, italic=italic)
        elif kind == "Emph":
            yield from _spans(content, italic=not italic)
        elif kind in ("Strong", "SmallCaps", "Superscript", "Subscript", "Underline"):
            yield from _spans(content, italic=italic)
        elif kind == "Link" or (kind == "Span" and "csl-left-margin" not in content[0][1]):
            yield from _spans(content[1], italic=italic)


def _text(words: Sequence[dict[str, Any]]) -> str:
    return "".join(span.text for span in _spans(words))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Neighbours that look alike as one span."""
    for (italic, url), alike in groupby(spans, lambda span: (span.italic, span.url)):
        words = "".join(span.text for span in alike)
        yield Span(words if url else apart_within(words), italic=italic, url=url)


def _append(entry: dict[str, Any], sentence: str) -> None:
    """Put a sentence behind the last one of a reference."""
    words: list[dict[str, Any]] = []
    for word in sentence.split(" "):
        words += [{"t": "Space"}, {"t": "Str", "c": word}]
    entry["c"][1][-1]["c"] += words


def _document(lang: str) -> str:
    """A document that cites everything and says nothing."""
    language = f"lang: {_LOCALES[lang]}\n" if lang in _LOCALES else ""
    return f"---\nnocite: '@*'\n{language}---\n"
