"""In: a Reference. Out: the spans of its text in a citation style (APA, Chicago, MLA …). Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from fb_watch.export.bidi import CLOSE, apart
from fb_watch.export.citation import Reference
from fb_watch.export.dates import long_date, mla_date, month_day, nlm_date
from fb_watch.export.title import parts_by_emoji
from fb_watch.export.wording import ENGLISH, NNBSP, WORDINGS, Wording


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a reference: plain, italic, or the address of the post."""

    text: str
    italic: bool = False
    url: bool = False
    language: str = ""  # BCP 47; "": that of the words around the post


Spans = list[Span]
NO_LANGUAGE = "zxx"  # of words whose language nobody could tell
_UNTOLD = ("", "und", "mul")
_ENDS, _CLOSING = ".?!…。؟！？", f"”’\"'»)] \u00a0\u202f{CLOSE}"


def cite(refs: Sequence[Reference], style: str, lang: str | None = None) -> list[Spans]:
    """
    The references in one of STYLES, in the order given.

    `lang` (en, fr, es) sets the words around the post, where the style has them in it.
    """
    spoken = language_of(style, lang)
    return [STYLES[style].write(ref, spoken) for ref in refs]


def language_of(style: str, lang: str | None) -> str:
    """The language of a style's words: the one asked for, or its own where it has no other."""
    languages = STYLES[style].languages
    return lang if lang in languages else languages[0]


def _bracket(ref: Reference, lang: str) -> str:
    kinds = WORDINGS[lang].kinds
    return kinds.get(ref.kind, kinds["status"])


def _bracketed_kind(ref: Reference, lang: str) -> str:
    """The kind of post behind its title; "" where what stands for the title says it already."""
    kind = _bracket(ref, lang)
    return "" if ref.shown and _described(ref, lang).startswith(kind) else f" [{kind}]"


def _attached(ref: Reference, lang: str) -> str:
    """What hangs on the text; a picture without text is told by the kind alone."""
    return WORDINGS[lang].attached.get(ref.kind, "") if ref.words else ""


def archived_copy(ref: Reference, lang: str) -> str:
    """The archived copy: which version, when received, whether it is still online."""
    words = WORDINGS[lang]
    archived = words.archived.format(date=long_date(ref.archived, lang), ref=ref.ref)
    return " ".join([archived, *state_of(ref, words, lambda day: long_date(day, lang))])


def state_of(ref: Reference, words: Wording, written: Callable[[date], str]) -> Iterator[str]:
    """Sentences on the version: when it was edited, whether there is a newer, whether online."""
    if ref.edited:
        edit = words.edited if ref.is_edit_told else words.version
        yield edit.format(number=ref.version, date=written(ref.edited))
    if ref.newest > ref.version:
        yield words.newer.format(number=ref.newest)
    if ref.offline:
        yield words.offline.format(date=written(ref.offline))


def _author(ref: Reference, lang: str) -> str:
    return apart(ref.author) or WORDINGS[lang].participant


def _within(ref: Reference, lang: str, end: str) -> str:
    """The page or group that an unnamed person wrote in, and `end`; "" for anybody else."""
    return WORDINGS[lang].within.format(name=apart(ref.within)) + end if ref.within else ""


def _described(ref: Reference, lang: str) -> str:
    """What stands for a title where there is no text: what the post shows, or that it has none."""
    return WORDINGS[lang].described(ref.kind, apart(ref.shown))


def _supplied(ref: Reference, lang: str) -> str:
    """The same in brackets, as ISO 690 and NLM mark what a title does not say itself."""
    return f"[{_described(ref, lang)}]" if ref.shown else _described(ref, lang)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _left_off(words: str, is_cut: bool, mark: str = "…") -> str:
    """The words with a mark that more follow, which takes the place of dots they end in."""
    return words.rstrip(" .…") + mark if is_cut else words


def _quoted(words: str, ref: Reference, *, italic: bool = False) -> Span:
    """Words of the post, in its language; zxx where nobody could tell it."""
    language = NO_LANGUAGE if ref.language in _UNTOLD else ref.language
    return Span(words, italic=italic, language=language)


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


def _apa(ref: Reference, lang: str) -> Spans:
    """APA 7, Facebook references: no dots after the cut, two brackets, no access date."""
    attached = _attached(ref, lang)
    kind = f" [{WORDINGS[lang].kinds['status']}]" if attached else _bracketed_kind(ref, lang)
    brackets = (f" [{attached}]" if attached else "") + kind
    date = f"({ref.created.year}{ref.suffix}, {month_day(ref.created, lang)})."
    head = [Span(f"{_closed(_author(ref, lang))} {date} ")]
    body = (
        [*_italic(ref), Span(f"{brackets}. ")]
        if ref.words
        else [Span(f"[{_described(ref, lang)}]{brackets}. ")]
    )
    return [
        *head,
        *body,
        Span(f"{_within(ref, lang, '. ')}Facebook. "),
        *_address(ref.url, after=" "),
        Span(archived_copy(ref, lang)),
    ]


def _italic(ref: Reference) -> Spans:
    """The title in italics, its emoji upright (APA Style, social media references)."""
    return [_quoted(part, ref, italic=not is_emoji) for part, is_emoji in parts_by_emoji(ref.words)]


def _title(ref: Reference, lang: str, *, mark: str = "…") -> Span:
    """The words as a title without quotes, or what stands for them."""
    words = _left_off(ref.words, ref.words_cut, mark)
    return _quoted(words, ref) if words else Span(_supplied(ref, lang))


def _in_quotes(words: str, ref: Reference) -> Spans:
    return [Span("“"), _quoted(words, ref), Span("” ")]


