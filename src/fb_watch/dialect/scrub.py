"""In: bytes as received and the token. Out: the bytes without any access token. Pure."""

import re
from functools import lru_cache

REMOVED = b"REMOVED"

# The value ends where the query parameter, the JSON string or the text around it does; `\/`, `%7C`
# and `\u007c` are characters of the token written otherwise.
_VALUE = (
    rb"(?:[^&\"'\\\s<>#%]|\\/|\\u00(?!2[0267]|3[cCeE])[0-9a-fA-F]{2}|%(?!2[0267])[0-9a-fA-F]{2})*"
)
_IN_QUERY = re.compile(rb"(access_token(?:=|%3[dD]|%253[dD]|\\u003[dD]))" + _VALUE)
_IN_JSON = re.compile(rb'("access_token"\s*:\s*")(?:[^"\\]|\\.)*')


def scrub(body: bytes, token: str) -> bytes:
    """
    The body with REMOVED for every `access_token` value and for the token wherever it stands.

    The token is found as it is, percent-encoded once or twice, and escaped as JSON does it.
    Nothing else is touched; what JSON could be read before can be read after.
    """
    if b"access_token" in body:
        body = _IN_QUERY.sub(rb"\1" + REMOVED, body)
        if b'"access_token"' in body:
            body = _IN_JSON.sub(rb"\1" + REMOVED, body)
    return _spellings(token).sub(REMOVED, body) if token else body


def scrub_text(text: str, token: str) -> str:
    """The same for a text."""
    return scrub(text.encode("utf-8", "surrogatepass"), token).decode("utf-8", "surrogatepass")


@lru_cache(maxsize=16)
def _spellings(token: str) -> re.Pattern[bytes]:
    """The token, each of its characters in any of its spellings."""
    return re.compile(b"".join(map(_spelling, token.encode())))


def _spelling(byte: int) -> bytes:
    plain = re.escape(bytes([byte]))
    if chr(byte).isalnum():
        return plain
    either_case = "".join(f"[{d}{d.upper()}]" if d.isalpha() else d for d in f"{byte:02x}")
    code = either_case.encode()
    escaped = rb"\\" + plain + b"|" if byte in b'"\\/' else b""
    return rb"(?:" + escaped + plain + rb"|%(?:25)?" + code + rb"|\\u00" + code + rb")"
