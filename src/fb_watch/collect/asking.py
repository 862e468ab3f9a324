"""In: what the Graph API refused so far. Out: how to ask next: how many posts, which fields."""

from fb_watch.collect.fields import OF_POSTS, Fields
from fb_watch.errors import GraphError

LADDER = (100, 50, 25, 10, 5, 1)
CALM = 5  # answers in a row after which a larger limit is tried again


class Asking:
    """
    How one walk asks: with every field and the full limit, until something is refused.

    One heavy post must not make the rest of a long walk slow, so the limit grows again; a
    permission does not come back within a walk, so fields refused stay out. `refused`: they
    were refused just before this walk, and are not asked for.
    """

    def __init__(self, limit: int, fields: Fields = OF_POSTS, *, refused: bool = False) -> None:
        self._fields = fields
        self._limits = (limit, *(step for step in LADDER if step < limit))
        self._rung = 0
        self._calm = 0
        self.was_refused = False  # in this walk
        self._is_refused = refused
        self._is_light = False  # fields left out because the answer would be too large

    @property
    def params(self) -> dict[str, str]:
        """`fields` and `limit` of the next request."""
        fields = self._fields.text(optional=not self.left_out)
        return {"fields": fields, "limit": str(self._limits[self._rung])}

    @property
    def left_out(self) -> tuple[str, ...]:
        """The fields that the next request does without."""
        return self._fields.names if self._is_refused or self._is_light else ()

    def answered(self) -> None:
        """An answer came: after a few of them, a step towards the full limit."""
        self._calm += 1
        if self._rung and self._calm >= CALM:
            self._rung -= 1
            self._calm = 0
            self._is_light = False

    def shrink(self) -> bool:
        """Too much data: a smaller limit, then fewer fields; False: nothing is left to try."""
        self._calm = 0
        if self._rung + 1 < len(self._limits):
            self._rung += 1
            return True
        is_new = not self.left_out and bool(self._fields.optional)
        self._is_light = True
        return is_new

    def refuse(self, error: GraphError) -> bool:
        """A refusal that a field may have caused: do without; False: the fields are not it."""
        code = error.code or 0
        if self.left_out or not self._fields.optional:
            return False
        if not (code in (10, 12, 100) or 200 <= code < 300):
            return False
        self._is_refused = self.was_refused = True
        return True
