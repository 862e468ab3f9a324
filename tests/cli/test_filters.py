from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cli.typed import Typed
from fb_watch.cli.filters import moment
from fb_watch.errors import UsageError

Z = UTC


@pytest.fixture
def everything(typed: Typed) -> list[dict[str, Any]]:
    """Every post of the archive, newest first."""
    posts: list[dict[str, Any]] = typed("search", "--limit", "999", "--json").json
    assert len(posts) > 300
    return posts


@pytest.mark.parametrize(
    ("option", "value", "has"),
    [
        ("theme", "education", lambda p: "education" in {t["theme"] for t in p["themes"]}),
        ("theme", "none", lambda p: not p["themes"]),
        ("country", "KE", lambda p: "KE" in {c["country"] for c in p["countries"]}),
        ("country", "ke", lambda p: "KE" in {c["country"] for c in p["countries"]}),
        ("country", "none", lambda p: not p["countries"]),
        ("region", "asia", lambda p: p["region"] == "asia"),
        ("language", "ar", lambda p: p["language"]["code"] == "ar"),
        ("language", "zxx", lambda p: p["language"]["code"] == "zxx"),
        ("page", "lebanon", lambda p: p["page"] == "lebanon"),
        ("question", "challenges", lambda p: "challenges" in p["questions"]),
        ("kind", "video", lambda p: p["kind"] == "video"),
        ("status", "new", lambda p: p["status"] == "new"),
        ("availability", "online", lambda p: p["availability"]["state"] == "online"),
        ("has", "media", lambda p: p["media"] != []),
        ("has", "place", lambda p: p["place"] is not None),
        (
            "tagged-by",
            "machine",
            lambda p: (
                "machine" in {t["by"] for t in (*p["themes"], *p["countries"], p["language"])}
            ),
        ),
        ("since", "2021-01-01", lambda p: p["created_at"] >= "2021-01-01"),
        ("until", "2020-12-31", lambda p: p["created_at"] < "2021-01-01"),
    ],
)
def test_a_filter_finds_what_has_it_and_all_of_it(
    typed: Typed, everything: list[dict[str, Any]], option: str, value: str, has: Any
) -> None:
    """What a filter finds is what the posts themselves say, all of it and nothing else."""
    expected = [post["ref"] for post in everything if has(post)]

    assert expected == typed.refs(f"--{option}", value)
    assert expected


def test_only_archived_comments_count(typed: Typed) -> None:
    """The pages of the sample are watched without comments: a number alone is none."""
    assert [] == typed.refs("--has", "comments")
    assert typed.refs("--has", "comments", "--has", "place") == typed.refs("--has", "place")


@pytest.mark.parametrize("value", ["relevant", "set-aside", "verified"])
def test_a_status_no_post_has_finds_nothing(typed: Typed, value: str) -> None:
    """Every status and every availability can be asked for."""
    assert [] == typed.refs("--status", value)
    assert [] == typed.refs("--tagged-by", "hand")
    for state in ("missing", "gone", "restricted", "erased", "unknown"):
        assert [] == typed.refs("--availability", state)


@pytest.mark.parametrize(
    ("option", "one", "other"),
    [
        ("theme", "education", "none"),
        ("country", "KE", "MG"),
        ("region", "asia", "europe"),
        ("language", "ar", "zh"),
        ("page", "lebanon", "europe"),
        ("question", "challenges", "priorities"),
        ("kind", "video", "event"),
        ("has", "place", "media"),
    ],
)
def test_a_filter_given_twice_means_either(typed: Typed, option: str, one: str, other: str) -> None:
    """Twice the same filter finds what either finds."""
    name = f"--{option}"

    either = typed.refs(name, one, name, other)

    assert set(typed.refs(name, one)) | set(typed.refs(name, other)) == set(either)


