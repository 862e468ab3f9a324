"""In: whether the server is on this machine. Out: a requests.Session as fb-watch uses it."""

from functools import cache
from importlib.metadata import version
from urllib.parse import urlsplit

import requests

from fb_watch.collect.patience import Pace, PatientAdapter

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@cache
def user_agent() -> str:
    """fb-watch/<version>."""
    return f"fb-watch/{version('fb-watch')}"


def is_local(url: str) -> bool:
    """Whether an address is one of this machine; an address that is none is not."""
    try:
        return urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False


def new_client(pace: Pace, *, local: bool) -> requests.Session:
    """A session that says who asks; proxies of the environment are for servers elsewhere."""
    client = requests.Session()
    for scheme in ("http://", "https://"):
        client.mount(scheme, PatientAdapter(pace))
    client.headers["User-Agent"] = user_agent()
    client.trust_env = not local
    return client
