"""Tantivy, a search engine in Rust, through tantivy-py: filled and asked; texts are not stored."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.search_posts import Made, Question

NAME = "tantivy"


class Tantivy:
    """The same posts in one index."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "tantivy"
        self._folder.mkdir()

    def fill(self, posts: Iterable[Made]) -> None:
        """Write the posts, and wait until all segments are merged."""
        from tantivy import Document, Index, SchemaBuilder

        builder = SchemaBuilder()
        builder.add_integer_field("number", stored=True, fast=True)
        for name in ("message", "title"):
            builder.add_text_field(name)
        for name in ("theme", "country", "language", "page"):
            builder.add_text_field(name, tokenizer_name="raw")
        builder.add_date_field("created", indexed=True, fast=True)
        self._schema = builder.build()
        self._index = Index(self._schema, path=str(self._folder))
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for post in posts:
            writer.add_document(
                Document(
                    number=[post.number],
                    message=[post.message],
                    title=[post.title],
                    theme=list(post.themes),
                    country=list(post.countries),
                    language=[post.language],
                    page=[post.page],
                    created=[post.created_at],
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher: Any = self._index.searcher()

    def open(self) -> None:
        """It is open."""

    def close(self) -> None:
        """Nothing is left open."""

    def ask(self, question: Question) -> list[int]:
        """The twenty posts that come first."""
        query = self._query(question)
        order = {"order_by_field": "number"} if question.newest else {}
        found = self._searcher.search(query, limit=20, count=False, **order).hits
        return [self._searcher.doc(address).get_first("number") for _score, address in found]

    def bytes(self) -> int:
        """All its files."""
        return sum(path.stat().st_size for path in self._folder.iterdir())

    def _query(self, question: Question) -> Any:
        from tantivy import FieldType, Occur, Query

        (first, *_more) = words = question.words
        if question.is_prefix:
            said = Query.regex_query(self._schema, "message", f"{re.escape(first)}.*")
        else:
            typed = f'"{" ".join(words)}"' if question.is_phrase else " AND ".join(words)
            said = self._index.parse_query(typed, ["message", "title"], {"title": 0.5})
        parts = [(Occur.Must, said)]
        for name in ("theme", "country", "language"):
            if value := getattr(question, name):
                tag = Query.term_query(self._schema, name, value)
                parts.append((Occur.Must, Query.const_score_query(tag, 0.0)))
        if question.since:
            late = Query.range_query(self._schema, "created", FieldType.Date, question.since, None)
            parts.append((Occur.Must, Query.const_score_query(late, 0.0)))
        return Query.boolean_query(parts) if len(parts) > 1 else said


def is_there() -> bool:
    """Whether tantivy-py is installed."""
    from importlib.util import find_spec

    return find_spec("tantivy") is not None
