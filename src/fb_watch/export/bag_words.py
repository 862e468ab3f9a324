"""In: words of a post, evidence in whatever writing. Out: whether they stand in it. Pure."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import unquote

from fb_watch.model.collected import Post

# what stands in evidence where the name of a person was taken out
TAKEN_OUT: Final = re.compile(r"#(?:[0-9a-f]{16}|\?)")
_NAME: Final = "\ue000"  # the same among the words
_WORDS: Final = 4  # of a name, at most
_WORD = re.compile(rf"[^\W_]+|{_NAME}")
_ESCAPE = re.compile(r'\\u([0-9a-fA-F]{4})|\\([nrtbf"/\\])')
_TAG = re.compile(r"<(/?(?:a|b|em|i|img|s|span|strong|u|wbr)\b)?[^<>]{0,4000}>")
_BYTES = re.compile("[\x80-\xff]+")


def stand_in(post: Post, evidence: bytes) -> bool:
    """
    Whether every line of a post's texts, and every address, stands word by word in the evidence.

    Escapes of JSON, HTML and addresses are undone, and letters that Facebook's JSON breaks; signs
    that are no letters or digits do not count. Where a name was taken out any name may stand.
    """
    lines = {words for text in _texts(post) for line in text.splitlines() if (words := _of(line))}
    for writing in _writings(evidence):
        told = _of(TAKEN_OUT.sub(f" {_NAME} ", writing))
        whole = _joined(told)
        lines = {line for line in lines if _joined(line) not in whole}
        if lines and _NAME in told:
            lines = {line for line in lines if not _stands(line, told)}
        if not lines:
            return True
    return False


def _texts(post: Post) -> Iterator[str]:
    yield post.message or ""
    for link in post.links:
        yield from (link.title or "", link.description or "")
        yield unquote(link.url.partition("://")[2].partition("?")[0])
    yield from (medium.alt or "" for medium in post.media)
    yield (post.place.name if post.place else None) or ""


def _writings(evidence: bytes) -> Iterator[str]:
    """What the bytes may say, the likeliest first."""
    for plain in _decoded(evidence):
        yield plain
        told = html.unescape(_unescaped(plain))
        yield told
        yield _BYTES.sub(_read_again, told)
        yield _TAG.sub(_apart, told)
        yield unquote(told)


def _decoded(evidence: bytes) -> Iterator[str]:
    try:
        yield evidence.decode()
    except UnicodeDecodeError:
        yield evidence.decode("cp1252", "replace")
    if b"\0" in evidence:
        for start in (0, 1):  # where a row begins is not told
            yield evidence[start:].decode("utf-16-le", "replace")


def _unescaped(text: str) -> str:
    told = _ESCAPE.sub(_plain, text)
    return told.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _plain(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2] if found[2] in '"/\\' else " "


def _apart(tag: re.Match[str]) -> str:
    """Tags part words, but for those within a line."""
    return "" if tag[1] else " "


def _read_again(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("utf-8", "replace")


def _of(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


def _joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _stands(line: Sequence[str], told: Sequence[str]) -> bool:
    """
    Whether the words follow each other there, names in place of the signs for them.

    Of words that stand there one at least has to be in the line: a name alone may be anything.
    """
    reached: set[tuple[int, bool]] = set()  # words of the line told up to here, some of them there
    for word in told:
        begun = reached | {(0, False)}
        reached = {
            (at + n, is_there or word != _NAME)
            for at, is_there in begun
            for n in (range(1, _WORDS + 1) if word == _NAME else (1,))
            if at + n <= len(line) and word in (line[at], _NAME)
        }
        if (len(line), True) in reached:
            return True
    return False
