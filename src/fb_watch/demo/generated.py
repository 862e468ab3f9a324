"""In: how many posts. Out: a World of posts put together from phrases, the same every time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from fb_watch.demo.compose import SamplePage, counted, post_node
from fb_watch.demo.world import World

START = datetime(2020, 3, 20, 6, tzinfo=UTC)
STEP = timedelta(minutes=37)  # between two posts of a page
_KINDS = ("status", "status", "status", "photo", "photo", "album", "video", "link", "event")
_PHRASES = {
    "fr": (
        "Dans le quartier, les mères ont ouvert une école du soir pour les enfants sans connexion.",
        "Nos bénévoles ont distribué du riz, du savon et des masques cousus sur place.",
        "À Bouaké comme à Abidjan, les familles demandent surtout du travail.",
        "Merci à toutes celles qui ont tenu la radio communautaire pendant le couvre-feu !",
        "Les réfugiés du camp ont reçu l'eau trois jours après la pluie.",
    ),
    "en": (
        "Volunteers in Nairobi carried food parcels to two hundred homes before dark.",
        "Teachers read stories over the radio while the schools stay closed.",
        "The camp at Cox's Bazar needs wash stations, and it needs them this week.",
        "Mothers in Dhaka told us what the lockdown did to their wages.",
        "Thank you to everyone who sewed masks for the health centre.",
    ),
    "es": (
        "Las vecinas de Lima organizaron una olla común para ochenta familias.",
        "En Bogotá, las maestras llevaron cuadernos casa por casa.",
        "Sin agua no hay higiene: pedimos tanques para el barrio.",
        "La radio comunitaria desmiente los rumores sobre el virus cada mañana.",
        "Gracias a los jóvenes que acompañaron a las personas mayores.",
    ),
}
_PLACE = {"name": "Town hall", "city": "Nairobi", "country": "Kenya"}


def generate_world(
    count: int,
    *,
    pages: int = 1,
    seed: int = 1,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> World:
    """`count` posts in turn on `pages` pages, every 37 minutes from 2020-03-20 on each."""
    random = Random(seed)  # noqa: S311 - no secret hangs on it
    world = World(now=now)
    members = tuple(
        SamplePage(key=f"page-{n}", id=str(100000000000000 + n), name=f"Generated page {n}")
        for n in range(1, pages + 1)
    )
    for page in members:
        world.add_page(page.id, page.name, username=page.username)
    for index in range(count):
        page = members[index % pages]
        number = index // pages + 1
        node = post_node(_line(random, index), page, number, START + STEP * number)
        counts = counted(node["id"])
        world.add_node(page.id, node, reactions=counts.reactions, comment_count=counts.comments)
    return world


def _line(random: Random, index: int) -> dict[str, Any]:
    kind = random.choice(_KINDS)
    language = random.choice(tuple(_PHRASES))
    line: dict[str, Any] = {"kind": kind}
    if random.random() > 0.12:  # so many posts have no message in what was measured
        phrases = random.sample(_PHRASES[language], random.randint(1, 5))
        line["message"] = f"{' '.join(phrases)} #{index}"
    else:
        line["story"] = "The page updated its cover photo."
    if kind in ("photo", "album"):
        line["photos"] = 1 if kind == "photo" else random.randint(2, 6)
    if kind == "link":
        line["link"] = {"url": f"https://example.org/{index}", "title": f"Report {index}"}
    if kind == "event":
        line["event"] = {"name": f"Meeting {index}"}
    if random.random() < 0.1:
        line["place"] = _PLACE
    return line
