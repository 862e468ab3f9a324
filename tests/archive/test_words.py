import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.build import new, opened, post, save
from fb_watch.archive.search import connect, count, facets, search
from fb_watch.archive.words import read
from fb_watch.model.archived import Query

TEXTS = {
    "goma": "Les écoles de Goma restent fermées; l'école à distance continue.",
    "dakar": "Schools in Dakar reopen. COVID-19 tests for teachers.",
    "hindi": "स्कूल बंद हैं, हिन्दी में पढ़ाई",
    "chinese": "学校关闭，老师在网上上课",
    "thai": "โรงเรียนปิดเพราะโควิด",
    "arabic": "أُغلِقت المدارس والمستشفيات في بيروت",
    "nothing": "🙏🙏🙏",
    "heart": "Ma sœur, au cœur de l’ŒUVRE. Rien d'autre.",
    "bold": "𝗛𝗶𝗻𝗱𝗶 𝗖𝗹𝗮𝘀𝘀𝗲𝘀 for ﬁnance, ⓒⓞⓥⓘⓓ, 5 m²",
    "europe": "Łódź, Straße, GROẞ, København, Đà Nẵng, ışık, ɗalibai, Ещё, co\u00advid",
    "nukta": "प\u095dाई",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An archive with these texts, opened to read."""
    path = tmp_path_factory.mktemp("words") / "archive.db"
    archive = opened(path)
    save(archive, [new(post(n, text)) for n, text in enumerate(TEXTS.values())])
    archive.close()
    connection = connect(path)
    yield connection
    connection.close()


def _found(db: sqlite3.Connection, words: str) -> set[str]:
    names = {text: name for name, text in TEXTS.items()}
    hits, _notes = search(db, Query(words=words, limit=None))
    return {names[hit["post"]["message"] or ""] for hit in hits}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ecoles", {"goma"}),
        ("ÉCOLES fermees", {"goma"}),
        ("école", {"goma"}),  # l'école is two words
        ("écoles dakar", set()),
        ("écoles OR dakar", {"goma", "dakar"}),
        ("écoles OR dakar goma", {"goma"}),
        ('"de goma"', {"goma"}),
        ('"goma de"', set()),
        ("“de goma”", {"goma"}),
        ("sch*", {"dakar"}),
        ("sch", set()),
        ("covid-19", {"dakar"}),
        ("-goma", set(TEXTS) - {"goma"}),
        ("reopen -dakar", set()),
        ("écoles -dakar", {"goma"}),
        ('écoles -"goma de"', {"goma"}),
        ("हिन्दी", {"hindi"}),
        ("ह", set()),
        ("学校", {"chinese"}),
        ("校关", {"chinese"}),
        ("校学", set()),
        ("师在 网上", {"chinese"}),
        ('"学校关闭，老师"', {"chinese"}),
        ("โรงเรียน", {"thai"}),
        ("ปิด", {"thai"}),
        ("مدارس", {"arabic"}),  # part of a word, without the article
        ("مستشفى", {"arabic"}),  # ى is written for ي
        ("بغداد", set()),
        ("أغلقت", {"arabic"}),  # written with points in the post
        ("学校 OR goma", {"chinese", "goma"}),
        ("🙏", set()),
        ("goma 🙏", {"goma"}),
        ("", set(TEXTS)),
        ("t_education", set()),
        ("message:goma", set()),
        ("goma\0fermées", {"goma"}),
        ("soeur coeur oeuvre", {"heart"}),
        ("sœur CŒUR œuvre", {"heart"}),
        ('"coeur de l oeuvre"', {"heart"}),
        ('"œuvre rien"', set()),  # no phrase reaches over a sentence in plain letters
        ("coeu*", {"heart"}),
        ("-coeur", set(TEXTS) - {"heart"}),
        ('"hindi classes"', {"bold"}),
        ("𝗵𝗶𝗻𝗱𝗶", {"bold"}),
        ("finance m2", {"bold"}),
        ("covid", {"dakar", "bold", "europe"}),
        ("lodz strasse gross kobenhavn", {"europe"}),
        ('"da nang" isik dalibai', {"europe"}),
        ("Łódź straße GROSS København Đà ışık ɗalibai", {"europe"}),
        ("еще", {"europe"}),
        ("प\u0922\u093cाई", {"hindi", "nukta"}),
        ("प\u095dाई", {"hindi", "nukta"}),
    ],
)
def test_words_find_what_they_mean(
    filled: sqlite3.Connection, words: str, expected: set[str]
) -> None:
    """The language of queries, over scripts with and without spaces."""
    assert expected == _found(filled, words)


@pytest.mark.parametrize("words", ['"écoles', "écoles OR", "OR écoles", "écoles OR OR"])
def test_what_cannot_be_read_is_searched_as_plain_words(
    filled: sqlite3.Connection, words: str
) -> None:
    """A query that does not add up finds its words, and a note says so."""
    _hits, notes = search(filled, Query(words=words))

    assert {"goma"} == _found(filled, words)
    assert ["This cannot be read as a query; searched for: écoles"] == notes


def test_a_word_without_letters_is_told() -> None:
    """What cannot be searched for is not passed over in silence."""
    (note,) = read("goma 🙏").notes

    assert "🙏" in note


typed = st.lists(
    st.one_of(
        st.sampled_from(
            ['"', "*", "-", "OR", "AND", "NOT", "NEAR(", ")", "^", ":", "+", "{message}", "\0"]
        ),
        st.sampled_from(
            ["goma", "校", "م", "ปิด", " ", "🙏", "\ue000", "'", "é", "\ud800", "\u0301"]
        ),
        st.text(max_size=5),
    ),
    max_size=12,
).map("".join)


@settings(deadline=None)
@given(typed)
@example("a " * 500)
@example("-a " * 500)
@example("a OR " * 500 + "a")
@example("校" * 2_000)
@example('"' + "a " * 5_000 + '"')
def test_any_text_is_a_query(filled: sqlite3.Connection, words: str) -> None:
    """Whatever is typed, search, count and facets answer, and agree on how many."""
    query = Query(words=words, limit=None)

    hits, _notes = search(filled, query)

    assert len(hits) == count(filled, query)
    assert len(hits) == sum(number for _page, number in facets(filled, query)["page"])


@given(st.text(alphabet='abcé校م -"*OR', max_size=30))
def test_a_word_more_never_finds_more(filled: sqlite3.Connection, words: str) -> None:
    """Each further plain word narrows what is found."""
    if read(words).notes or not read(words).expression:
        return

    assert _found(filled, f"{words} goma") <= _found(filled, words)
