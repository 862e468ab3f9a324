"""In: References, a CSL style. Out: the bibliography that pandoc makes of them; runs a program."""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import which
from typing import Any

from fb_watch.errors import FbWatchError, UsageError
from fb_watch.export.citation import Reference
from fb_watch.export.references import as_csl_json
from fb_watch.export.styles import archived_copy
from fb_watch.i18n import _

FORMATS = {"text": "plain", "html": "html", "md": "commonmark-raw_html"}
_SECONDS = 120
_LOCALES = {"en": "en-US", "fr": "fr-FR", "es": "es-ES"}


def with_style(refs: Sequence[Reference], style: Path, *, form: str, lang: str | None) -> str:
    """
    The references in any style of citationstyles.org, sorted as the style wants them.

    Behind each stands the archived copy, as in our own styles: hardly one has a place for it.
    """
    if not style.is_file():
        raise UsageError(_("There is no file {file}.").format(file=style))
    with tempfile.TemporaryDirectory(prefix="fb-watch-") as folder:
        items = Path(folder) / "items.json"
        items.write_text("".join(as_csl_json(refs)), encoding="utf-8")
        cited = ["--citeproc", f"--bibliography={items}", f"--csl={style}", "--to=json"]
        document = json.loads(_pandoc(_document(lang), "markdown", cited, style))
    copies = {f"ref-{ref.ref}": archived_copy(ref, lang or "en") for ref in refs}
    for entry in _entries(document["blocks"]):
        _append(entry, copies[entry["c"][0][0]])
    return _pandoc(json.dumps(document), "json", [f"--to={FORMATS[form]}"], style)


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


def _append(entry: dict[str, Any], sentence: str) -> None:
    """Put a sentence behind the last one of a reference."""
    words: list[dict[str, Any]] = []
    for word in sentence.split(" "):
        words += [{"t": "Space"}, {"t": "Str", "c": word}]
    entry["c"][1][-1]["c"] += words


def _document(lang: str | None) -> str:
    """A document that cites everything and says nothing."""
    language = f"lang: {_LOCALES[lang]}\n" if lang else ""
    return f"---\nnocite: '@*'\n{language}---\n"
