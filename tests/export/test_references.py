import json
import re
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.export.citation import references
from fb_watch.export.references import FORMATS, as_biblatex, as_ris, csl_item, render
from fb_watch.export.styles import STYLES, cite
from make import archived

HOSTILE = 'x\n\nTY  - JOUR\r\nER  - \n{y}_z $ % & # ~ ^ \\ </script><b>"'


def _cite(style: str, **changes: object) -> str:
    return render(references([archived(**changes)]), style=style, form="text", lang=None)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (
            "apa",
            "Solidarity Network, South Asia. (2020, March 1). Schools stay closed in Dhaka. Our "
            "volunteers bring books to 340 families. [Status update]. Facebook. "
            "https://www.facebook.com/100000000000005/posts/12 "
            "Archived June 1, 2020, at fb-watch, fbw:2020-000123@9f2c41aa.\n",
        ),
        (
            "apa-fr",
            "Solidarity Network, South Asia. (2020, 1er mars). Schools stay closed in Dhaka. Our "
            "volunteers bring books to 340 families. [Publication]. Facebook. "
            "https://www.facebook.com/100000000000005/posts/12 "
            "Copie archivée\u202f: fb-watch, fbw:2020-000123@9f2c41aa, 1er juin 2020.\n",
        ),
        (
            "iso690-fr",
            "SOLIDARITY NETWORK, SOUTH ASIA, 2020. Schools stay closed in Dhaka. Our volunteers "
            "bring books to 340 families. Facebook [en ligne]. 1er mars 2020. [Consulté le "
            "1er juin 2020]. Disponible à l’adresse\u202f: "
            "https://www.facebook.com/100000000000005/posts/12. "
            "Copie archivée\u202f: fb-watch, fbw:2020-000123@9f2c41aa, 1er juin 2020.\n",
        ),
        (
            "chicago",
            "Solidarity Network, South Asia. 2020. “Schools stay closed in Dhaka. Our volunteers "
            "bring books to 340 families.” Facebook, March 1, 2020. "
            "https://www.facebook.com/100000000000005/posts/12. "
            "Archived June 1, 2020, at fb-watch, fbw:2020-000123@9f2c41aa.\n",
        ),
        (
            "chicago-note",
            "Solidarity Network, South Asia, “Schools stay closed in Dhaka. Our volunteers bring "
            "books to 340 families,” Facebook, March 1, 2020, "
            "https://www.facebook.com/100000000000005/posts/12, "
            "archived June 1, 2020, at fb-watch, fbw:2020-000123@9f2c41aa.\n",
        ),
        (
            "mla",
            "Solidarity Network, South Asia. “Schools stay closed in Dhaka. Our volunteers bring "
            "books to 340 families.” Facebook, 1 Mar. 2020, "
            "www.facebook.com/100000000000005/posts/12. fb-watch, fbw:2020-000123@9f2c41aa. "
            "Accessed 1 June 2020.\n",
        ),
        (
            "vancouver",
            "1. Solidarity Network, South Asia. Schools stay closed in Dhaka. Our volunteers "
            "bring books to 340 families. [Status update]. In: Facebook [Internet]. 2020 Mar 1 "
            "[cited 2020 Jun 1]. Available from: "
            "https://www.facebook.com/100000000000005/posts/12 "
            "Archived June 1, 2020, at fb-watch, fbw:2020-000123@9f2c41aa.\n",
        ),
    ],
)
def test_each_style(style: str, expected: str) -> None:
    """A plain post is cited as the style's manual writes it, and names its archived version."""
    assert expected == _cite(style)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", r"\A1\. Alpha.*\n2\. Beta.*\n\Z"),
        ("md", r"\A1\. Alpha.*\n2\. Beta.*\n\Z"),
        ("html", r"\A<ol class=.*\n<li id=\S+>Alpha.*\n<li id=\S+>Beta.*\n</ol>\n\Z"),
    ],
)
def test_a_numbered_list_has_each_number_once(form: str, expected: str) -> None:
    """The list counts, not the reference: lists of HTML and Markdown count by themselves."""
    posts = [archived(page_name="Alpha"), archived(ref="fbw:2020-000002", page_name="Beta")]

    told = render(references(posts), style="vancouver", form=form, lang=None)

    assert re.match(expected, told)


def test_same_author_and_year_get_letters_by_date() -> None:
    """Two posts of one organisation in one year are told apart by a and b, in order of time."""
    later = archived(ref="fbw:2020-000002", created_at="2020-05-01T00:00:00Z")
    earlier = archived(ref="fbw:2020-000001", created_at="2020-04-01T00:00:00Z")

    found = references([later, earlier])

    assert ["b", "a"] == [ref.suffix for ref in found]


