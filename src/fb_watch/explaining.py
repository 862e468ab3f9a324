"""In: texts of any origin and a home. Out: what its taggers see in them. Reads disk."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from fb_watch.bootstrap import tagger
from fb_watch.config.load import load
from fb_watch.model.collected import Place
from fb_watch.model.shapes import (
    country_shapes,
    language_shape,
    question_shapes,
    theme_shapes,
    unresolved_shapes,
)
from fb_watch.retag import PageTagger

DEGREES = ("latitude", "longitude")


class Explainer:
    """What `explain` asks: the taggers of a home, with the boilerplate of its pages."""

    def __init__(self, home: Path) -> None:
        config = load(home)
        self._archive = home / "archive" / "archive.db"
        self._tagger = tagger(config)
        self._by_page = PageTagger(self._tagger, self._newest_texts)
        self.pages = {page.key: page for page in config.pages}

    def explain(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """
        An object with text, page and place in; the same with what the taggers see out.

        A page that config/pages.toml does not name gives no prior, as a missing one.
        """
        from fb_watch.enrich.fit import words

        page = self.pages.get(str(asked.get("page")))
        repeated = self._by_page.boilerplate(page.key) if page else frozenset()
        place = _place(asked.get("place"))
        seen = self._tagger.explain(asked.get("text") or "", page, place, repeated)
        return {
            **asked,
            "language": language_shape(seen.language),
            "themes": theme_shapes(seen.tags),
            "countries": country_shapes(seen.tags),
            "unresolved": unresolved_shapes(seen.unresolved),
            "questions": [tag.value for tag in seen.tags if tag.kind == "question"],
            "question_tags": question_shapes(seen.tags),
            "near_misses": [
                {
                    "kind": miss.kind,
                    "value": miss.value,
                    "term": miss.term,
                    "surface": miss.surface,
                    "start": miss.start,
                    "end": miss.end,
                    "reason": words(miss.reason),
                }
                for miss in seen.near_misses
            ],
        }

    def _newest_texts(self, page: str, number: int) -> Sequence[str]:
        """What a page wrote last; nothing where there is no archive yet."""
        from fb_watch.archive.search import connect
        from fb_watch.archive.tagging import Tagging

        if not self._archive.exists():
            return []
        connection = connect(self._archive)
        try:
            return Tagging(connection, self._archive).newest_texts(page, number)
        finally:
            connection.close()


def _place(told: object) -> Place | None:
    """A place from JSON, or its name; what a place does not have, or not so, is passed over."""
    if isinstance(told, str) and told.strip():
        return Place(name=told.strip())
    if not isinstance(told, Mapping):
        return None
    known: dict[str, Any] = {
        field.name: value
        for field in fields(Place)
        if isinstance(value := told.get(field.name), int | float if field.name in DEGREES else str)
    }
    return Place(**known)
