"""The catalogue's pictures: each garment drawn flat in two tones with its seams, as SVG."""

from itertools import groupby

from onward.demo.garments import Part, garment
from onward.demo.garments.parts import Stroke, Tone
from onward.demo.outlines import SHEET, Outline, Point
from onward.demo.palette import Palette, hexed, palette

CORNER = 40
EDGE = 2.6


def drawing(product_slug: str, colour: str) -> str:
    """An SVG of 240 by 240 units; KeyError for a product or colour the catalogue lacks."""
    tones = palette(colour)
    drawn = garment(product_slug)
    cast = "".join(shape.written() for shape in drawn.body)
    runs = groupby(drawn.front, key=_style)
    parts = "".join(_run(style, list(run), tones) for style, run in runs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SHEET} {SHEET}">'
        f'<rect width="{SHEET}" height="{SHEET}" rx="{CORNER}" fill="{hexed(tones.ground)}"/>'
        f'<path transform="translate(4 7)" fill="{hexed(tones.cast)}" d="{cast}"/>'
        f'<g fill="none" stroke="{hexed(tones.line)}" stroke-width="{EDGE}" '
        f'stroke-linecap="round" stroke-linejoin="round">{parts}</g></svg>'
    )


def _style(part: Part) -> tuple[Stroke, Tone, int]:
    """What one path element can share. Cloth overlaps cloth, so each piece is its own."""
    alone = id(part) if part.stroke in ("piece", "fill") else 0
    return part.stroke, part.tone, alone


def _run(style: tuple[Stroke, Tone, int], parts: list[Part], tones: Palette) -> str:
    stroke, name, _ = style
    tone = hexed(getattr(tones, name))
    if stroke == "dots":
        marks = (f"M{_short(place)}h0" for part in parts for place in part.outline.points())
        return f'<path stroke="{tone}" stroke-width="5" d="{"".join(marks)}"/>'
    path = "".join(part.outline.written() for part in parts)
    return f'<path {_PAINT[stroke].format(tone)} d="{path}"/>'


_PAINT = {
    "piece": 'fill="{}"',
    "fill": 'fill="{}" stroke="none"',
    "crease": 'stroke-width="1.6"',
    "cord": 'stroke="{}" stroke-width="2.2"',
    "seam": 'stroke="{}" stroke-width="1.7" stroke-dasharray="4.5 3.6"',
}


def _short(place: Point) -> str:
    return Outline(place, ()).written()[1:]
