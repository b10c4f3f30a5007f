"""The order lines of the items that ever came back, by item and then by time: what a replay walks
through."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onward.domain.histories import UNKNOWN, History, Ints
from onward.study.linking import DAY_MS, Linked

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Book:
    """`lines` are positions in the history, sorted by item and time; the lines of item n stand
    from `starts[n]` to `starts[n + 1]`. `chance`, 0 to 1, is each line's own: an order is willing
    where it lies below the share of the willing, so that more willingness never loses an order.
    `keys` are numbers that sort as item and time do: `span` for each item, and milliseconds since
    `first` within it."""

    lines: Ints
    starts: Ints
    at: Ints
    chance: Floats
    keys: Ints
    first: int
    span: int

    def key(self, item: Ints, at: Ints) -> Ints:
        """Where a moment of an item lies among the keys; what is before all lines is its first."""
        return item * self.span + np.clip(at - self.first, 0, self.span - 1)

    def last_key(self, item: Ints) -> Ints:
        return (item + 1) * self.span - 1


def book_of(history: History, linked: Linked, seed: int) -> Book:
    """The book of a history; the same seed gives the same chances."""
    lines = history.lines
    chances = np.random.default_rng(seed).random(len(lines))
    wanted = np.zeros(len(history.items), bool)
    wanted[history.returns.item[linked.which]] = True
    kept = np.flatnonzero(wanted[lines.item])
    order = kept[np.lexsort((kept, lines.at[kept], lines.item[kept]))]
    starts = np.searchsorted(lines.item[order], np.arange(len(history.items) + 1))
    at = lines.at[order]
    first = int(lines.at.min())
    span = int(max(lines.at.max(), history.returns.at.max(initial=first))) - first + 2
    keys = lines.item[order] * span + at - first
    return Book(order, starts.astype(np.int64), at, chances[order], keys, first, span)


def orders_before(book: Book, item: Ints, at: Ints, days: int) -> Ints:
    """How many lines of the item were ordered in the days before each moment."""
    until = np.searchsorted(book.keys, book.key(item, at), side="left")
    since = np.searchsorted(book.keys, book.key(item, at - days * DAY_MS), side="left")
    return (until - since).astype(np.int64)


def returned_by_then(history: History, book: Book, within_ms: int) -> Flags:
    """Whether the customer of each line of the book had returned the same item within so long
    before ordering it; nobody known never has."""
    returns, lines = history.returns, history.lines
    known = returns.customer != UNKNOWN
    items = len(history.items)
    pair = (returns.customer * items + returns.item)[known]
    start = int(min(returns.at.min(initial=book.at.min()), book.at.min()))
    span = int(max(book.at.max(), returns.at.max(initial=start))) - start + 2
    pairs, number = np.unique(pair, return_inverse=True)
    if not len(pairs):
        return np.zeros(len(book.lines), bool)
    key = np.sort(number * span + (returns.at[known] - start))
    customer = lines.customer[book.lines]
    asked = customer * items + lines.item[book.lines]
    place = np.minimum(np.searchsorted(pairs, asked), len(pairs) - 1)
    there = (pairs[place] == asked) & (customer != UNKNOWN)
    last = np.searchsorted(key, place * span + (book.at - start), side="left") - 1
    before = key[np.maximum(last, 0)] - place * span
    age = book.at - start - before
    recently: Flags = there & (last >= 0) & (before >= 0) & (age < within_ms)
    return recently
