"""
What people's decisions teach the codebook: proposals, each with what it would change.

    judged.judged_themes  disk -> what people say of themes
    Tagging.batch         disk -> posts; the taggers of today say why they found what they found
    proposing.propose     pure -> terms of missed posts; terms that fire wrongly
    Tagger                pure -> how many posts each proposal would gain and lose, in one more walk

Nothing is changed: the rows are for a person to paste, or not.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fb_watch.archive.judged import Judged
from fb_watch.archive.tagging import Tagging
from fb_watch.enrich.boilerplate import spans
from fb_watch.enrich.text import normalise
from fb_watch.model.collected import Page
from fb_watch.model.retagged import Stored
from fb_watch.model.settings import Codebook, Term
from fb_watch.proposing import Proposal, Seen
from fb_watch.retag import PageTagger

BATCH = 200  # posts


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


def _language(stored: Stored) -> str:
    told = {said.by: said.value for said in stored.said if said.kind == "language" and said.holds}
    return told.get("hand") or told.get("machine") or "und"


def _own_words(message: str, boilerplate: frozenset[str]) -> str:
    """The text without what its page puts under every post, addresses and mentions."""
    for start, end in spans(message, boilerplate):
        message = message[:start] + "\n" * (end - start) + message[end:]
    return normalise(message).source
