"""In: a post's text and its page's languages. Out: Language; pure, safe to call from threads."""

from typing import Literal

from fb_watch.enrich import language_models, lexicon, scripts, segments
from fb_watch.enrich.cleaning import clean, without_hashtags
from fb_watch.enrich.language_models import Guess, Weights
from fb_watch.enrich.lexicon import Shares
from fb_watch.enrich.scripts import Weighed
from fb_watch.model.tagged import Language

_UNKNOWN: Guess = ("und", 0.0)
_FEWEST_LETTERS = 6
# Under 12 letters a model is right on four in five at best: it has to be surer of itself.
_SHORT, _SHORT_THRESHOLD = 12, 0.7
_SHORT_POST = 200  # letters under which hashtags may be all that is beside a greeting
# A page's own languages, and the two that every page of the network uses, count three times.
_HINT_WEIGHT = 3.0
_ALWAYS_HINTED = ("fr", "en")
# A second language is told when it is this much of the letters, and this many.
_LEAST_SHARE, _LEAST_LETTERS = 0.2, 25
# A piece less sure than this is taken for the language of the whole; siding with a language that
# another piece is sure of needs less.
_SURE, _SURE_OF_ANOTHER, _SURE_OF_A_NEIGHBOUR = 0.7, 0.8, 0.5
# No lexicon and no second opinion overrules a model this sure.
_CERTAIN = 0.9999
_CLD2_LANGUAGES = frozenset({"wo"})  # in CLD2, not in py3langid
_CLD2_SURE = 0.8
# Languages no model knows, and the neighbour they are mistaken for: a page has to name them.
_MISTAKEN_FOR = {"rn": "rw", "dyu": "bm"}


class Detector:
    """
    Tells the language of a post; models load on the first text.

    `layered`: script table, py3langid with a prior, word lists, CLD2 where pycld2 is installed.
    `langdetect`: langdetect alone on the same cleaned text, for those who compare with it.
    """

    def __init__(
        self,
        engine: Literal["layered", "langdetect"] = "layered",
        threshold: float = 0.5,
    ) -> None:
        self._layered = engine == "layered"
        self._threshold = threshold

    def detect(self, text: str | None, hints: tuple[str, ...] = ()) -> Language:
        """
        The language of a text; `hints` are the page's languages, likely but never the only ones.

        `zxx` without text; `und` where no letters are left or the guess stays under the threshold
        (its confidence is kept). Shares: every language with a fifth of the letters, largest first.
        """
        if text is None or not text.strip():
            return Language(code="zxx", confidence=1.0)
        cleaned = clean(text)
        hinted = frozenset(map(language_models.normal, hints))
        if self._layered:
            # the words of a short post's hashtags are in `cleaned`: "Merci #Madagascar"
            said = (
                clean(without_hashtags(text))
                if "#" in text and len(cleaned) < _SHORT_POST
                else cleaned
            )
            if greeting := lexicon.by_greeting(said, hinted):
                shares, sure = greeting
                return _verdict((shares[0][0], sure), shares, threshold=self._threshold)
        pieces = segments.split(cleaned)
        letters = sum(scripts.letters(found) for _text, found in pieces)
        if letters < _FEWEST_LETTERS:
            return Language(code="und", confidence=0.0)
        weights = dict.fromkeys((*hinted, *_ALWAYS_HINTED), _HINT_WEIGHT) if hinted else {}
        threshold = self._threshold if letters >= _SHORT else max(self._threshold, _SHORT_THRESHOLD)
        guess, shares = self._weigh_pieces(cleaned, pieces, weights)
        return _verdict(guess, shares, threshold=threshold)

    def _weigh_pieces(
        self, cleaned: str, pieces: list[Weighed], weights: Weights
    ) -> tuple[Guess, Shares]:
        """The main language, and every language with its share of the letters."""
        if len(pieces) < 2:
            only = self._identify((cleaned, pieces[0][1]), weights)
            return only, ((only[0], 1.0),)
        guesses = [self._identify(piece, weights) for piece in pieces]
        if (agreed := _of_one_mind(guesses)) is not None:
            return agreed, ((agreed[0], 1.0),)
        whole = self._identify((cleaned, scripts.together(found for _, found in pieces)), weights)
        sizes: dict[str, float] = {}
        certainty: dict[str, float] = {}  # letters × confidence
        for (code, confidence), (_, found) in zip(_agreed(guesses, whole), pieces, strict=True):
            size = scripts.letters(found)
            sizes[code] = sizes.get(code, 0.0) + size
            certainty[code] = certainty.get(code, 0.0) + size * confidence
        total = sum(sizes.values())
        shares = tuple(
            (code, size / total)
            for code, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
            if size >= _LEAST_SHARE * total and size >= _LEAST_LETTERS
        ) or ((whole[0], 1.0),)
        main = shares[0][0]
        if len(shares) == 1 and main == whole[0]:
            return whole, shares
        return (main, certainty[main] / sizes[main]), shares

    def _identify(self, weighed: Weighed, weights: Weights) -> Guess:
        """The language of a text taken as being of one language."""
        text, found = weighed[0].replace("\n", " "), weighed[1]
        if scripts.letters(found) < _FEWEST_LETTERS:
            return _UNKNOWN
        if not self._layered:
            return language_models.langdetect(text, weights)
        script = scripts.leading(found)
        if guess := scripts.settled(text, script, found):
            return guess
        if script != scripts.LATIN:
            text = scripts.without_latin(text) if scripts.LATIN in found else text
            return language_models.py3langid(text, weights, script)
        return _named(self._latin(text, weights), weights)

    def _latin(self, text: str, weights: Weights) -> Guess:
        guess = language_models.py3langid(text, weights, scripts.LATIN)
        if guess[1] > _CERTAIN:
            return guess
        if listed := lexicon.by_function_words(text, weights):
            return listed
        other = language_models.second_opinion(text)
        if other and other[0] in _CLD2_LANGUAGES and other[1] >= _CLD2_SURE:
            return other[0], 0.9
        return guess


def _of_one_mind(guesses: list[Guess]) -> Guess | None:
    """What every piece is sure to be, and the least sure of them; the whole is no other then."""
    code, sure = min(guesses, key=lambda guess: guess[1])
    agreed = sure >= _SURE_OF_ANOTHER and all(guess[0] == code for guess in guesses)
    return (code, sure) if agreed else None


def _agreed(guesses: list[Guess], whole: Guess) -> list[Guess]:
    """The guesses for the pieces of a post, those too unsure replaced by that for the whole."""
    needed = {code: _SURE_OF_A_NEIGHBOUR for code, sure in guesses if sure >= _SURE_OF_ANOTHER}
    needed[whole[0]] = _SURE
    return [
        guess if guess[0] != "und" and guess[1] >= needed.get(guess[0], 1.0) else whole
        for guess in guesses
    ]


def _named(guess: Guess, weights: Weights) -> Guess:
    """Kirundi comes out as Kinyarwanda: the page's own language where it names just one of them."""
    for code, neighbour in _MISTAKEN_FOR.items():
        if guess[0] == neighbour and code in weights and neighbour not in weights:
            return code, guess[1]
    return guess


def _verdict(guess: Guess, shares: Shares, *, threshold: float) -> Language:
    """The answer; rounded first, so that the figures kept explain the decision."""
    code, confidence = guess[0], round(guess[1], 4)
    if code == "und" or confidence < threshold:
        return Language(code="und", confidence=confidence)
    return Language(
        code=code,
        confidence=confidence,
        shares=tuple((c, round(share, 4)) for c, share in shares if c != "und"),
    )
