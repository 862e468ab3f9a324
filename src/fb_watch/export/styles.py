"""In: a Reference. Out: the spans of its text in a citation style (APA, Chicago, MLA …). Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fb_watch.export.citation import Reference
from fb_watch.export.dates import long_date, mla_date, month_day, nlm_date
from fb_watch.export.wording import NNBSP, WORDINGS


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a reference: plain, italic, or the address of the post."""

    text: str
    italic: bool = False
    url: bool = False
    language: str = ""  # BCP 47; "": that of the words around the post


Spans = list[Span]
_ENDS, _CLOSING = ".?!…。؟！？", "”’\"'»)] \u00a0\u202f"


def cite(refs: Sequence[Reference], style: str, lang: str | None = None) -> list[Spans]:
    """
    The references in one of STYLES, in the order given.

    `lang` (en, fr, es) sets the words around the post; without it the style's own language.
    """
    write, own_lang = STYLES[style]
    return [write(ref, lang or own_lang, n) for n, ref in enumerate(refs, start=1)]


def _bracket(ref: Reference, lang: str) -> str:
    kinds = WORDINGS[lang].kinds
    return kinds.get(ref.kind, kinds["status"])


def _attached(ref: Reference, lang: str) -> str:
    """What hangs on the text; a picture without text is told by the kind alone."""
    return WORDINGS[lang].attached.get(ref.kind, "") if ref.words else ""


def archived_copy(ref: Reference, lang: str) -> str:
    """The archived copy: which version, when received, whether it is still online."""
    words = WORDINGS[lang]
    parts = [words.archived.format(date=long_date(ref.archived, lang), ref=ref.ref)]
    if ref.edited:
        parts.append(words.version.format(number=ref.version, date=long_date(ref.edited, lang)))
    if ref.offline:
        parts.append(words.offline.format(date=long_date(ref.offline, lang)))
    return " ".join(parts)