def test_the_same_version_twice_keeps_its_letter() -> None:
    """A post cited twice in one list is one entry, not two."""
    assert ["", ""] == [ref.suffix for ref in references([archived(), archived()])]


def test_a_picture_without_text_is_described() -> None:
    """A photo without words has a description in place of a title."""
    assert "[Post without text] [Photo]." in _cite("apa", message=None, kind="photo")


def test_a_picture_with_text_has_two_brackets() -> None:
    """APA describes what is attached first and the kind of post second."""
    assert "[Image attached] [Status update]." in _cite("apa", kind="photo")


def test_an_edited_post_names_version_and_day() -> None:
    """A reference to an edited post says which version was read and when the edit was seen."""
    text = _cite("apa", version=2, edited_at="2020-04-05T10:00:00Z")

    assert "Version 2, edit seen on April 5, 2020." in text


def test_an_edit_whose_time_is_told_names_its_day() -> None:
    """Facebook's own exports tell when a text was edited; other roads show it alone."""
    told: dict[str, object] = {"source": "dyi", "edited_at": "2020-04-05T10:00:00Z"}

    assert "Version 1, edited April 5, 2020." in _cite("apa", **told)
    assert "modifiée le 5 avril 2020" in _cite("apa-fr", **told)
    assert "Version 1, edited 5 Apr. 2020." in _cite("mla", **told)
    assert "edit seen on" in _cite("apa", **told, captured_at="2020-04-05T10:00:00Z")


def test_a_post_no_longer_online_is_told() -> None:
    """A reference says when the post was seen to be gone."""
    gone = {"state": "gone", "since": "2020-07-01T00:00:00Z", "checked_at": None}

    assert "No longer online on July 1, 2020." in _cite("apa", availability=gone)


@pytest.mark.parametrize("style", STYLES)
@given(text=st.text(), name=st.text())
def test_no_post_breaks_a_line(style: str, text: str, name: str) -> None:
    """Whatever a post says, each reference is one line."""
    cited = _cite(style, message=text, page_name=name)

    assert 1 == len(cited.splitlines())


def test_ris_holds_one_record_a_post() -> None:
    """A post that writes RIS cannot forge a second record."""
    found = render(
        references([archived(message=HOSTILE, page_name=HOSTILE)]),
        style="apa",
        form="ris",
        lang=None,
    )

    assert 1 == len(re.findall(r"^TY  - ", found, re.MULTILINE))
    assert 1 == len(re.findall(r"^ER  - ", found, re.MULTILINE))


def test_ris_author_stays_one_organisation() -> None:
    """A comma in an organisation's name does not make a person of it."""
    found = render(references([archived()]), style="apa", form="ris", lang=None)

    assert "AU  - Solidarity Network\u201a South Asia\r\n" in found


@given(text=st.text())
def test_biblatex_braces_balance(text: str) -> None:
    """Whatever a post says, the braces of its entry close where they should."""
    entry = render(references([archived(message=text)]), style="apa", form="biblatex", lang=None)

    depth = list(accumulate({"{": 1, "}": -1}.get(char, 0) for char in entry))
    assert 0 == depth[-1]
    assert min(depth) >= 0


def test_csl_json_is_a_forum_post() -> None:
    """Zotero reads the type `post`, with the archive named."""
    (item,) = json.loads(render(references([archived()]), style="apa", form="csl-json", lang=None))

    assert ("post", "fb-watch", "fbw:2020-000123@9f2c41aa") == (
        item["type"],
        item["archive"],
        item["archive_location"],
    )


def test_html_escapes_what_posts_say() -> None:
    """No mark-up of a post reaches the page."""
    found = render(
        references([archived(message=HOSTILE, permalink='https://x.example/"><script>')]),
        style="apa",
        form="html",
        lang=None,
    )

    assert "<script" not in found
    assert "</script" not in found


def test_a_link_of_another_scheme_is_no_link() -> None:
    """An address that would run in a browser is never made a link."""
    found = render(
        references([archived(permalink="javascript:alert(1)")]), style="apa", form="html", lang=None
    )

    assert "<a" not in found
    assert "javascript:alert(1)" in found


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_takes_every_script(form: str) -> None:
    """Arabic, Chinese and emoji come through in each format."""
    text = "وصلت القافلة 到达 💧"

    found = render(references([archived(message=text)]), style="apa", form=form, lang=None)

    plain = re.sub(r"</?(?:i|span)\b[^>]*>|\*", "", found)
    assert "القافلة 到达 💧" in plain


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("style", STYLES)
def test_an_id_of_ours_is_no_address(style: str, form: str) -> None:
    """Facebook does not know it: no address stands there, the archived copy does."""
    post = archived(id="local:0dfa", permalink=None)

    told = render(references([post]), style=style, form=form, lang=None)

    assert "local:" not in told
    assert "facebook.com" not in told.casefold()
    assert "fbw:2020-000123@9f2c41aa" in told.replace("\\", "")
    assert "fb-watch" in told


