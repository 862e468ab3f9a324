"""In: posts, and what people say of their themes. Out: rows for the codebook, to be weighed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from fb_watch.archive.judged import Judged
from fb_watch.config.mistake import MistakeError
from fb_watch.config.terms import read_term
from fb_watch.enrich.text import fold
from fb_watch.measure.terms import (
    Telling,
    apart,
    phrases_around,
    stop_words,
    telling,
    terms_of,
    without_habits,
)
from fb_watch.model.settings import Codebook, Strength

PROPOSALS = 10  # of one theme and language
OUTSIDE = 20_000  # posts that others are set apart from
FEWEST_POSTS = 3  # of different words, that a term is learnt from
FEWEST_PAGES = 2  # where the language has as many: what one page alone says is its own way
HARDLY_CHANCE = 2.58  # z: of thousands of terms one in twenty would be too many
RARE = 0.01  # share of the other posts up to which a term may be strong alone
COMMON = 0.1  # share from which on it tells nothing
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


def propose(seen: Sequence[Seen], codebook: Codebook, names: Iterable[str] = ()) -> list[Proposal]:
    """
    Terms for missed posts, and terms that fire wrongly, by language of the file and theme.

    A term for missed posts that may be weak or strong is proposed as either: see `chosen`.
    `names` are those of the pages, which are no terms.
    """
    titles = [f" {' '.join(_words(name))} " for name in names]
    by_language: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by_language[one.language].append(one)
    told = [one for one in seen if one.judged]
    files = {term.language for term in codebook.terms if term.kind == "theme"}
    return [
        proposal
        for language in sorted({*by_language, *files} - {"und", "zxx"})
        for heading in codebook.themes
        for proposal in (
            *_missed(heading.id, language, by_language[language], codebook, titles),
            *_wrong(heading.id, language, told, codebook),
        )
    ]


def chosen(weighed: Iterable[Proposal]) -> list[Proposal]:
    """
    Those that would change anything; of one that may be weak or strong the weak, if it does.

    A weak term alone finds nothing. One that would only have found posts that a hand has settled
    gives way to the strong one, where that finds others.
    """
    kept: dict[tuple[Why, str, str, str], Proposal] = {}
    for one in weighed:
        what = (one.why, one.theme, one.language, one.term)
        if (one.gained or one.lost or one.settled) and (
            what not in kept or (one.gained and not kept[what].gained)
        ):
            kept[what] = one
    return list(kept.values())


def _missed(
    theme: str, language: str, posts: Sequence[Seen], codebook: Codebook, names: Sequence[str]
) -> Iterator[Proposal]:
    """Terms that stand in posts of the theme which no term found, and hardly elsewhere."""
    missed = [p for p in posts if _says(p, theme) is True and theme not in p.by_machine]
    if len(missed) < FEWEST_POSTS:
        return
    denied = [p for p in posts if _says(p, theme) is False]
    unread = [p for p in posts if p.judged is None and theme not in p.by_machine]
    others = [*denied, *unread[-OUTSIDE:]]
    stop = stop_words(language)
    terms = without_habits([(p.page, terms_of(p.text, stop)) for p in (*missed, *others)])
    inside, outside = terms[: len(missed)], terms[len(missed) :]
    # what several pages post in the same words is one post here
    once = {these: p.page for these, p in zip(inside, missed, strict=True)}
    pages = min(FEWEST_PAGES, len({p.page for p in posts}))
    known = _Known(codebook, language)
    usable = [
        one
        for one in telling(list(once), outside)
        if one.z >= HARDLY_CHANCE
        and one.inside >= FEWEST_POSTS
        and one.outside <= COMMON * len(others)
        and len({page for these, page in once.items() if one.term in these}) >= pages
        and not any(f" {one.term} " in name for name in names)
        and known.takes(one.term)
    ]
    for one in apart(usable, PROPOSALS):
        wrong = sum(one.term in these for these in outside[: len(denied)])
        if 2 * wrong > one.inside:
            continue
        for strength in _strengths(one, wrong, len(others)):
            yield Proposal(
                why="missed",
                theme=theme,
                language=language,
                term=one.term,
                strength=strength,
                right=one.inside,
                wrong=wrong,
                z=one.z,
                refs=[p.ref for p, t in zip(missed, inside, strict=True) if one.term in t][:5],
            )


def _wrong(
    theme: str, language: str, posts: Sequence[Seen], codebook: Codebook
) -> Iterator[Proposal]:
    """
    Terms that earned the theme where people deny it, more often than where they do not.

    They are those of the file of a language, whatever languages the posts are in: a row of
    another file found them where no row of their own did.
    """
    rows = [t for t in codebook.terms if t.kind == "theme" and t.value == theme]
    strengths = {term.text: term.strength for term in rows if term.language == language}
    files = defaultdict[str, set[str]](set)
    for term in rows:
        files[term.text].add(term.language)

    def fired(post: Seen) -> list[str]:
        found = [text for text in post.by_machine[theme] if text in strengths]
        return [t for t in found if post.language == language or post.language not in files[t]]

    told = [p for p in posts if _says(p, theme) is not None and theme in p.by_machine]
    right = Counter(text for p in told if _says(p, theme) for text in fired(p))
    wrong = Counter(text for p in told if not _says(p, theme) for text in fired(p))
    for text, number in sorted(wrong.items(), key=lambda found: (-found[1], found[0])):
        if number < FEWEST_POSTS or number <= right[text]:
            continue
        here = [p for p in told if text in fired(p)]
        denied = [p for p in here if not _says(p, theme)]
        phrase = _telling_phrase(text, denied, [p for p in here if _says(p, theme)])
        is_hopeless = strengths[text] == "weak" or not right[text]
        ways: tuple[tuple[str, Strength | Literal["delete"]], ...]
        ways = ((text, "delete" if is_hopeless else "weak"), (phrase, "mask"))
        for said, strength in ways if phrase else ways[:1]:
            yield Proposal(
                why="wrong",
                theme=theme,
                language=language,
                term=said,
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


def _says(post: Seen, theme: str) -> bool | None:
    return post.judged.of(theme) if post.judged else None


def _strengths(one: Telling, wrong: int, others: int) -> tuple[Strength, ...]:
    """What a term may be; posts that nobody has read may well be of the subject too."""
    if wrong * 4 > one.inside:
        return ("weak",)
    if one.outside <= RARE * others + 1:
        return ("strong",)
    return ("weak", "strong") if one.outside <= one.inside else ("weak",)


class _Known:
    """The terms that a language has already, of whatever theme."""

    def __init__(self, codebook: Codebook, language: str) -> None:
        ours = (t for t in codebook.terms if t.kind == "theme" and t.language in (language, "*"))
        texts = {term.text for term in ours}
        self._whole = {fold(text) for text in texts if not text.endswith("*")}
        self._stems = tuple(fold(text[:-1]) for text in texts if text.endswith("*"))

    def takes(self, term: str) -> bool:
        """Whether the codebook takes the term and does not have it."""
        try:
            read_term(term)
        except MistakeError:
            return False
        told = fold(term)
        return told not in self._whole and not (" " not in told and told.startswith(self._stems))


def _words(name: str) -> list[str]:
    """The words of a name, as terms are written."""
    return "".join(c if c.isalnum() else " " for c in name.casefold()).split()
