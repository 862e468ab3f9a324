"""
In: a table as CrowdTangle wrote it, made up. Out: how fast it is read, and in how much memory.

    python -m bench.intake [--megabytes 2048] [--quick]

The same file is read by Python's csv reader alone, which is what any reader of it has to pay. Each
reading is a process of its own, since memory is that of the whole process.
"""

import argparse
import csv
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.figures import Figure, print_table
from bench.save import WORDS
from bench.tagging import megabytes

from fb_watch.intake.bundle import Limits, open_all
from fb_watch.intake.format import Context
from fb_watch.intake.recognise import FORMATS, recognise
from fb_watch.model.collected import Page
from fb_watch.model.intake import Found

HERE = Path(__file__).parent
SMALL = 16  # megabytes of the file whose reading tells what memory does not depend on size
PAGE = Page(key="asia", id="104563211", name="Solidarity Network, Asia")
HEADER = (
    "Page Name,User Name,Facebook Id,Page Category,Page Admin Top Country,Page Description,"
    "Page Created,Likes at Posting,Followers at Posting,Post Created,Post Created Date,"
    "Post Created Time,Type,Total Interactions,Likes,Comments,Shares,Love,Wow,Haha,Sad,Angry,Care,"
    "Video Share Status,Is Video Owner?,Post Views,Total Views,Total Views For All Crossposts,"
    "Video Length,URL,Message,Link,Final Link,Image Text,Link Text,Description,Sponsor Id,"
    "Sponsor Name,Sponsor Category,Overperforming Score"
)
COLUMNS = HEADER.split(",")
NUMBER = "@@number@@"
BLOCK = 2000  # rows that are made up; the file repeats them with other ids


def main() -> int:
    """Measure; gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=2048)
    parser.add_argument("--quick", action="store_true", help="a file of 64 MB")
    parser.add_argument("--read", choices=list(READINGS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        print(json.dumps(READINGS[asked.read](asked.file)))
        return 0
    figures = measure(64 if asked.quick else asked.megabytes)
    print_table(figures)
    return int(any(figure.verdict == "over" for figure in figures))


def measure(size: int) -> list[Figure]:
    """Speed against csv alone, and memory against that of a small file."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.csv", Path(folder) / "small.csv"
        write(large, size)
        write(small, SMALL)
        alone, ours = run("csv", large), run("ours", large)
        little = run("ours", small)
    assert alone["rows"] == ours["rows"]
    return [
        Figure(
            name="a table of CrowdTangle, of the speed of csv alone",
            measured=alone["seconds"] / ours["seconds"],
            at_least=0.03,
        ),
        Figure(name="  read into posts", measured=size / ours["seconds"], unit="MB/s", digits=1),
        Figure(name="  by csv alone", measured=size / alone["seconds"], unit="MB/s", digits=1),
        Figure(
            name=f"memory for {size} MB beyond that for {SMALL} MB",
            measured=ours["memory"] - little["memory"],
            unit="MB",
            digits=1,
            at_most=8,
        ),
        Figure(name="  the whole process", measured=ours["memory"], unit="MB", digits=0),
    ]


def write(path: Path, size: int) -> None:
    """A table of so many megabytes; no address comes twice."""
    chance = random.Random(7)
    lines = [written(row(chance)) for _ in range(BLOCK)]
    left, number = size * 2**20, 10**12
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(written(COLUMNS))
        while left > 0:
            block = []
            for line in lines:
                number += 1
                block.append(line.replace(NUMBER, str(number)))
            left -= len("".join(block).encode())
            out.writelines(block)


def written(cells: Sequence[str]) -> str:
    """A line of the table."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def row(chance: random.Random) -> list[str]:
    """The cells of one row."""
    words = " ".join(chance.choices(WORDS, k=chance.randint(8, 120)))
    day = f"2021-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    told = {
        "Page Name": PAGE.name,
        "Facebook Id": PAGE.id,
        "Page Admin Top Country": "IN",
        "Post Created": f"{day} {chance.randint(0, 23):02d}:45:20 EDT",
        "Type": chance.choice(["Link", "Photo", "Status", "Native Video"]),
        "Total Interactions": f"{chance.randint(1000, 9999):,}",
        "Likes": f"{chance.randint(0, 2000):,}",
        "Comments": str(chance.randint(0, 50)),
        "Shares": str(chance.randint(0, 50)),
        **{kind: str(chance.randint(0, 20)) for kind in ("Love", "Wow", "Haha", "Sad", "Care")},
        "URL": f"https://www.facebook.com/{PAGE.id}/posts/{NUMBER}",
        "Message": f'"{words[:40]}"\n\n{words}',
        "Final Link": f"https://example.org/{chance.randint(0, 10**6)}",
        "Link Text": words[:60],
        "Overperforming Score": "-1.2",
    }
    return [told.get(column, "") for column in COLUMNS]


def alone(path: Path) -> dict[str, float]:
    """Python's csv reader, and nothing made of what it reads."""
    begun = time.process_time()
    with path.open(encoding="utf-8", newline="") as stream:
        number = sum(1 for _ in csv.reader(stream)) - 1
    return {"seconds": time.process_time() - begun, "memory": megabytes(), "rows": number}


def ours(path: Path) -> dict[str, float]:
    """Every row made a post."""
    (one,) = open_all([path], Limits())
    begun = time.process_time()
    context = Context(pages=(PAGE,))
    told = FORMATS[recognise(one) or ""].read(one, context)
    number = sum(isinstance(each, Found) for each in told)
    return {"seconds": time.process_time() - begun, "memory": megabytes(), "rows": number}


READINGS: dict[str, Callable[[Path], dict[str, float]]] = {"csv": alone, "ours": ours}


def run(name: str, path: Path) -> dict[str, float]:
    """One reading in a process of its own."""
    command = [sys.executable, "-m", "bench.intake", "--read", name, "--file", str(path)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=HERE.parent)
    found: dict[str, float] = json.loads(told.stdout)
    return found


if __name__ == "__main__":
    sys.exit(main())
