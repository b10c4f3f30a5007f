"""A shop's past as columns: what was bought, what came back, and which rows of a file are neither.

Values only. Reading files belongs to the adapter, replaying them to the study. Columns of one class
have the same length; position n in each is the same line or return.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Item:
    """A SKU as the file describes it; `weight_g` of one piece, None where nobody said."""

    sku: str
    category: str
    flags: frozenset[str]
    weight_g: int | None


@dataclass(frozen=True, slots=True)
class BoughtLines:
    """One entry an order and SKU, oldest first, ties in the file's order.

    `at` is epoch milliseconds in UTC; `item`, `customer`, `household` and `country` are positions
    in the history's lists or numbers of their own, UNKNOWN where the file is silent; `price` is
    what one piece cost in minor units; `row` is where the line begins in the file.
    """

    row: Ints
    at: Ints
    item: Ints
    customer: Ints
    household: Ints
    country: Ints
    pieces: Ints
    price: Ints

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True, slots=True)
class ReturnedLines:
    """One entry a return, oldest first. `purchase` is the position of the line it takes back, or
    UNKNOWN where the file does not name it; `value` is what was paid for all its pieces together,
    in minor units; `reason` a position in the history's reasons."""

    row: Ints
    at: Ints
    item: Ints
    customer: Ints
    household: Ints
    country: Ints
    pieces: Ints
    value: Ints
    purchase: Ints
    reason: Ints

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True, slots=True)
class Contradicted:
    """Returns that the file itself contradicts, and why, each by a reason of the history's
    `set_aside`. UNKNOWN stands for a moment that cannot be read and for what is not in the file."""

    returns: ReturnedLines
    why: Sequence[str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why rows were refused, how many, and where the first few stand."""

    reason: str
    message: str
    rows: int
    first_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RowAccount:
    """Where each row went: `read` = `lines` + `returns` + the rows of `refused`.

    `merged` of the rows stand in one order with the same SKU and count as one line; `repeated` of
    those repeat an earlier row in every field we read.
    """

    read: int
    lines: int
    returns: int
    merged: int
    repeated: int
    refused: tuple[Refusal, ...]

    @property
    def rejected(self) -> int:
        return sum(refusal.rows for refusal in self.refused)


@dataclass(frozen=True, slots=True)
class Spots:
    """Where each line went and each return lies, in degrees; NaN where nobody knows."""

    line_lat: Floats
    line_lon: Floats
    return_lat: Floats
    return_lon: Floats


@dataclass(frozen=True, slots=True)
class History:
    """A whole past in one currency. `set_aside` counts returns that the file itself contradicts,
    by reason, `contradicted` holds them; `notes` counts what is odd and was kept. `spots` None
    where no postcode is known."""

    currency: str
    items: Sequence[Item]
    countries: Sequence[str]
    reasons: Sequence[str]
    lines: BoughtLines
    returns: ReturnedLines
    rows: RowAccount
    set_aside: Mapping[str, int]
    notes: Mapping[str, int]
    spots: Spots | None = None
    contradicted: Contradicted | None = None
