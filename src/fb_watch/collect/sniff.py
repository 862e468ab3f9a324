"""In: the first bytes of a file. Out: what kind of picture or film it is, or None. Pure."""

HEAD = 32  # bytes that are enough to tell

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "video/mp4": "mp4",
}
_STILL = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")  # pictures in the same container


def media_type(head: bytes) -> str | None:
    """The media type that the bytes themselves show, whatever the server calls them."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] not in _STILL:
        return "video/mp4"
    return None
