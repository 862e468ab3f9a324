from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.build import country, new, opened, post, save, tagged, theme
from fb_watch.archive.indexing import Entry, entry_of, read
from fb_watch.model.collected import Link, Media, Place
from fb_watch.model.tagged import Tag, TaggedPost

words = st.none() | st.text("aé学ع \n", max_size=6)
links = st.builds(Link, url=st.just("https://example.org"), title=words, description=words)
media = st.builds(Media, kind=st.sampled_from(["photo", "video"]), alt=words, poster=st.booleans())
tags = st.lists(
    st.one_of(
        st.builds(theme, st.sampled_from(["food", "health"])),
        st.builds(country, st.sampled_from(["KE", "MG"])),
        st.just(Tag(kind="question", value="challenges", score=1.0)),
    ),
    max_size=4,
    unique_by=lambda tag: (tag.kind, tag.value),
)
unresolved = st.just(country("CD CG", role="unresolved"))


@st.composite
def posts(draw: st.DrawFn) -> list[TaggedPost]:
    """Up to three posts with anything that the index is told of."""
    return [
        tagged(
            post(
                number,
                draw(words),
                kind=draw(st.sampled_from(["status", "photo"])),
                links=tuple(draw(st.lists(links, max_size=2))),
                media=tuple(draw(st.lists(media, max_size=2))),
                place=draw(st.none() | st.just(Place(name="Thika"))),
            ),
            *draw(tags),
            language=draw(st.sampled_from(["sw", "und"])),
        )._replace(unresolved=tuple(draw(st.lists(unresolved, max_size=1))))
        for number in range(draw(st.integers(1, 3)))
    ]


def plain(entry: Entry) -> Entry:
    """An entry whose tags lie in some order of their own."""
    return entry._replace(
        titles=list(entry.titles), comments=list(entry.comments), tags=sorted(entry.tags)
    )


@given(posts())
@settings(max_examples=60, deadline=None)
def test_of_a_new_post_the_index_is_told_what_the_tables_tell(told: list[TaggedPost]) -> None:
    """Whatever a post holds and wherever from, its entry is the same."""
    with TemporaryDirectory() as folder:
        archive = opened(Path(folder) / "archive.db")
        save(archive, [new(one) for one in told])
        known = archive.known([one.post.id for one in told])
        keys = [known[one.post.id].key for one in told]
        entries = sorted(map(entry_of, told, keys))
        assert list(map(plain, read(archive.connection, keys))) == list(map(plain, entries))
        archive.close()
