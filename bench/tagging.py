"""
In: the sample posts, the default codebook. Out: what tagging costs, in time and memory.

    python -m bench.tagging

A process of its own, since memory is that of the whole process. Prints JSON, which `apart` reads.
"""

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from bench.figures import Figure, cost, least

from fb_watch.cli.main import look_for_cycles_rarely
from fb_watch.config.default import write_default
from fb_watch.config.load import load_codebook
from fb_watch.demo import sample
from fb_watch.enrich.language import Detector
from fb_watch.enrich.tagger import Detect, Tagger
from fb_watch.model.collected import Page, Post
from fb_watch.model.settings import Codebook
from fb_watch.model.tagged import Language

PAGE = Page(key="page", id="1", name="A page")
SHORT = 500  # characters; longer posts are a minority and cost in proportion
NOBODY = Language(code="und", confidence=0.0)


def megabytes() -> float:
    """The most memory this process has held."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage tells more on Linux where the process that began us was larger
        kilobytes = re.search(r"VmHWM:\s*(\d+)", status.read_text())
        assert kilobytes
        return int(kilobytes[1]) * 1024 / 1e6
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def posts() -> list[Post]:
    """The sample posts that say something, in the languages of the network."""
    world = sample.load_world()
    return [
        Post(id=entry.node["id"], page=PAGE.key, created_at=world.now(), message=message)
        for entry in world.posts.values()
        if (message := entry.node.get("message"))
    ]


def tag_all(tagger: Tagger, told: Sequence[Post]) -> None:
    """Tag every post once."""
    for post in told:
        tagger.tag(post, PAGE)


def micros(codebook: Codebook, detect: Detect, told: Sequence[Post], tries: int) -> float:
    """Microseconds of processor time a post."""
    tagger = Tagger(codebook, detect)
    tag_all(tagger, told)
    return least([cost(partial(tag_all, tagger, told)) for _ in range(tries)]).cpu / len(told) * 1e6


def apart(tries: int) -> list[Figure]:
    """What `measure` gives, from a process of its own."""
    command = [sys.executable, "-m", "bench.tagging", str(tries)]
    told = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]
    )
    return [Figure(**one) for one in json.loads(told.stdout)]


def measure(tries: int) -> list[Figure]:
    """Everything, in an order in which nothing counts for what comes after it."""
    with tempfile.TemporaryDirectory() as home:
        write_default(Path(home))
        empty, begun = megabytes(), time.process_time()
        codebook = load_codebook(Path(home))
    read = time.process_time() - begun
    told = posts()
    begun = time.process_time()
    tagger = Tagger(codebook, lambda _text, _hints: NOBODY)
    built = time.process_time() - begun
    tag_all(tagger, told)
    lean = megabytes()
    detector = Detector()
    begun = time.process_time()
    detector.detect("Le modèle est chargé ici, hors de la mesure.")
    loaded, whole_process = time.process_time() - begun, megabytes()
    known = {post.message: detector.detect(post.message or "") for post in told}
    short = [post for post in told if len(post.message or "") < SHORT]
    ready = micros(codebook, lambda text, _hints: known[text], short, tries)
    whole = micros(codebook, detector.detect, short, tries)
    return [
        Figure(
            name="countries and themes, a post < 500 characters",
            measured=ready,
            unit="µs",
            digits=0,
            at_most=150,
        ),
        Figure(name="  with its language", measured=whole, unit="µs", digits=0, at_most=500),
        Figure(
            name="start: codebook, taggers, language model",
            measured=read + built + loaded,
            unit="s",
            at_most=1.5,
        ),
        Figure(name="  reading the codebook", measured=read, unit="s"),
        Figure(name="  building the taggers", measured=built, unit="s"),
        Figure(name="  loading the language model", measured=loaded, unit="s"),
        Figure(
            name="memory of the whole process",
            measured=whole_process,
            unit="MB",
            digits=0,
            at_most=250,
        ),
        Figure(name="  what the taggers add", measured=lean - empty, unit="MB", digits=0),
    ]


if __name__ == "__main__":
    look_for_cycles_rarely()
    print(json.dumps([asdict(figure) for figure in measure(int(sys.argv[1]))]))
