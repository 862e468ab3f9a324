"""
What people's decisions teach the codebook: proposals, each with what it would change.

    judged.judged_themes  disk -> what people say of themes
    Tagging.batch         disk -> posts; the taggers of today say why they found what they found
    measure.terms         pure -> terms of missed posts; terms that fire wrongly
    Tagger                pure -> how many posts each proposal would gain and lose, in one more walk

Nothing is changed: the rows are for a person to paste, or not.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from fb_watch.archive.judged import Judged
from fb_watch.archive.tagging import Tagging
from fb_watch.config.mistake import MistakeError
from fb_watch.config.terms import read_term
from fb_watch.enrich.boilerplate import spans
from fb_watch.enrich.text import fold, normalise
from fb_watch.measure.terms import (
    Telling,
    apart,
    phrases_around,
    telling,
    terms_of,
    without_habits,
)
from fb_watch.model.collected import Page
from fb_watch.model.retagged import Stored
from fb_watch.model.settings import Codebook, Strength, Term
from fb_watch.retag import PageTagger

BATCH = 200  # posts
PROPOSALS = 10  # of one theme and language
OUTSIDE = 20_000  # posts that others are set apart from
HARDLY_CHANCE = 1.96  # z
RARE = 0.01  # share of the other posts up to which a term may be strong alone
Why = Literal["missed", "wrong"]


@dataclass(kw_only=True)
class Proposal:
    """A row for config/terms/<language>.csv, and what speaks for it."""

    why: Why
    theme: str
    language: str
    term: str
    strength: Strength | Literal["delete"]
    right: int  # posts where people say that the theme is right, and the term stands there
    wrong: int  # where they say it is not
    z: float | None = None
    refs: list[str] = field(default_factory=list)  # posts that taught it, at most five
    gained: int = 0  # posts of the archive that a retag would give the theme
    lost: int = 0  # that would not have it any more
    settled: int = 0  # posts of which the machine would say otherwise, but a hand has spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One post as learning looks at it."""

    ref: str
    page: str
    language: str
    text: str  # without addresses and boilerplate
    by_machine: Mapping[str, tuple[str, ...]]  # theme → the terms that earned it
    judged: Judged | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """The parts of one look: the archive, the taggers of today, what people have said."""

    tagging: Tagging
    tagger: PageTagger
    tagger_of: Callable[[Codebook], PageTagger]  # with another codebook
    codebook: Codebook
    pages: Mapping[str, Page]
    judged: Mapping[int, Judged]

    def walk(self, seen: list[Seen]) -> Iterator[int]:
        """Read the archive once and fill `seen`; gives how many posts each batch had."""
        for batch in self._batches():
            seen += [one for stored in batch if (one := self._look(stored)) is not None]
            yield len(batch)

    def weigh(self, proposals: Sequence[Proposal]) -> Iterator[int]:
        """Count what each proposal gains and loses over the whole archive."""
        other = self.tagger_of(_trial(self.codebook, proposals))
        for batch in self._batches():
            for stored in batch:
                page = self.pages.get(stored.post.page)
                if page is not None:
                    tags = other.tag(stored.post, page).tags
                    themes = {tag.value for tag in tags if tag.kind == "theme"}
                    for place, one in enumerate(proposals):
                        was, is_so = one.theme in themes, _trial_id(place) in themes
                        if was == is_so:
                            continue
                        if stored.is_settled("theme", one.theme):
                            one.settled += 1
                        elif is_so:
                            one.gained += 1
                        else:
                            one.lost += 1
            yield len(batch)

    def _batches(self) -> Iterator[list[Stored]]:
        done = None
        while batch := self.tagging.batch(done, BATCH):
            yield batch
            done = batch[-1].key

    def _look(self, stored: Stored) -> Seen | None:
        page = self.pages.get(stored.post.page)
        text = stored.post.text
        if page is None or not text:
            return None
        judged = self.judged.get(stored.key)
        said = [one for one in stored.said if one.kind == "theme" and one.by == "machine"]
        earned: dict[str, tuple[str, ...]] = {one.value: () for one in said}
        if judged is not None:  # the others need no reasons: tagging them anew would cost
            tags = self.tagger.tag(stored.post, page).tags
            earned = {
                tag.value: tuple(dict.fromkeys(e.term for e in tag.evidence))
                for tag in tags
                if tag.kind == "theme"
            }
        return Seen(
            ref=stored.ref,
            page=page.key,
            language=_language(stored),
            text=_own_words(text, self.tagger.boilerplate(page.key)),
            by_machine=earned,
            judged=judged,
        )


