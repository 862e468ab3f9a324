"""In: texts out of Facebook's JSON exports. Out: the same, as people wrote them. Pure."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Any

_ASCII = re.compile(r"[\x00-\x7f]*")


def is_mojibake(values: Iterable[Any]) -> bool:
    """
    Whether the texts in these values are UTF-8 that was read as Latin-1.

    Facebook writes "é" as \\u00c3\\u00a9. A file has all its texts this way or none, so the
    texts that are not ASCII vote: one that cannot be such bytes is a text that is right. Of one
    whose only such letter is the last, as in "solidarité", nobody can tell: a letter cut in half
    looks the same.
    """
    broken = right = 0
    for text in _texts(values):
        if _ASCII.fullmatch(text):
            continue
        found = _read_again(text)
        if found is None:
            right += 1
        elif not _ASCII.fullmatch(found):
            broken += 1
    return broken > right


def repair(value: Any) -> Any:
    """
    The value, its texts read as UTF-8; those that cannot be such bytes stay as they are.

    What was cut off in the middle of a letter loses that half letter, where another one shows
    that it is one.
    """
    if isinstance(value, str):
        found = None if _ASCII.fullmatch(value) else _read_again(value)
        return value if found is None or _ASCII.fullmatch(found) else found
    if isinstance(value, list):
        return [repair(one) for one in value]
    if isinstance(value, dict):
        return {repair(name): repair(one) for name, one in value.items()}
    return value


def _read_again(text: str) -> str | None:
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(text.encode("latin-1"))
    except UnicodeError:
        return None


def _texts(values: Iterable[Any]) -> Iterator[str]:
    todo = list(values)
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            todo += value
        elif isinstance(value, dict):
            todo += value.values()
