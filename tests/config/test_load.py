"""config.load: everything config/ says, or every mistake in it."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.problems import append, change, problems
from fb_watch.config.load import load, load_codebook
from fb_watch.errors import ConfigError
from fb_watch.model.collected import Page
from fb_watch.model.settings import AmbiguousTerm, Heading, PlaceTerm, Settings, Term

START = datetime(2020, 3, 1, tzinfo=UTC)


def test_settings_and_pages_become_records(home: Path) -> None:
    """What the two files say stands in the records; what they leave out has its default."""
    config = load(home)

    assert Settings(regions=("africa", "asia"), start=START) == config.settings
    assert (
        Page(
            key="central-africa",
            id="100000000000002",
            name="Réseau de solidarité",
            region="africa",
            countries=("CD", "CF"),
            languages=("fr",),
            start=START,
        ),
        Page(
            key="south-asia",
            id="south.asia",
            name="Solidarity Network",
            region="asia",
            every=timedelta(hours=1),
            start=START,
        ),
    ) == config.pages


def test_codebook_becomes_records(home: Path) -> None:
    """Themes, questions, terms and places come in the order of their files."""
    codebook = load_codebook(home)

    assert (
        Heading(
            id="education",
            labels={"en": "Education", "fr": "Éducation", "es": "Educación"},
            definitions={"en": "School.", "fr": "L’école.", "es": "La escuela."},
            neighbours=("poverty",),
            crosswalk={"sdg": ("4",)},
        )
        == codebook.themes[0]
    )
    assert ["challenges"] == [question.id for question in codebook.questions]
    assert [
        ("theme", "education", "école*", "strong", 2),
        ("theme", "poverty", "faim", "weak", 3),
        ("question", "challenges", "manque de", "strong", 4),
        ("theme", "", "faire école", "mask", 5),
    ] == [(t.kind, t.value, t.text, t.strength, t.line) for t in codebook.terms]
    assert {"fr"} == {term.language for term in codebook.terms}
    assert (
        PlaceTerm(text="Goma", country="CD", language="", kind="city"),
        PlaceTerm(text="Central Africa", country="", language="en", kind="mask", case="any"),
    ) == codebook.places
    assert (
        AmbiguousTerm(
            text="Congo",
            language="",
            candidates=("CD", "CG"),
            when=(("CD", ("RDC", "Goma")), ("CG", ("Brazzaville",))),
        ),
    ) == codebook.ambiguous


def test_mistakes_of_all_files_come_at_once(home: Path) -> None:
    """One mistake in each file gives six problems, by file and line."""
    change(home, "settings.toml", "start", "begin")
    change(home, "pages.toml", '"CD"', '"UK"')
    change(home, "themes.toml", '"poverty"', '"povert"')
    change(home, "terms/fr.csv", "weak", "feeble")
    change(home, "places.csv", "city", "town")
    change(home, "ambiguous.csv", "page", "perhaps")

    assert [
        "ambiguous.csv:2: otherwise = perhaps: is not known here."
        " Possible here: CD, CG, none, not-first, page.",
        "pages.toml:5: pages.central-africa.countries = UK: is not the code of a country."
        " Did you mean GB?",
        "places.csv:2: kind = town: is not known here. Possible here: city, demonym, mask, name.",
        "settings.toml:2: begin = 2020-03-01: is not known here."
        " Possible here: again, every, every_at_least, graph, language, look_back, mass_share,"
        " media, regions, start.",
        "themes.toml:4: themes.education.neighbours = povert: is not one of the themes."
        " Did you mean poverty?",
        "terms/fr.csv:3: strength = feeble: is not known here. Possible here: mask, strong, weak.",
    ] == problems(home)


def test_one_mistake_hides_no_other(home: Path) -> None:
    """Not in a table that stands there twice, in bytes of another encoding, in other settings."""
    first = (home / "config" / "pages.toml").read_text("utf-8").partition("[pages.")[2]
    key = first.partition("]")[0]
    append(home, "pages.toml", f"\n[pages.{key}]\nid = 'x'\n[pages.x]\nid = 5\nregion = 'mars'\n")
    append(home, "settings.toml", "\nthreshhold = 1\n")
    with (home / "config" / "terms" / "fr.csv").open("ab") as terms:
        terms.write("nothing,école,strong,,\n".encode("latin-1"))

    told = "\n".join(problems(home))

    for words in ("table stands in the file twice", "pages.x.id = 5", "mars", "threshhold"):
        assert words in told
    for words in ("is not UTF-8 text", "nothing"):
        assert words in told


def test_missing_files_are_named_with_a_remedy(home: Path) -> None:
    """Each file that is not there is one problem, and fb-watch init is the remedy."""
    for name in ("settings.toml", "pages.toml", "themes.toml", "places.csv", "ambiguous.csv"):
        (home / "config" / name).unlink()
    (home / "config/terms/fr.csv").unlink()

    remedy = "fb-watch init puts the default one there."
    assert [
        f"ambiguous.csv: is missing. {remedy}",
        f"pages.toml: is missing. {remedy}",
        f"places.csv: is missing. {remedy}",
        f"settings.toml: is missing. {remedy}",
        f"terms: has no file of terms. {remedy}",
        f"themes.toml: is missing. {remedy}",
    ] == problems(home)


def test_folder_without_config_is_one_problem(tmp_path: Path) -> None:
    """Where there is no config/ at all, that is said once."""
    found = problems(tmp_path)

    assert 1 == len(found)
    assert "fb-watch init" in found[0]


def test_windows_files_read_the_same(home: Path) -> None:
    """A byte order mark, Windows line ends and semicolons change neither records nor hash."""
    before = load(home)
    for path in (home / "config").rglob("*.*"):
        text = path.read_text("utf-8")
        if path.suffix == ".csv":
            text = text.replace(",", ";")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert before == load(home)


def test_hash_does_not_see_order_or_wording(home: Path) -> None:
    """Lines in another order, notes and labels leave the edition's name as it is."""
    before = load_codebook(home).hash
    path = home / "config/terms/fr.csv"
    head, *lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([head, *reversed(lines)]), "utf-8")
    change(home, "terms/fr.csv", "un défi nommé", "autre remarque")
    change(home, "themes.toml", "La escuela.", "El colegio.")

    assert before == load_codebook(home).hash


