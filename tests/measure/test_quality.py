import pytest

from fb_watch.measure.intervals import wilson
from fb_watch.measure.quality import Quality, qualities
from fb_watch.model.reviewed import Answer, Coded


def post(
    machine: str = "", people: str = "", stratum: str = "fr", weight: float = 1.0, **said: Answer
) -> Coded:
    """A sampled post: themes by the machine, by one person, or by several."""
    answers = said or {"Anna": answer(people, stratum)}
    return Coded(
        ref="", stratum=stratum, weight=weight, machine=answer(machine, stratum), answers=answers
    )


def answer(themes: str, language: str = "fr") -> Answer:
    """An answer of these themes."""
    return Answer(themes=frozenset(themes.split()), language=language)


def figure(posts: list[Coded], value: str, language: str = "", kind: str = "theme") -> Quality:
    """The figures of one value."""
    (found,) = [
        one
        for one in qualities(posts)
        if (one.kind, one.value, one.language) == (kind, value, language)
    ]
    return found


def test_precision_is_of_what_is_said_and_recall_of_what_is_so() -> None:
    """Hits, wrong and missed are counted; their shares are precision and recall."""
    posts = [post("health", "health")] * 6 + [post("health", "")] * 2 + [post("", "health")] * 4

    found = figure(posts, "health")

    assert (6, 2, 4) == (found.hits, found.wrong, found.missed)
    assert found.precision is not None
    assert found.recall is not None
    assert (0.75, 0.6) == (found.precision.value, found.recall.value)
    assert found.is_small


def test_weights_make_the_sample_stand_for_the_whole() -> None:
    """A post that stands for ten counts ten times, and leaves the interval wider for it."""
    posts = [post("health", "health", "fr", 10.0)] * 10 + [post("health", "", "mg", 1.0)] * 10

    twenty_alike = wilson(20 * 100 / 110, 20)
    assert twenty_alike is not None
    all_of_it, malagasy = figure(posts, "health"), figure(posts, "health", "mg")

    assert all_of_it.precision is not None
    assert 100 / 110 == pytest.approx(all_of_it.precision.value)
    assert all_of_it.precision.low < twenty_alike.low
    assert malagasy.precision is not None
    assert 0 == malagasy.precision.value
    assert 0 == all_of_it.missed


def test_what_people_disagree_on_is_left_out_until_it_is_settled() -> None:
    """Where two say different themes no theme is judged; the language they agree on is."""
    posts = [post("health", Anna=answer("health"), Ben=answer("education"))]

    themes = [one for one in qualities(posts) if one.kind == "theme"]

    assert [] == themes
    assert 1 == figure(posts, "fr", kind="language").hits


def test_a_large_sample_is_not_called_small() -> None:
    """With some hundred posts the interval is narrow enough to be leant on."""
    posts = [post("health", "health")] * 180 + [post("health", "")] * 20

    assert not figure(posts, "health").is_small
