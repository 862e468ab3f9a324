"""In: a Query. Out: the words and filters one would type for it. Pure."""

import shlex
from collections.abc import Iterator
from datetime import datetime, timedelta

from fb_watch.model.archived import Query

_REFS = 10  # a longer list is told by its beginning and its length


def asked(query: Query) -> str:
    """The query as a command line has it: `école --country MG --since 2020-04-01`."""
    plain = all(c.isalnum() or c in " *-" for c in query.words)
    words = query.words if plain else shlex.quote(query.words)
    refs = query.refs
    listed = " ".join(refs) if len(refs) <= _REFS else f"{' '.join(refs[:3])} … ({len(refs)})"
    return " ".join(filter(None, (words, shlex.join(_filters(query)), listed)))


def _filters(query: Query) -> Iterator[str]:
    for option, given in (
        *(("theme", query.themes), ("country", query.countries), ("region", query.regions)),
        *(("language", query.languages), ("page", query.pages), ("question", query.questions)),
        *(("status", query.statuses), ("availability", query.availabilities)),
        *(("kind", query.kinds), ("has", query.has), ("tagged-by", query.tagged_by)),
        ("dossier", query.dossiers),
    ):
        for value in given:
            yield from (f"--{option}", value)
    if query.since:
        yield from ("--since", query.since.removesuffix("T00:00:00Z"))
    if query.until:
        yield from ("--until", _last(query.until))
    if query.order:
        yield from ("--order", query.order)
    if query.limit is not None:
        yield from ("--limit", str(query.limit))
    if query.offset:
        yield from ("--offset", str(query.offset))


def _last(until: str) -> str:
    """The last day before a midnight; any other time as it is."""
    if not until.endswith("T00:00:00Z"):
        return until
    return (datetime.fromisoformat(until) - timedelta(days=1)).date().isoformat()
