"""
In: Natural Earth and Noto Sans, fetched with npm. Out: export/data/world.json and the two fonts.

    .venv/bin/python scripts/make_world.py                 # fetches, needs npm and the network
    .venv/bin/python scripts/make_world.py --from DIR      # DIR holds the two unpacked packages

The fonts need `fonttools` and `brotli`, which nothing else here does: pip install them first.
"""

import argparse
import json
import math
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

from fb_watch.config.codes import COUNTRIES

Point = tuple[float, float]
Ring = list[Point]

DATA = Path(__file__).parent.parent / "src" / "fb_watch" / "export" / "data"
PACKAGES = {"world-atlas": "2.0.2", "@fontsource/noto-sans": "5.3.0"}
WIDTH = 2000  # units across the map
NORTH, SOUTH = 83.7, -56.0  # degrees; beyond there is ice
TOLERANCE = 1.1  # units by which a simplified border may stray
SMALLEST_RING = 5.0  # square units; islands below are left out
SMALL = 45.0  # a country with less is shown by a dot too

# What Natural Earth keeps apart without an ISO number of its own.
BY_NAME = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}
# What it draws as part of another country although ISO gives it a code: box of longitudes and
# latitudes that holds it.
PARTS = {
    "GF": ("FR", (-55, 1, -51, 7)),
    "GP": ("FR", (-62, 15.7, -60.9, 16.7)),
    "MQ": ("FR", (-61.5, 14.2, -60.7, 15)),
    "RE": ("FR", (55, -22, 56, -20)),
    "YT": ("FR", (44.8, -13.2, 45.5, -12.5)),
    "SJ": ("NO", (8, 70, 36, 82)),
    "BQ": ("NL", (-69, 11.9, -62, 18)),
    "TK": ("NZ", (-173, -10, -171, -8)),
}
# Too small for the map: longitude, latitude.
DOTS = {
    "AQ": (0, -55.5),
    "BV": (3.4, -54.4),
    "CC": (96.8, -12.2),
    "CX": (105.7, -10.5),
    "GI": (-5.4, 36.1),
    "IO": (72.4, -7.3),
    "TK": (-171.8, -9.2),
    "TV": (179.2, -8.5),
    "UM": (-162.1, 5.9),
    "GP": (-61.6, 16.2),
    "MQ": (-61.0, 14.6),
    "RE": (55.5, -21.1),
    "YT": (45.2, -12.8),
    "BQ": (-68.3, 12.2),
}


def main() -> None:
    """Fetch or find the packages, write the files and say how large the map is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--from", dest="source", type=Path, help="folder of unpacked packages")
    source = parser.parse_args().source
    with tempfile.TemporaryDirectory() as scratch:
        folder = source or fetch(Path(scratch))
        told = (folder / "world-atlas" / "countries-50m.json").read_text(encoding="utf-8")
        world = draw(json.loads(told))
        fonts(folder / "noto-sans")
    written = json.dumps(world, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (DATA / "world.json").write_text(written.replace('],"', '],\n"') + "\n", encoding="utf-8")
    missing = sorted(COUNTRIES - world["countries"].keys())
    print(f"{len(written):,} bytes, {len(world['countries'])} countries, missing: {missing}")


def fetch(folder: Path) -> Path:
    """Both packages of npm, unpacked under `folder`."""
    for name, release in PACKAGES.items():
        subprocess.run(["npm", "pack", f"{name}@{release}"], cwd=folder, check=True)
        (packed,) = folder.glob("*.tgz")
        with tarfile.open(packed) as archive:
            archive.extractall(folder, filter="data")
        packed.unlink()
        (folder / "package").rename(folder / name.rpartition("/")[2])
    return folder


def fonts(package: Path) -> None:
    """The Latin part of Noto Sans as TrueType: what writes a PNG reads nothing packed."""
    from fontTools.ttLib import TTFont

    for weight, name in (("400", "Regular"), ("700", "Bold")):
        font = TTFont(package / "files" / f"noto-sans-latin-{weight}-normal.woff2")
        font.flavor = None
        font.save(DATA / f"NotoSans-{name}.ttf")
    (DATA / "LICENSE-noto.txt").write_bytes((package / "LICENSE").read_bytes())


def draw(topology: dict[str, Any]) -> dict[str, Any]:
    """The map: its size, and of each country the path and where its middle is."""
    arcs = [simplified(arc) for arc in decoded(topology)]
    rings: dict[str, list[Ring]] = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = iso(geometry)
        for ring in outlines(geometry, arcs):
            for piece in cut_at_180(ring):
                rings[part(code, piece)].append([on_map(point) for point in piece])
    del rings["AQ"]  # goes round the pole and lies below the edge
    countries = {code: country(found) for code, found in rings.items() if code in COUNTRIES}
    for code, place in DOTS.items():
        if code not in countries:
            x, y = on_map(place)
            countries[code] = ["", round(x), round(y), 1]
    land = "".join(path(ring) for ring in rings[""] if area(ring) >= SMALLEST_RING)
    return {"size": [WIDTH, round(on_map((0, SOUTH))[1])], "land": land, "countries": countries}


def decoded(topology: dict[str, Any]) -> Iterator[Ring]:
    """The arcs in degrees: TopoJSON writes whole steps, each from the one before."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        yield unrolled(points)