def test_different_filters_mean_both(typed: Typed) -> None:
    """Different filters, and words, find what all of them find."""
    alone = [
        typed.refs("--theme", "education"),
        typed.refs("--country", "MG", "--country", "CI"),
        typed.refs("--since", "2020-04", "--until", "2020-09"),
        typed.refs("école*"),
    ]

    together = typed.refs(
        *("école*", "--theme", "education", "--country", "MG", "--country", "CI"),
        *("--since", "2020-04", "--until", "2020-09"),
    )

    assert set.intersection(*map(set, alone)) == set(together)
    assert together


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2020", datetime(2020, 1, 1, tzinfo=Z), datetime(2021, 1, 1, tzinfo=Z)),
        ("2020-05", datetime(2020, 5, 1, tzinfo=Z), datetime(2020, 6, 1, tzinfo=Z)),
        ("2020-12", datetime(2020, 12, 1, tzinfo=Z), datetime(2021, 1, 1, tzinfo=Z)),
        ("2020-02", datetime(2020, 2, 1, tzinfo=Z), datetime(2020, 3, 1, tzinfo=Z)),
        ("2020-05-30", datetime(2020, 5, 30, tzinfo=Z), datetime(2020, 5, 31, tzinfo=Z)),
        ("20200530", datetime(2020, 5, 30, tzinfo=Z), datetime(2020, 5, 31, tzinfo=Z)),
        ("2020-W22-6", datetime(2020, 5, 30, tzinfo=Z), datetime(2020, 5, 31, tzinfo=Z)),
    ],
)
def test_a_day_month_or_year_is_meant_whole(text: str, begin: datetime, end: datetime) -> None:
    """--since takes its beginning, --until its end."""
    assert begin == moment(text, "--since")
    assert end == moment(text, "--until", end=True)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2020-05-30T13:33Z", datetime(2020, 5, 30, 13, 33, tzinfo=Z)),
        ("2020-05-30T13:33:10", datetime(2020, 5, 30, 13, 33, 10, tzinfo=Z)),
        ("2020-05-30 13:33+02:00", datetime(2020, 5, 30, 11, 33, tzinfo=Z)),
        ("2020-05-30T23:00-05:00", datetime(2020, 5, 31, 4, tzinfo=Z)),
    ],
)
def test_a_time_is_meant_to_the_second(text: str, time: datetime) -> None:
    """A time with its zone is taken as it is; without one it is UTC."""
    assert time == moment(text, "--since")
    assert time == moment(text, "--until", end=True)


@pytest.mark.parametrize(
    "text",
    ["20", "2020-5", "2020-13", "2020-02-30", "30.5.2020", "now", "0000", "9999-12-31T23:59-05:00"],
)
def test_what_is_no_date_is_wrong_use(text: str) -> None:
    """Anything else is refused with the option's name and how a date is written."""
    with pytest.raises(UsageError, match=f"--since: {text}") as refused:
        moment(text, "--since")

    assert "2020-05-30" in refused.value.remedy


@pytest.mark.parametrize("text", ["0001", "9998", "9998-12-31"])
def test_dates_far_away_are_dates(typed: Typed, text: str) -> None:
    """The first and the last years that a calendar has can be asked for."""
    assert 0 == typed("search", "--since", text, "--limit", "1").code
    assert 0 == typed("search", "--until", text, "--limit", "1").code


def test_a_period_begins_and_ends_where_it_says(
    typed: Typed, everything: list[dict[str, Any]]
) -> None:
    """A post of this second is in --since this second, and not in --until this second."""
    post = everything[len(everything) // 2]
    at = post["created_at"]
    after = (datetime.fromisoformat(at) + timedelta(seconds=1)).isoformat()

    assert post["ref"] in typed.refs("--since", at)
    assert post["ref"] not in typed.refs("--until", at)
    assert post["ref"] in typed.refs("--until", after)
    assert post["ref"] not in typed.refs("--since", after)


def test_the_orders(typed: Typed, everything: list[dict[str, Any]]) -> None:
    """Newest without words; oldest and engagement are what they say; relevance needs words."""

    def engagement(post: dict[str, Any]) -> int:
        return sum(post["counts"][what] or 0 for what in ("reactions", "comments", "shares"))

    refs = [post["ref"] for post in everything]
    ranked = typed("search", "--order", "engagement", "--limit", "999", "--json").json

    assert sorted(everything, key=lambda p: p["created_at"], reverse=True) == everything
    assert refs == typed.refs("--order", "newest")
    assert refs == typed.refs("--order", "relevance")
    assert refs[::-1] == typed.refs("--order", "oldest")
    assert sorted(map(engagement, everything), reverse=True) == list(map(engagement, ranked))
    assert typed.refs("school") == typed.refs("school", "--order", "relevance")
    assert sorted(typed.refs("school")) == sorted(typed.refs("school", "--order", "newest"))


def test_limit_and_offset_cut_pages_out_of_one_list(typed: Typed) -> None:
    """Pages put together are the whole list; 20 posts are shown where no limit is given."""
    whole = typed.refs("--theme", "education")

    def page(*line: str) -> list[str]:
        return typed("search", "--theme", "education", "--format", "refs", *line).lines

    assert whole[:20] == page()
    assert whole[:7] == page("--limit", "7")
    assert whole[7:12] == page("--limit", "5", "--offset", "7")
    assert [] == page("--limit", "0")
    assert [] == page("--offset", "9999")


def test_options_may_stand_between_words(typed: Typed) -> None:
    """Words before and after an option are one question."""
    assert typed.refs("school", "girls", "--country", "KE") == typed.refs(
        "school", "--country", "KE", "girls"
    )


def test_a_value_no_post_has_is_told_with_the_nearest(typed: Typed) -> None:
    """A mistyped value finds nothing, with 0, and stderr says which one it was."""
    result = typed("search", "--theme", "educaton", "--country", "KE", "--format", "json")

    assert (0, []) == (result.code, result.json)
    assert "--theme educaton" in result.err
    assert "Did you mean education?" in result.err
    assert "--country" not in result.err
    assert "educaton" in typed("stats", "--theme", "educaton").err
    assert "educaton" in typed("export", "--theme", "educaton").err
