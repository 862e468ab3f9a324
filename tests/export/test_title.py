import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.export.title import first_characters, first_words, flat


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("one two three", 2, ("one two", True), id="a cut says so"),
        pytest.param("one two", 2, ("one two", False), id="nothing cut, nothing said"),
        pytest.param("Tchad : nos équipes", 2, ("Tchad : nos", True), id="a lone colon is no word"),
        pytest.param("« Merci » à tous", 2, ("« Merci » à", True), id="quotes go with the word"),
        pytest.param("Merci ! Bravo", 1, ("Merci !", True), id="a mark stays with its word"),
        pytest.param("#Solidarité on avance", 1, ("#Solidarité", True), id="a hashtag is one"),
        pytest.param("voir https://a.example/b?c=1 ici", 2, ("voir https://a.example/b?c=1", True)),
        pytest.param("eau💧🙏 pour", 3, ("eau💧🙏", True), id="each emoji is a word"),
        pytest.param("👩‍👩‍👧‍👦 famille", 1, ("👩‍👩‍👧‍👦", True), id="a joined emoji is one"),
        pytest.param("👍🏽 oui", 1, ("👍🏽", True), id="a skin tone belongs to its emoji"),
        pytest.param("🇹🇩🇰🇪 x", 2, ("🇹🇩🇰🇪", True), id="two flags are two"),
        pytest.param("", 20, ("", False), id="no text"),
        pytest.param("  \n ", 20, ("", False), id="only white space"),
        pytest.param("سلام عليكم", 1, ("سلام", True), id="Arabic"),
        pytest.param("今天" * 200, 20, ("今天" * 20, True), id="Chinese: two characters a word"),
        pytest.param("学校开了。" * 9, 11, ("学校开了。" * 5, True), id="cut after a sentence"),
        pytest.param("学校《新闻》", 1, ("学校", True), id="no opening mark is left behind"),
        pytest.param("2020年3月 ok", 4, ("2020年3月", True), id="numbers among characters"),
        pytest.param("เด็กไปโรงเรียน", 2, ("เด็กไ", True), id="Thai marks stay on their letters"),
        pytest.param("មើល ទឹក", 9, ("មើល ទឹក", False), id="Khmer"),
        pytest.param("A" * 40_000, 20, ("A" * 160, True), id="no title is longer than 160"),
    ],
)
def test_first_words(text: str, limit: int, expected: tuple[str, bool]) -> None:
    """The first words are counted as the style guides count them."""
    assert expected == first_words(text, limit)


@given(text=st.text(), limit=st.integers(1, 30))
def test_first_words_is_a_beginning(text: str, limit: int) -> None:
    """Whatever the text, its first words are the beginning of its one-line form."""
    words, cut = first_words(text, limit)

    assert flat(text).startswith(words)
    assert cut or words == flat(text)


_UNSPACED = st.text(st.sampled_from("学校。！《》ကို၊ໂຮງรีទឹក 👍🏽👩‍🇹🇩a,é"), max_size=400)


@given(text=_UNSPACED)
def test_no_title_is_long(text: str) -> None:
    """In scripts without spaces too a title is a beginning of at most 160 characters."""
    for words, cut in (first_words(text), first_characters(text)):
        assert len(words) <= 160
        assert flat(text).startswith(words)
        assert cut or words == flat(text)
        assert bool(words) == bool(flat(text))


def test_first_characters_of_a_script_without_spaces() -> None:
    """One early space is no place to cut; the end of a sentence is, or any character."""
    head, cut = first_characters("新闻 " + "学校今天重新开放。" * 30)

    assert cut
    assert 140 < len(head) <= 160
    assert head.endswith("。")


@given(text=st.text())
def test_flat_is_one_printable_line(text: str) -> None:
    """Nothing of a post can break out of the line it is put on."""
    line = flat(text)

    assert not any(c in line for c in "\n\r\t\x00\x0b\x0c\u2028\u2029\x85")
    assert flat(line) == line


def test_first_characters_cuts_between_words() -> None:
    """A quotation of 160 characters ends with a whole word."""
    text = "mot " * 60

    quote, cut = first_characters(text)

    assert cut
    assert quote.endswith("mot")
    assert len(quote) <= 160
