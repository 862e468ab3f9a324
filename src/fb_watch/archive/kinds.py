"""What a version is beside the kind it came with. Pure, and in reach of a search: loads nothing."""

from typing import Final

_EXPORTS: Final = ("dyi", "dyi-page")  # Facebook's own
IS_EXPORTED: Final = f"v.source IN {_EXPORTS}"
# these hold comments as entries of their own, and nothing else of this kind
_COMMENT: Final = "other"
IS_COMMENT: Final = f"(v.kind = '{_COMMENT}' AND {IS_EXPORTED})"


def is_comment(kind: str, source: str) -> bool:
    """Whether a version is a comment, as `IS_COMMENT` says it of `v`."""
    return kind == _COMMENT and source in _EXPORTS
