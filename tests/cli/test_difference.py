import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.cli.difference import difference


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param(
            "Les écoles sont ouvertes.",
            "Les écoles restent fermées.",
            "Les écoles [-sont ouvertes-]{+restent fermées+}.",
            id="words, and not their full stop",
        ),
        pytest.param("Open today", "Open", "Open [-today-]", id="a word less"),
        pytest.param("Open", "Open today", "Open {+today+}", id="a word more"),
        pytest.param(
            "学校关闭了。", "学校开放了。", "学校[-关闭-]{+开放+}了。", id="without spaces"
        ),
        pytest.param("हिन्दी स्कूल", "हिन्दी किताब", "हिन्दी [-स्कूल-]{+किताब+}", id="vowel signs"),
        pytest.param("", "School", "{+School+}", id="from nothing"),
        pytest.param("same", "same", "same", id="the same"),
    ],
)
def test_what_an_edit_did_can_be_read(before: str, after: str, told: str) -> None:
    """Only the words that changed are marked."""
    assert told == difference(before, after)


words = st.text(st.sampled_from("ab. \né学ि\u3000"), max_size=30)


@given(before=words, after=words)
def test_both_texts_are_in_the_difference(before: str, after: str) -> None:
    """Without what came it is the earlier text, without what went the later one, spaces aside."""
    told = difference(before, after)

    came = re.sub(r"\[-.*?-\]", "", told, flags=re.DOTALL)
    went = re.sub(r"\{\+.*?\+\}", "", told, flags=re.DOTALL)
    later, earlier = re.sub(r"\{\+|\+\}", "", came), re.sub(r"\[-|-\]", "", went)
    assert "".join(after.split()) == "".join(later.split())
    assert "".join(before.split()) == "".join(earlier.split())
