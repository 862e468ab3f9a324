"""What doctor looked at, and what to do where it is not well: Check. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at, what was found, and what to do where it is not well."""

    name: str
    state: Literal["ok", "warning", "failed"]
    found: str
    remedy: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)  # behind `found`, for programs
