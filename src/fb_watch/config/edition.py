"""In: themes, terms and places. Out: the name of this edition of the codebook. Pure."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from fb_watch.model.settings import AmbiguousTerm, Heading, PlaceTerm, Term


def edition(
    themes: Iterable[Heading],
    questions: Iterable[Heading],
    terms: Iterable[Term],
    places: Iterable[PlaceTerm],
    ambiguous: Iterable[AmbiguousTerm],
) -> str:
    """
    First 12 hex of the SHA-256 over what decides tags, whatever the order of files and lines.

    Labels, definitions and notes are left out: better wording makes no tag another one.
    """
    deciding: dict[str, Any] = {
        "themes": sorted(theme.id for theme in themes),
        "questions": sorted(question.id for question in questions),
        "terms": sorted([t.kind, t.value, t.language, t.text, t.strength, t.case] for t in terms),
        "places": sorted([p.text, p.country, p.language, p.kind, p.case] for p in places),
        "ambiguous": sorted(
            [a.text, a.language, a.candidates, sorted(a.when), a.otherwise, a.case]
            for a in ambiguous
        ),
    }
    canonical = json.dumps(deciding, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]
