import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.archive.indexing import TOKENIZER
from fb_watch.archive.letters import folded, plain
from fb_watch.archive.shadow import shadow
from fb_watch.archive.snippet import MARK, UNMARK, snippet
from fb_watch.archive.words import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cœur ŒUVRE æ Æ", "coeur OEUVRE ae AE"),
        ("Straße ẞ Łódź ø Đ ı", "Strasse SS Lódź o D i"),
        ("ﬁnance 𝗛𝗶𝗻𝗱𝗶 Ⓐⓑ m² ＣＯＶＩＤ", "finance Hindi Ab m2 COVID"),
        ("שָׁלוֹם בֵּית־סֵפֶר", "שלום בית־ספר"),
        ("école à ñ Lego™ ½ ①", "école à ñ Lego™ ½ ①"),
    ],
)
def test_letters_become_plain(text: str, expected: str) -> None:
    """What stands for other letters becomes these; accents and signs stay."""
    assert expected == plain(text)


def test_only_sentences_with_odd_letters_are_told_again() -> None:
    """An ordinary text costs the index nothing; of others nothing else is told twice."""
    assert shadow("Les écoles de Goma restent fermées; l'école à distance. 🙏") is None
    assert " Le coeur" == shadow("Les écoles. Le cœur! Rien")


@pytest.mark.parametrize("word", ["학교", "কো", "пойду", "écoles", "ज़रूरी", "ऩ"])
def test_composed_or_not_it_is_the_same_word(word: str) -> None:
    """A text typed with letters taken apart is told again with whole ones, where that matters."""
    db = sqlite3.connect(":memory:")
    db.execute(f'CREATE VIRTUAL TABLE t USING fts5 (x, y, tokenize = "{TOKENIZER}")')
    forms = [unicodedata.normalize(form, word) for form in ("NFC", "NFD")]

    db.executemany("INSERT INTO t VALUES (?, ?)", [(form, shadow(form)) for form in forms])

    for form in forms:
        found = db.execute("SELECT count(*) FROM t WHERE t MATCH ?", [read(form).expression])
        assert (2,) == found.fetchone()


@pytest.mark.parametrize(
    ("with_dot", "without"),
    [("क़ानून", "कानून"), ("\u0958ानून", "कानून"), ("पेड़", "पेड"), ("ਜ਼ਿਲ੍ਹਾ", "ਜਿਲ੍ਹਾ")],
)
def test_the_dot_of_borrowed_letters_tells_no_words_apart(with_dot: str, without: str) -> None:
    """Hindi and Punjabi are found with the dot below and without, whichever way it was written."""
    db = sqlite3.connect(":memory:")
    db.execute(f'CREATE VIRTUAL TABLE t USING fts5 (x, y, tokenize = "{TOKENIZER}")')
    texts = [f"नया {word} आया" for word in (with_dot, without)]

    db.executemany("INSERT INTO t VALUES (?, ?)", [(text, shadow(text)) for text in texts])

    for typed in (with_dot, without, f'"{texts[0]}"', f'"{texts[1]}"'):
        found = db.execute("SELECT count(*) FROM t WHERE t MATCH ?", [read(typed).expression])
        assert (2,) == found.fetchone()


def test_a_dot_that_makes_a_letter_of_its_own_stays() -> None:
    """In Bengali and Odia ড and ড়, ଡ and ଡ଼ are two letters: words differ by them."""
    for text in ("বাড়ি", "ବଡ଼"):
        assert text == plain(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("mark", "\u0332\u0333\u0335\u0336\u0338\u0305\u20d2\u20e6\ufe2d\u1ab6")
def test_words_underlined_or_struck_through_are_words(mark: str) -> None:
    """A text typed with marks that draw lines is found by its words, and they are marked in it."""
    db = sqlite3.connect(":memory:")
    db.execute(f'CREATE VIRTUAL TABLE t USING fts5 (x, y, tokenize = "{TOKENIZER}")')
    text = "Puits " + "".join(char + mark for char in "fermé") + " hier. Rien"

    db.execute("INSERT INTO t VALUES (?, ?)", (text, shadow(text)))

    for typed in ("ferme", "fermé", "fermé*", '"puits fermé hier"', text[6:-11]):
        words = read(typed)
        found = db.execute("SELECT count(*) FROM t WHERE t MATCH ?", [words.expression])
        assert (1,) == found.fetchone()
        marked = snippet([text], words.needles)
        assert text[6:-11] in marked[marked.index(MARK) : marked.index(UNMARK)]


def test_marks_that_the_index_drops_by_itself_tell_nothing_twice() -> None:
    """Each mark is either dropped by the index, or told it in plain letters; no text is both."""
    db = sqlite3.connect(":memory:")
    db.execute(f'CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = "{TOKENIZER}")')
    blocks = (range(0x300, 0x370), range(0x1AB0, 0x1ACF), range(0x1DC0, 0x1E00))
    others = (range(0x483, 0x488), range(0x20D0, 0x20F1), range(0xFE20, 0xFE30))
    marks = [chr(n) for block in (*blocks, *others) for n in block]
    marks = [mark for mark in marks if unicodedata.category(mark) == "Mn"]
    db.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", [(ord(m), f"wq{m}wq") for m in marks])

    dropped = {chr(key) for (key,) in db.execute("SELECT rowid FROM t WHERE t MATCH 'wqwq'")}

    assert dropped == {mark for mark in marks if shadow(f"wq{mark}wq") is None}


def test_points_of_hebrew_tell_no_words_apart() -> None:
    """A text is found with points and without, whichever way it was written."""
    db = sqlite3.connect(":memory:")
    db.execute(f'CREATE VIRTUAL TABLE t USING fts5 (x, y, tokenize = "{TOKENIZER}")')
    forms = ["שָׁלוֹם לְכֻלָּם", "שלום לכלם"]

    db.executemany("INSERT INTO t VALUES (?, ?)", [(form, shadow(form)) for form in forms])

    for typed in [*forms, f'"{forms[0]}"', f'"{forms[1]}"']:
        found = db.execute("SELECT count(*) FROM t WHERE t MATCH ?", [read(typed).expression])
        assert (2,) == found.fetchone()


@pytest.mark.parametrize(
    "text", ["⚠\ufe0fLes écoles ❤\ufe0f", "Les écoles", "학교에 가요", "ড\u09bc", "পো", "मदद"]
)
def test_what_the_index_knows_is_not_told_again(text: str) -> None:
    """Whole letters, and signs that never join one, are told once."""
    assert shadow(text) is None


@given(st.text(max_size=60))
def test_plain_is_plain(text: str) -> None:
    """Nothing is left to be done in a text in plain letters, and no quote comes in."""
    told = plain(text)

    assert told == plain(told)
    assert told.count('"') == text.count('"')


def test_letters_fold_as_the_index_folds_them() -> None:
    """Each Latin letter in plain form is to SQLite what it is to the marks in a snippet."""
    db = sqlite3.connect(":memory:")
    db.execute(f'CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = "{TOKENIZER}")')
    db.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, row)")
    latin = [c for c in map(chr, range(0x80, 0x180)) if unicodedata.category(c)[0] == "L"]

    other = []
    for char in latin:
        db.execute("DELETE FROM t")
        db.execute("INSERT INTO t VALUES (?)", [f"{plain(char)}q"])
        terms = [term for (term,) in db.execute("SELECT term FROM v")]
        if terms != [f"{folded(char)}q"]:
            other.append(char)

    assert ["Ŀ", "ŀ"] == other  # l and a dot, which parts words
