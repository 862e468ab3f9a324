"""config.default and the configuration that comes with the program."""

from pathlib import Path

from fb_watch.config.default import write_default
from fb_watch.config.load import load, load_codebook
from fb_watch.enrich.collisions import loaded

ROOT = Path(__file__).parents[2]
# The languages of the network that the codebook speaks.
LANGUAGES = "ar bn de en es fr hi ht id it mg pt ru sw tl tr ur zh".split()
KEYS = [
    "cote-divoire",
    "central-africa",
    "anglophone-africa",
    "madagascar",
    "south-asia",
    "asia-pacific",
    "north-america",
    "latin-america",
    "europe",
    "lebanon",
]


def test_default_is_right_as_it_comes(tmp_path: Path) -> None:
    """What init writes loads without a mistake: ten pages, nine themes, three questions."""
    write_default(tmp_path)

    config = load(tmp_path)

    assert KEYS == [page.key for page in config.pages]
    assert [str(100000000000001 + n) for n in range(10)] == [page.id for page in config.pages]
    assert 9 == len(config.codebook.themes)
    assert {"challenges", "mobilisation", "priorities"} == {q.id for q in config.codebook.questions}


def test_every_theme_and_question_has_its_stems() -> None:
    """At least 40 in English, French and Spanish and 25 in each other language, masks apart."""
    codebook = load_codebook(ROOT)
    stems = loaded(codebook)

    few = {
        (heading, language): stems[heading].get(language, 0)
        for heading in stems
        for language in LANGUAGES
        if stems[heading].get(language, 0) < (40 if language in ("en", "fr", "es") else 25)
    }

    assert 12 == len(stems)
    assert {} == few


def test_default_settings_are_the_program_s_own(tmp_path: Path) -> None:
    """settings.toml may be emptied: all but regions and start are what the program takes anyway."""
    write_default(tmp_path)
    written = load(tmp_path).settings
    path = tmp_path / "config/settings.toml"
    lines = path.read_text("utf-8").splitlines()
    kept = [line for line in lines if line.startswith(("regions", "start"))]
    path.write_text("\n".join(kept), "utf-8")

    assert written == load(tmp_path).settings


def test_all_that_is_written_is_told(tmp_path: Path) -> None:
    """The files and the archive folder made are given back, and they are there."""
    written = write_default(tmp_path / "new" / "home")

    home = tmp_path / "new" / "home"
    assert [path for path in written if not path.exists()] == []
    assert {path for path in home.rglob("*") if path.is_file()} | {home / "archive"} == set(written)
    assert home / "config/terms/fr.csv" in written


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A second init changes nothing; one file taken away comes back alone."""
    write_default(tmp_path)
    own = tmp_path / "config/pages.toml"
    own.write_text("mine", "utf-8")

    assert [] == write_default(tmp_path)
    assert "mine" == own.read_text("utf-8")

    places = tmp_path / "config/places.csv"
    places.unlink()

    assert [places] == write_default(tmp_path)


def test_every_example_in_a_remark_is_right(tmp_path: Path) -> None:
    """The group in pages.toml that is only a remark loads once its # are taken away."""
    write_default(tmp_path)
    path = tmp_path / "config/pages.toml"
    before, heading, example = path.read_text("utf-8").partition("# [pages.madagascar-group]")
    lines = (heading + example).splitlines()
    path.write_text(before + "\n".join(line.removeprefix("# ") for line in lines), "utf-8")

    page = load(tmp_path).pages[-1]

    assert ("madagascar-group", "group", "Indian/Antananarivo") == (
        page.key,
        page.kind,
        page.timezone,
    )
