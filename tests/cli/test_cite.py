import json
import re
import sqlite3
from pathlib import Path
from shutil import which

import pytest

from cli.typed import Typed, process
from fb_watch.demo.sample import later_edits

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout suffix="."><text value="OWN STYLE "/><text variable="title"/>
</layout></bibliography></style>"""
STYLES = ("apa", "apa-fr", "chicago", "chicago-note", "mla", "iso690-fr", "vancouver")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", ["text", "html", "md"])
def test_every_style_in_every_form(typed: Typed, style: str, form: str) -> None:
    """Each style names author, year, site, address and the archived version."""
    post = typed("show", "fbw:2020-000004", "--json").json

    result = typed("cite", "fbw:2020-000004", "--style", style, "--format", form)

    plain = result.out.replace("\\", "")
    assert (0, "") == (result.code, result.err)
    assert "Facebook" in plain
    assert "2020" in plain
    assert "facebook.com" in plain
    assert f"fbw:2020-000004@{post['hash'][:8]}" in plain


def test_no_two_styles_are_the_same(typed: Typed) -> None:
    """A style is more than a name."""
    told = {typed("cite", "fbw:2020-000004", "--style", style).out for style in STYLES}

    assert len(STYLES) == len(told)


def test_forms_for_reference_managers(typed: Typed) -> None:
    """CSL-JSON parses, RIS and BibLaTeX begin and end as they must; --json is CSL-JSON."""
    line = ("cite", "fbw:2020-000004", "fbw:2020-000005", "--format")

    items = typed(*line, "csl-json").json
    ris = typed(*line, "ris").out
    biblatex = typed(*line, "biblatex").out

    assert ["post", "post"] == [item["type"] for item in items]
    assert items == typed(*line[:-1], "--json").json
    assert 2 == ris.count("TY  - ") == ris.count("ER  - ")
    assert 2 == len(re.findall(r"^@online\{", biblatex, re.MULTILINE))


def test_references_come_in_the_order_given(typed: Typed) -> None:
    """One reference a line, as given; an id and a permalink do as well."""
    first, second = (typed("show", f"fbw:2020-00000{n}", "--json").json for n in (5, 4))

    result = typed("cite", first["id"], second["permalink"], "--style", "vancouver")

    told = [re.findall(r"fbw:2020-\d{6}", line) for line in result.lines]
    assert [[first["ref"]], [second["ref"]]] == told


def test_a_version_named_is_the_version_cited(typed: Typed) -> None:
    """REF@hash cites the text as it stood; REF alone the newest."""
    post = typed("show", later_edits()[0].post_id, "--history", "--json").json
    old, new = (version["hash"][:8] for version in post["versions"])

    assert f"@{old}" in typed("cite", f"{post['ref']}@{old}").out
    assert f"@{new}" in typed("cite", post["ref"]).out


@pytest.mark.parametrize("form", ["text", "html", "md", "csl-json", "ris", "biblatex"])
def test_what_is_named_twice_is_cited_once(typed: Typed, form: str) -> None:
    """Also where it goes by its version or its id the second time; versions are told apart."""
    post = typed("show", later_edits()[0].post_id, "--history", "--json").json
    old, new = (f"{post['ref']}@{version['hash'][:8]}" for version in post["versions"])
    given = ("fbw:2020-000004", post["ref"], new, "fbw:2020-000004", post["id"], old, old)

    told = typed("cite", *given, "--format", form).out

    assert typed("cite", "fbw:2020-000004", new, old, "--format", form).out == told


def test_the_language_of_the_words_around(typed: Typed) -> None:
    """--lang changes the words of a style that speaks several languages."""
    told = {typed("cite", "fbw:2020-000004", "--lang", lang).out for lang in ("en", "fr", "es")}

    assert 3 == len(told)


def test_a_style_of_one_language_says_so(typed: Typed) -> None:
    """A language that the style is not written in changes nothing, and that is said."""
    plain = typed("cite", "fbw:2020-000004", "--style", "mla")
    asked = typed("cite", "fbw:2020-000004", "--style", "mla", "--lang", "fr")

    assert (0, plain.out) == (asked.code, asked.out)
    assert "mla" in asked.err
    assert "" == plain.err


def test_references_on_stdin() -> None:
    """`search --format refs | cite -` cites what was found; of nothing, nothing."""
    refs = process("search", "--page", "lebanon", "--format", "refs", "--limit", "5").out

    cited = process("cite", "-", "--format", "csl-json", given=refs)
    nothing = process("cite", "-", given="")

    assert refs.split() == [item["id"].split("@")[0] for item in json.loads(cited.out)]
    assert (0, "") == (nothing.code, nothing.out)


def test_an_unknown_reference_among_others_is_1(typed: Typed) -> None:
    """The others are cited; each that is not there is named, with what to do, once."""
    result = typed("cite", "nobody", "fbw:2020-000004", "fbw:2020-999999", "no one")
    alone = typed("cite", "nobody")

    assert (1, typed("cite", "fbw:2020-000004").out) == (result.code, result.out)
    for text in ("There is no post fbw:2020-999999.", "known as nobody.", "known as no one."):
        assert text in result.err
    assert 1 == result.err.count("Give a reference like")
    assert (1, "") == (alone.code, alone.out)


def test_posts_that_are_there_are_looked_at(typed: Typed) -> None:
    """Of references to look at, one that names no post does not keep the others from it."""
    refs = ("fbw:2020-000004", "fbw:2020-999999")

    proof, tags = typed("verify", *refs, "--json"), typed("tag", *refs, "--json")
    none = typed("verify", "fbw:2020-999999", "--json")

    assert (1, 1, 1) == (proof.code, tags.code, none.code)
    assert ["fbw:2020-999999"] == proof.json["not_found"] == none.json["not_found"]
    assert (True, 0) == (proof.json["versions"] > 0, none.json["versions"])
    assert ["fbw:2020-000004"] == [one["ref"] for one in tags.json]
    assert all("fbw:2020-999999" in one.err for one in (proof, tags, none))


def test_nothing_is_written_where_one_of_many_is_not_there(typed: Typed, own: Path) -> None:
    """A verb that writes does all that it was told, or nothing."""
    given = ("fbw:2020-000004", "fbw:2020-999999", "--by", "me")

    tagged = typed("tag", *given, "--add", "theme:poverty")

    assert 1 == tagged.code, own
    assert "fbw:2020-999999" in tagged.err
    assert [] == typed("tag", "fbw:2020-000004", "--json").json[0]["by_hand"]


def test_a_style_that_is_not_there_is_wrong_use(typed: Typed) -> None:
    """A misspelt style names those there are; a file that is absent is told by its name."""
    misspelt = typed("cite", "fbw:2020-000004", "--style", "mlaa")
    absent = typed("cite", "fbw:2020-000004", "--style", "none.csl")

    assert (2, 2) == (misspelt.code, absent.code)
    assert "iso690-fr" in misspelt.err
    assert "none.csl" in absent.err


def test_a_person_is_cited_by_name_only_where_asked_for(typed: Typed, own: Path) -> None:
    """A post that a person wrote goes by the page's name, unless --with-authors is given."""
    database = sqlite3.connect(own / "archive" / "archive.db")
    database.executescript(
        "DROP TRIGGER versions_are_never_changed; UPDATE versions SET author = 'A Person',"
        " author_id = '7' WHERE post = (SELECT key FROM posts WHERE ref = 'fbw:2020-000004')"
    )
    database.close()

    plain = typed("cite", "fbw:2020-000004").out
    named = typed("cite", "fbw:2020-000004", "--with-authors").out

    assert "A Person" not in plain
    assert named.startswith("A Person. (2020")


