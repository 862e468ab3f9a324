from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.intake.dyi_words import Title, is_ambiguous, read_date, read_label, read_title

MAY = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("30 May 2020, 13:33", "minute"),
        ("May 30, 2020, 1:33 PM", "minute"),
        ("May 30, 2020 1:33:00 pm", "second"),
        ("Saturday, May 30, 2020 at 3:33 PM UTC+02", "minute"),
        ("30 mai 2020 à 13:33", "minute"),
        ("samedi 30 mai 2020, 13:33:00", "second"),
        ("mai 30, 2020 1:33:00 pm", "second"),
        ("30 mai 2020, 13h33", "minute"),
        ("30 mai 2020 à 13 h 33", "minute"),
        ("30/05/2020 13:33", "minute"),
        ("30.05.2020 13:33:00", "second"),
        ("30/5/20, 1:33 p. m.", "minute"),
        ("5/30/20, 1:33 PM", "minute"),
        ("30 de mayo de 2020 13:33", "minute"),
        ("30 may. 2020, 13:33", "minute"),
        ("sábado, 30 de mayo de 2020 a las 1:33 p.\xa0m.", "minute"),
        ("may 30, 2020 1:33:00 p. m.", "second"),
    ],
)
def test_dates_of_three_languages(text: str, precision: str) -> None:
    """As the exports print them, old and new."""
    found = read_date(text, "UTC")

    assert found is not None
    assert (MAY, precision) == (found.at, found.precision)


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("1er janv. 2021", 1, 1),
        ("juil 13, 2021", 7, 13),
        ("5 févr. 2021", 2, 5),
        ("14 août 2021", 8, 14),
        ("25 déc. 2021", 12, 25),
        ("3 ene 2021", 1, 3),
        ("9 de setiembre de 2021", 9, 9),
        ("Dec 25, 2021", 12, 25),
        ("mar. 12 mai 2021", 5, 12),
        ("mar, 12 may 2021", 5, 12),
        ("mar. 30 mar. 2021", 3, 30),
    ],
)
def test_months_short_and_long(text: str, month: int, day: int) -> None:
    """A date alone is known to the day, and is that day in every zone."""
    found = read_date(text, "Pacific/Kiritimati")

    assert found is not None
    assert (2021, month, day, "day", False) == (
        found.at.year,
        found.at.month,
        found.at.day,
        found.precision,
        found.zone_assumed,
    )


@pytest.mark.parametrize(
    ("text", "language", "month"),
    [
        ("05/06/2020 10:00", "fr", 6),
        ("5/6/20, 5:33 p. m.", "es", 6),
        ("5/6/20, 5:33 PM", "en", 5),
        ("05/06/2020 10:00", "en", None),
        ("05/06/2020 10:00", "", None),
        ("06/06/2020 10:00", "", 6),
    ],
)
def test_what_comes_first_in_figures(text: str, language: str, month: int | None) -> None:
    """By the language of the file; what may be one of two days is not guessed."""
    found = read_date(text, "UTC", language)

    assert (month, month is None) == (found and found.at.month, is_ambiguous(text, language))


@pytest.mark.parametrize(
    "text",
    ["", "We met on May 30, 2020", "30 May", "May 2020", "13:33", "2020", "99 May 2020", "x" * 200],
)
def test_a_text_with_a_date_in_it_is_no_date(text: str) -> None:
    """Nobody's words are taken for the time of a post."""
    assert read_date(text, "UTC") is None


@given(st.text(max_size=40))
def test_no_text_is_a_crash(text: str) -> None:
    """Titles, labels and dates of any text."""
    read_date(text, "UTC")
    read_label(text)
    assert isinstance(read_title(text, [text]), Title)