def unrolled(points: Ring) -> Ring:
    """The points without the leap at 180 degrees: longitudes go on beyond."""
    told = points[:1]
    for x, y in points[1:]:
        turns = round((told[-1][0] - x) / 360)
        told.append((x + 360 * turns, y))
    return told


def cut_at_180(ring: Ring) -> Iterator[Ring]:
    """The parts of a ring on either side of the edge of the map, each on its own side."""
    ring = unrolled(ring)
    west = min(x for x, _y in ring)
    edge = 180 if west >= -180 else -180
    for side in (1, -1):
        piece = clipped(ring, edge, side)
        if len(piece) > 2:
            middle = sum(x for x, _y in piece) / len(piece)
            shift = -360 if middle > 180 else 360 if middle < -180 else 0
            yield [(x + shift, y) for x, y in piece]


def clipped(ring: Ring, edge: float, side: int) -> Ring:
    """What of a ring lies west (1) or east (-1) of a meridian (Sutherland and Hodgman 1974)."""
    told: Ring = []
    for a, b in pairwise([*ring, ring[0]]):
        inside = [(edge - x) * side >= 0 for x in (a[0], b[0])]
        if inside[0]:
            told.append(a)
        if inside[0] != inside[1]:
            share = (edge - a[0]) / (b[0] - a[0])
            told.append((edge, a[1] + share * (b[1] - a[1])))
    return told


def iso(geometry: dict[str, Any]) -> str:
    """ISO 3166-1 alpha-2 of a country, "" for what has none."""
    aliases = get_global("territory_aliases")
    return (
        BY_NAME.get(geometry["properties"]["name"])
        or (aliases.get(geometry.get("id", ""), [""])[0])
    )


def outlines(geometry: dict[str, Any], arcs: Sequence[Ring]) -> Iterator[Ring]:
    """The rings of a country, lakes and enclaves among them."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for indices in polygon:
            ring: Ring = []
            for index in indices:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring += arc[1:] if ring else arc
            yield ring


def part(code: str, ring: Ring) -> str:
    """The code under which a piece of a country has its own."""
    x, y = (sum(values) / len(ring) for values in zip(*ring, strict=True))
    for own, (whole, (west, south, east, north)) in PARTS.items():
        if code == whole and west < x < east and south < y < north:
            return own
    return code


def simplified(arc: Ring) -> Ring:
    """The arc with fewer points (Douglas and Peucker); neighbours share arcs, so no gaps open."""
    flat = [on_map(point) for point in arc]
    keep = {0, len(arc) - 1}
    if flat[0] == flat[-1] and len(arc) > 3:  # an island: cut it at its far end first
        keep.add(max(range(len(arc)), key=lambda n: math.dist(flat[0], flat[n])))
    ends = sorted(keep)
    for first, last in pairwise(ends):
        keep |= set(needed(flat, first, last))
    return [arc[n] for n in sorted(keep)]


def needed(points: Ring, first: int, last: int) -> Iterator[int]:
    """The points between two that stray from the line between them."""
    if last - first < 2:
        return
    far = max(range(first + 1, last), key=lambda n: off(points[n], points[first], points[last]))
    if off(points[far], points[first], points[last]) > TOLERANCE:
        yield far
        yield from needed(points, first, far)
        yield from needed(points, far, last)


def off(point: Point, a: Point, b: Point) -> float:
    """How far a point lies from the line from a to b."""
    length = math.dist(a, b)
    if not length:
        return math.dist(point, a)
    return abs((b[0] - a[0]) * (a[1] - point[1]) - (a[0] - point[0]) * (b[1] - a[1])) / length


def on_map(place: Point) -> Point:
    """Longitude and latitude in units of the map: Equal Earth (Šavrič, Patterson, Jenny 2018)."""
    x, y = equal_earth(math.radians(place[0]), math.radians(max(min(place[1], NORTH), SOUTH)))
    scale = WIDTH / 2 / equal_earth(math.pi, 0)[0]
    return (WIDTH / 2 + x * scale, (equal_earth(0, math.radians(NORTH))[1] - y) * scale)


def equal_earth(lon: float, lat: float) -> Point:
    """The projection: areas stay true, so that a large dark country is a large country."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(lat))
    t2, t6 = t**2, t**6
    slope = 3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1)
    return (
        2 * math.sqrt(3) * lon * math.cos(t) / slope,
        t * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1),
    )


def country(rings: list[Ring]) -> list[Any]:
    """Path, middle of the largest piece, and 1 where it is too small to be seen."""
    largest = max(rings, key=area)
    shown = [ring for ring in rings if area(ring) >= SMALLEST_RING]
    xs, ys = zip(*largest, strict=True)
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    is_small = int(sum(map(area, shown)) < SMALL)
    return ["".join(map(path, shown)), round(middle[0]), round(middle[1]), is_small]


def area(ring: Ring) -> float:
    """In square units."""
    turned = [*ring[1:], ring[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, turned, strict=True))) / 2


def path(ring: Ring) -> str:
    """A ring as SVG writes it, in whole units, each point from the one before."""
    points = [(round(x), round(y)) for x, y in ring]
    (x, y), told = points[0], f"M{points[0][0]} {points[0][1]}l"
    steps = []
    for px, py in points[1:]:
        if (px, py) != (x, y):
            steps.append(f"{px - x} {py - y}")
            x, y = px, py
    return told + " ".join(steps).replace(" -", "-") + "z"


if __name__ == "__main__":
    main()
