"""Which other size or colour puts a return's reason right, and which of several comes first. Sizes
are read as shops write them: S to XXL, 2XL, 34, 7.5, 32/34; others are only told apart."""

import re

from onward.domain.returns import Reason
from onward.domain.shop import Variant

_LETTERS = re.compile(r"(\d*)(X*)(S|M|L)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SMALLER = {Reason.SIZE_TOO_LARGE: -1, Reason.SIZE_TOO_SMALL: 1}


def fits(reason: Reason, mine: Variant, other: Variant) -> bool:
    """Whether that one may be right where this one was wrong: larger for too small, smaller for
    too large, another colour of the same size for the colour, any other for the style."""
    if other.id == mine.id:
        return False
    if reason is Reason.COLOR:
        return other.colour != mine.colour and other.size == mine.size
    if reason not in _SMALLER:
        return True
    steps = _steps(mine.size, other.size)
    if steps is None:
        return other.size != mine.size
    return steps * _SMALLER[reason] > 0


def nearness(mine: Variant, other: Variant) -> tuple[bool, float, str, str, str]:
    """A sort key: the same colour first, then the nearest size."""
    steps = _steps(mine.size, other.size)
    far = abs(steps) if steps is not None else float("inf")
    return other.colour != mine.colour, far, other.size, other.colour, other.id


def _steps(mine: str, other: str) -> float | None:
    """How much larger the other is, on a scale of its own; None where that cannot be told."""
    one, two = _rank(mine), _rank(other)
    if one is None or two is None or one[0] != two[0]:
        return None
    return two[1] - one[1]


def _rank(size: str) -> tuple[str, float] | None:
    text = size.strip().upper()
    letters = _LETTERS.fullmatch(text)
    if letters:
        extra = int(letters[1]) if letters[1] else len(letters[2])
        sign = {"S": -1, "M": 0, "L": 1}[letters[3]]
        return "letters", sign * (1 + extra)
    number = _NUMBER.match(text)
    return ("number", float(number[0].replace(",", "."))) if number else None
