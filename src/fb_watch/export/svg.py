"""In: texts and places. Out: the pieces of an SVG picture, and the picture around them. Pure."""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from fb_watch.export.title import flat
from fb_watch.export.wording import NNBSP
from fb_watch.i18n import grouped

FONT = "Noto Sans, DejaVu Sans, Arial, sans-serif"
INK, GREY, RULE, PAPER = "#1a1a1a", "#595959", "#d0d0d0", "#ffffff"
# One hue from light to dark, each step darker by far in grey too: colour never says anything alone.
SHADES = ("#d3e4f3", "#a6c8e4", "#6aa3cf", "#2f75b1", "#0b3c6f")
DARK = SHADES[3]
MARGIN = 16
_SPARE = 0.9  # of the width: where Noto Sans is not installed, DejaVu Sans needs a tenth more


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a chart: its title, a note below, the language of both."""

    title: str
    note: str = ""
    lang: str = "en"


def picture(
    frame: Frame, width: float, height: float, pieces: Iterable[str], alternative: str
) -> str:
    """
    The whole SVG: title above, pieces below it, note at the foot.

    `height` is that of the pieces, which lie below y = 0 of their own. `alternative` is the chart
    in words, for who cannot see it.
    """
    top, notes = 52, wrapped(frame.note, _SPARE * (width - 2 * MARGIN), 11)
    whole = top + height + 8 + 16 * len(notes) + MARGIN
    foot = (
        text(MARGIN, top + height + 20 + 16 * n, line, size=11, fill=GREY)
        for n, line in enumerate(notes)
    )
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {whole:.0f}" '
            f'width="{width:.0f}" height="{whole:.0f}" role="img" lang="{safe(frame.lang)}" '
            f'font-family="{FONT}">\n'
            f"<title>{safe(frame.title)}</title>\n<desc>{safe(alternative)}</desc>\n",
            f'<rect width="100%" height="100%" fill="{PAPER}"/>\n',
            text(MARGIN, 28, fitted(frame.title, width - 2 * MARGIN, 16), size=16, weight=700),
            f'<g transform="translate(0 {top})">\n',
            *pieces,
            "</g>\n",
            *foot,
            "</svg>\n",
        ]
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 12,
    anchor: str = "start",
    weight: int = 400,
    fill: str = INK,
    turn: float = 0,
) -> str:
    """A line of text; `y` is where its letters stand, `turn` in degrees around that place."""
    turned = f' transform="rotate({turn:g} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
        f"{f' font-weight={chr(34)}{weight}{chr(34)}' if weight != 400 else ''}"
        f' fill="{fill}"{turned}>{safe(words)}</text>\n'
    )


def box(
    x: float, y: float, width: float, height: float, fill: str, told: str = "", line: str = ""
) -> str:
    """A rectangle; `told` is shown where the pointer rests on it."""
    inside = f"><title>{safe(told)}</title></rect>\n" if told else "/>\n"
    stroke = f' stroke="{line}"' if line else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{fill}"{stroke}{inside}'
    )


def rule(x1: float, y1: float, x2: float, y2: float) -> str:
    """A thin line."""
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{RULE}" fill="none"/>\n'


def safe(words: str) -> str:
    """One line that can break out of no element or attribute; narrow spaces stay narrow."""
    return html.escape(NNBSP.join(map(flat, words.split(NNBSP))))


def counted(name: str, value: int, lang: str) -> str:
    """`Kenya: 12`, with the space that French puts before a colon."""
    colon = f"{NNBSP}:" if lang == "fr" else ":"
    return f"{name}{colon} {grouped(value, lang)}"


def separator(lang: str) -> str:
    """`; `, with the space that French puts before it."""
    return f"{NNBSP}; " if lang == "fr" else "; "


def listed(texts: Iterable[str], lang: str) -> str:
    """`a; b`, as the language sets a semicolon."""
    return separator(lang).join(texts)


def width_of(words: str, size: float) -> float:
    """How wide a text is, about, in pixels."""
    return size * sum(_EMS.get(c, 1.0 if _is_wide(c) else 0.57) for c in words)


def fitted(words: str, width: float, size: float) -> str:
    """The text, cut with … where it is wider."""
    if width_of(words, size) <= width:
        return words
    while words and width_of(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def wrapped(words: str, width: float, size: float) -> list[str]:
    """The text in lines, broken between words."""
    lines: list[str] = []
    for word in re.findall(rf"[\S{NNBSP}]+", words):
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(fitted(word, width, size))
    return lines


def shade(value: int, largest: int) -> int:
    """Which of SHADES a value has; the steps are those of its square root, as counts spread far."""
    if largest <= 0:
        return 0
    return min(int((value / largest) ** 0.5 * len(SHADES)), len(SHADES) - 1)


def bounds(largest: int) -> list[tuple[int, int]]:
    """From which count to which each of SHADES stands; shades that no count has are left out."""
    by_shade: dict[int, list[int]] = {}
    for value in range(1, largest + 1):
        by_shade.setdefault(shade(value, largest), []).append(value)
    return [(values[0], values[-1]) for values in by_shade.values()]


def ink_on(place: int) -> str:
    """The ink that is read on a shade."""
    return PAPER if place >= 3 else INK


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


_EMS = {
    **dict.fromkeys(f"iljI.,:;|!'’ {NNBSP}", 0.28),
    **dict.fromkeys("frt()-", 0.38),
    **dict.fromkeys("mwMW—…", 0.92),
}