@pytest.mark.parametrize(
    ("title", "author", "group"),
    [
        ("Ana Ruiz posted in Réseau Liban.", "Ana Ruiz", "Réseau Liban"),
        ("Ana Ruiz shared a link to the group: Réseau Liban.", "Ana Ruiz", "Réseau Liban"),
        ("Ana added 3 new photos in Réseau in Liban.", "Ana", "Réseau in Liban"),
        ("Ana Ruiz updated her status.", "Ana Ruiz", ""),
        ("Ana Ruiz added a new photo to the album: Beirut.", "Ana Ruiz", ""),
        ("Ana Ruiz a publié dans Réseau Liban.", "Ana Ruiz", "Réseau Liban"),
        ("Ana a partagé un lien dans le groupe : Réseau Liban.", "Ana", "Réseau Liban"),
        ("Ana a ajouté 2 photos.", "Ana", ""),
        ("Ana Ruiz publicó en Réseau Liban.", "Ana Ruiz", "Réseau Liban"),
        ("Ana ha compartido un enlace en el grupo: Réseau Liban.", "Ana", "Réseau Liban"),
        ("Ana actualizó su estado.", "Ana", ""),
        ("Ana Ruiz was live in Réseau Liban.", "Ana Ruiz", "Réseau Liban"),
        ("Ana Ruiz is feeling happy in Réseau Liban.", "Ana Ruiz", "Réseau Liban"),
        ("Ana était en direct dans Réseau Liban.", "Ana", "Réseau Liban"),
        ("Ana estuvo en vivo en Réseau Liban.", "Ana", "Réseau Liban"),
        ("You posted in Réseau Liban.", "", "Réseau Liban"),
        ("Vous avez publié dans Réseau Liban.", "", "Réseau Liban"),
        ("Has publicado en Réseau Liban.", "", "Réseau Liban"),
        ("Tu Nguyen posted in Réseau Liban.", "Tu Nguyen", "Réseau Liban"),
        ("", "", ""),
        ("Ana Ruiz", "", ""),
    ],
)
def test_who_posted_and_where(title: str, author: str, group: str) -> None:
    """In three languages; an album is no group."""
    assert Title(author=author, group=group) == read_title(title, ())


@pytest.mark.parametrize(
    "title",
    [
        "Ana commented on Marc's post in Réseau Liban.",
        "Ana replied to Marc Roux's comment in Réseau Liban.",
        "Ana replied to her own comment in Réseau Liban.",
        "Ana a commenté la publication de Marc dans Réseau Liban.",
        "Ana a répondu au commentaire de Marc dans Réseau Liban.",
        "Ana comentó la publicación de Marc en Réseau Liban.",
        "Ana ha respondido al comentario de Marc en Réseau Liban.",
    ],
)
def test_comments_are_told_from_posts(title: str) -> None:
    """By their verb, in three languages."""
    found = read_title(title, ())

    assert ("Ana", "Réseau Liban", True) == (found.author, found.group, found.is_comment)


@pytest.mark.parametrize(
    "title",
    [
        "Ana replied to Marc Roux's comment.",
        "Ana replied to Marc (Roux).",
        "Ana replied to a comment",
        "Ana a répondu au commentaire de Marc Roux.",
        "Ana respondió al comentario de Marc Roux.",
    ],
)
def test_whom_a_comment_answers_is_no_group(title: str) -> None:
    """The group stands elsewhere in the entry, or there is none."""
    assert Title(author="Ana", is_comment=True) == read_title(title, ())


