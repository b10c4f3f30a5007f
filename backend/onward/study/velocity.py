"""What could be known of a variant's sales at any moment of a past: orders counted before it, and
how busy the days of a week are. What follows from that is for the odds."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from onward.domain.histories import UNKNOWN, BoughtLines, Ints, ReturnedLines
from onward.domain.odds import SPANS
from onward.study.book import Flags, Floats
from onward.study.linking import DAY_MS

# The epoch began on a Thursday.
THURSDAY = 3
# Orders a weekday is taken to have had before any are counted, so that a small shop's quiet
# Tuesday is not taken for a closed one.
EVEN_ORDERS = 10


@dataclass(frozen=True, slots=True)
class Moments:
    """Orders or returns as columns of one length, sorted by item and time: `item` counts from 0,
    `at` is epoch milliseconds in UTC, `customer` a number, UNKNOWN where nobody is named. One
    entry an order and item, however many pieces; the same for returns."""

    item: Ints
    at: Ints
    customer: Ints

    def __post_init__(self) -> None:
        if not len(self.item) == len(self.at) == len(self.customer):
            raise ValueError("columns of one length")
        if len(self.item) and int(self.item.min()) < 0:
            raise ValueError("items are counted from 0")
        order = np.lexsort((self.at, self.item))
        for name in ("item", "at", "customer"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), np.int64)[order])

    def __len__(self) -> int:
        return len(self.at)

    def only(self, which: Flags) -> "Moments":
        return Moments(self.item[which], self.at[which], self.customer[which])


def moments(of: BoughtLines | ReturnedLines, which: Ints | None = None) -> Moments:
    """The moments of a history's lines or returns, or of those at the positions given."""
    chosen = np.arange(len(of)) if which is None else which
    return Moments(of.item[chosen], of.at[chosen], of.customer[chosen])


def sold_before(orders: Moments, item: Ints, at: Ints) -> tuple[Floats, Floats]:
    """For n moments: orders of the item in the 7, 28 and 91 days before each (n, 3), and the days
    since its first order (n,), 0 where it had none. What happened at the moment is not counted."""
    if not len(orders) or not len(item):
        return np.zeros((len(item), len(SPANS))), np.zeros(len(item))
    start = int(min(orders.at.min(), at.min())) - max(SPANS) * DAY_MS
    span = int(max(orders.at.max(), at.max())) - start + 1
    if (int(max(orders.item.max(), item.max())) + 1) * span > np.iinfo(np.int64).max:
        raise ValueError("too many items over too long a time: number the items from 0 on")
    key = orders.item * span + (orders.at - start)
    asked = item * span + (at - start)
    until = np.searchsorted(key, asked)
    since = [np.searchsorted(key, asked - days * DAY_MS) for days in SPANS]
    sold = np.stack([until - place for place in since], axis=1)
    first = np.searchsorted(key, item * span)
    begun = orders.at[np.minimum(first, len(orders) - 1)]
    on_sale = np.where(until > first, (at - begun) / DAY_MS, 0.0)
    return sold.astype(float), on_sale


def days_since_monday(at: Ints) -> Floats:
    """Epoch milliseconds as days since a Monday's midnight in UTC."""
    return at / DAY_MS + THURSDAY


def weekdays(orders: Moments) -> tuple[float, ...]:
    """How busy each day of the week is, from Monday on; they add up to seven."""
    day = days_since_monday(orders.at).astype(np.int64) % 7
    counted = np.bincount(day, minlength=7) + EVEN_ORDERS
    return tuple((counted * 7 / counted.sum()).tolist())


def by_item(of: Moments) -> list[slice]:
    """Where the moments of each item stand, from item 0 to the last there is."""
    items = int(of.item.max(initial=UNKNOWN)) + 1
    bounds = np.searchsorted(of.item, np.arange(items + 1)).tolist()
    return [slice(*pair) for pair in pairwise(bounds)]
