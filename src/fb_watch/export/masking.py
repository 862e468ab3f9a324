"""
In: a post, what people wrote in it or below it. Out: the same without what reaches somebody.

A masked character is one • for one code point, so that the offsets of evidence stay true. What
an organisation says on its own page is left whole: its numbers are there to be called. A post
that it shares may be a person's. Pure.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, cast

from fb_watch.export.addresses import IsSource, Span, nobody, owners
from fb_watch.export.sharing import attached, named_above, own_id, parent, shares_others
from fb_watch.model.archived import (
    MASK,
    ArchivedPost,
    CommentShape,
    EvidenceShape,
    LinkShape,
    PlaceShape,
)
from fb_watch.model.captions import text_of

AS_RECEIVED = ("attachments", "mentions")  # anything may stand in them
_TOWN: Final = ("city", "state", "zip", "country")
IsName = Callable[[str], bool]
Mask = Callable[[str | None], str | None]
_AT = r"(?:@|\s?[(\[{<]\s?(?:at|arobase|arroba|@)\s?[)\]}>]\s?)"
_DOT = r"(?:\.|\s?[(\[{<]\s?(?:dot|point|punto|\.)\s?[)\]}>]\s?)"
_MAIL = re.compile(
    rf"[\w.%+-]{{1,64}}{_AT}(?:[\w-]{{1,63}}{_DOT}){{1,8}}[^\W\d_]{{2,24}}", re.IGNORECASE
)
_MAY_BE_MAIL = re.compile(r"@|[(\[{<]\s?(?:at|arobase|arroba)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_WORDS = 4  # of a name, at most
_GAP = re.compile(r",? {1,2}")  # between the words of a name
_FAMILY = 4  # letters of a family name that is known where it stands alone
# without a run of digits no number is looked for: that takes a hundred times as long
_DIGITS = re.compile(r"\d(?:[\s().\-/]?\d){5}")


def masked(
    post: ArchivedPost,
    is_name: IsName,
    names: Sequence[str] = (),
    regions: Sequence[str] = (),
    is_source: IsSource = nobody,
) -> ArchivedPost:
    """
    The post as it may leave the house; of one of a page itself, what it shares and what stands
    below it.

    `is_name` knows whether some words are the name of a person who wrote on that page; `names`
    are those that the post itself tags. `regions` are ISO 3166-1 codes: whose numbers are read
    that stand there without a prefix. `is_source` knows names and ids of sources: these may leave.
    """
    above = attached(post, is_source)
    shares = bool(above) or shares_others(post, is_source)
    if post["personal"]:
        names = (*names, post["author"] or "")
    if post["personal"] or shares:
        names = (*names, *named_above(post, above, is_source))
    # a page of one country tells of others too
    regions = (*regions, *(tag["country"] for tag in post["countries"]))

    def mask(text: str | None) -> str | None:
        return text and masked_text(text, is_name, names, regions, is_source)

    told: ArchivedPost = {**post, "parent_id": parent(post, is_source)}
    if post["personal"] or shares:
        told = _masked(told, mask, is_source)
    if post["personal"]:
        told = {**told, "id": own_id(post, is_source)}
    if "discussion" in told:  # comments are of people, whoever wrote the post
        comments = [_comment(one, mask, is_source) for one in told["discussion"]]
        told = {**told, "discussion": comments}
    return told


def _masked(post: ArchivedPost, mask: Mask, is_source: IsSource) -> ArchivedPost:
    """All that a person may have said; what a page says itself, its message and place, stays."""
    is_own = not post["personal"]
    message = post["message"] if is_own else mask(post["message"])
    captions = [mask(text) or "" for text in post["captions"]]
    text, shown = text_of(post["message"], post["captions"]), text_of(message, captions)

    def tags(tagged: Sequence[Any]) -> list[Any]:
        return [
            {**tag, "evidence": [_evidence(e, text, shown, mask) for e in tag["evidence"]]}
            for tag in tagged
        ]

    kept = cast("ArchivedPost", {k: v for k, v in post.items() if k not in AS_RECEIVED})
    return {
        **kept,
        "message": message,
        "story": mask(post["story"]),
        "links": [_link(link, mask, is_source) for link in post["links"]],
        "media": [{**medium, "alt": mask(medium["alt"])} for medium in post["media"]],
        "captions": captions,
        "place": post["place"] if is_own or not post["place"] else _town(post["place"], mask),
        "themes": tags(post["themes"]),
        "countries": tags(post["countries"]),
        "unresolved": tags(post["unresolved"]),
        "question_tags": tags(post["question_tags"]),
    }


def _link(link: LinkShape, mask: Mask, is_source: IsSource) -> LinkShape:
    """A link, its words masked and in its address whose it is, unless a source stands over it."""
    words = {name: mask(link[name]) for name in ("title", "description")}
    spans = () if is_source(link["title"] or "") else owners(link["url"], is_source)
    return cast("LinkShape", {**link, **words, "url": _without(link["url"], spans)})


def _town(place: PlaceShape, mask: Mask) -> PlaceShape:
    """Of a place its town: whose door name, street and point mean nobody can know."""
    told: dict[str, Any] = dict.fromkeys(place)
    told |= {name: mask(place.get(name)) for name in _TOWN if name in place}
    return cast("PlaceShape", told)


def _comment(comment: CommentShape, mask: Mask, is_source: IsSource) -> CommentShape:
    told = comment["attachment"]
    if told:
        url = told["url"] and _without(told["url"], owners(told["url"], is_source))
        told = {**told, **{name: mask(told[name]) for name in ("title", "description")}, "url": url}
    return {**comment, "message": mask(comment["message"]), "attachment": told}


def masked_text(
    text: str,
    is_name: IsName,
    names: Sequence[str] = (),
    regions: Sequence[str] = (),
    is_source: IsSource = nobody,
) -> str:
    """A text of a person, masked; as many code points as before."""
    spans = (*_mails(text), *owners(text, is_source), *_phones(text, regions))
    return _without(text, (*spans, *_names(text, is_name, names)))


def _without(text: str, spans: Iterable[Span]) -> str:
    letters = list(text)
    for start, end in spans:
        letters[start:end] = MASK * (end - start)
    return "".join(letters)


def _evidence(told: EvidenceShape, text: str, shown: str, mask: Mask) -> EvidenceShape:
    """
    The words of a tag as the masked text shows them; words of elsewhere are masked by themselves.

    The term of a place is no word of the codebook, but what somebody called it.
    """
    stretch = slice(told["start"], told["end"])
    is_there = text[stretch] == told["surface"]
    return {
        **told,
        "term": MASK * len(told["term"]) if told["rule"] == "place" else told["term"],
        "surface": shown[stretch] if is_there else mask(told["surface"]) or "",
    }


def _mails(text: str) -> Iterator[Span]:
    if _MAY_BE_MAIL.search(text):
        yield from (found.span() for found in _MAIL.finditer(text))


def _phones(text: str, regions: Iterable[str]) -> Iterator[Span]:
    if not _DIGITS.search(text):
        return
    from phonenumbers import Leniency, PhoneNumberMatcher

    for region in dict.fromkeys(("ZZ", *regions)):
        for found in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            yield found.start, found.end


def _names(text: str, is_name: IsName, names: Sequence[str]) -> Iterator[Span]:
    """
    Whole names in any case and either order; a family name alone where it is written large.

    The family name of a name that stands in full in the same text is known from there.
    """
    families = {one for name in names if (one := _family(name.split()))}
    for name in names:
        if name.strip():
            pattern = rf"(?<!\w)@?{re.escape(name.strip())}(?!\w)"
            yield from (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))
    words = list(_WORD.finditer(text))
    for at in range(len(words)):
        for some in _run(text, words[at : at + _WORDS]):
            if told := _known(text, some, is_name):
                families.add(_family(told))
                yield some[0].start(), some[-1].end()
    for word in words:
        if word[0].casefold() in families and not word[0][0].islower():
            yield word.span()


def _run(text: str, words: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    """The first word, the first two …, as long as nothing but blanks stands between them."""
    for count, last in enumerate(words, 1):
        before = words[count - 2]
        if count > 1 and not _GAP.fullmatch(text[before.end() : last.start()]):
            return
        yield words[:count]


def _known(text: str, words: Sequence[re.Match[str]], is_name: IsName) -> list[str] | None:
    """The words in the order in which they are a name; None where they are none."""
    told = [word[0] for word in words]
    if len(told) == 1:  # one word written small is a word like others
        return told if not told[0][0].islower() and is_name(told[0]) else None
    if is_name(text[words[0].start() : words[-1].end()]):
        return told
    for turned in (told[1:] + told[:1], told[-1:] + told[:-1]):
        if is_name(" ".join(turned)):
            return turned
    return None


def _family(name: Sequence[str]) -> str:
    """The last word of a name of several, in small letters; "" where that is too short."""
    last = name[-1].casefold() if len(name) > 1 else ""
    return last if len(last) >= _FAMILY and last.isalpha() else ""
