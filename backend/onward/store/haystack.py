"""Every print there is, in memory, 16 bytes each, and which of them lie near another."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

# So many at a time stay in a core's own cache, which makes a look half as long.
_AT_ONCE = 16_384
_LEAST_ROOM = 1_024
Number = TypeVar("Number", bound=np.generic)


class Haystack:
    """Prints of 64 bits as signed numbers, each beside the number of its row. Nothing is ever taken
    out: a row that is gone is not found any more by whoever looks it up."""

    def __init__(self) -> None:
        self._bits: npt.NDArray[np.uint64] = np.empty(_LEAST_ROOM, np.uint64)
        self._seqs: npt.NDArray[np.int64] = np.empty(_LEAST_ROOM, np.int64)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, seqs: Sequence[int], bits: Sequence[int]) -> None:
        """More prints; `near` may be looking in another thread meanwhile."""
        count = self._count + len(seqs)
        if count > len(self._bits):
            room = max(count, 2 * len(self._bits))
            self._bits, self._seqs = _with_room(self._bits, room), _with_room(self._seqs, room)
        self._bits[self._count : count] = np.array(bits, np.int64).view(np.uint64)
        self._seqs[self._count : count] = seqs
        self._count = count

    def near(self, wanted: Sequence[int], reach: int) -> list[tuple[int, int]]:
        """(bits apart, number of the row) of every print that is at most `reach` bits from the
        nearest of the wanted ones, the nearest first. Looks at all of them."""
        count = self._count
        bits, seqs = self._bits[:count], self._seqs[:count]
        ones = np.array(wanted, np.int64).view(np.uint64)[:, None]
        differing = np.empty((len(ones), _AT_ONCE), np.uint64)
        apart = np.empty((len(ones), _AT_ONCE), np.uint8)
        found: list[tuple[int, int]] = []
        for start in range(0, count, _AT_ONCE):
            some = bits[start : start + _AT_ONCE]
            size = len(some)
            np.bitwise_xor(some, ones, out=differing[:, :size])
            np.bitwise_count(differing[:, :size], out=apart[:, :size])
            nearest = apart[:, :size].min(axis=0)
            if nearest.min() <= reach:
                places = np.flatnonzero(nearest <= reach)
                found += zip(nearest[places].tolist(), seqs[start + places].tolist(), strict=True)
        return sorted(found)


def _with_room(array: npt.NDArray[Number], room: int) -> npt.NDArray[Number]:
    larger = np.empty(room, array.dtype)
    larger[: len(array)] = array
    return larger
