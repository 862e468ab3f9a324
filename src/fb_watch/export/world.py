"""In: counts by country. Out: a map of the world as SVG; Natural Earth, Equal Earth. Pure."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fb_watch.export.names import country_name
from fb_watch.export.svg import (
    INK,
    MARGIN,
    PAPER,
    SHADES,
    Frame,
    bounds,
    box,
    counted,
    listed,
    picture,
    safe,
    shade,
    text,
)
from fb_watch.i18n import grouped, in_language

WIDTH = 860
_BORDER = "#9a9a9a"


def world_map(counts: Mapping[str, int], frame: Frame) -> str:
    """
    The countries by ISO 3166-1 code, the darker the more; small ones as dots.

    Codes that are no country (`none`, `unresolved`) are left to the caller. The note below says
    whose borders these are.
    """
    _ = in_language(frame.lang)
    world = _world()
    width, height = world["size"]
    scale = (WIDTH - 2 * MARGIN) / width
    largest = max(counts.values(), default=0)
    land = "".join(one[0] for code, one in world["countries"].items() if code not in counts)
    pieces = [
        f'<g transform="translate({MARGIN} 0) scale({scale:.5f})" '
        f'stroke="{_BORDER}" stroke-width="1.2" stroke-linejoin="round">\n',
        f'<path d="{world["land"]}{land}" fill="{PAPER}"/>\n',
        *(_country(code, counts[code], largest, frame.lang) for code in _drawn(counts)),
        "</g>\n",
        *_key(largest, height * scale, frame.lang),
    ]
    note = _("Borders: Natural Earth. They imply no opinion on the status of any territory.")
    return picture(
        Frame(title=frame.title, note=f"{frame.note} {note}".strip(), lang=frame.lang),
        WIDTH,
        height * scale + 26,
        pieces,
        _told(counts, frame),
    )


def _drawn(counts: Mapping[str, int]) -> list[str]:
    """The countries that there are, dots last: they lie upon others."""
    countries = _world()["countries"]
    known = [code for code in sorted(counts) if code in countries and counts[code]]
    return sorted(known, key=lambda code: countries[code][3])


def _country(code: str, n: int, largest: int, lang: str) -> str:
    outline, x, y, is_small = _world()["countries"][code]
    fill = SHADES[shade(n, largest)]
    said = safe(counted(country_name(code, lang), n, lang))
    dot = f'<circle cx="{x}" cy="{y}" r="9" stroke="{INK}"/>' if is_small else ""
    return f'<g fill="{fill}"><title>{said}</title><path d="{outline}"/>{dot}</g>\n'


def _key(largest: int, y: float, lang: str) -> list[str]:
    """Which shade stands for which numbers."""
    pieces, x = [], float(MARGIN)
    for first, last in [(0, 0), *bounds(largest)]:
        words = "–".join(grouped(end, lang) for end in dict.fromkeys((first, last)))
        pieces += [
            box(x, y + 6, 18, 12, SHADES[shade(first, largest)] if first else PAPER, line=_BORDER),
            text(x + 24, y + 16, words, size=11),
        ]
        x += 24 + 8 * len(words) + 24
    return pieces


def _told(counts: Mapping[str, int], frame: Frame) -> str:
    """The map in words: each country and its number."""
    _ = in_language(frame.lang)
    ranked = sorted(_drawn(counts), key=lambda code: (-counts[code], code))
    told = listed(
        (counted(country_name(code, frame.lang), counts[code], frame.lang) for code in ranked),
        frame.lang,
    )
    return f"{frame.title}. {told or _('No post answers the query.')}"


@cache
def _world() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "world.json"
    world: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return world
