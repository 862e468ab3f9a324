from typing import Any

from fb_watch.export.covering import complete
from fb_watch.model.archived import Query
from make import about


def page(key: str, *stretches: tuple[str | None, str], gaps: Any = ()) -> dict[str, Any]:
    """What is known of a page's time."""
    return {
        "page": key,
        "complete": [{"since": since, "until": until, "posts": 1} for since, until in stretches],
        "gaps": [
            {"since": since, "until": until, "received": 0, "reason": "interrupted"}
            for since, until in gaps
        ],
        "imports": [],
    }


MARCH, MAY, JULY = (f"2020-0{month}-01T00:00:00Z" for month in (3, 5, 7))


def test_one_stretch_is_told_with_its_days() -> None:
    """The end is a midnight: the day before is the last one."""
    assert "Complete: the beginning – June 30, 2020." == complete(
        about(coverage=(page("a", (None, JULY)),))
    )


def test_of_several_pages_the_time_that_all_have() -> None:
    """From where the last one begins to where the first one ends, within what was asked."""
    told = about(coverage=(page("a", (MARCH, JULY)), page("b", (None, MAY))), lang="fr")

    assert "1er mars 2020 – 30 avril 2020" in complete(told)


def test_gaps_are_counted() -> None:
    """Those that lie in that time, of every page."""
    pages = (page("a", (None, MARCH), (MAY, JULY), gaps=[(MARCH, MAY)]), page("b", (None, JULY)))

    assert "Complete but for 1 gap: the beginning – June 30, 2020." == complete(
        about(coverage=pages)
    )
    asked = Query(since=MAY, until=JULY)
    assert "Complete: May 1, 2020 – June 30, 2020." == complete(about(coverage=pages, query=asked))


def test_pages_without_any_are_told() -> None:
    """One among others, or all of them."""
    some = complete(about(coverage=(page("a", (None, JULY)), page("b"))))

    assert some.endswith("June 30, 2020. 1 page has no complete stretch.")
    assert complete(about(coverage=(page("b"),))).startswith("No page is known")
    assert "" == complete(about(coverage=()))
