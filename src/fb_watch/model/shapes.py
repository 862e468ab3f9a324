"""In: Language and Tags. Out: the same in the shape others rely on. Pure."""

from collections.abc import Sequence

from fb_watch.model.archived import (
    CountryShape,
    EvidenceShape,
    LanguageShape,
    QuestionShape,
    ThemeShape,
    UnresolvedShape,
)
from fb_watch.model.tagged import Evidence, Language, Tag


def language_shape(language: Language, by: str = "machine") -> LanguageShape:
    """The language of a post; shares and confidence to two and four places."""
    return {
        "code": language.code,
        "confidence": round(language.confidence, 4),
        "all": [{"code": code, "share": round(share, 2)} for code, share in language.shares],
        "by": by,
    }


def theme_shapes(tags: Sequence[Tag]) -> list[ThemeShape]:
    """The themes among the tags, in their order."""
    return [
        {
            "theme": tag.value,
            "score": tag.score,
            "by": "machine",
            "codebook": tag.codebook,
            "evidence": [_evidence(evidence) for evidence in tag.evidence],
        }
        for tag in tags
        if tag.kind == "theme"
    ]


def question_shapes(tags: Sequence[Tag]) -> list[QuestionShape]:
    """The questions among the tags, in their order."""
    return [
        {
            "question": tag.value,
            "score": tag.score,
            "by": "machine",
            "codebook": tag.codebook,
            "evidence": [_evidence(evidence) for evidence in tag.evidence],
        }
        for tag in tags
        if tag.kind == "question"
    ]


def country_shapes(tags: Sequence[Tag]) -> list[CountryShape]:
    """The countries among the tags, in their order."""
    return [
        {
            "country": tag.value,
            "role": tag.role or "about",
            "score": tag.score,
            "by": "machine",
            "codebook": tag.codebook,
            "evidence": [_evidence(evidence) for evidence in tag.evidence],
        }
        for tag in tags
        if tag.kind == "country"
    ]


def unresolved_shapes(tags: Sequence[Tag]) -> list[UnresolvedShape]:
    """The names of several countries, in their order."""
    return [
        {
            "candidates": tag.value.split(),
            "codebook": tag.codebook,
            "evidence": [_evidence(evidence) for evidence in tag.evidence],
        }
        for tag in tags
    ]


def _evidence(evidence: Evidence) -> EvidenceShape:
    return {
        "term": evidence.term,
        "surface": evidence.surface,
        "start": evidence.start,
        "end": evidence.end,
        "rule": evidence.rule,
    }
