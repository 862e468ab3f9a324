"""The reader in a pseudo-terminal of 80 columns and 24 lines, as over SSH."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pyte
import pytest

from cli.typed import Typed, environment
from fb_watch.cli.reader_page import whole
from fb_watch.model.archived import versioned

if TYPE_CHECKING:
    from fb_watch.model.archived import ArchivedPost

PATIENCE = 60.0  # seconds, on a machine that has much else to do


class Terminal:
    """A program that believes it is looked at, and what it shows."""

    def __init__(self, *line: str) -> None:
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "fb_watch", *line],
            dimensions=(24, 80),
            env=environment(TERM="xterm-256color"),
        )

    def until(self, is_shown: Callable[[str], bool]) -> str:
        """Wait until the screen shows what is expected, and give it."""
        end = time.monotonic() + PATIENCE
        while not is_shown(shown := "\n".join(self.screen.display)):
            assert time.monotonic() < end, shown
            try:
                self._stream.feed(self.child.read_nonblocking(65_536, timeout=1))
            except pexpect.TIMEOUT:
                continue
        return shown

    def press(self, keys: str, *expected: str) -> str:
        """Type, and wait until all of this is to be seen."""
        self.child.send(keys)
        return self.until(lambda shown: all(text in shown for text in expected))

    def close(self, text: str) -> None:
        """Close what shows a text, and wait until it is gone."""
        self.child.send("\r")
        self.until(lambda shown: text not in shown)


@pytest.fixture
def reader(own: Path) -> Iterator[Terminal]:
    """The reader on what the sample says of schools."""
    assert own
    terminal = Terminal("search", "school*", "--order", "newest", "-i")
    terminal.until(lambda shown: "Your name" in shown)
    yield terminal
    terminal.child.close(force=True)


def test_a_coordinator_works_through_the_list(reader: Terminal, typed: Typed) -> None:
    """Read, decide, note, tag, put into a dossier, cite, take back: each by one key, 80 by 24."""
    posts = typed("search", "school*", "--order", "newest", "--json").json
    first, second, third = (post["ref"] for post in posts[:3])
    typed("dossier", "create", "schools", "--by", "ME")
    typed("review", "assign", first, second, "--to", "BEN", "--by", "ME")

    shown = reader.press("ME\r", f"{first}@", "q quit")
    assert "school* · " in shown
    assert f"· {posts[1]['created_at'][:10]}" in shown
    reader.until(lambda shown: shown.count("BEN until 2") == 3)  # two in the list, one beside it
    reader.press("r", f"{second}@", f"{first}: relevant", "BEN had", "+ ")
    reader.press("s", f"{third}@")
    reader.press("k", f"{second}@", "· set-aside")
    reader.press("n", "Note")
    reader.press("ask for the figures\r", "ME: ask for")
    reader.press("n", "Note")
    reader.press("\x1b[200~two lines\r\n\r\nof a letter\x1b[201~", "two lines of a letter")
    reader.press("\r", "two lines of a")
    reader.press("t", "Tags, such as")
    reader.press("theme:nothing\r", "there is no such theme")
    reader.close("there is no such theme")
    reader.until(lambda shown: "▊  theme:nothing" in shown)  # is there to be mended
    reader.press("theme:displaced\r", "1 word was news.")
    reader.press("d", "there are: schools")
    reader.press("schools\r", "Added to schools.")
    reader.press("d", "there are: schools")
    reader.press("wells\r", "There is no dossier wells yet.", "▊  wells")
    reader.press("\r", "Added to wells.")
    reader.press("c", "Facebook.")
    reader.close("Facebook.")
    reader.press("u", "Taken back: dossier")
    reader.press("q")
    reader.child.expect(pexpect.EOF, timeout=PATIENCE)

    told = {post["ref"]: post for post in typed("search", "school*", "--json").json}
    assert ("relevant", "set-aside") == (told[first]["status"], told[second]["status"])
    assert 2 == told[second]["notes"]
    assert ("displaced", "hand") in {(t["theme"], t["by"]) for t in told[second]["themes"]}
    assert [versioned(posts[1])] == typed.refs("--dossier", "schools")
    assert [] == typed("search", "--dossier", "wells", "--json").json


def test_all_keys_are_told(reader: Terminal) -> None:
    """The line below has no room for those that move; `?` tells them all, in 80 by 24."""
    reader.child.send("\x1b")
    reader.until(lambda shown: "Your name" not in shown and "q quit · ? keys" in shown)

    reader.press("?", "the next post", *(f"  {key}   " for key in ("space", *"rsvtndcuq")))
    reader.close("a screen of the text further")


def test_what_is_wrong_with_a_query_is_said_without_a_screen(own: Path, typed: Typed) -> None:
    """A dossier that is not there is a message and a code, as without -i."""
    assert own
    plain = typed("search", "--dossier", "nope")
    terminal = Terminal("search", "--dossier", "nope", "-i")

    terminal.child.expect(pexpect.EOF, timeout=PATIENCE)
    terminal.child.close()

    said = (terminal.child.before or b"").decode()
    assert plain.err.splitlines()[0] in said
    assert "Traceback" not in said
    assert plain.code == terminal.child.exitstatus != 0


def test_all_that_is_found_is_counted(own: Path, typed: Typed) -> None:
    """Above the list stands how many posts there are, and how many of them are shown."""
    assert own
    number = len(typed.refs())
    terminal = Terminal("search", "-i", "--limit", "7", "--all", "--by", "ME")

    terminal.until(lambda shown: f"{number} posts (7)" in shown)
    terminal.child.close(force=True)


def test_nothing_found_is_explained(own: Path) -> None:
    """The reader says which word emptied a query, as search does."""
    assert own
    terminal = Terminal("search", "school", "schoool", "-i")

    terminal.until(lambda shown: "No post has schoool." in shown and "Did you mean" in shown)
    terminal.child.close(force=True)


def test_without_a_terminal_there_is_no_reader(typed: Typed) -> None:
    """In a pipe `-i` is a wrong use of the command line."""
    result = typed("search", "school", "-i")

    assert 2 == result.code
    assert "needs a terminal" in result.err


def test_the_version_on_the_screen_is_the_one_that_is_cited(own: Path, typed: Typed) -> None:
    """A post that a dossier holds as it was before an edit stays so, whatever is done with it."""
    assert own
    posts = typed("search", "--limit", "999", "--json").json
    ref = next(post["ref"] for post in posts if post["newest_version"] > 1)
    first = typed("show", ref, "--history", "--json").json["versions"][0]["hash"]
    typed("dossier", "create", "water", "--by", "ME")
    typed("dossier", "add", "water", f"{ref}@{first[:8]}", "--by", "ME")
    terminal = Terminal("search", "--dossier", "water", "-i", "--by", "ME")

    terminal.until(lambda shown: f"{ref}@{first[:8]}" in shown)
    terminal.press("r", f"@{first[:8]} · relevant")
    terminal.press("n", "Note")
    terminal.press("so it was\r", "ME: so it was", f"@{first[:8]}")
    terminal.press("c", "Facebook.", f"{ref}@{first[:8]}.")
    terminal.child.close(force=True)
    assert f"@{first[:8]}" in typed("review", "note", ref).out


def test_two_people_do_not_replace_what_they_have_not_seen(own: Path, typed: Typed) -> None:
    """What somebody else decided is on the screen, or is said before it is replaced."""
    assert own
    first, second = (p["ref"] for p in typed("search", "school*", "--json").json[:2])
    terminal = Terminal("search", "school*", "-i", "--by", "ANA")
    terminal.until(lambda shown: f"{first}@" in shown and "· new" in shown)

    typed("review", "set", "verified", first, second, "--by", "BEN")
    terminal.press("s", "is verified by", "· verified", f"{first}@")
    terminal.press("s", f"{second}@", "· verified", "was verified:")
    terminal.child.close(force=True)
    assert "set-aside" == typed("show", first, "--json").json["status"]


def test_two_people_see_who_reads_what(own: Path, typed: Typed) -> None:
    """A post that stays open before one is marked for the other, and the queue passes it over."""
    assert own
    first, second = typed.refs("--status", "new", "--page", "europe")[:2]
    line = ("search", "-i", "--status", "new", "--page", "europe")
    anna, ben = Terminal(*line, "--by", "Anna"), Terminal(*line)
    anna.until(lambda shown: f"{first}@" in shown)
    while not typed("review", "assign").out.count("Anna"):
        anna.until(lambda _shown: True)

    ben.until(lambda shown: "Your name" in shown)
    ben.press("Ben\r", f"{first}@")
    ben.until(lambda shown: shown.count("Anna reads it since") == 2)  # in the list, beside it
    anna.press("q")
    assert (
        second
        == typed("review", "next", "--page", "europe", "--by", "Chloé", "--json").json[0]["ref"]
    )
    ben.press("j", f"{second}@", "Chloé until 2")
    ben.press("r", f"{second}: relevant", "Chloé")
    ben.child.close(force=True)
    anna.child.close(force=True)


def test_a_batch_is_read_in_the_reader(own: Path, typed: Typed) -> None:
    """What the queue gives is opened in its order, checked out to whoever reads."""
    assert own
    line = ("review", "next", "--take", "3", "--theme", "education", "--first", "countries")
    looked = [post["ref"] for post in typed(*line, "--json").json]
    terminal = Terminal(*line, "-i", "--by", "Anna")

    terminal.until(lambda shown: f"{looked[0]}@" in shown and "3 posts" in shown)
    assert looked == [post["ref"] for post in typed(*line, "--by", "Anna", "--json").json]
    terminal.press("r", f"{looked[1]}@", f"{looked[0]}: relevant")
    terminal.child.close(force=True)
    sample = typed("review", "next", "--sample", "s", "-i", "--by", "Anna")
    assert (2, True) == (sample.code, "blind" in sample.err)
    assert 2 == typed("review", "next", "-i", "--by", "Ben").code  # no terminal: nothing is taken
    assert "Ben" not in typed("review", "assign").out


def test_an_address_is_to_be_clicked(own: Path, typed: Typed) -> None:
    """The terminal is told where the permalink of a post leads."""
    assert own
    (post,) = typed("search", "--limit", "1", "--order", "newest", "--json").json
    terminal = Terminal("search", "-i", "--order", "newest", "--by", "ME")

    terminal.child.expect_exact(f";{post['permalink']}\x1b\\", timeout=PATIENCE)
    terminal.child.close(force=True)


def test_what_is_read_from_the_right_turns_no_neighbour_round(typed: Typed) -> None:
    """The name of a page in Arabic is closed off from the date beside it."""
    post: ArchivedPost = typed("search", "--limit", "1", "--json").json[0]
    post["page_name"] = "شبكة التضامن"

    told = whole(post, [], []).plain

    assert " · \u2068شبكة التضامن\u2069\n" in told
