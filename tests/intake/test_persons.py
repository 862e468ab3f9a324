"""Authors of group posts are people: what is kept of them tells nobody who they are."""

import html
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.intake.persons import without_names
from fb_watch.model.collected import Post
from fb_watch.model.comments import Comment
from fb_watch.model.intake import Found

AT = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)


def _sign(person: str) -> str:
    return f"{sum(map(ord, person)):016x}"


def _found(author: str | None, raw: bytes = b"", **changes: Any) -> Found:
    told: dict[str, Any] = {
        "id": "local:abc",
        "page": "volunteers",
        "created_at": AT,
        "author": author,
        "message": "Bonjour",
        "story": f"{author} a publié.",
    }
    return Found(post=Post(**(told | changes)), where="line 1", raw=raw, is_person=True)


def _broken(text: str) -> str:
    return text.encode().decode("latin-1")


@pytest.mark.parametrize(
    "raw",
    [
        "Zoé Añez".encode(),
        json.dumps("Zoé Añez").encode(),
        json.dumps(_broken("Zoé Añez")).encode(),
        html.escape("Zoé Añez").encode(),
        "Zoé Añez".encode("utf-16-le"),
        "Zoé Añez".encode("latin-1"),
    ],
)
def test_the_name_is_in_no_writing_of_it(raw: bytes) -> None:
    """Evidence keeps everything but the name, however the file writes it."""
    found = without_names(_found("Zoé Añez", b"[" + raw + b"]"), _sign, named=False)

    assert raw not in found.raw
    assert (found.raw[:1], found.raw[-1:]) == (b"[", b"]")
    assert found.post.author is None
    assert "Zoé" not in (found.post.story or "")


@pytest.mark.parametrize("blank", ["  ", "\t", "\n", "\u00a0", " \u202f", "\u2009", "\u3000"])
@pytest.mark.parametrize("told", ["Zoé Añez", "Zoé\u00a0Añez", "Zoé  Añez"])
@pytest.mark.parametrize(
    "write",
    [
        str.encode,
        lambda text: json.dumps(text).encode(),
        lambda text: json.dumps(text, ensure_ascii=False).encode(),
        lambda text: json.dumps(_broken(text)).encode(),
        lambda text: json.dumps(_broken(text), ensure_ascii=False).encode(),
        lambda text: text.encode("utf-16-le"),
        lambda text: html.escape(text).replace("\u00a0", "&nbsp;").encode(),
    ],
)
def test_any_blank_between_the_words_of_a_name(blank: str, told: str, write: Any) -> None:
    """Two, a tab or one that does not break: it is the same name, in sentence and evidence."""
    written = f"Zoé{blank}Añez"
    found = _found(told, write(f"x. {written} posted"), story=f"{written} a publié.")

    kept = without_names(found, _sign, named=False)

    assert f"#{kept.post.author_id} a publié." == kept.post.story
    assert write("Zoé") not in kept.raw
    assert write("Añez")[-4:] not in kept.raw
    assert kept.raw.endswith(write("posted")[-6:])


def test_a_name_with_two_blanks_in_what_somebody_wrote_stays() -> None:
    """What people wrote is theirs, however they set it."""
    raw = json.dumps({"title": "Zoé  Añez a publié.", "post": "Merci Zoé  Añez !"}).encode()
    found = _found("Zoé Añez", raw, message="Merci Zoé  Añez !")

    assert "Merci Zoé  Añez !" == json.loads(without_names(found, _sign, named=False).raw)["post"]


def test_one_person_is_one_sign() -> None:
    """Blanks and capitals of a name do not matter; an id goes before it."""
    signs = {
        without_names(_found(name), _sign, named=False).post.author_id
        for name in ("Zoé Añez", "zoé  añez ")
    }

    assert 1 == len(signs)
    by_id = without_names(_found("Zoé Añez", author_id="4711"), _sign, named=False)
    assert _sign("4711") == by_id.post.author_id


def test_an_id_made_of_the_name_is_made_anew() -> None:
    """Else somebody could try names until one gives the id."""
    assert "local:abc" != without_names(_found("Zoé"), _sign, named=False).post.id
    given_id = _found("Zoé", id="1_2")
    assert "1_2" == without_names(given_id, _sign, named=False).post.id


