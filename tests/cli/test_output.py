import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from cli.typed import Typed, on_terminal
from fb_watch.bootstrap import collector
from fb_watch.cli.output import json_line, paragraph, printable, table
from fb_watch.config.default import write_default
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World

HOSTILE = (
    "école \x1b[2J\x1b]0;owned\x07 \x9b31m \u202eabc\u202c \ue000mark\ue001 🏴\U000e0067\U000e007f"
)
# colours, and links of which nothing but printable ASCII is part
ESCAPE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[\w=.-]*;[!-~]*\x1b\\")
LINK = re.compile(r"\x1b\]8;[\w=.-]*;([!-~]+)\x1b\\([^\x1b]*)\x1b\]8;;\x1b\\")
NOW = datetime(2021, 7, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one post whose every text tries to steer the terminal."""
    home = tmp_path_factory.mktemp("hostile")
    write_default(home)
    world = World(now=lambda: NOW)
    world.add_page("100000000000005", HOSTILE)
    link = {
        "type": "share",
        "url": "https://example.org/a\x9b31m",
        "unshimmed_url": "https://example.org/a\x9b31m",
        "title": HOSTILE,
        "description": HOSTILE,
        "media": {"image": {"src": "https://example.org/a.jpg"}},
    }
    world.add_node(
        "100000000000005",
        {
            "id": "100000000000005_1",
            "created_time": "2021-06-01T00:00:00+0000",
            "updated_time": "2021-06-01T00:00:00+0000",
            "from": {"name": HOSTILE, "id": "100000000000005"},
            "message": HOSTILE,
            "story": HOSTILE,
            "status_type": "shared_story",
            "permalink_url": "https://www.facebook.com/a\x9b31m/posts/1",
            "place": {"id": "1", "name": HOSTILE},
            "attachments": [link],
        },
    )
    with GraphServer(world) as server:
        environ = {"FB_WATCH_GRAPH_URL": server.url, "FB_WATCH_TOKEN": DEMO_TOKEN}
        with collector(home, now=lambda: NOW, environ=environ, media=False) as collect:
            (report,) = collect.round(collect.pages(["south-asia"]))
    assert 1 == report.new
    return home


@pytest.fixture
def hostile(hostile_home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The reference of that post; FB_WATCH_HOME names its home."""
    monkeypatch.setenv("FB_WATCH_HOME", str(hostile_home))
    return "fbw:2021-000001"


LINES = (
    ("show", "REF"),
    ("show", "REF", "--history"),
    ("show", "REF", "--json"),
    ("show", "REF", "--raw"),
    ("cite", "REF"),
    ("cite", "REF", "--format", "html"),
    ("cite", "REF", "--format", "csl-json"),
    ("export", "école", "--format", "csv"),
    ("export", "école", "--format", "jsonl"),
    ("search", "école"),
    ("search", "--format", "ndjson"),
    ("search", "--format", "csv"),
)


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_a_post_cannot_steer_the_terminal(hostile: str, line: tuple[str, ...]) -> None:
    """Of what a post holds, nothing that moves the cursor or turns the line reaches a terminal."""
    sent = on_terminal(*(hostile if word == "REF" else word for word in line))

    ours = ESCAPE.sub("", sent)
    assert "abc" in sent
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]", ours)
    colours = {one for one in ESCAPE.findall(sent) if one.endswith("m")}
    assert {"\x1b[0m", "\x1b[1m", "\x1b[1;33m"} >= colours
    assert "\x1b[1;33mmark" not in sent  # what a post says of itself is not what was found


def test_json_gives_back_what_a_post_says(typed: Typed, hostile: str) -> None:
    """What is escaped for the terminal in JSON is the same text once it is read."""
    post = typed("show", hostile, "--json").json

    assert HOSTILE == post["message"]


def test_printable_keeps_what_joins_letters_and_emoji() -> None:
    """Joiners, variation selectors, marks of direction and flags of tags stay; tricks go."""
    kept = "می\u200cخواهم 👩\u200d👧 ❤\ufe0f \u200fعربي 🏴\U000e0067\U000e007f क्षि"

    assert kept == printable(kept)
    assert "a�[2Jb�c d\ne\nf" == printable("a\x1b[2Jb\u202ec\td\r\ne\u2028f")
    assert "me and you" == printable("\u2068me\u2069 and \u202ayou\u202c")


def test_json_has_no_number_that_json_lacks() -> None:
    """NaN and infinity are refused instead of written."""
    with pytest.raises(ValueError, match="JSON"):
        json_line({"x": float("nan")})


def test_a_table_aligns_wide_and_combining_letters(capsys: pytest.CaptureFixture[str]) -> None:
    """Off a terminal, columns begin at the same place whatever the script."""
    table(["page", "n"], [["台湾", 1], ["เด็ก", 2], ["e\u0301cole", 3], ["العربية", None]])

    lines = capsys.readouterr().out.splitlines()
    assert ["n", "1", "2", "3", "–"] == [line.split()[-1] for line in lines]
    places = {cell_len(line) for line in lines}
    assert 1 == len(places)