@pytest.fixture
def of_a_person(own: Path) -> str:
    """The reference of a post that a person wrote, who tells her number and address in it."""
    database = sqlite3.connect(own / "archive" / "archive.db")
    database.executescript(
        "DROP TRIGGER versions_are_never_changed; UPDATE versions SET author = 'Rakoto Jean',"
        " author_id = '7', message = 'Call me: +261 32 12 345 67, jean@ex.org'"
        " WHERE post = (SELECT key FROM posts WHERE ref = 'fbw:2020-000004')"
    )
    database.close()
    return "fbw:2020-000004"


@pytest.mark.parametrize("form", ["text", "html", "md", "csl-json", "ris", "biblatex"])
def test_what_a_person_wrote_is_masked(typed: Typed, of_a_person: str, form: str) -> None:
    """Title and abstract hold no number and address of a person; --unmasked leaves them."""
    masked = typed("cite", of_a_person, "--format", form).out
    whole = typed("cite", of_a_person, "--format", form, "--unmasked").out

    assert "•" in masked
    assert not re.search(r"345 67|jean@|Rakoto", masked)
    assert "345 67" in whole
    assert "Rakoto" not in whole


def test_a_person_is_a_participant_in_a_page(typed: Typed, of_a_person: str) -> None:
    """A person who is not named is no page: the page is where it was written."""
    page = typed("show", of_a_person, "--json").json["page_name"]

    told = typed("cite", of_a_person, "--lang", "fr").out

    assert told.startswith("[Participant·e]. (2020")
    assert f"Dans {page}. Facebook." in told


def test_an_older_version_names_the_newer(typed: Typed) -> None:
    """A reference to the text before an edit says that there is a newer one, and which."""
    post = typed("show", later_edits()[0].post_id, "--history", "--json").json
    old = post["versions"][0]["hash"][:8]
    newest = len(post["versions"])

    assert f"A newer version, {newest}, is archived." in typed("cite", f"{post['ref']}@{old}").out
    assert "newer" not in typed("cite", post["ref"]).out


@pytest.mark.skipif(which("pandoc") is None, reason="pandoc is not installed")
def test_a_document_in_another_style(typed: Typed, tmp_path: Path) -> None:
    """A dossier takes any style that `cite` takes, in its footnotes and its list."""
    style = tmp_path / "own.csl"
    style.write_text(STYLE)
    line = ("export", "--page", "lebanon", "--limit", "2", "--format", "md")

    told = typed(*line, "--style", str(style))
    absent = typed(*line, "--style", str(tmp_path / "none.csl"))

    assert (0, 4) == (told.code, told.out.count("OWN STYLE"))
    assert 2 == absent.code
    assert "none.csl" in absent.err