def test_named_sources_keep_the_name() -> None:
    """The display name stays, with the sign beside it; nothing is taken out."""
    found = without_names(_found("Zoé", b"Zo\xc3\xa9"), _sign, named=True)

    assert ("Zoé", b"Zo\xc3\xa9", True) == (found.post.author, found.raw, found.post.is_personal)
    assert found.post.author_id is not None


def test_authors_of_comments_are_never_named() -> None:
    """A comment holds a sign or nothing."""
    comment = Comment(id="1", post="2", created_at=AT, author="Awa Rakoto", message="Merci")
    told = Found(post=_found("Zoé").post, where="", raw=b"", comments=(comment,))

    (kept,) = without_names(told, _sign, named=True).comments

    assert _sign("name:awa rakoto") == kept.author


@given(st.text(min_size=1, max_size=20).filter(str.strip), st.text(max_size=40))
def test_any_name_is_taken_out(name: str, rest: str) -> None:
    """No name survives in its own writing, whatever surrounds it."""
    raw = json.dumps({"title": f"{rest} {name}"}, ensure_ascii=False).encode("utf-8", "replace")

    found = without_names(_found(name, raw), _sign, named=False)

    assert found.post.author is None
    if len(name) > 3 and name.isalpha():
        assert name.encode() not in found.raw


@pytest.mark.parametrize("write", [json.dumps, lambda told: json.dumps(told, ensure_ascii=False)])
def test_a_short_name_is_taken_out_of_no_other_word(write: Any) -> None:
    """Li is not in Lieu, nor before or behind a letter that is written as an escape."""
    rest = "Lieu, Lié, éLi, LI, Lima\nOLi"
    raw = write({"title": "Li a publié.", "by": "x\nLi’s", "text": rest})

    found = without_names(_found("Li", raw.encode()), _sign, named=False)

    told = json.loads(found.raw)
    sign = f"#{_sign('name:li')}"
    assert (f"{sign} a publié.", f"x\n{sign}’s", rest) == (told["title"], told["by"], told["text"])


def test_a_short_name_beside_broken_letters() -> None:
    """Facebook's JSON writes é as two letters; the word is a word all the same."""
    raw = json.dumps({"title": _broken("Li a publié."), "text": _broken("Lié éLi aLi")})

    found = without_names(_found("Li", raw.encode()), _sign, named=False)

    told = json.loads(found.raw)
    assert [f"#{_sign('name:li')} a publié.", "Lié éLi aLi"] == [
        one.encode("latin-1").decode() for one in told.values()
    ]


def test_what_somebody_wrote_stays_in_the_evidence() -> None:
    """The text is archived as written, so it stands in the evidence as written."""
    text = "Bonjour\nZoé Añez, Goma"
    raw = json.dumps({"title": "Zoé Añez a publié.", "post": _broken(text)}).encode()

    found = without_names(_found("Zoé Añez", raw, message=text), _sign, named=False)

    told = json.loads(found.raw)
    assert (f"#{_sign('name:zoé añez')} a publié.", _broken(text)) == (told["title"], told["post"])


def test_a_text_that_is_only_the_name_keeps_it_nowhere() -> None:
    """Else the sentence above it would keep the name."""
    raw = json.dumps({"title": "Ana Ruiz a publié.", "post": "Ana Ruiz"}).encode()

    found = without_names(_found("Ana Ruiz", raw, message="Ana Ruiz"), _sign, named=False)

    assert b"Ana" not in found.raw


def test_a_name_without_blanks_around_it() -> None:
    """Chinese sets none; what a table in UTF-16 holds stays UTF-16."""
    raw = "李娜在这里发布".encode("utf-16")

    found = without_names(_found("李娜", raw, story="李娜在这里发布"), _sign, named=False)

    sign = f"#{_sign('name:李娜')}"
    assert (f"{sign}在这里发布",) * 2 == (found.raw.decode("utf-16"), found.post.story)


def test_words_that_name_nobody_knows_whom_are_not_kept() -> None:
    """The sentence goes, out of the evidence too; where the source is `named` it stays."""
    words = "ana ruiz celebrated in"
    told = _found(None, f'{{"title": "{words} Liban."}}'.encode(), story=f"{words} Liban.")
    told = replace(told, withheld=words)

    keyed, named = (without_names(told, _sign, named=one) for one in (False, True))

    assert (None, None, b'{"title": "#? Liban."}') == (
        keyed.post.story,
        keyed.post.author_id,
        keyed.raw,
    )
    assert (told.post.story, told.raw) == (named.post.story, named.raw)
