import sqlite3
from collections.abc import Iterator

import pytest

from archive.build import country, new, opened, post, save, tagged, theme
from fb_watch.archive.emptied import Emptied, emptied
from fb_watch.archive.search import connect
from fb_watch.model.archived import Query


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Four posts, opened to read."""
    path = tmp_path_factory.mktemp("emptied") / "archive.db"
    archive = opened(path)
    told = [
        tagged(post(1, "Les écoles restent fermées"), theme("education"), country("MG")),
        tagged(post(2, "L'école est ouverte, le marché aussi"), theme("education")),
        tagged(post(3, "écoles et marchés"), theme("food"), language="fr"),
        tagged(post(4, "Le marché"), theme("food")),
    ]
    save(archive, [new(one) for one in told])
    archive.close()
    connection = connect(path)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"words": "ecolle"}, Emptied(lost=(("ecolle", ("école", "écoles")),))),
        ({"words": "marcé écoles"}, Emptied(lost=(("marcé", ("marché", "marchés")),))),
        ({"words": "xylophone"}, Emptied(lost=(("xylophone", ()),))),
        ({"words": '"le gate" xyz*'}, Emptied(lost=(("gate", ()), ("xyz*", ())))),
        ({"words": '"le marhcé"'}, Emptied(lost=(("marhcé", ("marché", "marchés")),))),
        ({"words": '"marché le"'}, Emptied(lost=(('"marché le"', ()),))),
        ({"words": "marhcé*"}, Emptied(lost=(("marhcé*", ("marché", "marchés")),))),
        ({"words": "xmarché"}, Emptied(lost=(("xmarché", ("marché", "marchés")),))),
        ({"words": "arché"}, Emptied(lost=(("arché", ("marché", "marchés")),))),
        (
            {"words": "fermees marché"},
            Emptied(together=((("fermees",), 2), (("marché",), 1))),
        ),
        ({"words": "fermees -ecoles"}, Emptied(together=((("fermees",), 2), (("-ecoles",), 1)))),
        (
            {"words": "marches fermees ouverte ecoles"},
            Emptied(together=((("fermees", "ouverte"), 1),)),
        ),
        (
            {"languages": ("fr",), "countries": ("MG",), "statuses": ("verified",)},
            Emptied(filters=((("languages", "statuses"), 1),)),
        ),
        (
            {"words": "ecole", "countries": ("MG",), "themes": ("education",)},
            Emptied(filters=((("countries",), 1),)),
        ),
        (
            {"words": "fermees", "themes": ("food",), "statuses": ("verified",)},
            Emptied(filters=((("themes", "statuses"), 1),)),
        ),
        ({"themes": ("nothing",)}, Emptied(filters=((("themes",), 4),))),
        (
            {"words": "marché", "since": "2021-01-01T00:00:00Z"},
            Emptied(filters=((("since",), 2),)),
        ),
    ],
)
def test_what_emptied_a_search_is_told(
    filled: sqlite3.Connection, asked: dict[str, object], expected: Emptied
) -> None:
    """The word that no post has, with those near it; else the word or filter too many."""
    assert expected == emptied(filled, Query(**asked))  # type: ignore[arg-type]
