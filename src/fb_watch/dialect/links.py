"""In: an address as Facebook hands it out. Out: the address itself, or whose it is. Pure."""

import re
from functools import lru_cache
from urllib.parse import unquote_plus, urlsplit

HOME = "https://www.facebook.com"
_AT_HOME = HOME + "/"

_OWN = re.compile(r"(?:[\w-]+\.)*(?:facebook\.com|fb\.com|fb\.watch|fb\.me|fbcdn\.net|fbsbx\.com)")
_SHIM = re.compile(r"https?://(?:l|lm|www|m|web)\.(?:facebook|instagram)\.com/(?:l\.php)?\?")
# What Facebook hangs onto addresses to follow people about; it differs at every read.
_TRACKERS = re.compile(r"fbclid|mibextid|__tn__|__xts__.*|__cft__.*|__eep__|_rdr|_rdc")
# One of these stands in each of them, and in a shim that hides where it leads.
_SIGNS = re.compile(r"fbclid|mibextid|__|_rd|h=")
# Pictures that Facebook fetched from the page a link leads to.
_PREVIEW = re.compile(r"https?://(?:(?:fb)?external[\w.-]*/|[^?]*/safe_image\.php)")
_HTTP = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_WRAPPERS = 3  # a shared shim may hold another one


@lru_cache(maxsize=1024)  # an address stands in a post several times
def plain_url(url: str | None) -> str | None:
    """
    The address without Facebook's l.php wrapper and click trackers; None where it is none.

    Only http and https count: what a page of ours shows as a link must not be a script. The
    address is cut, never written anew, so that every other character stays as it was.
    """
    found = (url or "").strip()
    if found.startswith("/"):
        found = HOME + found if not found.startswith("//") else "https:" + found
    for _turn in range(_WRAPPERS if "?" in found else 0):
        target = _wrapped(found)
        if target is None:
            break
        found = target
    if not _HTTP.match(found):
        return None
    return _untracked(found)


@lru_cache(maxsize=1024)  # each address of a post is asked about several times
def is_facebook(url: str | None) -> bool:
    """Whether the address is Facebook's own: a post, a photo, a file of its servers."""
    if url and url.startswith(_AT_HOME):
        return True  # nearly always, and urlsplit takes its time
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # brackets that hold no IPv6 address
        return False
    return _OWN.fullmatch(host) is not None


def is_preview(url: str | None) -> bool:
    """Whether a picture comes from an outside page, by way of Facebook's servers."""
    return _PREVIEW.match(url or "") is not None


def _wrapped(url: str) -> str | None:
    if not _SHIM.match(url):
        return None
    for part in url.partition("?")[2].partition("#")[0].split("&"):
        if part.startswith("u="):
            return unquote_plus(part[2:]).strip() or None
    return None


def _untracked(url: str) -> str:
    address, mark, fragment = url.partition("#")
    path, _question, query = address.partition("?")
    if not query or ("%" not in query and not _SIGNS.search(query)):
        return url  # as nearly all
    is_shim = _SHIM.match(url) is not None  # one that hides where it leads: `h` still changes
    kept = [
        part
        for part in query.split("&")
        if not _TRACKERS.fullmatch(name := unquote_plus(part.partition("=")[0]))
        and not (is_shim and name == "h")
    ]
    return path + ("?" + "&".join(kept) if kept else "") + mark + fragment
