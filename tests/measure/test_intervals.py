import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.measure.intervals import is_wide, wilson


@pytest.mark.parametrize(
    ("hits", "number", "low", "high"),
    [
        # R. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_one_published(hits: int, number: int, low: float, high: float) -> None:
    """Wilson's interval has the bounds that the literature gives for it."""
    found = wilson(hits, number)

    assert found is not None
    assert (low, high) == (round(found.low, 4), round(found.high, 4))


@given(number=st.integers(1, 5000), part=st.floats(0, 1))
def test_the_interval_holds_the_share(number: int, part: float) -> None:
    """The share lies within its bounds, and the bounds within 0 and 1."""
    found = wilson(round(part * number), number)

    assert found is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_of_nothing_there_is_no_share() -> None:
    """Without a post there is no figure, and what is no figure is too unsure."""
    found = wilson(0, 0)

    assert found is None
    assert is_wide(found)