@pytest.mark.parametrize(
    ("title", "owner", "writer"),
    [
        ("Ana Ruiz kusema kwa Réseau Liban.", "", "Ana Ruiz"),
        ("Jean de la Croix kusema kwa Réseau Liban.", "", "Jean de la Croix"),
        ("Ana de vacaciones en Réseau Liban.", "", "Ana"),
        ("ana ruiz kusema kwa Réseau Liban.", "", ""),
        ("ana ruiz kusema kwa Réseau Liban.", "ana ruiz", "ana ruiz"),
        ("ana ruiz kusema kwa Réseau Liban.", "Ana  Ruiz", "ana ruiz"),
        ("ana ruiz kusema kwa Réseau Liban.", "Awa Rakoto", "Awa Rakoto"),
        ("अना रुइज़ ने लिखा Réseau Liban.", "", ""),
        ("अना रुइज़ posted Réseau Liban.", "", "अना रुइज़"),
        ("Publicaste en Réseau Liban.", "Ana Ruiz", "Ana Ruiz"),
        ("You posted in Réseau Liban.", "Ana Ruiz", "Ana Ruiz"),
        ("You posted in Réseau Liban.", "", ""),
        ("Vous avez publié dans Réseau Liban.", "Ana Ruiz", "Ana Ruiz"),
        ("Tú publicaste en Réseau Liban.", "", ""),
    ],
)
def test_who_wrote_in_a_group(title: str, owner: str, writer: str) -> None:
    """Whatever the language, no more than small words of a name stay; "you" is no name."""
    found = read_title(title, ["Réseau Liban"])

    assert ("Réseau Liban", writer) == (found.group, found.writer(owner, in_group=True))


@pytest.mark.parametrize(
    ("title", "writer", "withheld"),
    [
        ("ana ruiz kusema kwa Réseau Liban.", "", "ana ruiz kusema kwa"),
        ("ana ruiz kusema kwa Réseau Liban.", "Ana Ruiz", "ana ruiz kusema kwa"),
        ("ana ruiz kusema kwa Réseau Liban.", "ana ruiz", ""),
        ("Ana Ruiz posted in Réseau Liban.", "Ana Ruiz", ""),
        ("Publicaste en Réseau Liban.", "", ""),
        ("", "", ""),
    ],
)
def test_a_sentence_that_names_somebody_unknown(title: str, writer: str, withheld: str) -> None:
    """Where nobody knows which of its words are the name, all of them are withheld."""
    assert withheld == read_title(title, ["Réseau Liban"]).withheld(writer)


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("Ana Ruiz posted in Amis du Réseau Liban.", "Amis du Réseau Liban"),
        ("Ana a publié dans le groupe : Ami Réseau Liban.", "Ami Réseau Liban"),
        ("Ana shared Jo in Paris's post in Réseau Liban.", "Réseau Liban"),
        ("Ana posted in the group: Réseau Liban.", "Réseau Liban"),
        ("Ana posted in réseau liban.", "Réseau Liban"),
    ],
)
def test_another_group_whose_name_ends_like_a_known_one(title: str, group: str) -> None:
    """Is another group, where the sentence is understood."""
    assert group == read_title(title, ["Réseau Liban"]).group


@pytest.mark.parametrize(
    "title",
    ["Ana likes Marc's post.", "Ana a réagi à la publication de Marc.", "A Ana le gusta esto."],
)
def test_reactions_are_no_posts(title: str) -> None:
    """They are told by their verb."""
    assert read_title(title, ()).is_reaction


def test_a_known_name_is_the_group_whatever_stands_before_it() -> None:
    """Also in a language that nobody has taught us."""
    assert "Réseau Liban" == read_title("Ana kusema kwa Réseau Liban.", ["Réseau Liban"]).group


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Place: Goma", ("place", "Goma")),
        ("Lieu : Goma : centre", ("place", "Goma : centre")),
        ("Lugar:", ("place", "")),
        ("Address: Av. 1", ("address", "Av. 1")),
        ("Dirección: Av. 1", ("address", "Av. 1")),
        ("Groupe : Liban", ("group", "Liban")),
        ("Updated 30 May 2020, 13:33", ("updated", "30 May 2020, 13:33")),
        ("Mis à jour le 30 mai 2020", ("updated", "30 mai 2020")),
        ("Actualizado 30 may 2020", ("updated", "30 may 2020")),
        ("The place: Goma", None),
        ("Updatedness", None),
    ],
)
def test_labels(line: str, label: tuple[str, str] | None) -> None:
    """What stands before the colon, in three languages."""
    assert label == read_label(line)
