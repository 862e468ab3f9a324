from pathlib import Path

import pytest

from cli.typed import Typed


@pytest.fixture
def dossier(typed: Typed, own: Path) -> Typed:
    """A home of its own with an empty dossier."""
    assert own
    assert 0 == typed("dossier", "create", "eau", "--title", "L’eau", "--by", "Anna").code
    return typed


def test_a_dossier_is_a_filter_everywhere(dossier: Typed) -> None:
    """Search, counts, export and the queue take the posts of a dossier, in its order."""
    refs = dossier.refs("eau", "--language", "fr", "--order", "oldest")[:4]
    dossier("dossier", "add", "eau", *refs, "--note", "chiffres", "--by", "Anna")

    found = dossier.refs("--dossier", "eau")
    exported = dossier("export", "--dossier", "eau", "--format", "csv").lines
    counted = dossier("stats", "--dossier", "eau", "--by", "language", "--json").json
    queue = dossier("review", "next", "--dossier", "eau", "--take", "9", "--json").json

    assert refs == [ref.partition("@")[0] for ref in found]
    assert len(refs) + 1 <= len(exported)
    assert [{"language": "fr", "posts": len(refs)}] == counted
    assert set(refs) == {post["ref"] for post in queue}


def test_what_a_dossier_shows(dossier: Typed) -> None:
    """Headings, posts with their version and notes stand in their order; JSON has them too."""
    refs = dossier.refs("--page", "madagascar")[:3]
    dossier("dossier", "add", "eau", *refs, "--by", "Anna")
    dossier("dossier", "add", "eau", "--heading", "Puits", "--before", refs[0], "--by", "Anna")
    dossier("dossier", "move", "eau", refs[2], "--before", "#puits", "--by", "Anna")
    dossier("dossier", "note", "eau", refs[1], "voir p. 4", "--by", "Ben")
    dossier("dossier", "remove", "eau", refs[0], "--by", "Ben")

    text = dossier("dossier", "show", "eau").out
    told = dossier("dossier", "show", "eau", "--json").json

    assert "L’eau" == told["title"]
    assert [refs[2], "Puits", refs[1]] == [
        one["heading"] or one["ref"].partition("@")[0] for one in told["entries"]
    ]
    assert text.index(refs[2]) < text.index("# Puits") < text.index("→ voir p. 4")
    listed = dossier("dossier", "list", "--json").json
    assert [("eau", 2, 1)] == [(one["name"], one["posts"], one["headings"]) for one in listed]


def test_the_note_of_a_heading_is_read(dossier: Typed) -> None:
    """What was said of a heading stands below it, on the screen and in a document."""
    dossier("dossier", "add", "eau", "--heading", "Puits", "--by", "Anna")
    dossier("dossier", "add", "eau", *dossier.refs("--page", "madagascar")[:2], "--by", "Anna")
    dossier("dossier", "note", "eau", "#Puits", "ceux de l’Est", "--by", "Anna")

    shown = dossier("dossier", "show", "eau").lines
    document = dossier("export", "--dossier", "eau", "--format", "md", "-o", "-").lines

    assert "→ ceux de l’Est" in shown[shown.index("# Puits") + 1]
    assert "ceux de l’Est" == next(filter(None, document[document.index("## Puits") + 1 :]))


def test_a_dossier_taken_away_comes_back(dossier: Typed) -> None:
    """The whole of it can be taken away and back."""
    dossier("dossier", "add", "eau", "--page", "madagascar", "--by", "Anna")
    before = dossier("dossier", "show", "eau", "--json").json

    dossier("dossier", "remove", "eau", "--whole", "--by", "Anna")
    gone = dossier("dossier", "show", "eau")
    dossier("review", "undo", "--by", "Anna")

    assert (1, "There is no dossier eau.") == (gone.code, gone.err.splitlines()[0][10:])
    assert before == dossier("dossier", "show", "eau", "--json").json


def test_references_from_a_dossier_name_its_versions(dossier: Typed) -> None:
    """What a dossier holds is cited as it holds it, also through `--format refs`."""
    posts = dossier("search", "--limit", "999", "--json").json
    ref = next(post["ref"] for post in posts if post["newest_version"] > 1)
    first = dossier("show", ref, "--history", "--json").json["versions"][0]["hash"]
    dossier("dossier", "add", "eau", f"{ref}@{first[:8]}", "--by", "Anna")

    assert [f"{ref}@{first[:8]}"] == dossier.refs("--dossier", "eau")


def test_another_version_of_a_post_that_is_in_it_is_told(dossier: Typed) -> None:
    """Which version a dossier keeps is not changed by a word; that one stays is said."""
    posts = dossier("search", "--limit", "999", "--json").json
    ref = next(post["ref"] for post in posts if post["newest_version"] > 1)
    told = dossier("show", ref, "--history", "--json").json["versions"]
    first, second, *_more = (f"{ref}@{version['hash'][:8]}" for version in told)

    said = dossier("dossier", "add", "eau", first, second, "--by", "Anna").err
    again = dossier("dossier", "add", "eau", second, "--by", "Anna", "--json").json

    assert f"{second} is another version of a post that is in it; that one stays." in said
    assert {"posts": 1, "added": 0, "other_versions": [second]} == again
    assert [first] == dossier.refs("--dossier", "eau")
