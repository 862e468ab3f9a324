from hypothesis import given
from hypothesis import strategies as st

from fb_watch.measure.sampling import allocate, draw

SIZES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 400), max_size=8)


@given(SIZES, st.integers(0, 900))
def test_all_that_is_asked_is_given_and_no_more_than_there_is(
    sizes: dict[str, int], size: int
) -> None:
    """Shares add up to the size, or to all there is; no stratum gives more than it has."""
    given_out = allocate(sizes, size)

    assert min(size, sum(sizes.values())) == sum(given_out.values())
    assert all(0 <= given_out[name] <= sizes[name] for name in sizes)


def test_small_languages_are_not_left_out() -> None:
    """A language a hundred times as large gets ten times as many."""
    assert {"fr": 100, "mg": 10} == allocate({"fr": 10_000, "mg": 100}, 110)


@given(st.integers(0, 2**31), st.integers(1, 60))
def test_a_seed_draws_the_same_again(seed: int, size: int) -> None:
    """The same posts, seed and size give the same sample, whose weights stand for all posts."""
    strata = {"fr": range(40), "mg": range(100, 110)}

    drawn = draw(strata, size, seed)

    assert drawn == draw({"mg": range(100, 110), "fr": range(40)}, size, seed)
    assert len({one.post for one in drawn}) == len(drawn) == min(size, 50)
    drawn_from = {one.stratum for one in drawn}
    whole = sum(len(strata[name]) for name in drawn_from)
    assert abs(whole - sum(one.weight for one in drawn)) < 1e-9
