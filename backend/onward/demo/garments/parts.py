"""The strokes every garment is drawn with: cloth, creases, seams, buttons, each on its fold.

One hand for the whole catalogue: two tones of cloth, one dark line, one dashed thread.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onward.demo.outlines import Outline, Point, outline

Tone = Literal["cloth", "shade", "inside", "trim", "line", "stitch"]
Stroke = Literal["piece", "fill", "crease", "seam", "cord", "dots"]

CASTING = 700.0  # square units: a smaller piece lies within a larger one


@dataclass(frozen=True, slots=True)
class Part:
    """One path. A piece is cloth with an edge, a fill has none; a seam is dashed thread.

    Dots stand at the corners of their outline and are not joined.
    """

    stroke: Stroke
    tone: Tone
    outline: Outline


@dataclass(frozen=True, slots=True)
class Garment:
    """What is drawn from below upward, from either side; `body` is what casts the shadow.

    `worn_inside` says whether there is an inside of the neck or waist to sew a label to. Only
    shoes have a `sole`.
    """

    front: tuple[Part, ...]
    back: tuple[Part, ...]
    worn_inside: bool = True
    sole: tuple[Part, ...] = ()

    @property
    def body(self) -> tuple[Outline, ...]:
        """The large pieces, all wound the same way, so that together they have no holes."""
        pieces = (part.outline for part in self.front if part.stroke == "piece")
        wound = (shape if shape.area() > 0 else shape.backward() for shape in pieces)
        return tuple(shape for shape in wound if shape.area() > CASTING)


def piece(path: str, tone: Tone = "cloth") -> Part:
    return Part("piece", tone, _closed(path))


def fold(half: str, tone: Tone = "cloth") -> Part:
    """A symmetrical piece, given as its left half from the fold round to the fold."""
    return Part("piece", tone, outline(half).unfolded())


def fill(path: str, tone: Tone = "shade") -> Part:
    return Part("fill", tone, _closed(path))


def crease(path: str) -> Part:
    return Part("crease", "line", outline(path))


def seam(path: str) -> Part:
    return Part("seam", "stitch", outline(path))


def cord(path: str) -> Part:
    return Part("cord", "trim", outline(path))


def dots(*places: Point, tone: Tone = "trim") -> Part:
    """Buttons, eyelets, rivets: one round mark at each place."""
    return Part("dots", tone, Outline(places[0], tuple((place,) for place in places[1:])))


def pair(*parts: Part) -> tuple[Part, ...]:
    """Each part and its mirror image."""
    twins = zip(parts, mirrored(parts), strict=True)
    return tuple(one for twin in twins for one in twin)


def mirrored(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(Part(part.stroke, part.tone, part.outline.mirrored()) for part in parts)


def moved(parts: Iterable[Part], dx: float, dy: float) -> tuple[Part, ...]:
    return tuple(Part(part.stroke, part.tone, part.outline.moved(dx, dy)) for part in parts)


def stack(*layers: Part | Iterable[Part]) -> tuple[Part, ...]:
    """Parts and groups of parts, in the order in which they are laid down."""
    return tuple(
        part for layer in layers for part in ((layer,) if isinstance(layer, Part) else layer)
    )


def _closed(path: str) -> Outline:
    drawn = outline(path)
    return Outline(drawn.start, drawn.steps, True)
