"""Pictures and films that a page shows may be a person's: what stands with them is masked."""

from typing import TYPE_CHECKING, Any, cast

import pytest

from fb_watch.export.masking import masked
from fb_watch.model.archived import MASK
from make import archived

if TYPE_CHECKING:
    from fb_watch.model.archived import ArchivedPost

SAID = "Paul Ranaivo, 034 12 345 67, paul@rabe.mg : ma classe"
SHOWN = f"{MASK * 12}, {MASK * 13}, {MASK * 12} : ma classe"
OWN = "https://www.facebook.com/unicef/videos/55"


def _nobody(_words: str) -> bool:
    return False


def _source(name: str) -> bool:
    return name in ("4711", "unicef")


def _showing(url: str, **changes: Any) -> "ArchivedPost":
    """A post with a film or picture that has this address, a name above it and words below it."""
    seen = {"type": "video_inline", "title": "Paul Ranaivo", "description": SAID}
    tree = [{**seen, "url": url, "target": {"id": "9", "url": url}}]
    medium = {"kind": "video", "id": "9", "alt": SAID, "path": None}
    told = {"kind": "video", "message": "Merci 034 98 765 43", "media": [medium], **changes}
    post = archived(captions=["Paul Ranaivo"], **told)
    return cast("ArchivedPost", {**post, "attachments": tree})


def _masked(post: "ArchivedPost") -> "ArchivedPost":
    return masked(post, _nobody, regions=["MG"], is_source=_source)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/paul.ranaivo/videos/999/",
        "https://www.facebook.com/photo.php?fbid=12&set=a.1&id=4712",
        "https://www.facebook.com/photo.php?fbid=12&set=a.1.2.4712",
    ],
)
def test_whose_a_picture_is_says_its_address(url: str) -> None:
    """Also where the post names none that it shares; what the page itself says stays."""
    told = _masked(_showing(url))

    assert ([MASK * 12], SHOWN) == (told["captions"], told["media"][0]["alt"])
    assert "Merci 034 98 765 43" == told["message"]
    assert "attachments" not in told


def test_a_picture_inside_another_is_looked_at() -> None:
    """An album holds pictures of several people."""
    post = _showing("https://www.facebook.com/paul.ranaivo/photos/9")
    inside = post["attachments"]
    album = {"type": "album", "title": "Nos amis", "subattachments": {"data": inside}}

    told = _masked(cast("ArchivedPost", {**post, "attachments": [album]}))

    assert SHOWN == told["media"][0]["alt"]


def test_what_a_shared_post_says_of_its_pictures_is_masked() -> None:
    """The post that is shared is known; whose its picture is nothing else tells."""
    post = _showing("https://www.facebook.com/photo.php?fbid=12&set=a.1", parent_id="4712_9")

    told = _masked(post)

    assert ([MASK * 12], SHOWN) == (told["captions"], told["media"][0]["alt"])


@pytest.mark.parametrize(
    "url", [OWN, "https://www.facebook.com/photo.php?fbid=12&set=a.1", "https://example.org/9", ""]
)
def test_what_a_page_shows_of_its_own_stays(url: str) -> None:
    """A source's, or one of which no address tells whose it is: its numbers may be called."""
    post = _showing(url)

    assert post == _masked(post)


@pytest.mark.parametrize("tree", [None, "x", [7, None], [{"url": 7, "target": "x"}], {"data": 1}])
def test_trees_of_any_shape_are_read(tree: object) -> None:
    """They came from outside; what cannot be read tells of nobody."""
    post = cast("ArchivedPost", {**archived(), "attachments": tree})

    assert post == _masked(post)


def test_the_evidence_of_a_tag_shows_no_more_than_the_caption_does() -> None:
    """Words of a masked caption that earned a tag are masked there as well."""
    post = _showing("https://www.facebook.com/paul.ranaivo/videos/999/")
    said = len(post["message"] or "") + 2
    evidence = {"term": "paul", "surface": "Paul", "start": said, "end": said + 4, "rule": "term"}
    theme = {"value": "education", "score": 1.0, "evidence": [evidence], "codebook": "c0de"}
    told = _masked(cast("ArchivedPost", {**post, "themes": [theme]}))

    (word,) = told["themes"][0]["evidence"]
    assert MASK * 4 == word["surface"]
