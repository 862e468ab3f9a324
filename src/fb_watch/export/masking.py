"""
In: a post whose author is a person. Out: the same without names, phone numbers, e-mail addresses.

A masked character is one • for one code point, so that the offsets of evidence stay true. What
an organisation says on its own page is left whole: its numbers are there to be called. Pure.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from fb_watch.model.archived import ArchivedPost, CountryShape, EvidenceShape, ThemeShape

MASK = "•"
IsName = Callable[[str], bool]
Span = tuple[int, int]
_MAIL = re.compile(r"[\w.%+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}", re.UNICODE)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_WORDS = 4  # of a name, at most
_REGIONS = 6  # numbers without a country's prefix are read as those of so many countries
# without a run of digits no number is looked for: that takes a hundred times as long
_DIGITS = re.compile(r"\d(?:[\s().\-/]?\d){5}")


def masked(
    post: ArchivedPost, is_name: IsName, names: Sequence[str] = (), regions: Sequence[str] = ()
) -> ArchivedPost:
    """
    The post as it may leave the house; one of a page itself as it is.

    `is_name` knows whether some words are the name of a person who wrote on that page; `names`
    are those that the post itself tags. `regions` are ISO 3166-1 codes: whose numbers are read
    that stand there without a prefix.
    """
    if not post["personal"]:
        return post

    def mask(text: str | None) -> str | None:
        return text and masked_text(text, is_name, names, regions)

    def themes(told: ThemeShape) -> ThemeShape:
        return {**told, "evidence": _evidence(told["evidence"], mask)}

    def countries(told: CountryShape) -> CountryShape:
        return {**told, "evidence": _evidence(told["evidence"], mask)}

    return {
        **post,
        "message": mask(post["message"]),
        "story": mask(post["story"]),
        "links": [
            {
                "url": link["url"],
                "title": mask(link["title"]),
                "description": mask(link["description"]),
            }
            for link in post["links"]
        ],
        "media": [{**medium, "alt": mask(medium["alt"])} for medium in post["media"]],
        "themes": [themes(told) for told in post["themes"]],
        "countries": [countries(told) for told in post["countries"]],
    }


def masked_text(
    text: str, is_name: IsName, names: Sequence[str] = (), regions: Sequence[str] = ()
) -> str:
    """A text of a person, masked; as many code points as before."""
    letters = list(text)
    for start, end in (*_mails(text), *_phones(text, regions), *_names(text, is_name, names)):
        letters[start:end] = MASK * (end - start)
    return "".join(letters)


def _evidence(
    told: Sequence[EvidenceShape], mask: Callable[[str | None], str | None]
) -> list[EvidenceShape]:
    return [{**one, "surface": mask(one["surface"]) or ""} for one in told]


def _mails(text: str) -> Iterator[Span]:
    if "@" in text:
        yield from (found.span() for found in _MAIL.finditer(text))


def _phones(text: str, regions: Iterable[str]) -> Iterator[Span]:
    if not _DIGITS.search(text):
        return
    from phonenumbers import Leniency, PhoneNumberMatcher

    for region in dict.fromkeys(("ZZ", *list(regions)[:_REGIONS])):
        for found in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            yield found.start, found.end


def _names(text: str, is_name: IsName, names: Sequence[str]) -> Iterator[Span]:
    for name in names:
        if name.strip():
            pattern = rf"(?<!\w)@?{re.escape(name.strip())}(?!\w)"
            yield from (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))
    words = list(_WORD.finditer(text))
    for at, first in enumerate(words):
        if first[0][0].islower():
            continue
        for last in words[at : at + _WORDS]:
            told = text[first.start() : last.end()]
            if "\n" in told:
                break
            if is_name(told):
                yield first.start(), last.end()
