"""In: the node of a post and its attachments. Out: the Media it published. Pure."""

from collections.abc import Iterator, Sequence

from fb_watch.dialect.attachments import Part
from fb_watch.dialect.links import is_facebook, is_preview, plain_url
from fb_watch.dialect.node import Node
from fb_watch.model.collected import Media


def read_media(node: Node, parts: Sequence[Part]) -> tuple[Media, ...]:
    """
    Pictures and films in order, each once; then the stills of the films, which Facebook makes.

    The preview of a linked page is none of them: the page did not publish it, Facebook fetched
    it, and it comes and goes by itself. It stays in the tree of attachments.
    """
    found: dict[tuple[str, str, bool], Media] = {}
    media = _of_parts(parts, node.text("message") or "") if parts else _of_post(node)
    # stills last, so that they move nobody's place: some pictures have no other name
    for one in sorted(media, key=lambda one: one.poster):
        name = one.id or (one.url or "").partition("?")[0]  # what rotates stands behind the ?
        found.setdefault((one.kind, name, one.poster), one)
    return tuple(found.values())


def _of_parts(parts: Sequence[Part], message: str) -> Iterator[Media]:
    for part in parts:
        if part.kind in ("link", "share") or not part.is_own:
            continue
        if part.inside and part.kind in ("album", "photo"):
            continue  # the cover, which comes again inside
        medium = _medium(part, message)
        if medium.url or (medium.id and part.kind in ("photo", "video")):
            yield medium
            if part.kind == "video":
                yield from _still(_image(part.node), medium.id)


def _medium(part: Part, message: str) -> Media:
    node, target = part.node, part.target
    media = node.child("media") or Node({}, node.where, [])
    image = media.child("image") or Node({}, node.where, [])
    is_video = part.kind == "video"
    told = target.id() if target and part.kind in ("photo", "video") else None
    return Media(
        kind="video" if is_video else "photo",
        id=told,
        url=media.line("source") if is_video else image.line("src"),
        alt=_alt((node, media, image, *((target,) if target else ()))) or _caption(node, message),
        width=image.whole("width"),
        height=image.whole("height"),
    )


def _image(node: Node) -> Node:
    media = node.child("media")
    return (media.child("image") if media else None) or Node({}, node.where, [])


def _still(image: Node, film: str | None) -> Iterator[Media]:
    if url := image.line("src"):
        width, height = image.whole("width"), image.whole("height")
        yield Media(kind="photo", id=film, url=url, width=width, height=height, poster=True)


def _alt(nodes: Sequence[Node]) -> str | None:
    """What the picture shows: in an editor's words before a machine's."""
    for key in ("alt_text_custom", "alt_text", "accessibility_caption"):
        for node in nodes:
            if key in node.value and (found := node.line(key)):
                return found
    return None


def _caption(node: Node, message: str) -> str | None:
    """The words under one picture; on a single one Facebook repeats the message, or its head."""
    caption = node.line("description")
    if caption and message.strip().startswith(caption.rstrip("….")):
        return None
    return caption


def _of_post(node: Node) -> Iterator[Media]:
    """Pictures that stand in the post itself: the only place in old API versions."""
    kind, link = node.line("type"), plain_url(node.line("link"))
    if kind == "link" or (link is not None and not is_facebook(link)):
        return
    picture, source = node.line("full_picture", "picture"), node.line("source")
    is_film = kind == "video"
    url = source if is_film else picture
    told = node.id("object_id") if kind in ("photo", "video") else None
    if is_preview(url) or (is_film and source and not is_facebook(source)):
        return  # of an outside page, or a film that is played there
    if url or told:
        yield Media(kind="video" if is_film else "photo", id=told, url=url, alt=_alt((node,)))
        if is_film and picture:
            yield Media(kind="photo", id=told, url=picture, poster=True)