def test_hash_sees_what_decides_tags(home: Path) -> None:
    """A term, a strength, a place, a cue or a theme more gives the edition another name."""
    names = {load_codebook(home).hash}
    for file, old, new in (
        ("terms/fr.csv", "faim", "famine"),
        ("terms/fr.csv", "weak", "strong"),
        ("places.csv", "Goma", "Bukavu"),
        ("ambiguous.csv", "RDC Goma", "RDC"),
        ("themes.toml", "[questions.challenges]", "[questions.needs]"),
    ):
        change(home, file, old, new)
        if file == "themes.toml":
            change(home, "terms/fr.csv", "question:challenges", "question:needs")
        names.add(load_codebook(home).hash)

    assert 6 == len(names)
    assert all(len(name) == 12 and int(name, 16) >= 0 for name in names)


def test_terms_know_where_they_stand(home: Path) -> None:
    """The file and line of a term lead to it in the spreadsheet, quoted line breaks and all."""
    append(home, "terms/fr.csv", 'education,lycée,,,"une\nremarque"\neducation,collège,,,\n')

    last = load_codebook(home).terms[-1]

    assert (
        Term(
            kind="theme",
            value="education",
            language="fr",
            text="collège",
            file="config/terms/fr.csv",
            line=8,
        )
        == last
    )


def test_nothing_heavy_is_loaded_with_the_doors() -> None:
    """Pydantic is loaded by reading a configuration, not by importing the program."""
    doors = "load, home, default, environment, durations"
    code = f"import sys; from fb_watch.config import {doors}; print('pydantic' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "False\n" == said.stdout


def test_a_mistake_that_makes_all_lines_of_a_sheet_wrong_is_one_line(home: Path) -> None:
    """A theme that is gone from themes.toml does not bury its cause under its terms."""
    change(home, "themes.toml", "themes.education", "themes.schools")
    with (home / "config" / "terms" / "fr.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"education,mot{n}\n" for n in range(50))

    with pytest.raises(ConfigError) as caught:
        load(home)

    lines = [line for line in caught.value.message.splitlines() if "terms/fr.csv" in line]
    assert 1 == len(lines)
    assert lines[0].endswith("lines more)")
