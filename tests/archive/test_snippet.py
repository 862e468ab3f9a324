import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.archive.snippet import MARK, UNMARK, snippet
from fb_watch.archive.words import read


def _marked(text: str | None, words: str) -> str:
    told = snippet([text], read(words).needles)
    return told.replace(MARK, "[").replace(UNMARK, "]")


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Les écoles de Goma", "ECOLES goma", "Les [écoles] de [Goma]"),
        ("Les e\u0301coles", "écoles", "Les [e\u0301coles]"),
        ("l'école et l’œuvre", "école", "l'[école] et l’œuvre"),
        ("preschool, school", "school", "preschool, [school]"),
        ("schools, school", "scho*", "[scho]ols, [scho]ol"),
        ("de Goma, Goma", '"de goma"', "[de Goma], Goma"),
        ("学校关闭", "校关", "学[校关]闭"),
        ("والمدارس مغلقة", "مدارس", "وال[مدارس] مغلقة"),
        ("ﻣﺪﺭﺳﺔ قديمة", "مدرسة", "[ﻣﺪﺭﺳﺔ] قديمة"),
        ("مدرسة قديمة", "ﻣﺪﺭﺳﺔ", "[مدرسة] قديمة"),
        ("ﻻ مدرسة", "لا", "[ﻻ] مدرسة"),
        ("au cœur de l’Œuvre", "coeur oeuvre", "au [cœur] de l’[Œuvre]"),
        ("Straße, Łódź", "strasse łodz", "[Straße], [Łódź]"),
        ("𝗛𝗶𝗻𝗱𝗶 ﬁnance", "hindi finance", "[𝗛𝗶𝗻𝗱𝗶] [ﬁnance]"),
        ("the co\u00advid test", "covid", "the [co\u00advid] test"),
        ("日本の子どもたちへ", "子どもたち", "日本の[子どもたち]へ"),
        ("そうだった", "だ", "そう[だ]った"),
        ("がっこうへ", "がっこう", "[がっこう]へ"),
        ("か\u3099っこうへ", "がっこう", "[か\u3099っこう]へ"),
        ("プレゼントﾌﾟﾚｾﾞﾝﾄ", "プレゼント", "[プレゼント][ﾌﾟﾚｾﾞﾝﾄ]"),
        ("学校か、がっこう", "か", "学校[か]、がっこう"),
        ("यह ज़रूरी है", "ज़रूरी", "यह [ज़रूरी] है"),
        ("ज़रूरी, ज़रूर", "ज़रूर", "ज़रूरी, [ज़रूर]"),
        ("क़ानून", "कानून", "[क़ानून]"),
        ("कानून", "क़ानून", "[कानून]"),
        ("ਜ਼ਿਲ੍ਹਾ", "ਜਿਲ੍ਹਾ", "[ਜ਼ਿਲ੍ਹਾ]"),
        ("বিদ্যালয়ে, বিদ্যালয়", "বিদ্যালয়", "বিদ্যালয়ে, [বিদ্যালয়]"),
        ("학교에 학교", "\u1112\u1161\u11a8\u1100\u116d", "학교에 [학교]"),
        ("⚠\ufe0fAttention les amis", "attention", "⚠\ufe0f[Attention] les amis"),
        ("les ✔\ufe0f amis", '"les amis"', "[les ✔\ufe0f amis]"),
        ("שָׁלוֹם עֲלֵיכֶם", "שלום", "[שָׁלוֹם] עֲלֵיכֶם"),
        ("בית־ספר, שלום", "שָׁלוֹם", "בית־ספר, [שלום]"),
        ("_school_ don't", "school don't", "_[school]_ [don't]"),
        ("no word of it", "other", "no word of it"),
        (None, "word", ""),
    ],
)
def test_words_are_marked(text: str | None, words: str, expected: str) -> None:
    """Found words are marked as the post writes them."""
    assert expected == _marked(text, words)


def test_a_long_text_is_cut_around_the_first_word() -> None:
    """The word found is to be seen, with some of what is before and after it."""
    text = "before " * 100 + "Goma " + "after " * 100

    told = _marked(text, "goma")

    assert "before [Goma] after" in told
    assert told.startswith("… before")
    assert told.endswith("after …")
    assert len(told) < 230


def test_the_text_that_has_the_word_is_shown() -> None:
    """Where only the title of a link has it, that is the snippet."""
    told = snippet(["a message", "La rentrée"], read("rentree").needles)

    assert f"La {MARK}rentrée{UNMARK}" == told


@given(st.text(max_size=300), st.text(max_size=20))
def test_marks_come_in_pairs(text: str, words: str) -> None:
    """Any text, any words: marks are ours alone, paired, and around something."""
    told = snippet([text], read(words).needles)

    assert told.count(MARK) == told.count(UNMARK)
    assert MARK + UNMARK not in told
