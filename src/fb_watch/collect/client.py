"""In: whether the server is on this machine. Out: a requests.Session as fb-watch uses it."""

from functools import cache
from importlib.metadata import version

import requests

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@cache
def user_agent() -> str:
    """fb-watch/<version>."""
    return f"fb-watch/{version('fb-watch')}"


def new_client(host: str | None) -> requests.Session:
    """A session that says who asks; proxies of the environment are for servers elsewhere."""
    client = requests.Session()
    client.headers["User-Agent"] = user_agent()
    client.trust_env = host not in LOOPBACK
    return client