def _sentence(words: str, ref: Reference, lang: str) -> Spans:
    """The words in quotes as a sentence, or what stands for them as one."""
    if words:
        return _in_quotes(_closed(words), ref)
    return [Span(f"{_closed(_described(ref, lang))} ")]


def _chicago_medium(ref: Reference) -> str:
    told = ref.kind in ("photo", "video", "comment")
    return f"Facebook {ref.kind}" if told else "Facebook"


def _quotation(ref: Reference) -> str:
    return _left_off(_nested(ref.quote), ref.quote_cut)


def _with_comma(text: str) -> str:
    """The text with a comma, which takes the place of a full stop and goes inside quotes."""
    inner = text.rstrip("’") if "‘" in text else text
    plain = inner if inner.endswith("..") else inner.removesuffix(".")
    return f"{plain},{text[len(inner) :]}" if text else ""


def _chicago_note(ref: Reference, lang: str) -> Spans:
    """Chicago 17, note: 14.209 for the post, 14.233 for the archived copy."""
    quote = _with_comma(_quotation(ref))
    title = _in_quotes(quote, ref) if quote else [Span(f"{_lowered(_described(ref, lang))}, ")]
    place = f"{_lowered(_within(ref, lang, ', '))}{_chicago_medium(ref)}, "
    return [
        Span(f"{_author(ref, lang)}, "),
        *title,
        Span(f"{place}{long_date(ref.created, lang)}, "),
        *_address(ref.url, after=", "),
        Span(_lowered(archived_copy(ref, lang))),
    ]


def _chicago(ref: Reference, lang: str) -> Spans:
    """Chicago 17, author-date."""
    quote = _quotation(ref)
    place = f"{_within(ref, lang, ', ')}{_chicago_medium(ref)}, "
    return [
        Span(f"{_closed(_author(ref, lang))} {ref.created.year}{ref.suffix}. "),
        *_sentence(quote, ref, lang),
        Span(f"{place}{long_date(ref.created, lang)}. "),
        *_address(ref.url, after=". "),
        Span(archived_copy(ref, lang)),
    ]


def _mla(ref: Reference, lang: str) -> Spans:
    """MLA 9: Facebook is the first container, the archive the second; no scheme in the URL."""
    words = _left_off(_nested(ref.words), ref.words_cut, " . . .")
    tail = [*state_of(ref, ENGLISH, mla_date), f"Accessed {mla_date(ref.archived)}."]
    return [
        Span(f"{_closed(_author(ref, lang))} "),
        *_sentence(words, ref, lang),
        Span(("Comment. " if ref.kind == "comment" else "") + _within(ref, lang, ", ")),
        Span("Facebook", italic=True),
        Span(f", {mla_date(ref.created)}"),
        *_address(ref.url.split("://", 1)[-1], before=", "),
        Span(". "),
        Span("fb-watch", italic=True),
        Span(f", {ref.ref}. {' '.join(tail)}"),
    ]


def _iso690_fr(ref: Reference, lang: str) -> Spans:
    """ISO 690 as French libraries apply it: author in capitals, year, online resource."""
    author = _author(ref, lang).upper()
    archived = long_date(ref.archived, lang)
    title = _title(ref, lang)
    what = "commentaire " if ref.kind == "comment" else ""
    end = _closed(title.text).removeprefix(title.text)  # ours: it follows in our direction
    return [
        Span(f"{author}, {ref.created.year}{ref.suffix}. "),
        title,
        Span(f"{end} {_within(ref, lang, '. ')}"),
        Span("Facebook", italic=True),
        Span(f" [{what}en ligne]. {long_date(ref.created, lang)}. "),
        Span(f"[Consulté le {archived}]. "),
        *_address(ref.url, before=f"Disponible à l’adresse{NNBSP}: ", after=". "),
        Span(archived_copy(ref, lang)),
    ]


_NLM = {  # what Vancouver says before the site, the day of consultation and the address
    "en": ("In: ", "cited ", "Available from: "),
    "fr": (f"Dans{NNBSP}: ", "cité le ", f"Disponible{NNBSP}: "),
    "es": ("En: ", "citado el ", "Disponible en: "),
}


def _vancouver(ref: Reference, lang: str) -> Spans:
    """Vancouver (NLM), without the number that it has in a list."""
    place = f"{apart(ref.within)}, " if ref.within else ""
    within, cited, available = _NLM[lang]
    created, archived = (
        nlm_date(day) if lang == "en" else long_date(day, lang)
        for day in (ref.created, ref.archived)
    )
    return [
        Span(f"{_closed(_author(ref, lang))} "),
        _title(ref, lang, mark=" …"),
        Span(f"{_bracketed_kind(ref, lang)}. {within}{place}Facebook [Internet]. "),
        Span(f"{created} [{cited}{archived}]. "),
        *_address(ref.url, before=available, after=" "),
        Span(archived_copy(ref, lang)),
    ]


class Style(NamedTuple):
    """How a reference is written, and the languages that is customary in, the style's own first."""

    write: Callable[[Reference, str], Spans]
    languages: tuple[str, ...]
    is_numbered: bool = False  # references are found in a list by number


STYLES = {
    "apa": Style(_apa, ("en", "fr", "es")),
    "apa-fr": Style(_apa, ("fr", "en", "es")),
    "chicago": Style(_chicago, ("en",)),
    "chicago-note": Style(_chicago_note, ("en",)),
    "mla": Style(_mla, ("en",)),
    "iso690-fr": Style(_iso690_fr, ("fr",)),
    "vancouver": Style(_vancouver, ("en", "fr", "es"), is_numbered=True),
}
