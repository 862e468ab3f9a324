"""In: the readings of one stretch of text. Out: its candidates, their rule, how it stands. Pure."""

from collections.abc import Container, Iterable, Iterator

from fb_watch.enrich.ambiguity import Stand
from fb_watch.enrich.fit import Reason
from fb_watch.enrich.gazetteer import Sense
from fb_watch.enrich.matcher import Match, Miss
from fb_watch.model.settings import NOT_FIRST, AmbiguousTerm, PlaceTerm


def candidates_of(senses: list[Match[Sense]], own: Container[int]) -> tuple[str, ...]:
    """
    The countries it may be: of its rule, else of places.csv, else of all.

    `own` are the ids of the patterns that a codebook gives.
    """
    if rule := rule_of(senses):
        return rule.candidates
    if len(senses) == 1 and isinstance(only := senses[0].pattern.value, PlaceTerm):
        return (only.country,)
    given = [match for match in senses if id(match.pattern) in own]
    values = (match.pattern.value for match in given or senses)
    return tuple(dict.fromkeys(v.country for v in values if isinstance(v, PlaceTerm)))


def rule_of(senses: Iterable[Match[Sense]]) -> AmbiguousTerm | None:
    """The rule of ambiguous.csv that has the word, if one does."""
    for match in senses:
        if isinstance(match.pattern.value, AmbiguousTerm):
            return match.pattern.value
    return None


def is_demonym(senses: list[Match[Sense]]) -> bool:
    """Whether a word is nothing but demonyms, or just one: "Somali" is Somalia in Turkish."""
    values = [(match.pattern.value, match.pattern.tail) for match in senses]
    demonyms = [tail for v, tail in values if isinstance(v, PlaceTerm) and v.kind == "demonym"]
    return len(demonyms) == len(senses) or 0 in demonyms


def is_city(senses: list[Match[Sense]]) -> bool:
    """Whether one of its readings is a town."""
    values = [match.pattern.value for match in senses]
    return any(isinstance(value, PlaceTerm) and value.kind == "city" for value in values)


def towns_of(matches: Iterable[Match[Sense]]) -> dict[int, str]:
    """The country of each town that a text names, by where its name begins."""
    return {
        match.start: value.country
        for match in matches
        if isinstance(value := match.pattern.value, PlaceTerm) and value.kind == "city"
    }


def stand(senses: list[Match[Sense]]) -> Stand:
    """Where it stands, and whether every place it names is told by its people."""
    first = senses[0]
    named = [m.pattern.value for m in senses if isinstance(m.pattern.value, PlaceTerm)]
    return Stand(
        start=first.start,
        end=first.end,
        hashtag=first.hashtag,
        is_demonym=bool(named) and all(value.kind == "demonym" for value in named),
    )


def undecided(senses: list[Match[Sense]], rule: AmbiguousTerm | None) -> Iterator[Miss[Sense]]:
    """Why a doubtful name names nothing; its rule, if it has one, knows all candidates."""
    reason = Reason.AMBIGUOUS
    if rule is not None and rule.otherwise == NOT_FIRST:
        reason = Reason.FIRST_WORD
    ruled = [match for match in senses if isinstance(match.pattern.value, AmbiguousTerm)]
    yield from (Miss(match=match, reason=reason) for match in ruled[:1] or senses)
