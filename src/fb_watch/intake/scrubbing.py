"""In: evidence, byte for byte, and names. Out: the same without these names. Pure."""

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

Span = tuple[int, int]
_NEAR = 32  # bytes beside a name in which a letter shows, however it is written
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)|&#?\w{1,10};", re.DOTALL)
_JSON = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_BLANKS = tuple(sign for sign in map(chr, range(0x3001)) if sign.isspace())
# Scripts that write no blanks between words, or endings at once behind a name.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


def scrubbed(raw: bytes, names: Sequence[str], sign: str, keep: Iterable[str] = ()) -> bytes:
    """
    The bytes with `sign` for every name that is a word of its own: "Li" is not in "Lieu".

    Between the words of a name any blanks may stand. `keep` are lines that somebody wrote: a name
    in them stays, unless it is all they say.
    """
    codec = "utf-8" if _is_utf8(raw) else "latin-1"
    names = [flat for name in names if (flat := _flat(name))]
    kept = [
        span
        for line in keep
        if any(name in (flat := _flat(line)) and name != flat for name in names)
        for written, _how in _spellings(line, codec)
        for span in _all(raw, written)
    ]
    parts: list[bytes] = []
    end = 0
    for (at, behind), how in sorted(_found(raw, names, codec)):
        if at >= end and not any(begin <= at and behind <= stop for begin, stop in kept):
            parts += raw[end:at], sign.encode(how)
            end = behind
    return b"".join((*parts, raw[end:]))


def _found(raw: bytes, names: Sequence[str], codec: str) -> Iterator[tuple[Span, str]]:
    """Where a name stands as a word, and the encoding it is written in there."""
    for name in names:
        for written, how in _spellings(name, codec):
            for at, behind in _any_blanks(raw, written.split(" ".encode(how)), _blanks(codec, how)):
                before = _beside(raw[max(0, at - _NEAR) : at], how, is_before=True)
                after = _beside(raw[behind : behind + _NEAR], how, is_before=False)
                if _ends(name[:1], before) and _ends(name[-1:], after):
                    yield (at, behind), how


def _any_blanks(raw: bytes, words: Sequence[bytes], blanks: re.Pattern[bytes]) -> Iterator[Span]:
    """Where these words stand one after the other."""
    for at, behind in _all(raw, words[0]):
        end = behind
        for word in words[1:]:
            between = blanks.match(raw, end)
            if between is None or not raw.startswith(word, between.end()):
                break
            end = between.end() + len(word)
        else:
            yield at, end


@lru_cache
def _blanks(codec: str, how: str) -> re.Pattern[bytes]:
    """One blank or more, in any writing of an encoding."""
    told = {w: h for blank in _BLANKS for w, h in _spellings(blank, codec)} | {b"&nbsp;": codec}
    any_of = b"|".join(re.escape(w) for w, h in told.items() if h == how and w != b"?")
    return re.compile(b"(?:%b)+" % any_of)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _beside(near: bytes, codec: str, *, is_before: bool) -> str:
    """The character at the end of these bytes, or at their beginning; "" where there is none."""
    text = _ESCAPED.sub(_plain, near.decode(codec, "ignore"))
    for length in (2, 3, 4):  # of one character that Facebook's JSON says in Latin-1
        part = text[-length:] if is_before else text[:length]
        try:
            told = part.encode("latin-1").decode()
        except UnicodeError:
            continue
        if len(told) == 1:
            return told
    return text[-1:] if is_before else text[:1]


def _all(raw: bytes, told: bytes) -> Iterator[Span]:
    at = raw.find(told) if told else -1
    while at >= 0:
        yield at, at + len(told)
        at = raw.find(told, at + len(told))


def _ends(edge: str, beside: str) -> bool:
    """Whether a word ends between its last (or first) letter and what stands beside it."""
    if not beside or _UNSPACED.match(edge) or not _is_letter(edge):
        return True
    return not _is_letter(beside)


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


def _plain(found: re.Match[str]) -> str:
    """What an escape of JSON or HTML stands for."""
    if found[1]:
        return chr(int(found[1], 16))
    return _JSON.get(found[2], found[2]) if found[2] else html.unescape(found[0])


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _spellings(text: str, codec: str) -> list[tuple[bytes, str]]:
    """A text as files write it, and the encoding; Facebook's JSON says its UTF-8 in Latin-1."""
    broken = text.encode("utf-8", "replace").decode("latin-1")
    told: dict[bytes, str] = {}
    for one in (text, broken):
        escaped = json.dumps(one)[1:-1]
        for written in (
            *(one, escaped, escaped.replace("/", "\\/"), html.escape(one)),
            *(json.dumps(one, ensure_ascii=False)[1:-1], one.replace('"', '""')),
        ):
            told.setdefault(written.encode("utf-8", "replace"), codec)
    if codec != "utf-8":
        told.setdefault(text.encode(codec, "replace"), codec)
    told.setdefault(text.encode("utf-16-le", "replace"), "utf-16-le")
    return list(told.items())
