"""
In: how many posts. Out: what it costs to collect them over HTTP, against saving them alone.

The stand-in for Facebook runs in a process of its own and has written its answers once before, so
that its work is not ours. Two comparisons:

- over HTTP against saving alone: the same answers, from their bytes into an archive. Both get the
  same ready tags, so that neither tags anything: with the taggers in both the ratio would look
  better.
- a second round against the first: what `fb-watch collect --full --no-media` does, taggers
  included, in a home with the default codebook.
"""

import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.figures import Cost, Figure, cost, least

from fb_watch import pipeline
from fb_watch.archive.store import Archive
from fb_watch.bootstrap import collector, utc_now
from fb_watch.collect.graph import GraphSource
from fb_watch.collect.session import GraphSession
from fb_watch.config.default import write_default
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.dialect.parse import Parsed, parse_capture
from fb_watch.model.collected import Capture, Page, Post, Window
from fb_watch.model.settings import GraphSettings
from fb_watch.model.tagged import Change, Language, PageReport, Tag, TaggedPost
from fb_watch.parts import Round

PAGE = Page(key="page-1", id="100000000000001", name="Generated page 1")
PAGES_TOML = f"""[pages.{PAGE.key}]
id = "{PAGE.id}"
name = "{PAGE.name}"
region = "africa"
"""
LANGUAGE = Language(code="fr", confidence=0.9, shares=(("fr", 1.0),))
TAGS = (
    Tag(kind="theme", value="education", score=1.0),
    Tag(kind="country", value="KE", score=1.0, role="about"),
)


@contextmanager
def stand_in(number: int) -> Iterator[str]:
    """The address of a Graph API in another process, with so many posts on one page."""
    command = [sys.executable, "-m", "fb_watch.demo.server", "--generate", str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def over_http(url: str, number: int, folder: Path, tries: int) -> list[Figure]:
    """Collecting as a multiple of saving alone, each time into a new archive."""
    with closing(GraphSession(url, "v25.0", DEMO_TOKEN, pause=time.sleep)) as session:
        source = GraphSource(lambda _page: session, GraphSettings(url=url), utc_now)
        window = Window(since=None, until=utc_now())
        answers = list(source.walk(PAGE, window))  # the stand-in is warm from here on
        asking, reading, writing, saving, collecting = [], [], [], [], []
        for turn in range(tries):
            asking.append(cost(partial(list, source.walk(PAGE, window))))
            parsed: list[Parsed] = []
            reading.append(cost(partial(parsed.extend, map(parse_capture, answers))))
            written, saved = folder / f"written-{turn}.db", folder / f"saved-{turn}.db"
            writing.append(cost(partial(save, written, answers, parsed)))
            del parsed
            saving.append(cost(partial(save, saved, answers, map(parse_capture, unread(answers)))))
            collected = folder / f"collected-{turn}.db"
            collecting.append(cost(partial(collect, collected, source, window, number)))
    return [
        Figure(
            name="collecting over HTTP, of saving alone",
            measured=least(collecting).cpu / least(saving).cpu,
            at_most=1.5,
        ),
        Figure(
            name="  the same by the clock on the wall",
            measured=least(collecting).wall / least(saving).wall,
        ),
        Figure(
            name="  of writing what was parsed beforehand",
            measured=least(collecting).cpu / least(writing).cpu,
        ),
        each("  saving a post from an answer's bytes", saving, number),
        each("  writing a post", writing, number),
        each("  asking for a post", asking, number),
        each("  parsing a post", reading, number),
    ]


def each(name: str, costs: Sequence[Cost], number: int) -> Figure:
    """Microseconds of processor time a post, for orientation."""
    return Figure(name=name, measured=least(costs).cpu / number * 1e6, unit="µs", digits=0)


def collect(path: Path, source: GraphSource, window: Window, number: int) -> None:
    """A round into a new archive."""
    with closing(Archive.open(path, utc_now)) as archive:
        parts = Round(
            source=source,
            store=archive,
            tag=tagged,
            take_in=lambda _page: 0,
            now=utc_now,
            mass_share=0.1,
        )
        (report,) = pipeline.collect(parts, [(PAGE, [window])])
    assert (report.outcome, report.new) == ("ok", number), report


def unread(answers: Sequence[Capture]) -> Iterator[Capture]:
    """The answers as bytes alone, whose JSON is still to be read."""
    return (replace(answer, payload=None) for answer in answers)


def save(path: Path, answers: Sequence[Capture], parsed: Iterable[Parsed]) -> None:
    """What a round does with its answers once they are there, into a new archive."""
    with closing(Archive.open(path, utc_now)) as archive:
        for capture, told in zip(answers, parsed, strict=True):
            known = archive.recognise(told.posts)
            archive.save(PAGE, capture, [ready(one) for one in pipeline.decide(told, known)])


def ready(change: Change) -> Change:
    """A new post with its ready tags."""
    return Change(
        verdict=change.verdict,
        post=change.post,
        tagged=tagged(change.post, PAGE),
        counts=change.counts,
        known=None,
    )


def tagged(post: Post, _page: Page, _beside: Sequence[Post] = ()) -> TaggedPost:
    """The same ready tags for every post."""
    return TaggedPost(post=post, language=LANGUAGE, tags=TAGS)


def rounds(url: str, number: int, home: Path, tries: int) -> list[Figure]:
    """A round over known posts as a share of the first; leaves a home with all of them behind."""
    first, second = [], []
    for _turn in range(tries):
        write_default(home)
        (home / "config" / "pages.toml").write_text(PAGES_TOML, encoding="utf-8")
        for left in (home / "archive").glob("archive.db*"):
            left.unlink()
        reports: list[PageReport] = []
        first.append(cost(partial(program, home, url, reports)))
        second.append(cost(partial(program, home, url, reports)))
        told = [(report.outcome, report.new, report.same) for report in reports]
        assert told == [("ok", number, 0), ("ok", 0, number)], told
    return [
        Figure(
            name="a round over known posts, of the first",
            measured=least(second).cpu / least(first).cpu,
            at_most=0.15,
        ),
        each("  the first round, a post", first, number),
        each("  the round over known posts, a post", second, number),
    ]


def program(home: Path, url: str, reports: list[PageReport]) -> None:
    """`fb-watch collect --full --no-media`."""
    environ = {"FB_WATCH_TOKEN": DEMO_TOKEN, "FB_WATCH_GRAPH_URL": url}
    with collector(home, media=False, environ=environ) as collecting:
        reports.extend(collecting.round(collecting.pages(), full=True))