def test_off_a_terminal_nothing_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe a paragraph is one line, and found words stand in brackets."""
    paragraph("word " * 100 + "\ue000found\ue001", indent=2, marked=True)

    assert "  " + "word " * 100 + "[found]\n" == capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [
        ("search", "--language", "ar", "--limit", "5"),
        ("search", "--language", "zh", "--language", "ja", "--language", "th", "--language", "hi"),
        ("search", "school*", "--facets", "--limit", "5"),
        ("stats", "--by", "theme,country"),
        ("coverage",),
        ("status",),
        ("doctor",),
    ],
    ids=" ".join,
)
def test_no_line_is_wider_than_the_terminal(line: tuple[str, ...]) -> None:
    """On 80 columns every line fits, in every script; words are broken between words only."""
    sent = ESCAPE.sub("", on_terminal(*line))

    assert sent
    assert [] == [text for text in sent.splitlines() if cell_len(text.rstrip()) > 80]


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_keys_and_times_of_a_table_stay_in_one_piece(typed: Typed, lang: str) -> None:
    """On 80 columns, the key of a page and a time can be copied out of a table."""
    sent = ESCAPE.sub("", on_terminal("coverage", FB_WATCH_LANG=lang))

    rows = [line.split() for line in sent.splitlines()]
    for page in typed("coverage", "--json").json:
        (stretch,) = page["complete"]
        until = f"{stretch['until'][:16]}Z".replace("T00:00Z", "")
        assert [page["page"], stretch["since"][:10], until] in [row[:3] for row in rows]


def test_a_table_too_wide_for_the_terminal_is_folded_not_cut() -> None:
    """On 40 columns nothing of a table is lost."""
    sent = ESCAPE.sub("", on_terminal("coverage", COLUMNS="40"))

    letters = "".join(sent.split())
    assert all(part in letters for part in ("anglopho", "ne-afric", "complete"))


def test_a_table_without_rows_is_its_head_on_a_narrow_terminal() -> None:
    """Where nothing was found and the head alone is too wide, it is folded all the same."""
    fields = ("theme", "country", "region", "language", "page", "month", "question")
    sent = on_terminal("stats", "xyzzyq", "--by", ",".join(fields), columns=40, NO_COLOR="1")

    head = sent.partition("xyzzyq.")[2].replace("─", "")
    assert sorted("".join((*fields, "posts"))) == sorted("".join(head.split()))


def test_a_terminal_is_shown_the_whole_snippet_between_words(typed: Typed) -> None:
    """Wrapped on a terminal or whole in a pipe: the same words in the same order."""
    line = ("search", "water", "--limit", "5")

    sent = ESCAPE.sub("", on_terminal(*line, NO_COLOR="1"))

    result = typed(*line)
    assert (result.out + result.err).split() == sent.split()


def test_a_message_keeps_its_paragraphs_on_a_terminal(typed: Typed) -> None:
    """`show` breaks lines between words and keeps the empty lines of the message."""
    (post,) = typed("search", '"homa bay" pregnancies', "--json").json

    sent = ESCAPE.sub("", on_terminal("show", post["ref"]))

    paragraphs = [" ".join(p.split()) for p in post["message"].split("\n\n")]
    told = [" ".join(p.split()) for p in re.split(r"\n\s*\n", sent)]
    assert len(paragraphs) > 1
    assert [] == [p for p in paragraphs if p not in told]


def test_no_color() -> None:
    """NO_COLOR, and a dumb terminal, get no escape sequence at all; others see found words bold."""
    line = ("search", "water", "--limit", "3", "--facets")

    assert "\x1b[1;33mwater\x1b[0m" in on_terminal(*line)
    assert "\x1b" not in on_terminal(*line, NO_COLOR="1")
    assert "\x1b" not in on_terminal(*line, TERM="dumb")
    assert "[water]" in on_terminal(*line, NO_COLOR="1")
    assert "\x1b" not in on_terminal("show", "fbw:2020-000001", "--history", NO_COLOR="1")


def test_addresses_are_links_where_the_terminal_can(typed: Typed) -> None:
    """On a terminal a reference and an address lead to the post; elsewhere they are plain text."""
    line = ("search", "water", "--limit", "1")
    (post,) = typed(*line, "--json").json

    found = LINK.findall(on_terminal(*line))
    shown = LINK.findall(on_terminal("show", post["ref"]))

    assert (post["permalink"], post["ref"]) in found
    assert (post["permalink"], post["permalink"]) in shown
    assert [] == LINK.findall(on_terminal("show", post["ref"], NO_COLOR="1"))
    assert [] == LINK.findall(on_terminal("show", post["ref"], TERM="linux"))


def test_cells_from_right_to_left_stay_in_their_column(typed: Typed) -> None:
    """On a terminal such a cell is set apart: it begins where the others of its column do."""
    posts = typed("search", "--language", "ar", "--theme", "education", "--json").json

    sent = ESCAPE.sub("", on_terminal("show", posts[0]["ref"])).split("\n")

    (head,) = (line for line in sent if "because of" in line)
    begun = [cell_len(line.partition("\u2068")[0]) for line in sent if "\u2068" in line]
    assert begun
    assert {cell_len(head.partition("because of")[0])} == set(begun)
    assert all(line.count("\u2068") == line.count("\u2069") for line in sent)


@pytest.mark.parametrize(("lang", "mark"), [("en", "."), ("fr", ","), ("es", ",")])
@pytest.mark.parametrize(
    ("line", "number"),
    [
        (("show", "fbw:2020-000001"), r"[01]{mark}[0-9]{{2}}  "),
        (("explain", "Les écoles de Goma restent fermées"), r"  [0-9]{mark}[0-9]+  "),
        (("status",), r" [0-9]+{mark}[0-9] G"),
        (("doctor",), r" [0-9]+{mark}[0-9] G"),
    ],
)
def test_numbers_have_the_decimal_mark_of_the_language(
    line: tuple[str, ...],
    number: str,
    lang: str,
    mark: str,
    typed: Typed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """0.97 is 0,97 in French and Spanish."""
    monkeypatch.setenv("FB_WATCH_LANG", lang)

    assert re.search(number.format(mark=re.escape(mark)), typed(*line).out)
