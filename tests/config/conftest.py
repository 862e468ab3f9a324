"""A small home folder in which everything is right."""

from pathlib import Path

import pytest

SETTINGS = """\
regions = ["africa", "asia"]
start = 2020-03-01
"""

PAGES = """\
[pages.central-africa]
id = "100000000000002"
name = "Réseau de solidarité"
region = "africa"
countries = ["CD", "CF"]
languages = ["fr"]

[pages.south-asia]
id = "south.asia"
name = "Solidarity Network"
region = "asia"
every = "1h"
"""

THEMES = """\
[themes.education]
label = { fr = "Éducation", en = "Education", es = "Educación" }
definition = { fr = "L’école.", en = "School.", es = "La escuela." }
neighbours = ["poverty"]
crosswalk = { sdg = ["4"] }

[themes.poverty]
label = { fr = "Pauvreté", en = "Poverty", es = "Pobreza" }
definition = { fr = "Le manque.", en = "Want.", es = "La falta." }

[questions.challenges]
label = { fr = "Défis ?", en = "Challenges?", es = "¿Retos?" }
definition = { fr = "Ce qui manque.", en = "What is missing.", es = "Lo que falta." }
"""

FRENCH = """\
theme,term,strength,case,note
education,école*,,,
poverty,faim,weak,,
question:challenges,manque de,strong,any,un défi nommé
*,faire école,mask,,
"""

PLACES = """\
term,country,language,kind,case,note
Goma,CD,,city,,
Central Africa,,en,mask,,
"""

AMBIGUOUS = """\
term,language,candidates,when,otherwise,case,note
Congo,,CD CG,CD: RDC Goma | CG: Brazzaville,page,,
"""


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages come in English, whatever the shell speaks."""
    monkeypatch.setenv("FB_WATCH_LANG", "en")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with two pages, two themes, one question and one language."""
    files = {
        "settings.toml": SETTINGS,
        "pages.toml": PAGES,
        "themes.toml": THEMES,
        "terms/fr.csv": FRENCH,
        "places.csv": PLACES,
        "ambiguous.csv": AMBIGUOUS,
    }
    (tmp_path / "config" / "terms").mkdir(parents=True)
    for name, text in files.items():
        (tmp_path / "config" / name).write_text(text, "utf-8")
    return tmp_path
