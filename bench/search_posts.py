"""
In: a number. Out: as many made-up posts in eight languages, and questions about them; seeded.

Words are made of the letters of each language and used as words are: the second half as often as
the first, the third a third as often, and so on (Zipf). Nothing here means anything.
"""

import pickle
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

FIRST, DAYS = datetime(2014, 1, 1, tzinfo=UTC), 4_000
PAGES = [f"page-{n:02d}" for n in range(24)]
THEMES = [f"theme-{n:02d}" for n in range(14)]
COUNTRIES = [a + b for a in "BCGIKLMN" for b in "ADEGILMNRU"]
BY_PART = ("ar", "zh", "th")  # found by part of a word, which the other engines cannot do
VOCABULARY = 40_000  # words of a language
_SAMPLE = 20_000  # posts from which questions are taken

# language: share of the posts, syllables or letters, whether blanks stand between words


def _syllables(onsets: str, vowels: str) -> list[str]:
    return [onset + vowel for onset in onsets.split() for vowel in vowels.split()]


_FRENCH = _syllables("b c d f g l m n p r s t v ch qu", "a e i o u é")
_SPANISH = _syllables("b c d f g l m n p r s t ll ñ j", "a e i o u ó")
_ENGLISH = _syllables("b c d f g h k l m n p r s t w th sh", "a e i o u")
_SWAHILI = _syllables("b d k m n w mb nd ng ny z ch", "a e i o u")
_HINDI = _syllables(" ".join("कखगचजटडतदनपबमयरलवसह"), "ा ि ी ु े ो")
LANGUAGES: dict[str, tuple[int, Sequence[str], bool]] = {
    "en": (28, _ENGLISH, True),
    "fr": (26, _FRENCH, True),
    "es": (16, _SPANISH, True),
    "sw": (8, _SWAHILI, True),
    "hi": (7, _HINDI, True),
    "ar": (7, "ابتثجحخدرزسشصضطعغفقكلمنهوي", True),
    "zh": (5, [chr(0x4E00 + n * 7) for n in range(1_500)], False),
    "th": (3, "กขคงจชซดตถทนบปผพมยรลวสหอาิีุูเแโ", False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One post; `number` is its place in time, from 0."""

    number: int
    created_at: datetime
    page: str
    language: str
    themes: tuple[str, ...]
    countries: tuple[str, ...]
    message: str
    title: str  # of a link; mostly ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: words that all have to occur, or in this order, and filters."""

    words: tuple[str, ...]
    is_phrase: bool = False
    is_prefix: bool = False
    theme: str = ""
    country: str = ""
    language: str = ""
    since: datetime | None = None
    newest: bool = False  # the newest of all that match, whatever their rank


def made(number: int) -> Iterator[Made]:
    """The same posts every time, oldest first, an even way apart; some of them copies."""
    chance = random.Random(11)
    speech = {code: _words(code) for code in LANGUAGES}
    shares = [share for share, _signs, _blanks in LANGUAGES.values()]
    weights = [1 / (place + 1) for place in range(VOCABULARY)]
    heavier = list(accumulate(weights))
    codes = chance.choices(list(LANGUAGES), shares, k=number)
    before: dict[str, str] = {}
    for place, code in enumerate(codes):
        length = min(400, max(6, int(chance.lognormvariate(3.7, 0.8))))
        said = chance.choices(speech[code], cum_weights=heavier, k=length)
        message = _written(said, code)
        if chance.random() < 0.02 and code in before:
            message = before[code]
        before[code] = message
        yield Made(
            number=place,
            created_at=FIRST + timedelta(days=DAYS * place / number),
            page=PAGES[min(23, int(chance.expovariate(0.18)))],
            language=code,
            themes=_some(chance, THEMES, 2.2),
            countries=_some(chance, COUNTRIES, 12.0),
            message=message,
            title=_written(said[:6], code) if place % 4 == 0 else "",
        )


def kept(number: int, path: Path) -> Iterator[Made]:
    """The same, made once and then read from a file: three engines take them."""
    if not path.exists():
        with path.open("wb") as out:
            for post in made(number):
                pickle.dump(post, out, protocol=pickle.HIGHEST_PROTOCOL)
    with path.open("rb") as file:
        for _place in range(number):
            yield pickle.load(file)  # noqa: S301  (our own, written a moment ago)


def questions(number: int, each: int = 20) -> dict[str, list[Question]]:
    """Twenty questions of each kind on `made(number)`; how often words occur is counted first."""
    chance = random.Random(12)
    sample = list(islice(made(number), min(number, _SAMPLE)))
    told = [post for post in sample if post.language not in BY_PART]
    spoken = [post for post in sample if post.language in BY_PART]
    often = Counter(w for post in told for w in set(post.message.rstrip(".").split()))

    def between(low: float, high: float) -> list[str]:
        # of words long enough to be typed
        fits = [w for w, n in often.items() if low <= n / len(sample) <= high and len(w) > 3]
        return chance.sample(sorted(fits), min(each, len(fits)))

    common = between(0.05, 0.15)
    pairs = [_pair(chance, chance.choice(told)) for _ in range(each)]
    last_year = FIRST + timedelta(days=DAYS - 365)
    spoken_in = {word: post.language for post in told for word in post.message.rstrip(".").split()}
    return {
        "rare word": [Question(words=(word,)) for word in between(0, 1.1 / len(sample))],
        "medium word": [Question(words=(word,)) for word in between(0.003, 0.01)],
        "common word": [Question(words=(word,)) for word in common],
        "two words": [Question(words=pair) for pair in pairs],
        "phrase": [Question(words=pair, is_phrase=True) for pair in pairs],
        "prefix": [Question(words=(word[:4],), is_prefix=True) for word in between(0.003, 0.15)],
        "filtered": [
            Question(
                words=(word,),
                theme=THEMES[2] if place % 4 < 3 else "",
                country=COUNTRIES[4] if place % 4 in (1, 2) else "",
                language=spoken_in[word] if place % 4 in (1, 2) else "",
                since=last_year if place % 4 > 1 else None,
            )
            for place, word in enumerate(common)
        ],
        "newest first": [Question(words=(word,), newest=True) for word in common],
        "part of a word": [
            Question(words=(_part(chance, chance.choice(spoken).message),)) for _ in range(each)
        ],
    }


def _words(code: str) -> list[str]:
    chance = random.Random(f"words of {code}")
    _share, signs, _blanks = LANGUAGES[code]
    sizes = {"zh": (1, 2), "th": (2, 6), "ar": (3, 6)}.get(code, (2, 4))
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(chance.choices(signs, k=chance.randint(*sizes)))] = None
    return list(found)


def _written(words: Sequence[str], code: str) -> str:
    """Blanks between words, or a comma after every few where the language has none."""
    if LANGUAGES[code][2]:
        return f"{' '.join(words)}."
    parts = ("".join(words[at : at + 6]) for at in range(0, len(words), 6))
    return f"{'，'.join(parts)}。"


def _some(chance: random.Random, values: Sequence[str], spread: float) -> tuple[str, ...]:
    """None to three of the values, the first ones more often."""
    told = {min(len(values) - 1, int(chance.expovariate(1 / spread))) for _ in range(3)}
    return tuple(values[place] for place in sorted(told)[: chance.choice((0, 1, 1, 2, 3))])


def _pair(chance: random.Random, post: Made) -> tuple[str, str]:
    words = post.message.rstrip(".").split()
    place = chance.randrange(len(words) - 1)
    return words[place], words[place + 1]


def _part(chance: random.Random, text: str) -> str:
    run = chance.choice([run for run in re.split("[，。. ]", text) if len(run) > 2])
    place = chance.randrange(len(run) - 1)
    return run[place : place + 2]
