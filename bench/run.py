"""
In: this checkout. Out: one table of what it costs, and the same in results/latest.json.

    python -m bench.run [--posts 20000] [--tries 3] [--quick]

Ratios within one run, so that machines compare; best of several, so that a disturbed machine does
not decide. Exit code 1 where a figure is over its bound. README.md says what each one means.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from bench import cold, collecting, exporting, install, quiet, save, tagging
from bench.figures import Figure, print_table, write_json

from fb_watch.cli.main import look_for_cycles_rarely

HERE = Path(__file__).parent


def main() -> int:
    """Measure everything; gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().partition("\n")[0])
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--tries", type=int, default=3, help="of which the best counts")
    parser.add_argument("--quick", action="store_true", help="without the size of an installation")
    asked = parser.parse_args()
    look_for_cycles_rarely()
    figures = saving(asked.posts, asked.tries)
    with tempfile.TemporaryDirectory() as folder, collecting.stand_in(asked.posts) as url:
        archives, home = Path(folder) / "archives", Path(folder) / "home"
        archives.mkdir()
        say("collecting over HTTP")
        figures += collecting.over_http(url, asked.posts, archives, asked.tries)
        say("rounds of the whole program")
        figures += collecting.rounds(url, asked.posts, home, asked.tries)
        say("searching from a cold shell")
        figures += cold.search(home, tries=15)
    say("quiet rounds")
    figures += quiet.measured(asked.posts // 2, asked.tries)
    say("tagging")
    figures += tagging.apart(asked.tries)
    say("exporting")
    figures += exporting.speed(asked.posts, asked.tries)
    if not asked.quick:
        say("installing")
        figures.append(install.size())
    print_table(figures)
    write_json(figures, HERE / "results" / "latest.json", posts=asked.posts, tries=asked.tries)
    return int(any(figure.verdict == "over" for figure in figures))


def saving(number: int, tries: int) -> list[Figure]:
    """What `save.py` measures, as figures."""
    say("saving")
    runs = [save.run(number, print_queries=False) for _ in range(tries)]
    first, second, plain = map(min, zip(*runs, strict=True))
    return [
        Figure(name="saving, of the speed of ready rows", measured=plain / first, at_least=0.5),
        Figure(
            name="deciding on known posts, of saving them", measured=second / first, at_most=0.15
        ),
    ]


def say(what: str) -> None:
    """What is being measured now, for who waits."""
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
