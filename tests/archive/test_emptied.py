import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.build import NOW, country, edit, new, opened, post, save, tagged, theme
from archive.desk import ANNA
from fb_watch.archive import chosen, dossiers
from fb_watch.archive.emptied import Emptied, emptied
from fb_watch.archive.search import connect
from fb_watch.archive.store import reviewing
from fb_watch.model.archived import Query


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Five posts, opened to read."""
    path = tmp_path_factory.mktemp("emptied") / "archive.db"
    archive = opened(path)
    told = [
        tagged(post(1, "Les écoles restent fermées"), theme("education"), country("MG")),
        tagged(post(2, "L'école est ouverte, le marché aussi"), theme("education")),
        tagged(post(3, "écoles et marchés"), theme("food"), language="fr"),
        tagged(post(4, "Le marché"), theme("food")),
        tagged(post(5, "⚠\ufe0fAttention שָׁלוֹם")),
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
        ({"words": "atention"}, Emptied(lost=(("atention", ("attention",)),))),
        ({"words": "שלוס"}, Emptied(lost=(("שלוס", ("שָׁלוֹם",)),))),
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
        ({"words": "fermees -ecoles"}, Emptied(together=((("fermees",), 3), (("-ecoles",), 1)))),
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
        ({"themes": ("nothing",)}, Emptied(filters=((("themes",), 5),))),
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


@pytest.fixture
def held(path: Path) -> Iterator[sqlite3.Connection]:
    """A dossier of two posts, one of them edited since, another post, and an empty dossier."""
    archive = opened(path)
    told = ["The well opened tonight", "Wells and schools tomorrow", "Nothing about a school"]
    save(archive, [new(post(number, text)) for number, text in enumerate(told, start=1)])
    with reviewing(path, lambda: NOW) as db:
        refs = [ref for (ref,) in db.execute("SELECT ref FROM posts ORDER BY key DESC")]
        for name in ("water", "empty"):
            dossiers.create(db, name, ANNA, NOW)
        dossiers.add_all(db, "water", refs[:2], None, ANNA, NOW)
        edit(archive, post(1, "The school opened yesterday"))
        archive.close()
        yield db


@pytest.mark.parametrize(
    ("words", "asked", "expected"),
    [
        ("well", {"pages": ("other",)}, Emptied(filters=((("pages",), 1),))),
        ("tonight well", {"pages": ("other",)}, Emptied(filters=((("pages",), 1),))),
        ('"well opened"', {"pages": ("other",)}, Emptied(filters=((("pages",), 1),))),
        ('"well opned"', {}, Emptied(lost=(("opned", ("opened",)),))),
        ("well tomorrow", {}, Emptied(together=((("well",), 1), (("tomorrow",), 1)))),
        ("well nothing", {}, Emptied(together=((("nothing",), 1),))),
        ("well", {"dossiers": ("empty",)}, Emptied(lost=(("well", ("wells",)),))),
        ("nothing school", {}, Emptied(filters=((("dossiers",), 1),))),
        (
            "nothing yesterday",
            {"dossiers": ("empty",)},
            Emptied(together=((("nothing",), 1), (("yesterday",), 1))),
        ),
    ],
)
def test_what_a_dossier_holds_is_not_said_to_be_nowhere(
    held: sqlite3.Connection, words: str, asked: dict[str, tuple[str, ...]], expected: Emptied
) -> None:
    """A word of an old text that a dossier or a reference names is there; others are to blame."""
    query = Query(words=words, dossiers=("water",))._replace(**asked)  # type: ignore[arg-type]
    refs = tuple(chosen.refs(held, Query(dossiers=query.dossiers)))

    assert expected == emptied(held, query)
    if refs and expected.filters != ((("dossiers",), 1),):  # references cannot be left out
        assert expected == emptied(held, query._replace(dossiers=(), refs=refs))
