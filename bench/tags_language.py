"""
In: sentences and UDHR articles in many languages. Out: how often the detector is right.

    python -m bench.tags_language FOLDER [--engine langdetect] [--every 5]

FOLDER holds parallel_sentences_46langs.tsv and udhr_articles_43langs.tsv (columns lang, text).
`tags.py` asks for the same figures with `measure`.
"""

import argparse
import csv
import random
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Literal

from bench.figures import Figure, print_table

from fb_watch.enrich.cleaning import clean
from fb_watch.enrich.language import Detector
from fb_watch.enrich.language_models import CORE, normal
from fb_watch.enrich.lexicon import by_function_words
from fb_watch.enrich.scripts import letters, weigh

Texts = dict[str, list[str]]

SENTENCES, ARTICLES = "parallel_sentences_46langs.tsv", "udhr_articles_43langs.tsv"
PAIRS = (
    "fr-en", "es-en", "pt-en", "fr-mg", "fr-ar", "fr-ln", "fr-wo", "fr-rw", "en-sw", "en-hi",
    "en-bn", "en-ta", "en-zh", "en-tr", "es-fr", "pt-fr", "ar-en", "ru-en", "vi-en", "fr-ht",
    "fr-ha", "en-am",
)  # fmt: skip
SEPARATORS = ("\n\n", "\n", " / ", " ")


def read(path: Path, every: int) -> Texts:
    """Every n-th text of each language."""
    texts: Texts = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            texts[row["lang"].removesuffix("-Hant")].append(row["text"])
    return {code: found[::every] for code, found in texts.items()}


def right(detector: Detector, texts: Texts, cut: int | None, hints: bool = False) -> float:
    """Prints the macro average over the core languages, which it gives, and those under 95 %."""
    rates, kept, kept_right, total, wrong = {}, 0, 0, 0, Counter[str]()
    for code in sorted(CORE & texts.keys()):
        found = [detector.detect(t[:cut], (code,) if hints else ()).code for t in texts[code]]
        rates[code] = found.count(code) / len(found)
        total += len(found)
        kept += sum(f != "und" for f in found)
        kept_right += found.count(code)
        wrong.update(f"{code}→{f}" for f in found if f not in (code, "und"))
    macro = sum(rates.values()) / len(rates)
    low = ", ".join(f"{code} {rate:.1%}" for code, rate in rates.items() if rate < 0.95)
    print(
        f"macro {macro:7.2%}   told {kept / total:7.2%}, "
        f"right of those {kept_right / kept:7.2%}   under 95 %: {low or 'none'}"
    )
    print("      ", ", ".join(f"{k} {n}" for k, n in wrong.most_common(8)))
    return macro


