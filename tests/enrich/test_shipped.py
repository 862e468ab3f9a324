"""Gazetteer and shipped codebook together: names of a language, as posts write them."""

import pytest

from enrich.alone import shipped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Школы Демократической Республики Конго", {"CD"}),
        ("ДР Конго", {"CD"}),
        ("В Южной Корее", {"KR"}),
        ("Северная Корея", {"KP"}),
        ("ЦАР и Чад", {"CF", "TD"}),
        ("Президент Чада", {"TD"}),
        ("в Боснию", {"BA"}),
        ("для Боснии и Герцеговины", {"BA"}),
        ("Македония и Доминикана", {"DO", "MK"}),
        ("на Сейшелах, на Соломоновых островах", {"SB", "SC"}),
        ("в Папуа — Новой Гвинее", {"PG"}),
        ("Конго", set()),
    ],
)
def test_russian_names(text: str, expected: set[str]) -> None:
    """Russian names in their cases, the longer before the shorter."""
    assert expected == shipped(text, "ru")
