"""
In: labelled sentences and tweets. Out: how right country tags and the health theme are.

The labels of a sentence are the countries it names; `ignore` holds those that a coder would not
decide on. A town says a country too, which the labels of sentences do not hold: `strict` calls
that wrong, and the figures with a bound leave towns out. Tweets are labelled with both.
"""

from collections import Counter, defaultdict
from pathlib import Path

from bench.figures import Figure
from bench.scoring import Score, codes, read, sampled, share

from fb_watch.enrich.tagger import Tagger
from fb_watch.model.tagged import Tag, TaggedPost

SENTENCES, TWEETS = "parallel_sentences_46langs.tsv", "crisis_tweets_en_ar.tsv"
# The languages whose every country has its names, demonyms and towns in the gazetteer.
LARGE = ("fr", "en", "es", "pt", "it", "de", "ar", "ru", "zh", "sw", "mg", "hi", "bn")
HEALTH = "health-information"
LONG = 10  # sentences
Scores = defaultdict[str, Score]


def sentences(folder: Path, tagging: Tagger, every: int) -> list[Figure]:
    """Countries and health on sentences, by language; details are printed on the way."""
    strict, lenient, health = Scores(Score), Scores(Score), Scores(Score)
    wrong: Counter[str] = Counter()
    together: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sampled(folder / SENTENCES, every):
        language = row["lang"].partition("-")[0]
        seen = read(tagging, row["text"])
        ignored, true = codes(row["ignore"]), codes(row["labels"])
        by_town = towns_alone(seen) - true
        found = countries(seen) - ignored
        strict[language].add(found, true - ignored)
        lenient[language].add(found - by_town, true - ignored)
        wrong.update(blame(seen, found - by_town - true, language))
        health[language].add(*health_of(seen, row["topic"]))
        together[row["lang"], row["topic"]].append(row["text"])
    tell("countries, strict", strict)
    tell("countries, towns left out", lenient)
    print("most often wrong:", ", ".join(f"{what} {n}" for what, n in wrong.most_common(25)))
    tell("health", health)
    micro, micro_strict = total(lenient), total(strict)
    return [
        share(f"countries in {len(LARGE)} languages, precision", micro.precision, 0.97),
        share("  strict, where a town counts as wrong", micro_strict.precision),
        share(f"countries in {len(LARGE)} languages, recall", micro.recall, 0.90),
        *(share(f"  recall, {code}", lenient[code].recall, 0.80) for code in LARGE),
        share(f"health in {len(LARGE)} languages, F1, short texts", total(health).f1, 0.75),
        *(share(f"  F1, {code}", health[code].f1, 0.75) for code in LARGE),
        share("health, F1, long texts", long_texts(tagging, together).f1, 0.85),
    ]


def health_of(seen: TaggedPost, topic: str) -> tuple[frozenset[str], frozenset[str]]:
    """Whether a text is said to be about health, and whether it is."""
    said = frozenset(tag.value for tag in seen.tags if tag.kind == "theme") & {HEALTH}
    return said, frozenset({HEALTH} if topic == "health" else ())


def long_texts(tagging: Tagger, together: dict[tuple[str, str], list[str]]) -> Score:
    """Health on texts made of ten sentences of one language and topic."""
    score = Score()
    for (language, topic), texts in together.items():
        if language.partition("-")[0] in LARGE:
            for at in range(0, len(texts) - LONG + 1, LONG):
                seen = read(tagging, "\n".join(texts[at : at + LONG]))
                score.add(*health_of(seen, topic))
    return score


def tweets(folder: Path, tagging: Tagger, every: int) -> list[Figure]:
    """Countries on tweets: right is what a label says; what is named has to be found."""
    about, named = Scores(Score), Scores(Score)
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row in sampled(folder / TWEETS, every):
        language, seen = row["lang"], read(tagging, row["text"])
        found, true = countries(seen), codes(row["labels"])
        about[language].add(found, true)
        named[language].add(found, codes(row["labels_named_country"]))
        wrong.update(blame(seen, found - true, language))
        missed.update(codes(row["labels_named_country"]) - found)
    tell("tweets, all countries", about)
    tell("tweets, named countries", named)
    print("most often wrong:", ", ".join(f"{what} {n}" for what, n in wrong.most_common(15)))
    print("most often missed:", ", ".join(f"{what} {n}" for what, n in missed.most_common(15)))
    codes_here = tuple(about)
    return [
        share("countries of tweets, precision", total(about, codes_here).precision, 0.90),
        share("countries named in tweets, recall", total(named, codes_here).recall, 0.93),
        share("  all countries of tweets, recall", total(about, codes_here).recall),
    ]


def countries(seen: TaggedPost) -> frozenset[str]:
    """The countries that the text itself speaks of."""
    return frozenset(tag.value for tag in country_tags(seen))


def country_tags(seen: TaggedPost) -> list[Tag]:
    """Country tags with a reason in the text; that of the page alone is none."""
    return [tag for tag in seen.tags if tag.kind == "country" and tag.role != "page"]


def towns_alone(seen: TaggedPost) -> frozenset[str]:
    """The countries that nothing but towns speak for."""
    return frozenset(
        tag.value
        for tag in country_tags(seen)
        if all(evidence.rule == "city" for evidence in tag.evidence)
    )


def blame(seen: TaggedPost, wrong: frozenset[str], language: str) -> set[str]:
    """The words that gave wrong countries: `es: chile* → CL`."""
    return {
        f"{language}: {evidence.surface.casefold()} → {tag.value}"
        for tag in country_tags(seen)
        if tag.value in wrong
        for evidence in tag.evidence
    }


def total(scores: Scores, languages: tuple[str, ...] = LARGE) -> Score:
    """All languages as one."""
    parts = [scores[code] for code in languages if code in scores]
    return Score(
        right=sum(one.right for one in parts),
        wrong=sum(one.wrong for one in parts),
        missed=sum(one.missed for one in parts),
    )


def tell(name: str, scores: Scores) -> None:
    """Prints every language."""
    print(f"\n{name}")
    for code, score in sorted(scores.items()):
        print(f"  {code:4} {score}")
