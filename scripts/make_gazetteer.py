"""
In: Unicode CLDR, fetched with npm. Out: enrich/data/names.tsv and regions.tsv. For maintainers.

    .venv/bin/python scripts/make_gazetteer.py                 # fetches, needs npm and the network
    .venv/bin/python scripts/make_gazetteer.py --from DIR      # DIR holds the two unpacked packages

Only the names of CLDR come from here; what people write besides (demonyms, towns, short forms) is
kept by hand in the other files of enrich/data. The same CLDR release gives the same bytes.
"""

import argparse
import json
import re
import subprocess
import tarfile
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RELEASE = "48.2.0"
PACKAGES = ("cldr-localenames-full", "cldr-core")
DATA = Path(__file__).parents[1] / "src" / "fb_watch" / "enrich" / "data"

# CLDR's locale → our language code. Chosen, not all: each further language brings names that are
# everyday words elsewhere.
LANGUAGES = {
    code: code
    for code in [
        "am",
        "ar",
        "bn",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "fa",
        "fr",
        "gu",
        "ha",
        "he",
        "hi",
        "id",
        "ig",
        "it",
        "ja",
        "km",
        "kn",
        "ko",
        "ln",
        "lo",
        "mg",
        "ml",
        "mr",
        "ms",
        "my",
        "ne",
        "nl",
        "om",
        "pa",
        "pl",
        "pt",
        "ro",
        "ru",
        "rw",
        "si",
        "sn",
        "so",
        "sv",
        "sw",
        "ta",
        "te",
        "th",
        "ti",
        "tr",
        "uk",
        "ur",
        "vi",
        "wo",
        "yo",
        "zh",
        "zu",
    ]
} | {"fil": "tl", "zh-Hant": "zh"}
AND = {"en": "and"}  # CLDR writes "&" in English; people write the word
NO_NAMES = frozenset({"САР"})  # "special administrative region": what the bracket held, no name

PRIVATE = re.compile(r"X.|Q[M-Z]|ZZ|AA|\d")  # codes that ISO leaves to private use
# CG and CD are told apart by what stands in brackets, so theirs stay whole.
_BRACKETS = re.compile(r"^(.*?)\s*[(（]([^()（）]*)[)）]$")
_WORDY = re.compile(r"\W")


def main() -> None:
    """Fetches or finds the packages, writes the files and says how much there is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--from", dest="source", type=Path, help="folder of unpacked packages")
    source = parser.parse_args().source
    with tempfile.TemporaryDirectory() as scratch:
        folder = source or fetch(Path(scratch))
        names = collect(folder)
        write(
            "names.tsv",
            ("text", "country", "languages", "case"),
            [
                (text, country, " ".join(sorted(languages)), case_of(text))
                for (text, country), languages in sorted(names.items())
            ],
        )
        write("regions.tsv", ("country", "region"), sorted(regions(folder).items()))
        licence = folder / "cldr-core" / "LICENSE"
        (DATA / "LICENSE-unicode.txt").write_bytes(licence.read_bytes())
    print(f"{len(names)} names, {len(LANGUAGES)} locales, CLDR {RELEASE}")


def fetch(folder: Path) -> Path:
    """Both packages of npm, unpacked under `folder`."""
    for package in PACKAGES:
        subprocess.run(["npm", "pack", f"{package}@{RELEASE}"], cwd=folder, check=True)
        with tarfile.open(folder / f"{package}-{RELEASE}.tgz") as archive:
            archive.extractall(folder, filter="data")
        (folder / "package").rename(folder / package)
    return folder


def regions(folder: Path) -> dict[str, str]:
    """Country of ISO 3166-1 → UN M49 sub-region ("014" is Eastern Africa)."""
    mappings = read(folder, "cldr-core/supplemental/codeMappings.json")["codeMappings"]
    tree = read(folder, "cldr-core/supplemental/territoryContainment.json")["territoryContainment"]
    found = {
        country: region
        for region, node in sorted(tree.items())
        if region.isdigit() and "_grouping" not in node
        for country in node["_contains"]
        if "_numeric" in mappings.get(country, {}) and not PRIVATE.match(country)
    }
    return found | {"AQ": "010"}  # M49 counts Antarctica to no region


def collect(folder: Path) -> dict[tuple[str, str], set[str]]:
    """(name, country) → the languages that write it so."""
    known = regions(folder)
    names: dict[tuple[str, str], set[str]] = {}
    for locale, language in LANGUAGES.items():
        path = f"cldr-localenames-full/main/{locale}/territories.json"
        main_part = read(folder, path)["main"][locale]
        table = {
            key: unicodedata.normalize("NFC", text).strip()
            for key, text in main_part["localeDisplayNames"]["territories"].items()
            if key[:2] in known and text != key[:2]
        }
        taken = {text: key[:2] for key, text in table.items()}
        for key, text in table.items():
            own = [f for f in forms(text, key[:2], language) if taken.get(f, key[:2]) == key[:2]]
            # "Saint-Martin (partie néerlandaise)" stays whole: its beginning is another country.
            for form in own or [text]:
                if usable(form, language):
                    names.setdefault((form, key[:2]), set()).add(language)
    return names


def forms(text: str, country: str, language: str) -> Iterator[str]:
    """A name as CLDR displays it → as people write it."""
    text = re.sub(r"\s+[-–]\s+", "-", text).replace("’", "'")
    if " & " in text and language in AND:
        text = text.replace("&", AND[language])
    if language == "en" and text.startswith("St. "):
        yield "Saint " + text.removeprefix("St. ")
    inside = _BRACKETS.match(text)
    if inside is None or country in ("CD", "CG"):
        yield text
        return
    base, extra = map(str.strip, inside.groups())
    yield base
    if len(extra.split()) <= 2 and extra[:1] == extra[:1].upper():
        yield extra


def usable(name: str, language: str) -> bool:
    """Too short is no evidence: "Ý" is Italy in Vietnamese and a word in many languages."""
    letters = _WORDY.sub("", name)
    if name in NO_NAMES or ("." in name and len(letters) <= 4):
        return False
    shortest = 3 if cased(letters) else 2
    return len(letters) >= shortest or (language == "en" and letters.isupper())


def cased(text: str) -> bool:
    """Whether the script knows capitals."""
    return text.lower() != text.upper()


def case_of(name: str) -> str:
    """Acronyms as they stand; short names with a capital; long ones however they are written."""
    letters = _WORDY.sub("", name)
    if not cased(letters):
        return "any"
    if letters.isupper() and len(letters) <= 4:
        return "exact"
    return "any" if len(letters) >= 9 or len(letters) < len(name) else "initial"


def read(folder: Path, path: str) -> Any:
    """One JSON file of CLDR, without its outer wrapping where there is one."""
    found = json.loads((folder / path).read_text(encoding="utf-8"))
    return found.get("supplemental", found)


def write(name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table with its source above it."""
    head = (
        f"# Made by scripts/make_gazetteer.py from Unicode CLDR {RELEASE}; see LICENSE-unicode.txt."
    )
    lines = [head, "\t".join(columns), *("\t".join(row) for row in rows)]
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
