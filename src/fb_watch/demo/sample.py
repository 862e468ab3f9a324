"""In: the compact lines of sample/. Out: a World of ten pages, and what is true of each post."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fb_watch.demo.compose import SamplePage, counted, line_time, post_node
from fb_watch.demo.world import World

FOLDER = Path(__file__).parent / "sample"
_NAMES = {
    "cote-divoire": "Réseau de solidarité des ONG partenaires de l'UNESCO – Côte d'Ivoire",
    "central-africa": "Réseau de solidarité des ONG partenaires de l'UNESCO – Afrique centrale",
    "anglophone-africa": "Solidarity Network of UNESCO NGO partners – Anglophone Africa",
    "madagascar": "Réseau de solidarité – Madagascar",
    "south-asia": "Solidarity Network of UNESCO NGO partners facing COVID-19 in South Asia",
    "asia-pacific": "Solidarity Network – Asia Pacific",
    "north-america": "Solidarity Network – North America",
    "latin-america": "Red de solidaridad – América Latina",
    "europe": "Réseau de solidarité – Europe",
    "lebanon": "Réseau de solidarité – Liban",
}
PAGES = tuple(
    SamplePage(key=key, id=str(100000000000000 + number), name=name)
    for number, (key, name) in enumerate(_NAMES.items(), start=1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What the writer of a post says it is about, to measure the taggers against."""

    language: str  # "fr", "fr+en" …
    themes: tuple[str, ...]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change still to come: `world.edit(edit.post_id, edit.message, at=edit.at)`."""

    post_id: str
    at: datetime
    message: str


def load_world(
    base_time: datetime | None = None,
    *,
    folder: Path = FOLDER,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> World:
    """
    The sample pages as they were before any edit; a page without a file has no posts.

    With `base_time` every post moves by the same number of days, so that the newest one is the
    last before it; without, the times are those written. `now` is the world's clock.
    """
    world = World(now=now)
    for page in PAGES:
        world.add_page(page.id, page.name, username=page.username)
    for page, number, line, at in _lines(folder, base_time):
        node = post_node(line, page, number, at)
        counts = counted(node["id"])
        world.add_node(page.id, node, reactions=counts.reactions, comment_count=counts.comments)
        for after, comment in enumerate(line.get("comments", ()), start=1):
            when = at + timedelta(minutes=37 * after)
            world.comment(node["id"], comment["from"], comment["message"], at=when)
    return world


def load_truth(folder: Path = FOLDER) -> dict[str, Truth]:
    """What is true of each post, by its Facebook id."""
    return {
        f"{page.id}_{number}": Truth(
            language=line["lang"],
            themes=tuple(line["themes"]),
            countries=tuple(line["countries"]),
        )
        for page, number, line, _at in _lines(folder, None)
    }


def load_texts(folder: Path = FOLDER) -> list[tuple[str, Truth]]:
    """What each post with a message says, and what is true of it."""
    truth = load_truth(folder)
    return [
        (line["message"], truth[f"{page.id}_{number}"])
        for page, number, line, _at in _lines(folder, None)
        if line.get("message")
    ]


def later_edits(base_time: datetime | None = None, *, folder: Path = FOLDER) -> tuple[Edit, ...]:
    """The edits still to come in the world that `load_world` gives, oldest first."""
    edits = (
        Edit(
            post_id=f"{page.id}_{number}",
            at=at + timedelta(days=line["edit"]["after_days"]),
            message=line["edit"]["message"],
        )
        for page, number, line, at in _lines(folder, base_time)
        if "edit" in line
    )
    return tuple(sorted(edits, key=lambda edit: (edit.at, edit.post_id)))


def _lines(
    folder: Path, base_time: datetime | None
) -> Iterator[tuple[SamplePage, int, Mapping[str, Any], datetime]]:
    """Every line with its page, its number in the file from 1, and its time."""
    found = [
        (page, number, line, line_time(line))
        for page in PAGES
        for number, line in enumerate(_read(folder / f"{page.key}.jsonl"), start=1)
    ]
    shift = timedelta(0)
    if base_time and found:
        shift = timedelta(days=(base_time - max(at for *_rest, at in found)).days)
    for page, number, line, at in found:
        yield page, number, line, at + shift


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    # Split at line feeds alone: a message may hold U+2028, which str.splitlines() cuts at.
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]
