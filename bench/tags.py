"""
In: the sample posts, and a folder of labelled texts. Out: how right the tags are, and their cost.

    python -m bench.tags [FOLDER] [--every 5] [--tries 3]

FOLDER, else $FB_WATCH_DEV_DATA, holds texts that are not ours to publish; without one the sample
posts are measured alone. README.md says which files it holds and what each figure means.
"""

import argparse
import os
import sys
from pathlib import Path

from bench import tagging as speed
from bench import tags_language, tags_sample, tags_sentences
from bench.figures import print_table, write_json
from bench.scoring import default

FILES = (tags_language.SENTENCES, tags_language.ARTICLES, tags_sentences.TWEETS)
HERE = Path(__file__).parent


def main() -> int:
    """Measure everything there is data for; gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().partition("\n")[0])
    given = os.environ.get("FB_WATCH_DEV_DATA")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(given) if given else None)
    parser.add_argument("--every", type=int, default=1, help="take every n-th text")
    parser.add_argument("--tries", type=int, default=3, help="of which the best counts")
    asked = parser.parse_args()
    config, tagging = default()
    figures = [*speed.apart(asked.tries), *tags_sample.measure(config, tagging)]
    absent = [name for name in FILES if not (asked.folder and (asked.folder / name).is_file())]
    if asked.folder and not absent:
        figures += [
            *tags_language.measure(asked.folder, "layered", asked.every),
            *tags_sentences.sentences(asked.folder, tagging, asked.every),
            *tags_sentences.tweets(asked.folder, tagging, asked.every),
        ]
    print()
    print_table(figures)
    if absent:
        print(
            "\nMore is measured with a folder of labelled texts, as an argument or in "
            f"FB_WATCH_DEV_DATA. Not there: {', '.join(absent)}."
        )
    write_json(figures, HERE / "results" / "latest-tags.json", every=asked.every)
    return int(any(figure.verdict == "over" for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
