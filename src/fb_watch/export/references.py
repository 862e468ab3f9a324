"""In: References. Out: bibliographies as text, HTML, Markdown, CSL-JSON, RIS, BibLaTeX. Pure."""

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import quote, urlsplit

from fb_watch.export.bidi import in_html, is_rtl, plain
from fb_watch.export.citation import Reference
from fb_watch.export.marks import marked
from fb_watch.export.styles import NO_LANGUAGE, STYLES, Span, Spans, cite, language_of, state_of
from fb_watch.export.wording import ENGLISH, WORDINGS, Wording

_URL_SAFE = ":/?#[]@!$&'()*+,;=%~-._"


def safe_url(url: str) -> str:
    """The address with everything escaped that could end a field; only http and https pass."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:  # brackets that hold no IPv6 address
        return ""
    return quote(url, safe=_URL_SAFE, errors="replace") if scheme in ("http", "https") else ""


def as_text(entries: Sequence[Spans], *, is_numbered: bool = False) -> str:
    """One reference a line."""
    lines = (plain("".join(span.text for span in entry)) + "\n" for entry in entries)
    return "".join(f"{n}. {line}" if is_numbered else line for n, line in enumerate(lines, 1))


def as_markdown(entries: Sequence[Spans], *, is_numbered: bool = False) -> str:
    """A list item a reference; everything Markdown would read as a mark is escaped."""
    lines = ("".join(map(_markdown, entry)) + "\n" for entry in entries)
    return "".join((f"{n}. " if is_numbered else "- ") + line for n, line in enumerate(lines, 1))


def as_html(
    entries: Sequence[Spans], refs: Sequence[Reference], lang: str, *, is_numbered: bool = False
) -> str:
    """
    A list in the language of the words around the posts, each post's words in their own.

    Each address carries the archived version and its date (Robust Links).
    """
    items = (
        f'<li id="{html.escape(ref.ref)}">'
        + "".join(_html(span, ref) for span in entry)
        + "</li>\n"
        for entry, ref in zip(entries, refs, strict=True)
    )
    tag = "ol" if is_numbered else "ul"
    return f'<{tag} class="references" lang="{lang}">\n' + "".join(items) + f"</{tag}>\n"


def spoken(span: Span) -> str:
    """The attributes of HTML that tell the language and direction of a span, where it has one."""
    if not span.language:
        return ""
    code = "" if span.language == NO_LANGUAGE else html.escape(span.language)
    return f' lang="{code}"' + (' dir="rtl"' if is_rtl(span.text) else "")


def as_csl_json(refs: Iterable[Reference], lang: str = "en") -> Iterator[str]:
    """
    CSL-JSON, type `post`, which Zotero reads as a forum post; piece by piece.

    `lang` is that of the words which stand for a title, an author or a kind.
    """
    yield "["
    for place, ref in enumerate(refs):
        yield f"{',' if place else ''}\n{json.dumps(csl_item(ref, lang), ensure_ascii=False)}"
    yield "\n]\n"


def as_ris(refs: Iterable[Reference]) -> Iterator[str]:
    """RIS, type ELEC: the only one that Zotero reads back with site and archive."""
    yield from map(_ris, refs)


def as_biblatex(refs: Iterable[Reference]) -> Iterator[str]:
    """BibLaTeX; keys hold no colon, which babel-french makes active."""
    yield from map(_biblatex, refs)


DATA: dict[str, Callable[[Iterable[Reference]], Iterator[str]]] = {
    "csl-json": as_csl_json,
    "ris": as_ris,
    "biblatex": as_biblatex,
}
FORMATS = ("text", "html", "md", *DATA)


def render(refs: Sequence[Reference], *, style: str, form: str, lang: str | None) -> str:
    """The references in one of FORMATS; style and language matter for text, html and md."""
    if form in DATA:
        return "".join(DATA[form](refs))
    entries, is_numbered = cite(refs, style, lang), STYLES[style].is_numbered
    if form == "html":
        return as_html(entries, refs, language_of(style, lang), is_numbered=is_numbered)
    write = as_markdown if form == "md" else as_text
    return write(entries, is_numbered=is_numbered)


def _markdown(span: Span) -> str:
    if span.url:
        address = safe_url(span.text)
        return f"<{address}>" if address else marked(span.text)
    return f"*{marked(span.text)}*" if span.italic else marked(span.text)


def _html(span: Span, ref: Reference) -> str:
    text = in_html(html.escape(span.text))
    if span.url and safe_url(ref.url):
        return (
            f'<a href="{html.escape(safe_url(ref.url))}" data-originalurl="{html.escape(ref.url)}"'
            f' data-versiondate="{ref.archived.isoformat()}">{text}</a>'
        )
    told = spoken(span)
    if span.italic:
        return f"<i{told}>{text}</i>"
    return f"<span{told}>{text}</span>" if told else text


def genre(ref: Reference, words: Wording = ENGLISH) -> str:
    """What kind of post it is, in English unless told other words."""
    return words.kinds.get(ref.kind, words.kinds["status"])


def _title(ref: Reference, words: Wording = ENGLISH) -> str:
    return ref.words or f"[{words.described(ref.kind, ref.shown)}]"


def _author(ref: Reference, words: Wording = ENGLISH) -> str:
    return ref.author or words.participant


def _site(ref: Reference) -> str:
    """Facebook, with the page or group there that an unnamed person wrote in."""
    return f"{ref.within} (Facebook)" if ref.within else "Facebook"


def _note(ref: Reference) -> list[str]:
    lines = [
        "Archive: fb-watch",
        f"Archive Location: {ref.ref}",
        f"sha256: {ref.hash}",
    ]
    lines += (told.rstrip(".") for told in state_of(ref, ENGLISH, date.isoformat))
    return lines


def csl_item(ref: Reference, lang: str = "en") -> dict[str, object]:
    """One reference as a CSL item, as Zotero and pandoc read it."""
    words = WORDINGS[lang]
    parts = {
        name: {"date-parts": [[day.year, day.month, day.day]]}
        for name, day in (("issued", ref.created), ("accessed", ref.archived))
    }
    item: dict[str, object] = {
        "id": ref.ref,
        "type": "post",
        "author": [{"literal": _author(ref, words)}],
        "title": _title(ref, words),
        "genre": genre(ref, words),
        "container-title": _site(ref),
        **parts,
        "archive": "fb-watch",
        "archive_location": ref.ref,
        "abstract": ref.text,
        "note": "\n".join(_note(ref)),
    }
    if url := safe_url(ref.url):
        item["URL"] = url
    if ref.language not in ("und", "zxx"):
        item["language"] = ref.language
    return item


def _ris(ref: Reference) -> str:
    author = _author(ref).replace(",", "\u201a")  # a comma would make a person of it
    fields = [
        ("TY", "ELEC"),
        ("ID", ref.ref),
        ("AU", author),
        ("TI", _title(ref)),
        ("T2", _site(ref)),
        ("M3", genre(ref)),
        ("DA", ref.created.strftime("%Y/%m/%d/")),
        ("PY", str(ref.created.year)),
        ("UR", safe_url(ref.url)),
        ("Y2", ref.archived.strftime("%Y/%m/%d/")),
        ("LA", "" if ref.language in ("und", "zxx") else ref.language),
        ("DB", "fb-watch"),
        ("AN", ref.ref),
        ("AB", ref.text),
        *(("N1", line) for line in _note(ref)),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # an escaped brace counts too where an entry's end is looked for: as Zotero writes them
        "{": r"\{\vphantom{\}}",
        "}": r"\vphantom{\{}\}",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "$": r"\$",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_LANGID = {"fr": "french", "en": "english", "es": "spanish", "ar": "arabic", "pt": "portuguese"}


def _biblatex(ref: Reference) -> str:
    key, url = re.sub(r"[^A-Za-z0-9]+", "-", ref.ref), safe_url(ref.url)
    fields = [
        ("author", "{" + _author(ref).translate(_TEX) + "}"),
        ("title", "{" + _title(ref).translate(_TEX) + "}"),
        ("titleaddon", genre(ref)),
        ("organization", _site(ref).translate(_TEX)),
        ("date", ref.created.isoformat()),
        ("url", url),
        ("urldate", ref.archived.isoformat() if url else ""),
        ("langid", _LANGID.get(ref.language, "")),
        ("note", "; ".join(_note(ref)).translate(_TEX)),
        ("abstract", ref.text.translate(_TEX)),
    ]
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    kind = "online" if url else "misc"  # an online source has to have an address
    return f"@{kind}{{{key},\n{lines}}}\n\n"
