"""In: a value out of JSON. Out: the same, its texts fit for UTF-8 and SQLite. Pure."""

import json
import re
from math import isfinite
from typing import Any

DEEPEST = 400  # levels; a hundred attachments inside each other are three hundred

# A lone half of a surrogate pair passes json.loads and then no encoder; SQLite's length() and
# many a C program end a text at NUL.
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """The text with U+FFFD for NUL and for lone surrogates; nothing else is touched."""
    return _UNFIT.sub("\ufffd", text)


def clean(value: Any) -> tuple[Any, bool]:
    """
    The value with every text cleaned and None for NaN and infinities, which JSON does not know.

    The second value says whether something lay deeper than DEEPEST and was left out: further
    down the way such a tree could not be written as JSON. Walks without recursion.
    """
    return (value, False) if is_fit(value) else _cleaned(value)


def is_fit(value: Any) -> bool:
    """Whether there is surely nothing to clean, as nearly always; faster than to look at all."""
    import orjson  # not for a verb that only cleans a word

    try:
        told = orjson.dumps(value)
    except TypeError:  # 255 levels, half of a surrogate pair, a number of more than 64 bits
        return False
    return b"\\u0000" not in told and not (b"null" in told and _has_nan(value))  # NaN becomes null


def _has_nan(value: Any) -> bool:
    text = json.dumps(value, ensure_ascii=False)
    return "NaN" in text or "Infinity" in text


def _cleaned(value: Any) -> tuple[Any, bool]:
    root = [value]
    todo: list[tuple[Any, Any, int]] = [(root, 0, 0)]
    is_cut = False
    while todo:
        holder, key, depth = todo.pop()
        old = holder[key]
        if depth > DEEPEST and isinstance(old, dict | list):
            holder[key] = None
            is_cut = True
        elif isinstance(old, dict):
            new = {clean_text(name): _leaf(one) for name, one in old.items()}
            holder[key] = new
            todo += [(new, k, depth + 1) for k, v in new.items() if isinstance(v, dict | list)]
        elif isinstance(old, list):
            row = [_leaf(one) for one in old]
            holder[key] = row
            todo += [(row, k, depth + 1) for k, v in enumerate(row) if isinstance(v, dict | list)]
        else:
            holder[key] = _leaf(old)
    return root[0], is_cut


def _leaf(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float) and not isfinite(value):
        return None
    return value