def worth_telling(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Those that would change anything, once weighed."""
    return [one for one in proposals if one.gained or one.lost or one.settled]


def propose(seen: Sequence[Seen], codebook: Codebook) -> list[Proposal]:
    """Terms for missed posts, and terms that fire wrongly, by theme and language."""
    by_language: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by_language[one.language].append(one)
    return [
        proposal
        for language, posts in sorted(by_language.items())
        if language not in ("und", "zxx")
        for heading in codebook.themes
        for proposal in (
            *_missed(heading.id, language, posts, codebook),
            *_wrong(heading.id, language, posts, codebook),
        )
    ]


def _missed(
    theme: str, language: str, posts: Sequence[Seen], codebook: Codebook
) -> Iterator[Proposal]:
    """Terms that stand in posts of the theme which no term found, and hardly elsewhere."""
    missed = [p for p in posts if _says(p, theme) is True and theme not in p.by_machine]
    if len(missed) < 2:
        return
    denied = [p for p in posts if _says(p, theme) is False]
    unread = [p for p in posts if p.judged is None and theme not in p.by_machine]
    others = [*denied, *unread[-OUTSIDE:]]
    terms = without_habits([(p.page, terms_of(p.text)) for p in (*missed, *others)])
    inside, outside = terms[: len(missed)], terms[len(missed) :]
    known = {fold(term.text.rstrip("*")) for term in codebook.terms if term.value == theme}
    usable = [
        one
        for one in telling(inside, outside)
        if one.z >= HARDLY_CHANCE and _is_new(one.term, known)
    ]
    for one in apart(usable, PROPOSALS):
        wrong = sum(one.term in these for these in outside[: len(denied)])
        yield Proposal(
            why="missed",
            theme=theme,
            language=language,
            term=one.term,
            strength=_strength(one, wrong, len(others)),
            right=one.inside,
            wrong=wrong,
            z=one.z,
            refs=[p.ref for p, t in zip(missed, inside, strict=True) if one.term in t][:5],
        )


def _wrong(
    theme: str, language: str, posts: Sequence[Seen], codebook: Codebook
) -> Iterator[Proposal]:
    """Terms that earned the theme where people deny it, more often than where they do not."""
    told = [p for p in posts if _says(p, theme) is not None and theme in p.by_machine]
    right = Counter(t for p in told if _says(p, theme) for t in p.by_machine[theme])
    wrong = Counter(t for p in told if not _says(p, theme) for t in p.by_machine[theme])
    strengths = {term.text: term.strength for term in codebook.terms if term.value == theme}
    for text, number in sorted(wrong.items(), key=lambda found: (-found[1], found[0])):
        if number < 2 or number <= right[text]:
            continue
        fired = [p for p in told if text in p.by_machine[theme]]
        denied = [p for p in fired if not _says(p, theme)]
        phrase = _telling_phrase(text, denied, [p for p in fired if _says(p, theme)])
        is_hopeless = strengths.get(text) == "weak" or not right[text]
        rows: tuple[tuple[str, Strength | Literal["delete"]], ...]
        rows = ((text, "delete" if is_hopeless else "weak"), (phrase, "mask"))
        for term, strength in rows if phrase else rows[:1]:
            yield Proposal(
                why="wrong",
                theme=theme,
                language=language,
                term=term,
                strength=strength,
                right=right[text],
                wrong=number,
                refs=[p.ref for p in denied][:5],
            )


def _telling_phrase(text: str, denied: Sequence[Seen], right: Sequence[Seen]) -> str:
    """A phrase around the term that stands in most of the wrong posts and in none of the right."""
    word = text.rstrip("*").casefold()
    here = phrases_around(word, (p.text for p in denied))
    there = phrases_around(word, (p.text for p in right))
    found = [
        (-n, len(phrase), phrase)
        for phrase, n in here.items()
        if n >= 2 and n > len(denied) / 2 and not there[phrase]
    ]
    return min(found)[2] if found else ""


def _trial(codebook: Codebook, proposals: Sequence[Proposal]) -> Codebook:
    """The codebook with a theme more for each proposal: the same terms, and the proposal."""
    terms = list(codebook.terms)
    for place, one in enumerate(proposals):
        of_theme = [t for t in codebook.terms if t.kind == "theme" and t.value == one.theme]
        if one.strength in ("weak", "delete") and one.why == "wrong":
            of_theme = [t for t in of_theme if (t.text, t.language) != (one.term, one.language)]
        if one.strength != "delete":
            row = Term(
                kind="theme",
                value=one.theme,
                language=one.language,
                text=one.term,
                strength=one.strength,
            )
            of_theme.append(row)
        terms += [term._replace(value=_trial_id(place)) for term in of_theme]
    return replace(codebook, terms=tuple(terms))


def _trial_id(place: int) -> str:
    return f"?{place}"  # no theme can be called so


def _says(post: Seen, theme: str) -> bool | None:
    return post.judged.of(theme) if post.judged else None


def _strength(one: Telling, wrong: int, others: int) -> Strength:
    is_sure = wrong * 4 <= one.inside and one.outside <= RARE * others + 1
    return "strong" if is_sure else "weak"


def _is_new(term: str, known: set[str]) -> bool:
    """Whether the codebook takes the term and does not have it."""
    try:
        read_term(term)
    except MistakeError:
        return False
    return fold(term) not in known


def _language(stored: Stored) -> str:
    told = {said.by: said.value for said in stored.said if said.kind == "language" and said.holds}
    return told.get("hand") or told.get("machine") or "und"


def _own_words(message: str, boilerplate: frozenset[str]) -> str:
    """The text without what its page puts under every post, addresses and mentions."""
    for start, end in spans(message, boilerplate):
        message = message[:start] + "\n" * (end - start) + message[end:]
    return normalise(message).source
