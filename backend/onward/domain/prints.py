"""Whether two pictures are one picture, whatever was done to it on the way: the signs of its lowest
frequencies, which making it smaller, pressing it harder or printing it again hardly touch.

Two prints of 256 signs are compared. Their first 64 are what is looked up among millions, where
they alone would take some different pictures for the same; decision 15 has the curves.
"""

import numpy as np
import numpy.typing as npt

# The picture that a print is taken from: grey levels, SIDE x SIDE.
SIDE = 32
BITS = 256
LOOKED_UP = 64
# Bits of 64 within which a picture is looked at more closely, and of 256 within which it is the
# same one. Of 392 million pairs of different pictures none lay within both.
REACH = 10
SAME_WITHIN = 48
# Grey levels by which a picture must vary, at the least, before it can be told from another.
_LEAST_CONTRAST = 3.0
_DIGITS = BITS // 4


def _lowest_frequencies() -> list[tuple[int, int]]:
    """(down, across), the lowest first; the very lowest is the picture's mean and left out."""
    pairs = [(down, across) for down in range(SIDE) for across in range(SIDE)]
    return sorted(pairs, key=lambda pair: (sum(pair), max(pair), pair))[1 : BITS + 1]


_DOWN, _ACROSS = np.array(_lowest_frequencies()).T
# The discrete cosine transform (type II) of a row, as a matrix.
_COSINES = np.cos(np.pi / SIDE * np.outer(np.arange(SIDE), np.arange(SIDE) + 0.5))
# In a mirror, every wave of an odd number of half turns from left to right changes its sign.
_TURNED = int("".join("1" if across % 2 else "0" for across in _ACROSS), 2)


def print_of(levels: npt.NDArray[np.floating]) -> str:
    """64 hex digits; empty where the picture shows too little to be told from another."""
    if levels.std() < _LEAST_CONTRAST:
        return ""
    waves = _COSINES @ levels @ _COSINES.T
    return np.packbits(waves[_DOWN, _ACROSS] > 0).tobytes().hex()


def mirrored(print_: str) -> str:
    """The print of the mirror image."""
    return f"{int(print_, 16) ^ _TURNED:0{_DIGITS}x}"


def apart(one: str, other: str) -> int:
    """The bits in which two prints of the same length differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