def bilingual(detector: Detector, texts: Texts) -> float:
    """Prints how often both languages of a post of two texts are found, which it gives."""
    dice, missed = random.Random(0), Counter[str]()
    total = both = third = fair = fair_both = 0
    for pair in PAIRS:
        one, two = pair.split("-")
        if not {one, two} <= texts.keys():
            continue
        for i in range(0, len(texts[one]), 4):
            parts = texts[one][i], dice.choice(texts[two])
            found = {
                code for code, _ in detector.detect(SEPARATORS[i % 16 // 4].join(parts)).shares
            }
            sizes = sorted(letters(weigh(clean(part))) for part in parts)
            large_enough = sizes[0] >= 25 and sizes[0] >= 0.2 * sum(sizes)
            complete = found >= {one, two}
            total, both, third = total + 1, both + complete, third + (not found <= {one, two})
            fair, fair_both = fair + large_enough, fair_both + (large_enough and complete)
            missed.update([pair] * (large_enough and not complete))
    print(f"bilingual posts: both {both / total:.2%}, a third one {third / total:.2%} (n={total});")
    share = fair_both / fair
    print(f"       of those with a fifth of the letters in each: both {share:.2%} (n={fair})")
    print("       missed:", ", ".join(f"{k} {n}" for k, n in missed.most_common(6)))
    return both / total


def one_language(detector: Detector, texts: Texts, glue: int) -> float:
    """Prints, and gives, how often a text of one language is said to be of two."""
    total, wrong = 0, Counter[str]()
    for code in sorted(CORE & texts.keys()):
        for i in range(0, len(texts[code]) - glue + 1, glue):
            shares = detector.detect(" ".join(texts[code][i : i + glue])).shares
            total += 1
            if len(shares) > 1:
                wrong["+".join(c for c, _ in shares)] += 1
    share = wrong.total() / total
    print(
        f"posts of {glue} texts in one language said to be of two: {share:.2%} (n={total})", end=" "
    )
    print(", ".join(f"{k} {n}" for k, n in wrong.most_common(6)))
    return share


def word_lists(detector: Detector, texts: Texts, cut: int | None) -> None:
    """Prints what the word lists find, and where they fire wrongly."""
    for code in ("wo", "bm", "mos"):
        same = {code, "dyu"} if code == "bm" else {code}
        fired: Counter[str] = Counter()
        for lang, found in texts.items():
            hits = [by_function_words(t[:cut]) for t in found]
            fired[lang] = sum(h is not None and h[0] == code for h in hits)
        elsewhere = Counter({k: n for k, n in fired.items() if k not in same and n})
        others = sum(len(v) for k, v in texts.items() if k not in same)
        mine = texts.get(code, [])
        told = sum(detector.detect(t[:cut]).code == code for t in mine)
        recall = (
            f"list {fired[code]}/{len(mine)}, detector {told}/{len(mine)}" if mine else "no text"
        )
        print(
            f"  {code}: {recall}; elsewhere {elsewhere.total()}/{others} {elsewhere.most_common(5)}"
        )


def unlisted(detector: Detector, texts: Texts) -> None:
    """Prints how often a language the network does not use is taken for one that it does."""
    total, wrong = 0, Counter[str]()
    for code in texts.keys() - CORE:
        for text in texts[code]:
            found = detector.detect(text).code
            total += 1
            if found in CORE and found != normal(code):
                wrong[f"{code}→{found}"] += 1
    print(
        f"unlisted taken for listed: {wrong.total() / total:.2%} (n={total})", wrong.most_common(6)
    )


def cost(detector: Detector, texts: Texts, cut: int | None) -> None:
    """Prints CPU time a post."""
    posts = [t[:cut] for code in CORE & texts.keys() for t in texts[code][:20]]
    start = time.process_time()
    for post in posts:
        detector.detect(post)
    each = (time.process_time() - start) / len(posts) * 1e3
    length = sum(map(len, posts)) // len(posts)
    print(f"cost: {each:.2f} ms of CPU a post of ≈ {length} characters")


def measure(folder: Path, engine: Literal["layered", "langdetect"], every: int) -> list[Figure]:
    """Every figure, in the order of the docstring's files; details are printed on the way."""
    sentences, articles = (read(folder / name, every) for name in (SENTENCES, ARTICLES))
    detector, guesses = Detector(engine), Detector(engine, threshold=0.0)
    detector.detect("Le modèle est chargé ici, hors de la mesure.")
    macros = {}
    for name, texts, cut in (
        ("sentences", sentences, None),
        ("≤ 40 characters", sentences, 40),
        ("UDHR articles", articles, None),
    ):
        print(f"\n{name}: {sum(len(texts[c]) for c in CORE & texts.keys())} texts")
        print("best guess:   ", end=" ")
        right(guesses, texts, cut)
        print("threshold 0.5:", end=" ")
        macros[name] = right(detector, texts, cut)
        if cut:
            print("  with hints: ", end=" ")
            right(detector, texts, cut, hints=True)
        word_lists(detector, texts, cut)
        cost(detector, texts, cut)
    print()
    both = bilingual(detector, sentences)
    alone = [
        one_language(detector, texts, glue) for glue in (1, 3) for texts in (sentences, articles)
    ]
    unlisted(detector, sentences)
    return [
        percent("language of sentences, macro", macros["sentences"], at_least=98),
        percent("language of ≤ 40 characters, macro", macros["≤ 40 characters"], at_least=95),
        percent("language of articles, macro", macros["UDHR articles"]),
        percent("both languages of bilingual posts", both, at_least=97),
        percent("one language taken for two", max(alone), at_most=0.5),
    ]


def percent(
    name: str, share: float, *, at_least: float | None = None, at_most: float | None = None
) -> Figure:
    """A share as a figure in per cent."""
    return Figure(
        name=name, measured=share * 100, unit="%", digits=1, at_least=at_least, at_most=at_most
    )


def main() -> None:
    """The figures of one folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[1])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", choices=("layered", "langdetect"), default="layered")
    parser.add_argument("--every", type=int, default=1, help="take every n-th text")
    args = parser.parse_args()
    if not (args.folder / SENTENCES).exists():
        sys.exit(f"{args.folder / SENTENCES} is not there.")
    figures = measure(args.folder, args.engine, args.every)
    print()
    print_table(figures)


if __name__ == "__main__":
    main()
