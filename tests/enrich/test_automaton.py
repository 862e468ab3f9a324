from concurrent.futures import ThreadPoolExecutor

from fb_watch.enrich.automaton import Automaton
from fb_watch.enrich.matcher import Matcher, Pattern
from fb_watch.enrich.text import normalise


def _pattern(text: str) -> Pattern[str]:
    return Pattern(text=text, value=text)


def test_matchers_that_share_an_automaton_find_their_own() -> None:
    """A key of both is found by both, in whatever order texts and matchers come."""
    together = Automaton()
    one = Matcher([_pattern("water"), _pattern("school")], together)
    other = Matcher([_pattern("water"), _pattern("Kenya")], together)

    for text in ("water for a school in Kenya", "Kenya", "", "water for a school in Kenya"):
        form = normalise(text)
        assert [w for w in ("water", "school") if w in text] == [m.surface for m in one.find(form)]
        assert [w for w in ("water", "Kenya") if w in text] == [m.surface for m in other.find(form)]


def test_threads_do_not_get_the_hits_of_one_another() -> None:
    """What is kept of the last text is never given for another one."""
    shared = Automaton()
    matcher = Matcher([_pattern("water"), _pattern("bread")], shared)
    texts = ["water " * 20, "bread " * 20] * 200

    def found(text: str) -> set[str]:
        return {match.surface for match in matcher.find(normalise(text))}

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(found, texts))

    assert [{text.split()[0]} for text in texts] == told
