"""config.mistake: how a mistake is put in words."""

import pytest

from fb_watch.config.mistake import MistakeError, meant, one_line, problem, shown


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("educaton", "Did you mean education?"),
        ("EDUCATION", "Did you mean education?"),
        ("health", "Possible here: education, poverty."),
        ("", "Possible here: education, poverty."),
    ],
)
def test_near_word_is_proposed(word: str, remedy: str) -> None:
    """A word nearly right gets the right one; any other gets them all."""
    assert remedy == meant(word, ("poverty", "education"))


def test_where_nothing_is_known_nothing_is_proposed() -> None:
    """Without known words there is no remedy to give."""
    assert "" == meant("education", ())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\n b", "a b"),
        (True, "true"),
        (["é", 1], '["é", 1]'),
        ("\x1b[31mred\x00", "[31mred"),
        ("x" * 100, "x" * 59 + "…"),
    ],
)
def test_value_is_shown_on_one_line(value: object, text: str) -> None:
    """Nothing in a value breaks the line, steers the terminal or fills the screen."""
    assert text == shown(value)


def test_tokens_are_cut_out_of_any_text() -> None:
    """User and app tokens leave a dot behind, wherever they stand."""
    text = "id EAAJZC0123456789abcdef and 123456789|abcdefghijklmnopqrst."

    assert "id … and …." == one_line(text)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("graph.app_secret", "abc"),
        ("note", "EAAJZC0123456789abcdef"),
        ("graph.EAAJZC0123456789abcdef", "1"),
        ("note", {"deep": ["EAAJZC0123456789abcdef"]}),
    ],
)
def test_secret_is_never_repeated(key: str, value: object) -> None:
    """Where a key or value may be a secret, the mistake is that it stands there at all."""
    said = str(problem("config/x.toml", 3, key, value, MistakeError("is not known here.")))

    assert "secrets do not belong" in said
    assert "0123456789" not in said
    assert "abc:" not in said
