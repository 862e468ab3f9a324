"""In: nothing. Out: what fb-watch calls itself in requests."""

from functools import cache
from importlib.metadata import version


@cache
def user_agent() -> str:
    """fb-watch/<version>."""
    return f"fb-watch/{version('fb-watch')}"
