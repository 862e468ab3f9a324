"""Forms that grammar makes of a name."""

import pytest

from fb_watch.enrich.inflection import declined


@pytest.mark.parametrize(
    ("name", "genitive", "prepositional"),
    [
        ("Чад", "Чада", "Чаде"),
        ("Антигуа и Барбуда", "Антигуа и Барбуды", "Антигуа и Барбуде"),
        ("Тринидад и Тобаго", "Тринидада и Тобаго", "Тринидаде и Тобаго"),
        ("Папуа — Новая Гвинея", "Папуа — Новой Гвинеи", "Папуа — Новой Гвинее"),
        ("Гвинея-Бисау", "Гвинеи-Бисау", "Гвинее-Бисау"),
        ("Шри-Ланка", "Шри-Ланки", "Шри-Ланке"),
        ("Соломоновы острова", "Соломоновых островов", "Соломоновых островах"),
        ("Республика Конго", "Республики Конго", "Республике Конго"),
    ],
)
def test_russian_names_decline(name: str, genitive: str, prepositional: str) -> None:
    """Short names do; of a name made of several each does, of a dashed one the last that can."""
    cases = declined(name)

    assert [genitive, prepositional] == [cases[0], cases[-1]]


@pytest.mark.parametrize("name", ["Самоа", "Мали", "США", "Перу", "Конго"])
def test_what_does_not_decline(name: str) -> None:
    """Names in o, e, u, i and acronyms stay as they are."""
    assert [] == declined(name)
