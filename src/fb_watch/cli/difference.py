"""In: a text before and after an edit. Out: what the edit did, word by word. Pure."""

import re
from difflib import SequenceMatcher

# In scripts without spaces each letter, with the signs that hang on it, is taken for a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff𠀀-𯿿"
_SIGNS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
_MARKS = r"\s!-/:-@\[-`{-~«»¡¿\u2010-\u2027\u2030-\u205e\u3000-\u303f\uff01-\uff0f"
# A space belongs to the word before it: else it were the commonest word, and the search slow.
_WORD = re.compile(rf"(?:[{_UNSPACED}][{_SIGNS}]*|[^{_MARKS}{_UNSPACED}]+|[{_MARKS}])\s*")
_MANY = 10_000  # words from which on the commonest ones are no landmarks


def difference(before: str, after: str) -> str:
    """The later text with [-gone-] and {+come+} words."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    is_long = max(len(old), len(new)) > _MANY
    matcher = SequenceMatcher(None, [*map(_key, old)], [*map(_key, new)], autojunk=is_long)
    pieces: list[str] = []
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            pieces += (max(pair, key=len) for pair in zip(old[i:j], new[k:m], strict=True))
            continue
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        space = (come or gone)[len((come or gone).rstrip()) :]
        pieces += [f"[-{gone.rstrip() or gone}-]"] if gone else []
        pieces += [f"{{+{come.rstrip() or come}+}}"] if come else []
        pieces.append(space)
    return "".join(pieces)


def _key(word: str) -> str:
    """Two words are the same whatever space follows them, but for the end of a line."""
    return word.rstrip() + "\n" * word.count("\n")
