"""In: the node of a post. Out: the Place tagged on it, or None. Pure."""

from fb_watch.dialect.node import Node
from fb_watch.model.collected import Place


def read_place(node: Node) -> Place | None:
    """The place from `place`, else from the `coordinates` that old API versions gave."""
    value = node.value.get("place")
    if isinstance(value, str) and value.strip():
        return Place(name=value.strip())
    place = node.child("place")
    if place is None or not place.value:
        return _checked_in(node)
    where = place.value.get("location")
    if isinstance(where, str):  # words instead of an address: the name of a town, as a rule
        location = Node({"city": where}, place.where, [])
    else:
        location = place.child("location") or Node({}, place.where, [])
    return Place(
        id=place.id(),
        name=place.line("name"),
        street=location.line("street"),
        city=location.line("city"),
        state=location.line("state"),
        zip=location.id("zip"),
        country=location.line("country"),
        latitude=location.number("latitude", -90, 90),
        longitude=location.number("longitude", -180, 180),
    )


def _checked_in(node: Node) -> Place | None:
    coordinates = node.child("coordinates")
    if coordinates is None or not coordinates.value:
        return None
    point = coordinates.child("coords") or coordinates
    return Place(
        id=coordinates.id("page_id"),
        latitude=point.number("latitude", -90, 90),
        longitude=point.number("longitude", -180, 180),
    )
