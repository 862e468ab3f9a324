"""What a version is beside the kind it came with. Pure, and in reach of a search: loads nothing."""

from typing import Final

# Facebook's own exports hold comments as entries of their own, and nothing else of this kind.
_COMMENT: Final = "other"
_EXPORTS: Final = ("dyi", "dyi-page")
IS_COMMENT: Final = f"(v.kind = '{_COMMENT}' AND v.source IN {_EXPORTS})"


def is_comment(kind: str, source: str) -> bool:
    """Whether a version is a comment, as `IS_COMMENT` says it of `v`."""
    return kind == _COMMENT and source in _EXPORTS
