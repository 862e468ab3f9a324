import pytest

from fb_watch.export.asked import asked
from fb_watch.model.archived import Query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(Query(limit=None), "", id="everything"),
        pytest.param(
            Query(words="école fermée", countries=("MG", "CI"), limit=None),
            "école fermée --country MG --country CI",
            id="words and filters",
        ),
        pytest.param(Query(words='"a phrase"', limit=7), "'\"a phrase\"' --limit 7", id="phrase"),
        pytest.param(
            Query(since="2020-04-01T00:00:00Z", until="2020-07-01T00:00:00Z", limit=None),
            "--since 2020-04-01 --until 2020-06-30",
            id="whole days, both inclusive",
        ),
        pytest.param(
            Query(until="2020-07-01T12:00:00Z", limit=None), "--until 2020-07-01T12:00:00Z"
        ),
        pytest.param(Query(refs=tuple(f"r{n}" for n in range(99)), limit=None), "r0 r1 r2 … (99)"),
    ],
)
def test_a_query_is_told_as_it_would_be_typed(query: Query, expected: str) -> None:
    """The query that an export says is the command line that finds the same posts."""
    assert expected == asked(query)