def _closed(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already, within quotes too."""
    return text if text.rstrip(_CLOSING)[-1:] in _ENDS else text + "."


def _nested(text: str) -> str:
    """Quotes within quotes are single ones (CMOS 17, 13.30; MLA 9, 6.40)."""
    text = text.replace("“", "‘").replace("”", "’")
    return re.sub(r'"', "’", re.sub(r'(?:(?<=^)|(?<=[\s(\[‘—–-]))"(?=\S)', "‘", text))


def _address(url: str, *, before: str = "", after: str = "") -> Spans:
    """The address and the words around it; nothing where the post has none."""
    return [Span(before), Span(url, url=True), Span(after)] if url else []


def _apa(ref: Reference, lang: str, _n: int) -> Spans:
    """APA 7, Facebook references: no dots after the cut, two brackets, no access date."""
    kind = _bracket(ref, lang) if not _attached(ref, lang) else WORDINGS[lang].kinds["status"]
    brackets = "".join(f" [{b}]" for b in (_attached(ref, lang), kind) if b)
    date = f"({ref.created.year}{ref.suffix}, {month_day(ref.created, lang)})."
    head = [Span(f"{_closed(ref.author)} {date} ")]
    body = (
        [Span(ref.words, italic=True), Span(f"{brackets}. ")]
        if ref.words
        else [Span(f"[{WORDINGS[lang].untitled}]{brackets}. ")]
    )
    return [
        *head,
        *body,
        Span("Facebook. "),
        *_address(ref.url, after=" "),
        Span(archived_copy(ref, lang)),
    ]


def _chicago_medium(ref: Reference) -> str:
    return {"photo": "Facebook photo", "video": "Facebook video"}.get(ref.kind, "Facebook")


def _quotation(ref: Reference) -> str:
    return _nested(ref.quote) + ("…" if ref.quote_cut else "")


def _with_comma(text: str) -> str:
    """The text with a comma, which takes the place of a full stop and goes inside quotes."""
    inner = text.rstrip("’") if "‘" in text else text
    plain = inner if inner.endswith("..") else inner.removesuffix(".")
    return f"{plain},{text[len(inner) :]}" if text else ""


def _chicago_note(ref: Reference, lang: str, _n: int) -> Spans:
    """Chicago 17, note: 14.209 for the post, 14.233 for the archived copy."""
    quote = _with_comma(_quotation(ref))
    title = f"“{quote}” " if quote else f"{WORDINGS[lang].untitled.lower()}, "
    day = long_date(ref.created, lang)
    head = f"{ref.author}, {title}{_chicago_medium(ref)}, {day}, "
    tail = archived_copy(ref, lang)
    copy = Span(f"{tail[0].lower()}{tail[1:]}")
    return [Span(head), *_address(ref.url, after=", "), copy]


def _chicago(ref: Reference, lang: str, _n: int) -> Spans:
    """Chicago 17, author-date."""
    quote = _quotation(ref)
    title = f"“{_closed(quote)}” " if quote else f"{WORDINGS[lang].untitled}. "
    head = f"{_closed(ref.author)} {ref.created.year}{ref.suffix}. {title}{_chicago_medium(ref)}, "
    return [
        Span(f"{head}{long_date(ref.created, lang)}. "),
        *_address(ref.url, after=". "),
        Span(archived_copy(ref, lang)),
    ]


def _mla(ref: Reference, lang: str, _n: int) -> Spans:
    """MLA 9: Facebook is the first container, the archive the second; no scheme in the URL."""
    words = _nested(ref.words) + (" . . ." if ref.words_cut else "")
    title = f"“{_closed(words)}” " if words else f"{WORDINGS[lang].untitled}. "
    edited = f" Version {ref.version}, edited {mla_date(ref.edited)}." if ref.edited else ""
    offline = f" No longer online on {mla_date(ref.offline)}." if ref.offline else ""
    return [
        Span(f"{_closed(ref.author)} {title}"),
        Span("Facebook", italic=True),
        Span(f", {mla_date(ref.created)}"),
        *_address(ref.url.split("://", 1)[-1], before=", "),
        Span(". "),
        Span("fb-watch", italic=True),
        Span(f", {ref.ref}.{edited}{offline} Accessed {mla_date(ref.archived)}."),
    ]


def _iso690_fr(ref: Reference, lang: str, _n: int) -> Spans:
    """ISO 690 as French libraries apply it: author in capitals, year, online resource."""
    title = _closed(ref.words + ("…" if ref.words_cut else "") or WORDINGS[lang].untitled)
    archived = long_date(ref.archived, lang)
    return [
        Span(f"{ref.author.upper()}, {ref.created.year}{ref.suffix}. {title} "),
        Span("Facebook", italic=True),
        Span(f" [en ligne]. {long_date(ref.created, lang)}. "),
        Span(f"[Consulté le {archived}]. "),
        *_address(ref.url, before=f"Disponible à l’adresse{NNBSP}: ", after=". "),
        Span(archived_copy(ref, lang)),
    ]


def _vancouver(ref: Reference, lang: str, n: int) -> Spans:
    """Vancouver (NLM): numbered in the order of the list."""
    title = ref.words + (" …" if ref.words_cut else "") or WORDINGS[lang].untitled
    tail = archived_copy(ref, lang)
    return [
        Span(
            f"{n}. {_closed(ref.author)} {title} [{_bracket(ref, lang)}]. In: Facebook [Internet]. "
        ),
        Span(f"{nlm_date(ref.created)} [cited {nlm_date(ref.archived)}]. "),
        *_address(ref.url, before="Available from: ", after=" "),
        Span(tail),
    ]


STYLES: dict[str, tuple[Callable[[Reference, str, int], Spans], str]] = {
    "apa": (_apa, "en"),
    "apa-fr": (_apa, "fr"),
    "chicago": (_chicago, "en"),
    "chicago-note": (_chicago_note, "en"),
    "mla": (_mla, "en"),
    "iso690-fr": (_iso690_fr, "fr"),
    "vancouver": (_vancouver, "en"),
}
