import pytest

from fb_watch.i18n import in_language
from fb_watch.model.covered import INTERRUPTED, NEVER_ASKED, why


@pytest.mark.parametrize("reason", [NEVER_ASKED, INTERRUPTED])
@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_a_reason_of_ours_is_said_in_the_language_asked_for(reason: str, lang: str) -> None:
    """Whatever language the collector spoke when it was stored."""
    for stored in (reason, in_language("fr")(reason), in_language("es")(reason)):
        assert in_language(lang)(reason) == why(stored, lang)


def test_what_was_answered_stays() -> None:
    """A reason that came from Facebook is not ours to word."""
    assert "(#4) Application request limit" == why("(#4) Application request limit", "fr")
