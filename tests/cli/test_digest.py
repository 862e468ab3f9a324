from cli.typed import Typed

JUNE = ("--since", "2020-06-01", "--until", "2020-06-30")


def test_a_digest_counts_what_is_new_beside_what_was_before(typed: Typed) -> None:
    """Its numbers are those of a search over the same days, and of as many days before."""
    told = typed("digest", *JUNE, "--json").json
    before = ("--since", "2020-05-02", "--until", "2020-05-31")

    assert len(typed.refs(*JUNE)) == told["posts"]
    assert 10 == len(told["newest"])
    education = next(one for one in told["counts"]["theme"] if one["value"] == "education")
    assert len(typed.refs(*JUNE, "--theme", "education")) == education["posts"]
    assert len(typed.refs(*before, "--theme", "education")) == education["before"]


def test_a_digest_is_read_by_people(typed: Typed) -> None:
    """Tables, then the newest posts, the newest first."""
    result = typed("digest", *JUNE, "--limit", "2", "--country", "MG")

    assert 0 == result.code
    assert "posts since 2020-06-01" in result.out
    newest = typed.refs(*JUNE, "--country", "MG", "--order", "newest")[:2]
    assert newest == [word for word in result.out.split() if word.startswith("fbw:")]


def test_a_digest_of_a_saved_search(typed: Typed) -> None:
    """It takes the words of the search, and the days of its own."""
    assert 0 == typed("saved", "add", "schools", "school", "--by", "ANNA").code

    told = typed("digest", "--saved", "schools", *JUNE, "--json").json

    assert len(typed.refs("school", *JUNE)) == told["posts"]


def test_nothing_new_is_said(typed: Typed) -> None:
    """An empty digest is no mistake."""
    result = typed("digest", "--since", "2031-01-01")

    assert 0 == result.code
    assert "0 posts since 2031-01-01" in result.out
