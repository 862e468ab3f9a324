"""
Held against the seeds of newsmap (MIT, github.com/koheiw/newsmap), a dictionary of others.

What it has and we have not, or see elsewhere, is printed with `pytest -s`; the shares below are
floors, so that a change of the tables cannot lose countries unseen.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from enrich.alone import COUNTRIES
from fb_watch.enrich import gazetteer
from fb_watch.enrich.matcher import Pattern
from fb_watch.enrich.text import fold, normalise
from fb_watch.model.settings import PlaceTerm

SEEDS = Path(__file__).parents[3] / "shared" / "reference-data" / "newsmap"
LINE = re.compile(r"\s*'?([A-Z]{2})'?\s*:\s*\[(.*)\]")
# file → language, share of its seeds that we see, share that we see as another country
FLOORS = {
    "english": ("en", 0.91, 0.01),
    "french": ("fr", 0.90, 0.01),
    "spanish": ("es", 0.87, 0.01),
    "portuguese": ("pt", 0.70, 0.01),
    "italian": ("it", 0.87, 0.01),
    "german": ("de", 0.85, 0.01),
    "arabic": ("ar", 0.73, 0.01),
    "russian": ("ru", 0.79, 0.01),
    "chinese_simplified": ("zh", 0.82, 0.01),
    "chinese_traditional": ("zh", 0.71, 0.015),
    "turkish": ("tr", 0.85, 0.01),
    "japanese": ("ja", 0.78, 0.01),
    "hebrew": ("he", 0.45, 0.01),
}
# Seeds of a file that are wrong, or words of everyday; each would tag what is no country.
KNOWN_ERRORS = {
    ("french", "EAU"): "water",
    ("french", "Congolais*"): "given to one of two countries",
    ("spanish", "indi*"): "indicar, indígena",
    ("spanish", "chin*"): "chinche",
    ("spanish", "suec*"): "zueco",
    ("portuguese", "servi*"): "serviço",
    ("turkish", "Çek*"): "çekmek, to pull",
    ("turkish", "Cuba"): "Juba, written like the island",
    ("russian", "Куб*"): "кубок, a cup",
    ("russian", "Слова*"): "слова, words",
    ("russian", "Поля*"): "поля, fields",
    ("russian", "Дани*"): "данные, data",
    ("russian", "Вена*"): "вена, a vein",
    ("russian", "Доминиканск* Республик*"): "given to Dominica",
    ("russian", "Санто-Доминго"): "given to Dominica",
    ("russian", "Розо"): "given to the Dominican Republic",
    ("english", "Pole*"): "pole, polemic",
    ("arabic", "عمان"): "Oman and Amman",
    ("chinese_traditional", "馬利"): "Mali and the Maldives",
}


def seeds(name: str) -> Iterator[tuple[str, str]]:
    """Country and seed of each entry; the format is YAML of one shape: 'BI': [Burundi, …]."""
    for line in (SEEDS / f"{name}.yml").read_text(encoding="utf-8").splitlines():
        if found := LINE.match(line.replace("\t", " ")):
            for seed in found.group(2).split(","):
                yield found.group(1), seed.strip().strip("'\"")


def stems(language: str) -> dict[str, list[Pattern[gazetteer.Sense]]]:
    """Country → the patterns that may say it in a language."""
    found: dict[str, list[Pattern[gazetteer.Sense]]] = {}
    for pattern in gazetteer.load().patterns:
        sense = pattern.value
        spoken = not pattern.languages or pattern.languages & {language, "en", "fr"}
        if isinstance(sense, PlaceTerm) and not pattern.mask and spoken:
            found.setdefault(sense.country, []).append(pattern)
    return found


def seen_as(seed: str, language: str) -> set[str]:
    """The countries that we see in a seed alone."""
    return {tag.value for tag in COUNTRIES.tag(normalise(seed), languages=(language,))}


def is_stem(seed: str, patterns: list[Pattern[gazetteer.Sense]]) -> bool:
    """Whether a seed with `*` begins one of our terms, each word of it the same word of ours."""
    stems = [fold(word.rstrip("*")) for word in seed.split()]
    ours = [fold(pattern.text.rstrip("*")).split() for pattern in patterns]
    return any(
        len(words) >= len(stems)
        and all(word.startswith(stem) for word, stem in zip(words, stems, strict=False))
        for words in ours
    )


@pytest.mark.parametrize("name", list(FLOORS))
def test_seeds(name: str) -> None:
    """We see most of what newsmap sees, and hardly ever another country in it."""
    if not SEEDS.exists():
        pytest.skip("the seeds are not at hand")
    language, floor, ceiling = FLOORS[name]
    ours = stems(language)
    total = 0
    missed: list[str] = []
    contradicted: list[str] = []
    for country, seed in seeds(name):
        if (name, seed) in KNOWN_ERRORS or country not in gazetteer.load().regions:
            continue
        total += 1
        found = seen_as(seed.replace("*", ""), language)
        if country in found or ("*" in seed and is_stem(seed, ours.get(country, []))):
            continue
        (contradicted if found else missed).append(f"{country} {seed}")
    seen, other = 1 - (len(missed) + len(contradicted)) / total, len(contradicted) / total
    print(f"\n{name}: {total} seeds, {seen:.1%} seen, {other:.1%} seen as another country")
    print("  missed:", ", ".join(missed))
    print("  another:", ", ".join(contradicted))

    assert seen >= floor
    assert other <= ceiling
