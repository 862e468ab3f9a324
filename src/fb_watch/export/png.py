"""In: an SVG picture. Out: the same as PNG, drawn without network, browser or system fonts."""

from pathlib import Path

_FONTS = Path(__file__).parent / "data"
_LATIN = 0x250  # what the fonts that come along hold, about, and all that our own words need


def png(svg: str, *, zoom: float = 2.0) -> bytes:
    """The picture in so many pixels a unit; 2 is sharp on paper at 15 cm."""
    import resvg_py

    # the fonts that come along have no narrow space
    svg = svg.replace("\u202f", "\u00a0")
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=zoom,
        font_files=[str(_FONTS / f"NotoSans-{face}.ttf") for face in ("Regular", "Bold")],
        font_family="Noto Sans",
        sans_serif_family="Noto Sans",
        # a search of the system's fonts takes longer than the drawing
        skip_system_fonts=all(ord(c) < _LATIN or 0x2000 < ord(c) < 0x2070 for c in svg),
    )
