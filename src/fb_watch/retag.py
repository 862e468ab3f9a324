"""
How an archive is brought up to the present codebook.

    tagging.batch      disk   -> Stored ... (what the taggers read of a post, what is said of it)
    | PageTagger.tag   pure   -> TaggedPost
    | Difference.note  pure   what is gained and lost, with examples
    tagging.write      disk   one batch, one transaction with how far the run is

It decides nothing but the order. A run that was cut goes on where it stood; hands are not touched.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, TypedDict

from fb_watch.archive.tagging import Tagging
from fb_watch.enrich.boilerplate import FEWEST, NEWEST, boilerplate
from fb_watch.enrich.tagger import Tagger
from fb_watch.model.collected import Page, Post
from fb_watch.model.retagged import Retagged, Run, Stored
from fb_watch.model.tagged import UNRESOLVED, TaggedPost

BATCH = 200  # posts
EXAMPLES = 10
EXCERPT = 120  # characters
KINDS = ("theme", "country", "language", "question")


class Example(TypedDict):
    """A post that gains or loses a tag; `because` are the words that earn or earned it."""

    ref: str
    page: str
    text: str
    because: list[str]


class Moved(TypedDict):
    """How many posts gain and lose one value, with the first ten of each."""

    value: str
    gained: int
    lost: int
    examples: dict[Literal["gained", "lost"], list[Example]]


class _Name(NamedTuple):
    """What a tag says; all names that may be several countries are one: unresolved."""

    kind: str
    value: str


@dataclass(kw_only=True)
class Difference:
    """What a retag changes, filled while it walks."""

    posts: int = 0
    changed: int = 0  # posts that gain or lose a tag
    left: dict[str, int] = field(default_factory=dict)  # page that config/ does not name → posts
    _moved: dict[_Name, Moved] = field(default_factory=dict)

    def note(self, stored: Stored, tagged: TaggedPost) -> None:
        """One more post; what a hand has settled neither comes nor goes."""
        before, after = _before(stored), _after(tagged)
        names = [name for name in {**before, **after} if not stored.is_settled(*name)]
        gained = [name for name in names if name not in before]
        lost = [name for name in names if name not in after]
        for name in gained:
            self._count(name, "gained", stored, after[name])
        for name in lost:
            self._count(name, "lost", stored, before[name])
        self.changed += bool(gained or lost)

    def moved(self, kind: str) -> list[Moved]:
        """Per value of a kind what comes and goes, the most moved first."""
        found = [moved for name, moved in self._moved.items() if name.kind == kind]
        return sorted(found, key=lambda m: (-m["gained"] - m["lost"], m["value"]))

    def _count(
        self, name: _Name, way: Literal["gained", "lost"], stored: Stored, because: Sequence[str]
    ) -> None:
        nothing: Moved = {
            "value": name.value,
            "gained": 0,
            "lost": 0,
            "examples": {"gained": [], "lost": []},
        }
        moved = self._moved.setdefault(name, nothing)
        moved[way] += 1
        if len(moved["examples"][way]) < EXAMPLES:
            text = " ".join(stored.post.text.split())
            moved["examples"][way].append(
                {
                    "ref": stored.ref,
                    "page": stored.post.page,
                    "text": text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…",
                    "because": list(dict.fromkeys(because)),
                }
            )


class PageTagger:
    """Tags posts with what is known of their page; its boilerplate is read until it is known."""

    def __init__(self, tagger: Tagger, newest_texts: Callable[[str, int], Sequence[str]]) -> None:
        self._tagger = tagger
        self._newest_texts = newest_texts
        self._boilerplate: dict[str, frozenset[str]] = {}
        self._silent = set[str]()  # pages that have said too little to know what recurs
        self._beside: Sequence[Post] = ()

    def tag(self, post: Post, page: Page, beside: Sequence[Post] = ()) -> TaggedPost:
        """The post with its language and tags; `beside` came with it."""
        return self._tagger.tag(post, page, self.boilerplate(page.key, beside))

    def boilerplate(self, page: str, beside: Sequence[Post] = ()) -> frozenset[str]:
        """
        The passages that stand under nearly every post of a page, as of when it first said enough.

        A page that is new shows what recurs by what comes first: its first posts are tagged as
        its later ones are.
        """
        is_silent = page in self._silent and beside is not self._beside
        if page not in self._boilerplate or is_silent:
            texts = self._newest_texts(page, NEWEST)
            if len(texts) < FEWEST:
                texts = [*(post.message or "" for post in beside), *texts]
            self._boilerplate[page] = boilerplate(texts)
            self._beside = beside
            if len(texts) < FEWEST:
                self._silent.add(page)
            else:
                self._silent.discard(page)
        return self._boilerplate[page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retag:
    """The parts of one retag; `run` None looks only, and writes nothing."""

    tagging: Tagging
    tagger: PageTagger
    pages: Mapping[str, Page]
    run: Run | None
    now: Callable[[], datetime]

    def walk(self, difference: Difference) -> Iterator[int]:
        """Go through the archive and fill `difference`; gives how many posts each batch had."""
        done = self.run.last_key if self.run else None
        while batch := self.tagging.batch(done, BATCH):
            made = [self._made(stored, difference) for stored in batch]
            done = batch[-1].key
            if self.run:
                ready = [one for one in made if one is not None]
                self.tagging.write(self.run, ready, done, self.now())
            yield len(batch)
        if self.run:
            self.tagging.end(self.run, self.now())

    def _made(self, stored: Stored, difference: Difference) -> Retagged | None:
        """A post tagged anew; None where its page is not known: without it tags would be worse."""
        difference.posts += 1
        page = self.pages.get(stored.post.page)
        if page is None:
            left = difference.left
            left[stored.post.page] = left.get(stored.post.page, 0) + 1
            return None
        tagged = self.tagger.tag(stored.post, page)
        difference.note(stored, tagged)
        return Retagged(stored=stored, tagged=tagged)


def _before(stored: Stored) -> dict[_Name, tuple[str, ...]]:
    """What the machine says in the archive, with the words that earned it."""
    found: dict[_Name, tuple[str, ...]] = {}
    for said in stored.said:
        if said.by == "machine":
            value = UNRESOLVED if said.role == UNRESOLVED else said.value
            name = _Name(said.kind, value)
            found[name] = (*found.get(name, ()), *said.surfaces)
    return found


def _after(tagged: TaggedPost) -> dict[_Name, tuple[str, ...]]:
    """What the machine says now."""
    found: dict[_Name, tuple[str, ...]] = {_Name("language", tagged.language.code): ()}
    for tag in tagged.tags:
        found[_Name(tag.kind, tag.value)] = tuple(e.surface for e in tag.evidence)
    for tag in tagged.unresolved:
        name = _Name("country", UNRESOLVED)
        found[name] = (*found.get(name, ()), *(e.surface for e in tag.evidence))
    return found
