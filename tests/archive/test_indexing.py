import re
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.build import country, index_is_whole, new, opened, post, save, tagged, theme
from fb_watch.archive.comment_tables import COMMENTS
from fb_watch.archive.indexing import Entry, entry_of, read
from fb_watch.archive.search import connect, count
from fb_watch.model.archived import Query
from fb_watch.model.collected import Link, Media, Place
from fb_watch.model.tagged import Tag, TaggedPost

words = st.none() | st.text("aé学ع \n", max_size=6)
links = st.builds(Link, url=st.just("https://example.org"), title=words, description=words)
media = st.builds(Media, kind=st.sampled_from(["photo", "video"]), alt=words, poster=st.booleans())
trees = st.lists(st.fixed_dictionaries({"title": words, "description": words}), max_size=2)
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
                attachments=tuple(draw(trees)),
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


STUCK = (
    "⚠\ufe0fAttention aux rumeurs ➡\ufe0fInscription ici ✔\ufe0fmasque, "
    "1\ufe0f\u20e3gel ⚠\ufe0f savon"
)


@pytest.mark.parametrize(
    "words",
    ["attention", "inscri*", "masque", "gel", '"attention aux rumeurs"', '"gel savon"',
     "⚠\ufe0fattention", '"ici ✔\ufe0f masque"'],
)  # fmt: skip
def test_words_stuck_to_an_emoji_are_words(path: Path, words: str) -> None:
    """The unseen sign that makes an emoji of ⚠ is no letter, in a post or in a question."""
    archive = opened(path)
    links = (Link(url="https://example.org", title=STUCK),)
    save(archive, [new(post(1, STUCK)), new(post(2, "Une page", links=links))])
    archive.close()

    with closing(connect(path)) as db:
        assert 2 == count(db, Query(words=words))


def test_the_table_of_an_older_index_is_made_anew(path: Path) -> None:
    """What told words apart otherwise does so no more once the archive is opened to write."""
    archive = opened(path)
    save(archive, [new(post(1, STUCK))])
    archive.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE search")
        (made,) = re.findall(r"CREATE VIRTUAL.*?;", COMMENTS, re.DOTALL)
        db.execute(made)
        db.execute("INSERT INTO search (search) VALUES ('rebuild')")
        db.execute("UPDATE settings SET value = '4' WHERE name = 'index'")
        db.commit()
    with closing(connect(path)) as db:
        assert 0 == count(db, Query(words="attention"))

    opened(path).close()

    with closing(connect(path)) as db:
        assert 1 == count(db, Query(words="attention"))
    assert index_is_whole(path)