def test_a_person_without_a_name_is_a_participant() -> None:
    """What a person wrote is not said to be the page's: brackets for the person, then in where."""
    who: dict[str, object] = {"author": None, "personal": True}

    assert (
        "[Participant]. (2020, March 1). Schools stay closed in Dhaka. Our volunteers bring books "
        "to 340 families. [Status update]. In Solidarity Network, South Asia. Facebook. "
    ) in _cite("apa", **who)
    assert _cite("apa-fr", **who).startswith("[Participant·e]. ")
    assert "[Publication]. Dans Solidarity Network, South Asia. Facebook." in _cite("apa-fr", **who)
    assert _cite("chicago-note", **who).startswith("[Participant], “")
    assert "families,” in Solidarity Network, South Asia, Fa" in _cite("chicago-note", **who)
    assert "families.” In Solidarity Network, South Asia, Facebook, M" in _cite("chicago", **who)
    assert "families.” In Solidarity Network, South Asia, Facebook, 1" in _cite("mla", **who)
    assert _cite("iso690-fr", **who).startswith("[PARTICIPANT·E], 2020. ")
    assert "In: Solidarity Network, South Asia, Facebook [Internet]" in _cite("vancouver", **who)


@pytest.mark.parametrize("form", ["csl-json", "ris", "biblatex"])
def test_a_participant_in_reference_managers(form: str) -> None:
    """The page is where it was written, never the author."""
    refs = references([archived(author=None, personal=True)])

    found = render(refs, style="apa", form=form, lang=None)

    assert "[Participant]" in found
    assert 1 == found.count("Solidarity Network")
    assert "Solidarity Network, South Asia (Facebook)" in found


def test_participants_of_one_year_get_letters() -> None:
    """Nobody can tell two unnamed persons apart, so their posts are."""
    one = archived(ref="fbw:2020-000001", personal=True, page_name="Alpha")
    other = archived(ref="fbw:2020-000002", personal=True, page_name="Beta")

    assert ["a", "b"] == [ref.suffix for ref in references([one, other])]


LINK = [{"url": "https://e.example/", "title": "Fête de l’eau", "description": None}]


@pytest.mark.parametrize(
    ("style", "kind", "expected"),
    [
        ("apa", "link", "[Shared link: Fête de l’eau] [Status update]."),
        ("apa", "share", "[Shared post: Fête de l’eau] [Status update]."),
        ("apa-fr", "event", "[Événement\u202f: Fête de l’eau]. Facebook."),
        ("chicago", "event", "2020. Event: Fête de l’eau. Facebook"),
        ("chicago-note", "link", ", shared link: Fête de l’eau, Facebook"),
        ("mla", "event", ". Event: Fête de l’eau. Facebook"),
        ("iso690-fr", "share", "2020. [Publication partagée\u202f: Fête de l’eau]. Facebook"),
        ("vancouver", "link", ". [Shared link: Fête de l’eau] [Status update]."),
    ],
)
def test_a_post_without_text_is_what_it_shows(style: str, kind: str, expected: str) -> None:
    """The title of a shared link or an event says what a post without text is about."""
    assert expected in _cite(style, message=None, kind=kind, links=LINK)


def test_a_shown_title_is_in_spanish_and_in_data() -> None:
    """The words before the title are the document's; reference managers have English ones."""
    refs = references([archived(message=" ", kind="event", links=LINK)])

    assert "[Evento: Fête de l’eau]" in render(refs, style="apa", form="text", lang="es")
    assert "TI  - [Event: Fête de l’eau]" in render(refs, style="apa", form="ris", lang=None)


def test_a_long_shown_title_is_cut() -> None:
    """A title that never ends is cut as a text is."""
    link = {**LINK[0], "title": "x" * 9000}

    (ref,) = references([archived(message=None, kind="link", links=[link])])

    assert "x" * 160 + "…" == ref.shown


