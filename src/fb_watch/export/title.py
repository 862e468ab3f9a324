"""In: the text of a post. Out: the first words a reference quotes as its title. Pure."""

import re
import unicodedata
from collections.abc import Iterator

_WHOLE = re.compile(r"https?://|www\.|[#＃@]")
_OPENING = frozenset("«“‘(¿¡")
_JOINERS = frozenset("\u200c\u200d")


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
    The first `limit` words, and whether more follow.

    A URL, a hashtag and an emoji count as one word each (APA Style, social media references);
    a punctuation mark that stands alone, as French puts it, counts with the word it belongs to.
    """
    units = _units(flat(text), limit + 1)
    return "".join(units[:limit]).strip(), len(units) > limit


def first_characters(text: str, limit: int = 160) -> tuple[str, bool]:
    """Up to `limit` characters, cut between words (Chicago 17, 14.209), and whether more follow."""
    line = flat(text)
    if len(line) <= limit:
        return line, False
    head = line[: limit + 1].rsplit(" ", 1)[0] if " " in line[:limit] else line[:limit]
    return head[:limit].rstrip(" ,;:"), True


def is_emoji(char: str) -> bool:
    """Whether a character is a picture, a flag half or a symbol used as one."""
    return "\U0001f1e6" <= char <= "\U0001faff" or (
        char > "\x7f" and unicodedata.category(char) == "So"
    )


def _units(line: str, enough: int) -> list[str]:
    """The first words, each with the space before it and the lone marks that belong to it."""
    units: list[str] = []
    waiting = ""  # opening marks go with the word that follows
    for token in line.split(" "):
        pieces = [token] if _WHOLE.match(token) else list(_split_emoji(token))
        if len(units) >= enough:
            break
        for n, piece in enumerate(pieces):
            spaced = piece if n else " " + piece
            if _is_word(piece):
                units.append(waiting + spaced)
                waiting = ""
            elif units and piece not in _OPENING:
                units[-1] += spaced
            else:
                waiting += spaced
    return [*units, waiting] if waiting else units


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
