"""Outlines: the few path commands our drawings use, mirrored, flattened and written out again.

Coordinates are those of a 240 by 240 sheet; y grows downward, and x = 120 is the fold.
"""

import re
from dataclasses import dataclass
from itertools import islice

SHEET = 240
Point = tuple[float, float]

_WORD = re.compile(r"[A-Z]|-?\d*\.?\d+")


@dataclass(frozen=True, slots=True)
class Outline:
    """A start and cubic or straight steps; a step is its control points and its end."""

    start: Point
    steps: tuple[tuple[Point, ...], ...]
    closed: bool = False

    def mirrored(self) -> "Outline":
        steps = tuple(tuple(_across(p) for p in step) for step in self.steps)
        return Outline(_across(self.start), steps, self.closed)

    def moved(self, dx: float, dy: float) -> "Outline":
        steps = tuple(tuple((x + dx, y + dy) for x, y in step) for step in self.steps)
        return Outline((self.start[0] + dx, self.start[1] + dy), steps, self.closed)

    def backward(self) -> "Outline":
        ends = [self.start, *(step[-1] for step in self.steps)]
        turned = zip(reversed(self.steps), reversed(ends[:-1]), strict=True)
        steps = tuple((*reversed(step[:-1]), end) for step, end in turned)
        return Outline(ends[-1], steps, self.closed)

    def unfolded(self) -> "Outline":
        """A half that runs from the fold round to the fold, with its other half."""
        return Outline(self.start, self.steps + self.mirrored().backward().steps, True)

    def points(self, pieces: int = 12) -> list[Point]:
        """The outline as straight pieces, a curve in `pieces` of them."""
        found = [self.start]
        for step in self.steps:
            found += [step[0]] if len(step) == 1 else _curve(found[-1], step, pieces)
        return found

    def area(self) -> float:
        """Square units within the closed outline; negative where it runs the other way round."""
        corners = self.points(4)
        after = [*corners[1:], corners[0]]
        crossed = (a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, after, strict=True))
        return sum(crossed) / 2

    def holds(self, point: Point) -> bool:
        """Whether the point lies within: a ray from it crosses the edge an odd number of times."""
        x, y = point
        corners = self.points(4)
        odd = False
        for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
            if (a[1] > y) != (b[1] > y):
                odd ^= x < a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1])
        return odd

    def written(self) -> str:
        letters = {1: "L", 3: "C"}
        steps = (letters[len(s)] + " ".join(map(_pair, s)) for s in self.steps)
        return "".join(["M" + _pair(self.start), *steps, "Z" if self.closed else ""])


def outline(path: str) -> Outline:
    """Reads M, L, H, V, Q, C and Z, all absolute, from one unbroken path."""
    words = iter(_WORD.findall(path)[1:])
    here = start = (float(next(words)), float(next(words)))
    steps: list[tuple[Point, ...]] = []
    letter = "L"
    for word in words:
        if word == "Z":
            return Outline(start, tuple(steps), True)
        if word.isalpha():
            letter, first = word, next(words)
        else:
            first = word
        steps.append(_step(letter, here, [first, *islice(words, _REST[letter])]))
        here = steps[-1][-1]
    return Outline(start, tuple(steps))


_REST = {"L": 1, "H": 0, "V": 0, "Q": 3, "C": 5}


def _step(letter: str, here: Point, numbers: list[str]) -> tuple[Point, ...]:
    values = [float(number) for number in numbers]
    if letter == "H":
        return ((values[0], here[1]),)
    if letter == "V":
        return ((here[0], values[0]),)
    points = list(zip(values[::2], values[1::2], strict=True))
    if letter != "Q":
        return tuple(points)
    bend, end = points
    return (_toward(here, bend), _toward(end, bend), end)


def _toward(a: Point, b: Point) -> Point:
    return (a[0] + 2 / 3 * (b[0] - a[0]), a[1] + 2 / 3 * (b[1] - a[1]))


def _across(point: Point) -> Point:
    return (SHEET - point[0], point[1])


def _curve(start: Point, step: tuple[Point, ...], pieces: int) -> list[Point]:
    corners = (start, *step)
    found = []
    for n in range(1, pieces + 1):
        t = n / pieces
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x = sum(w * corner[0] for w, corner in zip(weights, corners, strict=True))
        y = sum(w * corner[1] for w, corner in zip(weights, corners, strict=True))
        found.append((x, y))
    return found


def _pair(point: Point) -> str:
    return f"{_short(point[0])} {_short(point[1])}"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
