"""
What the archive hands back: Query in, ArchivedPost out, the shape others rely on.

What a search loads is a NamedTuple and no dataclass: that module alone, with what it loads, is a
tenth of the time that a person waits for a search from a cold shell.
"""

from typing import Any, Literal, NamedTuple, NotRequired, TypedDict

Order = Literal["relevance", "newest", "oldest", "engagement"]
MASK = "•"  # in what leaves the house: a character that was masked


class Query(NamedTuple):
    """Words and filters: one filter given twice means either; different filters mean both."""

    words: str = ""
    themes: tuple[str, ...] = ()  # "none": posts with no theme
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    availabilities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    has: tuple[str, ...] = ()  # media, place, comments
    tagged_by: tuple[str, ...] = ()  # machine, hand
    since: str = ""  # ISO 8601, UTC, inclusive
    until: str = ""  # ISO 8601, UTC, exclusive
    dossiers: tuple[str, ...] = ()  # only their posts, in their order, at the versions kept there
    refs: tuple[str, ...] = ()  # only these posts, in this order
    order: Order | None = None  # None: relevance with words, newest without
    limit: int | None = 20  # None: all
    offset: int = 0
    fold: bool = False  # posts of nearly the same words as one hit


class LinkShape(TypedDict):
    """A link of a post."""

    url: str
    title: str | None
    description: str | None


class MediaShape(TypedDict):
    """A media file of a post; sha256, type and path are null until it has been taken in."""

    sha256: str | None
    type: str | None
    path: str | None
    alt: str | None
    kind: str
    id: str | None
    poster: bool  # the still of a film that stands beside it, under the film's id
    width: int | None
    height: int | None


class CommentShape(TypedDict):
    """One comment, as `show --json` prints it; `parent` is null at top level."""

    id: str
    parent: str | None
    author: str | None
    created_at: str
    message: str | None
    attachment: dict[str, Any] | None
    likes: int | None
    version: int
    hash: str
    edited_at: str | None
    availability: str
    availability_since: str


class CountsShape(TypedDict):
    """Counts and the moment they were read; null is not known."""

    reactions: int | None
    comments: int | None
    shares: int | None
    at: str | None


class LanguageShareShape(TypedDict):
    """One of the languages of a post and its share of the letters."""

    code: str
    share: float


class LanguageShape(TypedDict):
    """The language of a post."""

    code: str
    confidence: float
    all: list[LanguageShareShape]
    by: str


class EvidenceShape(TypedDict):
    """
    The words that earned a tag.

    Offsets in code points of what was read: the message, then its captions, an empty line before
    each (`model.captions.text_of`); within the message they are those of the message.
    """

    term: str
    surface: str
    start: int
    end: int
    rule: str


class ThemeShape(TypedDict):
    """A theme of a post."""

    theme: str
    score: float
    by: str
    codebook: str
    evidence: list[EvidenceShape]


class CountryShape(TypedDict):
    """A country of a post."""

    country: str
    role: str
    score: float
    by: str
    codebook: str
    evidence: list[EvidenceShape]


class QuestionShape(TypedDict):
    """A question that a post says something to."""

    question: str
    score: float
    by: str
    codebook: str
    evidence: list[EvidenceShape]


class UnresolvedShape(TypedDict):
    """A name that may mean several countries, where nothing tells which."""

    candidates: list[str]
    codebook: str
    evidence: list[EvidenceShape]


class AvailabilityShape(TypedDict):
    """Whether the post is still to be seen on Facebook."""

    state: str
    since: str | None
    checked_at: str | None


class PlaceShape(TypedDict, total=False):
    """The place tagged on a post."""

    id: str | None
    name: str | None
    street: str | None
    city: str | None
    state: str | None
    zip: str | None
    country: str | None
    latitude: float | None
    longitude: float | None


class ArchivedPost(TypedDict):
    """One post at one version, as `search --json` and `export --format jsonl` print it."""

    ref: str
    version: int
    newest_version: int  # higher than `version`: the post was edited after this
    hash: str
    id: str
    page: str
    page_name: str
    region: str
    author: str | None
    personal: bool  # its author is a person, not the page itself
    created_at: str
    created_precision: str
    edited_at: str | None
    captured_at: str
    source: str
    kind: str
    is_comment: bool  # somebody wrote it below a post that is not in the archive: see `story`
    message: str | None
    story: str | None
    permalink: str | None
    links: list[LinkShape]
    media: list[MediaShape]
    captions: list[str]  # what films, pictures and albums say, where nothing else says it
    place: PlaceShape | None
    parent_id: str | None
    counts: CountsShape
    language: LanguageShape
    themes: list[ThemeShape]
    countries: list[CountryShape]
    unresolved: list[UnresolvedShape]
    questions: list[str]
    question_tags: list[QuestionShape]
    availability: AvailabilityShape
    status: str
    notes: int
    # what JSON Lines tell besides, so that nothing is lost where they are read back
    author_id: NotRequired[str | None]  # of a person: keyed
    author_key: NotRequired[str | None]  # by what that key is known
    updated_at: NotRequired[str | None]
    reactions_by_type: NotRequired[dict[str, int] | None]
    flags: NotRequired[dict[str, bool]]
    aliases: NotRequired[list[str]]  # every id and address it was seen under
    attachments: NotRequired[list[dict[str, Any]]]  # as received
    mentions: NotRequired[list[dict[str, Any]]]  # as received: whom the words tag
    discussion: NotRequired[list[CommentShape]]  # where an export asked for it


def versioned(post: ArchivedPost) -> str:
    """The reference of the version that was read: `fbw:2020-000123@9f2c41aa`."""
    return f"{post['ref']}@{post['hash'][:8]}"


class Hit(TypedDict):
    """
    A post found; `snippet` is the stretch to show, words between U+E000 and U+E001.

    `alike` is how many more posts of nearly the same words the query finds, where they are folded
    into this hit; else 0.
    """

    post: ArchivedPost
    snippet: str
    alike: int
