"""Charts of our own as inline SVG and HTML: bars and curves in the thread's color, no script."""

from collections.abc import Sequence
from html import escape
from math import ceil

_WIDE, _HIGH = 420, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 18, 14, 30


def bars(rows: Sequence[tuple[str, str, float, str]], kind: str = "thread") -> str:
    """One row each: what, a smaller word beside it, a share of 1, and the share in words."""
    return (
        f'<div class="bars {kind}">'
        + "".join(
            f'<div class="row"><div class="what">{escape(what)} '
            f"<small>{escape(small)}</small></div>"
            f'<div class="track"><i style="width:{max(0.0, min(share, 1)) * 100:.2f}%"></i></div>'
            f'<div class="share">{escape(shown)}</div></div>'
            for what, small, share, shown in rows
        )
        + "</div>"
    )


class Plane:
    """A plane with axes on which curves are drawn; x and y are in the curve's own units."""

    def __init__(
        self,
        label: str,
        across: tuple[float, float],
        up: tuple[float, float],
    ) -> None:
        self._label = label
        self._across, self._up = across, up
        self._parts: list[str] = []

    def x(self, value: float) -> float:
        low, high = self._across
        return _LEFT + (value - low) / (high - low) * (_WIDE - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        low, high = self._up
        return _HIGH - _BOTTOM - (value - low) / (high - low) * (_HIGH - _TOP - _BOTTOM)

    def grid(self, across: Sequence[tuple[float, str]], up: Sequence[tuple[float, str]]) -> "Plane":
        for value, words in up:
            at = self.y(value)
            self._line("grid", (_LEFT, at), (_WIDE - _RIGHT, at))
            self._text(_LEFT - 8, at + 4, words, "end")
        for value, words in across:
            anchor = "end" if value == self._across[1] else "middle"
            shift = _RIGHT if anchor == "end" else 0
            self._text(self.x(value) + shift, _HIGH - _BOTTOM + 20, words, anchor)
        return self

    def curve(self, points: Sequence[tuple[float, float]], kind: str) -> "Plane":
        path = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)
        self._parts.append(f'<polyline class="{kind}" points="{path}"/>')
        return self

    def dots(self, points: Sequence[tuple[float, float]], kind: str) -> "Plane":
        self._parts += [
            f'<circle class="{kind}" cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="4"/>'
            for x, y in points
        ]
        return self

    def level(self, value: float, kind: str) -> "Plane":
        self._line(kind, (_LEFT, self.y(value)), (_WIDE - _RIGHT, self.y(value)))
        return self

    def upright(self, value: float, until: float, kind: str) -> "Plane":
        self._line(kind, (self.x(value), self.y(self._up[0])), (self.x(value), self.y(until)))
        return self

    def note(self, x: float, y: float, words: str, anchor: str = "start") -> "Plane":
        self._text(self.x(x), self.y(y), words, anchor, "note")
        return self

    def svg(self) -> str:
        return (
            f'<svg class="plane" viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
            f'aria-label="{escape(self._label)}">{"".join(self._parts)}</svg>'
        )

    def _line(self, kind: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x1, y1), (x2, y2) = start, end
        self._parts.append(
            f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
        )

    def _text(self, x: float, y: float, words: str, anchor: str, kind: str = "tick") -> None:
        self._parts.append(
            f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
            f"{escape(words)}</text>"
        )


def steps(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from below the lowest to above the highest, at most so many steps."""
    span = max(high - low, 1e-9)
    size = 10.0 ** ceil(_log10(span / most) - 1)
    for times in (1, 2, 2.5, 5, 10, 20, 25, 50, 100):
        if span / (size * times) <= most:
            size *= times
            break
    first = int(low // size)
    last = ceil(high / size)
    return [round(size * n, 10) for n in range(first, last + 1)]


def _log10(value: float) -> float:
    exponent = 0.0
    while value < 1:
        value, exponent = value * 10, exponent - 1
    while value >= 10:
        value, exponent = value / 10, exponent + 1
    return exponent


def span(low: float, likely: float, high: float, ends: tuple[float, float]) -> str:
    """A small bar from low to high with the likely value marked, on a scale shared by its rows."""
    left, right = ends
    width = max(right - left, 1e-9)
    start, end = sorted((low, high))
    at, to, mark = ((value - left) / width * 100 for value in (start, end, likely))
    return (
        '<svg class="span" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="rail" x="0" y="4.5" width="100" height="1"/>'
        f'<rect class="reach" x="{at:.1f}" y="2" width="{max(to - at, 0.6):.1f}" height="6"/>'
        f'<rect class="mark" x="{mark - 0.5:.1f}" y="0" width="1" height="10"/></svg>'
    )
