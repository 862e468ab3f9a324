from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.measure.agreement import (
    Unit,
    agreements,
    alpha,
    disagreements,
    kappa,
    masi,
    percent,
)
from fb_watch.measure.intervals import wilson
from fb_watch.model.reviewed import Answer, Coded


def units(*people: str) -> Counter[Unit]:
    """Codings as the literature prints them: a line a person, a sign a unit, a dot for none."""
    rows = [[None if sign == "." else sign for sign in line.split()] for line in people]
    return Counter(zip(*rows, strict=True))


# K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), sections A to C
TWO_BINARY = units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
TWO_NOMINAL = units("a a b b d c c c e d d a", "b a b b b c c c e d d d")
FOUR_MISSING = units(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


@pytest.mark.parametrize(
    ("coded", "published"), [(TWO_BINARY, 0.095), (TWO_NOMINAL, 0.692), (FOUR_MISSING, 0.743)]
)
def test_alpha_is_the_one_published(coded: Counter[Unit], published: float) -> None:
    """Alpha of Krippendorff's own examples is what he computes by hand."""
    found = alpha(coded)

    assert found is not None
    assert published == round(found, 3)


@pytest.mark.parametrize(
    ("table", "published"),
    [
        # the grant proposals of many textbooks, and two tables of the same agreement, another kappa
        ((20, 5, 10, 15), 0.40),
        ((45, 15, 25, 15), 0.1304),
        ((25, 35, 5, 35), 0.2593),
    ],
)
def test_kappa_is_the_one_published(table: tuple[int, ...], published: float) -> None:
    """Cohen's kappa of a two-by-two table is what textbooks give for it."""
    cells: tuple[Unit, ...] = (("y", "y"), ("y", "n"), ("n", "y"), ("n", "n"))

    found = kappa(dict(zip(cells, table, strict=True)))

    assert found is not None
    assert published == round(found, 4)


def test_sets_that_overlap_are_less_apart() -> None:
    """MASI: equal 0, part of the other 1 - 2/3 of the overlap, crossing 1 - 1/3 of it, else 1."""
    one = frozenset("ab")

    told = [masi(one, frozenset(other)) for other in ("ab", "abcd", "bc", "cd", "")]

    assert [0, 1 - 1 / 2 * 2 / 3, 1 - 1 / 3 * 1 / 3, 1, 1] == pytest.approx(told)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=30))
def test_no_measure_is_above_one_or_minds_who_is_first(pairs: list[Unit]) -> None:
    """Measures are at most 1, 1 where all agree, and the same with the people changed about."""
    coded: Counter[Unit] = Counter(pairs)
    turned: Counter[Unit] = Counter((other, one) for one, other in pairs)

    for measure in (percent, kappa, alpha):
        found = measure(coded)
        assert found == pytest.approx(measure(turned))
        assert found is None or found <= 1 + 1e-12
        if all(one == other for one, other in pairs):
            assert found in (None, pytest.approx(1))


def coded(ref: str, settled: Answer | None = None, **answers: Answer) -> Coded:
    """A sampled post with what people say."""
    told: dict[str, Any] = {"stratum": "fr", "weight": 1.0, "machine": Answer()}
    return Coded(ref=ref, answers=answers, settled=settled, **told)


HEALTH = Answer(themes=frozenset({"health"}), language="fr")
SCHOOL = Answer(themes=frozenset({"education"}), language="fr")
NOTHING = Answer(language="fr")


def test_each_theme_has_its_figures() -> None:
    """Themes are compared together, as sets, and one by one, each with its interval."""
    posts = [coded(str(n), Anna=HEALTH, Ben=HEALTH) for n in range(6)]
    posts += [coded(str(n), Anna=SCHOOL, Ben=NOTHING) for n in range(6, 10)]
    posts += [coded("alone", Anna=SCHOOL)]

    found = {(one.kind, one.value): one for one in agreements(posts, seed=1)}

    health, school = found["theme", "health"], found["theme", "education"]
    assert {("theme", ""), ("theme", "health"), ("theme", "education")} < set(found)
    assert (10, 6, 1.0) == (health.posts, health.named, health.alpha and health.alpha.value)
    assert school.percent is not None
    assert (4, 0.6) == (school.named, school.percent.value)
    assert school.percent.low < 0.6 < school.percent.high
    assert school.kappa is not None
    assert school.kappa.value == 0
    assert agreements(posts, seed=1) == agreements(posts, seed=1)


def alike(number: int, of: int) -> list[Coded]:
    """So many posts on which two people agree, the first ones having a theme."""
    told = [HEALTH] * number + [NOTHING] * (of - number)
    return [coded(str(n), Anna=answer, Ben=answer) for n, answer in enumerate(told)]


def test_agreement_on_few_posts_is_not_certain() -> None:
    """Six posts said alike bear out six in ten, by Wilson's interval, and no more."""
    (whole,) = (one for one in agreements(alike(6, of=6), seed=1) if one.value == "health")

    assert whole.percent is not None
    assert (1, 0.61) == (whole.percent.value, round(whole.percent.low, 2))
    assert whole.is_small


@pytest.mark.parametrize(("number", "of"), [(6, 12), (5, 16), (1, 30)])
def test_without_a_disagreement_alpha_and_kappa_are_not_certain(number: int, of: int) -> None:
    """Resamples of what is all alike are all alike; the bound is that of the agreement."""
    (health,) = (one for one in agreements(alike(number, of), seed=1) if one.value == "health")

    for found in (health.kappa, health.alpha):
        assert found is not None
        assert (1, 1) == (found.value, found.high)
        assert found.low < 0.6
    assert health.is_small


def test_the_lower_bound_is_cohens_with_wilsons_agreement() -> None:
    """With half of the posts by chance, what may be disagreed on counts twice."""
    (health,) = (one for one in agreements(alike(6, of=12), seed=1) if one.value == "health")

    agreed = wilson(12, 12)
    assert agreed is not None
    assert health.kappa is not None
    assert 1 - (1 - agreed.low) / 0.5 == pytest.approx(health.kappa.low)


def test_many_posts_are_enough() -> None:
    """Two hundred posts said alike make every figure sure."""
    (health,) = (one for one in agreements(alike(90, of=200), seed=1) if one.value == "health")

    assert health.alpha is not None
    assert health.alpha.low > 0.9
    assert not health.is_small


def test_what_is_settled_is_no_disagreement() -> None:
    """Disagreements are told by post and kind, until somebody has settled them."""
    posts = [
        coded("one", Anna=HEALTH, Ben=SCHOOL),
        coded("two", Anna=HEALTH, Ben=SCHOOL, settled=HEALTH),
        coded("three", Anna=HEALTH, Ben=HEALTH),
    ]

    found = disagreements(posts)

    assert [("one", "theme")] == [(one.ref, one.kind) for one in found]
    assert {"Anna": ("health",), "Ben": ("education",)} == found[0].said
