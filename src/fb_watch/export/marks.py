"""In: any text. Out: the same as Markdown: no mark, and each address leads where it says. Pure."""

import re

# What Markdown, the HTML it lets through, or pandoc would read as a mark; a colon within emoji
# names; what GitHub would make an address of that ends at the first escape.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&$@^]|:(?=[\w+-]+:|//)|(?<=www)\.)", re.IGNORECASE)
# At the start of a line, what would begin a list or a definition, or make a heading of the line
# before: `1.`, `a)`, `(iv)`, `-`, `:`
_AT_START = re.compile(
    r"^(\s*)(?:(\(?(?:\d+|[a-z]|[ivxlcdm]+))([.)])|([-+=:]))", re.MULTILINE | re.IGNORECASE
)
_ADDRESS = re.compile(
    r"""(?<![a-z0-9])https?://\w[^\s<>"“”«»，。、；：！？（）「」『』【】《》]*""", re.IGNORECASE
)
_BEHIND = ".,;:!?'’…*~"  # what ends a sentence, and no address
_BREAKING = str.maketrans({"\\": "%5C", "`": "%60", "|": "%7C"})


def marked(text: str) -> str:
    """The text with everything escaped that would be a mark; addresses are links."""
    told, at = "", 0
    for found in _ADDRESS.finditer(text):
        address = _ended(found[0])
        told += f"{_escaped(text[at : found.start()])}<{address.translate(_BREAKING)}>"
        at = found.start() + len(address)
    return _AT_START.sub(_disarmed, told + _escaped(text[at:]))


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _ended(address: str) -> str:
    """The address without what stands behind it, such as the bracket it is put in."""
    while True:
        bare = address.rstrip(_BEHIND)
        for first, last in ("()", "[]"):
            if bare.endswith(last) and bare.count(first) < bare.count(last):
                bare = bare[:-1]
        if bare == address:
            return address
        address = bare


def _disarmed(found: re.Match[str]) -> str:
    if found[2] is not None:
        return f"{found[1]}{found[2]}\\{found[3]}"
    return f"{found[1]}\\{found[4]}"
