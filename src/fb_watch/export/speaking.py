"""In: references as spans. Out: the same, the words of a post marked with their language. Pure."""

from collections.abc import Iterator, Sequence

from fb_watch.export.citation import Reference
from fb_watch.export.styles import Span, Spans

NO_LANGUAGE = "zxx"  # of words whose language nobody could tell
_UNTOLD = ("", "und", "zxx", "mul")
_QUOTES = str.maketrans(dict.fromkeys("“”‘’\"'", "'"))  # one for one: places stay


def in_own_language(entries: Sequence[Spans], refs: Sequence[Reference]) -> list[Spans]:
    """Each entry with the words it quotes in a span of their own; nothing else changes."""
    return [list(_marked(spans, ref)) for spans, ref in zip(entries, refs, strict=True)]


def _marked(spans: Spans, ref: Reference) -> Iterator[Span]:
    language = NO_LANGUAGE if ref.language in _UNTOLD else ref.language
    is_found = False
    for span in spans:
        place = None if is_found or span.url else _quoted(span.text, ref)
        if place is None:
            yield span
            continue
        is_found = True
        start, end = place
        for text, spoken in (
            (span.text[:start], ""),
            (span.text[start:end], language),
            (span.text[end:], ""),
        ):
            if text:
                yield Span(text, italic=span.italic, language=spoken)


def _quoted(text: str, ref: Reference) -> tuple[int, int] | None:
    """
    Where the post's words stand in a text, behind the name of its author.

    Styles turn quotes within quotes into single ones and take a full stop away.
    """
    plain = text.translate(_QUOTES)
    author = max(text.find(ref.author), text.find(ref.author.upper()))
    behind = author + len(ref.author) if author >= 0 else 0
    for words in (ref.quote, ref.words, ref.quote.rstrip("."), ref.words.rstrip(".")):
        place = plain.find(words.translate(_QUOTES), behind) if words else -1
        if place >= 0:
            return place, place + len(words)
    return None
