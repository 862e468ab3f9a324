"""Capitals in the main languages, and what is written like one."""

import csv
from pathlib import Path

import pytest

from enrich.alone import shipped

with (Path(__file__).parent / "capitals.tsv").open(encoding="utf-8", newline="") as file:
    CAPITALS = list(csv.DictReader((row for row in file if row[0] != "#"), delimiter="\t"))
LANGUAGES = [name for name in CAPITALS[0] if name != "country"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_capitals(language: str) -> None:
    """Each names its country, in its language."""
    wrong = [
        (capital, found)
        for row in CAPITALS
        for capital in row[language].split(", ")
        if capital != "-" and (found := shipped(capital, language)) != {row["country"]}
    ]

    assert [] == wrong


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("রোমাঞ্চকর, রোমান সাম্রাজ্য, রিগানকে", "bn"),
        ("रोमांच और रोमांस", "hi"),
        ("रोमन साम्राज्य", "ne"),
        ("ローマ字とローマ教皇", "ja"),
        ("Дели на всех. Вены болят", "ru"),
        ("София Иванова", "ru"),
        ("Sofía y Santiago", "es"),
        ("Qu'il vienne à l'Assomption", "fr"),
        ("New Bern, Reagan", "en"),
        ("बर्न यूनिट", "hi"),
        ("مالية", "ar"),
    ],
)
def test_what_is_written_like_a_capital(text: str, language: str) -> None:
    """Thrill, veins, burns and first names are no capitals."""
    assert set() == shipped(text, language)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Las escuelas de Seúl", "es", {"KR"}),
        ("Школы в Вене и в Дели", "ru", {"AT", "IN"}),
        ("в Риме, из Праги", "ru", {"CZ", "IT"}),
        ("Vienne, en Autriche", "fr", {"AT"}),
        ("Schulen in Bern", "de", {"CH"}),
    ],
)
def test_capitals_in_sentences(text: str, language: str, expected: set[str]) -> None:
    """Written with accents, in their cases, within a sentence."""
    assert expected == shipped(text, language)
