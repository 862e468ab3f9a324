"""In: the text of a post. Out: the first words a reference quotes as its title. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

_WHOLE = re.compile(r"https?://|www\.|[#＃@]")
_OPENING = frozenset("«“‘(¿¡《〈「『（【")
_JOINERS = frozenset("\u200c\u200d")
_CEILING = 160  # characters of a title, whatever it is made of
# Han, kana, Thai, Lao, Burmese, Khmer: written without spaces between words
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17d3\u17d7-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_SENTENCE_ENDS = re.compile("[。！？｡။។]+[」』”’）》]*")
_PER_WORD = 2  # characters of such a script that count as a word


def flat(text: str) -> str:
    """One line of printable text: white space folded, control characters dropped, NFC."""
    composed = unicodedata.normalize("NFC", text)
    line = " ".join(composed.split())
    if line.isprintable():  # most are, and to ask costs a hundredth of going through them
        return line
    kept = (
        c if c in _JOINERS or c.isspace() or unicodedata.category(c)[0] != "C" else ""
        for c in composed
    )
    return " ".join("".join(kept).split())


def first_words(text: str, limit: int = 20) -> tuple[str, bool]:
    """
    The first `limit` words, and whether more follow; 160 characters at the most.

    A URL, a hashtag and an emoji count as one word each (APA Style, social media references);
    a punctuation mark that stands alone, as French puts it, counts with the word it belongs to.
    Where words are not parted by spaces, two characters count as one, and a sentence that ends
    in the second half of so many is where the cut is made.
    """
    line = flat(text)
    units = _units(line, limit + 1)
    words = "".join(units[:limit]).strip()
    if len(units) > limit:
        words = _to_sentence_end(words).rstrip(" " + "".join(_OPENING)) or words
    head, is_cut = first_characters(words, _CEILING)
    return head, is_cut or len(units) > limit


def first_characters(text: str, limit: int = _CEILING) -> tuple[str, bool]:
    """
    Up to `limit` characters, cut between words (Chicago 17, 14.209), and whether more follow.

    Where no word ends in the second half of them, after a sentence, else between two characters.
    """
    line = flat(text)
    if len(line) <= limit:
        return line, False
    space = line.rfind(" ", limit // 2, limit + 1)
    if space > 0:
        return line[:space].rstrip(" ,;:"), True
    head = line[: _between_characters(line, limit)]
    return _to_sentence_end(head).rstrip(" ,;:，、；：") or head, True


def _to_sentence_end(text: str) -> str:
    """The text up to where its last sentence without spaces ends, unless that halves it."""
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text)]
    return text[: ends[-1]] if ends and ends[-1] >= len(text) // 2 else text


def _between_characters(line: str, at: int) -> int:
    """The nearest place up to `at` that parts no letter from its marks, no emoji from its tone."""
    for place in range(at, 0, -1):
        if not _belongs(line[place - 1], line[place]):
            return place
    return at


def _belongs(before: str, char: str) -> bool:
    """Whether a character goes with the one before it."""
    return (
        unicodedata.category(char)[0] == "M"
        or char in _JOINERS
        or before == "\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or all("\U0001f1e6" <= c <= "\U0001f1ff" for c in before + char)
    )


def is_emoji(char: str) -> bool:
    """Whether a character is a picture, a flag half or a symbol used as one."""
    return "\U0001f1e6" <= char <= "\U0001faff" or (
        char > "\x7f" and unicodedata.category(char) == "So"
    )


def parts_by_emoji(text: str) -> Iterator[tuple[str, bool]]:
    """The text in stretches, each with whether it is emoji, with the white space around them."""
    pieces = (part for piece in _split_emoji(text) for part in re.split(r"(\s+$|^\s+)", piece))
    for is_picture, parts in groupby(filter(None, pieces), lambda part: _is_upright(part[0])):
        yield "".join(parts), is_picture


def _is_upright(char: str) -> bool:
    return is_emoji(char) or char.isspace()


def _units(line: str, enough: int) -> list[str]:
    """The first words, each with the space before it and the lone marks that belong to it."""
    units: list[str] = []
    waiting = ""  # opening marks go with the word that follows
    for token in line.split(" "):
        pieces = [token] if _WHOLE.match(token) else list(_pieces(token))
        if len(units) >= enough:
            break
        for n, piece in enumerate(pieces):
            spaced = piece if n else " " + piece
            if _is_word(piece):
                units.append(waiting + spaced)
                waiting = ""
            elif units and not waiting and piece not in _OPENING:
                units[-1] += spaced
            else:
                waiting += spaced
    return [*units, waiting] if waiting else units


def _pieces(token: str) -> Iterator[str]:
    """What counts by itself within a token: emoji, and pairs of characters without spaces."""
    for part in _split_emoji(token):
        for run in _RUN.findall(part):
            if re.match(f"[{_UNSPACED}]", run):
                yield from _pairs(run)
            else:
                yield run


def _pairs(run: str) -> Iterator[str]:
    """Two letters at a time, each with the marks that belong to it."""
    start = letters = 0
    for place, char in enumerate(run):
        is_new = not place or not _belongs(run[place - 1], char)
        if is_new and letters == _PER_WORD:
            yield run[start:place]
            start, letters = place, 0
        letters += is_new
    yield run[start:]


def _split_emoji(token: str) -> Iterator[str]:
    """Cut a token at its emoji; joined sequences, skin tones and flags stay one."""
    if not any(map(is_emoji, token)):
        yield token
        return
    piece = ""
    for char in token:
        joins = (
            char in "\u200d\ufe0f\u20e3"
            or "\U0001f3fb" <= char <= "\U0001f3ff"
            or piece.endswith("\u200d")
            or _second_half_of_flag(piece, char)
        )
        if piece and not joins and (is_emoji(char) or is_emoji(piece[0])):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _second_half_of_flag(piece: str, char: str) -> bool:
    return len(piece) == 1 and all("\U0001f1e6" <= c <= "\U0001f1ff" for c in piece + char)


def _is_word(piece: str) -> bool:
    return any(c.isalnum() or is_emoji(c) or c in "#＃@" for c in piece)