@pytest.mark.parametrize(
    ("style", "lang", "expected"),
    [
        ("chicago", "fr", "Facebook photo, March 1, 2020. https:"),
        ("chicago-note", "es", "Facebook photo, March 1, 2020, https:"),
        ("mla", "fr", "Post without text. Facebook, 1 Mar. 2020, www."),
        ("iso690-fr", "en", "Publication sans texte. Facebook [en ligne]. 1er mars 2020. [Cons"),
        (
            "vancouver",
            "fr",
            "[Photographie]. Dans\u202f: Facebook [Internet]. 1er mars 2020 "
            "[cité le 1er juin 2020]. Disponible\u202f: https:",
        ),
        (
            "vancouver",
            "es",
            "[Fotografía]. En: Facebook [Internet]. 1 de marzo de 2020 "
            "[citado el 1 de junio de 2020]. Disponible en: https:",
        ),
        ("apa", "es", "(2020, 1 de marzo). [Publicación sin texto] [Fotografía]. Facebook."),
    ],
)
def test_a_reference_is_in_one_language(style: str, lang: str, expected: str) -> None:
    """A style without a form in the language asked for keeps its own, to the last word."""
    gone = {"state": "gone", "since": "2020-07-01T00:00:00Z", "checked_at": None}
    refs = references([archived(message=None, kind="photo", availability=gone)])

    told = render(refs, style=style, form="text", lang=lang)
    page = render(refs, style=style, form="html", lang=lang)

    own = {"iso690-fr": "fr", "vancouver": lang, "apa": lang}.get(style, "en")
    copies = {"en": "No longer online", "fr": "Plus en ligne", "es": "Ya no estaba en línea"}
    assert expected in told
    assert copies[own] in told
    assert f'lang="{own}"' in page


@pytest.mark.parametrize("style", STYLES)
def test_an_older_version_says_that_there_is_a_newer(style: str) -> None:
    """Whoever reads a reference to an earlier version learns of the newest one."""
    assert re.search("newer version, 3|plus récente, 3", _cite(style, newest_version=3))
    assert not re.search("newer|récente", _cite(style))


def test_emoji_are_upright_in_apa() -> None:
    """A title is italic, its emoji are not; no star of Markdown stands beside a blank."""
    refs = references([archived(message="Merci 🙏 l’eau 💧arrive")])

    told = render(refs, style="apa", form="md", lang=None)

    assert " *Merci* 🙏 *l’eau* 💧*arrive* " in told


@pytest.mark.parametrize(
    ("style", "expected"),
    [("iso690-fr", "word… Facebook"), ("vancouver", "word … ["), ("mla", "word . . .”")],
)
@pytest.mark.parametrize("end", ["word.", "word…", "word...", "word"])
def test_dots_do_not_follow_dots(style: str, expected: str, end: str) -> None:
    """The mark that more follows takes the place of the dots of the last word."""
    assert expected in _cite(style, message=f"{'word ' * 19}{end} and more")


@pytest.mark.parametrize("style", STYLES)
def test_quoted_words_have_the_language_of_the_post(style: str) -> None:
    """Each style marks what is the post's, and nothing else, with the language of the post."""
    refs = references([archived(language={"code": "sw", "confidence": 1, "all": [], "by": "x"})])

    (entry,) = cite(refs, style)

    (words,) = [span for span in entry if span.language]
    assert words.text.startswith("Schools stay closed")
    assert "sw" == words.language


@pytest.mark.parametrize(
    ("style", "lang", "expected"),
    [
        ("apa", "en", " [Comment]. In Solidarity Network, South Asia. Facebook. "),
        ("apa-fr", "fr", " [Commentaire]. Dans Solidarity Network, South Asia. Facebook. "),
        ("apa", "es", " [Comentario]. En Solidarity Network, South Asia. Facebook. "),
        ("chicago", "en", " In Solidarity Network, South Asia, Facebook comment, March 1, 2020."),
        ("chicago-note", "en", "Asia, Facebook comment, March 1, 2020, https"),
        ("mla", "en", "families.” Comment. In Solidarity Network, South Asia, Facebook, 1 Mar."),
        ("iso690-fr", "fr", "Facebook [commentaire en ligne]. 1er mars 2020."),
        ("vancouver", "en", " [Comment]. In: Solidarity Network, South Asia, Facebook [Internet]."),
    ],
)
def test_a_comment_is_cited_as_one(style: str, lang: str, expected: str) -> None:
    """What somebody said below a post is no post, in any style."""
    post = archived(kind="other", is_comment=True, personal=True)

    assert expected in render(references([post]), style=style, form="text", lang=lang)


def test_managers_read_a_comment_as_one() -> None:
    """In the genre of CSL, in RIS and in BibLaTeX; without text it is no post without text."""
    (ref,) = references([archived(kind="other", is_comment=True, message=None)])
    item = csl_item(ref, "fr")

    assert ("Commentaire", "[Commentaire sans texte]") == (item["genre"], item["title"])
    assert "M3  - Comment\r\n" in "".join(as_ris([ref]))
    assert "titleaddon = {Comment}" in "".join(as_biblatex([ref]))
