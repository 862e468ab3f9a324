"""What was stored in one language is read in another."""

from itertools import product

import pytest

from fb_watch.i18n import LANGUAGES, in_language
from fb_watch.retelling import retold

PLAIN = "The server cannot be reached, or it cut the connection."
WITH_VALUES = "Facebook says: {text} ({number})"
INSIDE = "On hold until {time}: {reason}"


@pytest.mark.parametrize(("there", "here"), list(product(LANGUAGES, LANGUAGES)))
def test_a_message_is_said_in_the_language_asked_for(there: str, here: str) -> None:
    """Alone, with values, and inside another one."""
    then, now = in_language(there), in_language(here)
    values = {"text": "Permissions error", "number": "200"}
    held = {"time": "2020-06-01T12:00:00Z"}

    assert now(PLAIN) == retold(then(PLAIN), here)
    assert now(WITH_VALUES).format(**values) == retold(then(WITH_VALUES).format(**values), here)
    for inner, put in ((PLAIN, {}), (WITH_VALUES, values)):
        stored = then(INSIDE).format(**held, reason=then(inner).format(**put))
        told = now(INSIDE).format(**held, reason=now(inner).format(**put))
        assert told == retold(stored, here)


@pytest.mark.parametrize("text", ["", "(#4) Application request limit", "{text}", "…: …", "ok"])
def test_what_is_no_message_of_ours_stays(text: str) -> None:
    """What Facebook answered, or what is too short to know, is left alone."""
    assert [text] * 3 == [retold(text, lang) for lang in LANGUAGES]
