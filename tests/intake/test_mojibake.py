import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fb_watch.intake.mojibake import is_mojibake, repair
from intake.build import member, read

fit = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def broken(text: str) -> str:
    """UTF-8 read as Latin-1."""
    return text.encode().decode("latin-1")


@given(st.lists(fit, min_size=1, max_size=5))
def test_broken_letters_are_mended(texts: list[str]) -> None:
    """Every text that Facebook can have broken is what it was."""
    told = [broken(text) for text in texts]

    found = repair(told) if is_mojibake(told) else told

    assert texts == found


@given(st.lists(fit, max_size=4))
def test_right_texts_are_left_alone(texts: list[str]) -> None:
    """One text that cannot be broken letters says that the file is right, while no more can."""
    right = ["école", "«\u202fCAFÉ\u202f»", "हिन्दी", "naïve", "中文"]
    told = [*texts, *right]
    assume(sum(_may_be_broken(text) for text in texts) < len(right))

    assert not is_mojibake(told)


def _may_be_broken(text: str) -> bool:
    try:
        return text.encode("latin-1").decode() != text
    except UnicodeError:
        return False


@pytest.mark.parametrize("text", ["Merci pour votre solidarité", "Voilà", "Très près, là"])
def test_a_letter_at_the_end_is_no_broken_one(text: str) -> None:
    """A right file whose only accents end its texts keeps them."""
    document = {"group_posts_v2": [{"timestamp": 1590845580, "data": [{"post": text}]}]}

    (one,), _problems = read(member(json.dumps(document, ensure_ascii=False)))

    assert text == one.post.message


@given(st.lists(fit, min_size=1, max_size=3))
def test_a_file_of_right_texts_is_read_as_it_is(texts: list[str]) -> None:
    """A tool that mended the file before us has done no harm by it."""
    posts = [f"été {text} 中文" for text in texts]
    document = [{"timestamp": 1590845580, "data": [{"post": text}]} for text in posts]

    found, _problems = read(member(json.dumps(document, ensure_ascii=False)))

    assert posts == [one.post.message for one in found]


@pytest.mark.parametrize(
    ("told", "mended"),
    [
        ({"Ã©": ["Ã©", 1, None]}, {"é": ["é", 1, None]}),
        ("d\u00c3\u00a9j\u00c3", "déj"),
        ("caf\u00c3", "caf\u00c3"),
        ("solidarité", "solidarité"),
        ("\u00f0\u009f\u0099\u0082", "🙂"),
        ("école", "école"),
        ("plain", "plain"),
    ],
)
def test_values_of_every_shape(told: object, mended: object) -> None:
    """Keys too; a letter cut in half is dropped where it is known for one; other texts stay."""
    assert mended == repair(told)
