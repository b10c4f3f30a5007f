"""The replay itself: returns oldest first, each to the earliest order of its item that is free."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from onward.domain.histories import UNKNOWN, History, Ints
from onward.study.book import Book, Flags
from onward.study.linking import DAY_MS, Linked

# Whether a return, by its position among the linked ones, may go to a line of the book.
Admits = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Replay:
    """One entry a linked return: the line of the book that took it, UNKNOWN without one, how long
    it waited (milliseconds, UNKNOWN without one), how often its piece had been passed on before,
    and whether that was once too often."""

    taken_by: Ints
    waited: Ints
    hops: Ints
    too_many_hops: Flags

    @property
    def matched(self) -> Flags:
        found: Flags = self.taken_by != UNKNOWN
        return found


@dataclass(frozen=True, slots=True)
class Stage:
    """What every replay of a history has in common."""

    history: History
    linked: Linked
    book: Book


def replay(
    stage: Stage,
    taking_part: Flags,
    willing: float,
    window_days: float,
    admits: Admits,
    max_hops: int | None = None,
) -> Replay:
    """Give each return that takes part to the earliest willing order of the same item placed
    within the window after it, (t, t + window], that nobody has taken and `admits` allows.

    `willing` is the share of orders, 0 to 1, that would take an opened piece. With `max_hops`, a
    piece that so many customers have opened goes to no other one.
    """
    asked = _Asked.of(stage, taking_part, willing, round(window_days * DAY_MS))
    taken_by = np.full(len(taking_part), UNKNOWN, np.int64)
    too_many = np.zeros(len(taking_part), bool)
    # The first place from here on that is free, for places that are not; and who opened a line's
    # piece before, for lines that were given one.
    free: dict[int, int] = {}
    hops: dict[int, int] = {}
    bought = stage.book.lines
    for one, purchase, place, end in asked.in_turn():
        opened = hops.get(purchase, 0)
        if max_hops is not None and opened >= max_hops:
            too_many[one] = True
            continue
        at = _first(one, place, end, asked.lines, free, admits)
        if at != UNKNOWN:
            free[at] = at + 1
            taken_by[one] = asked.lines[at]
            hops[int(bought[asked.lines[at]])] = opened + 1
    moments = stage.history.returns.at[stage.linked.which]
    waited = np.where(taken_by != UNKNOWN, stage.book.at[taken_by] - moments, UNKNOWN)
    return Replay(taken_by, waited, _hops(stage, hops), too_many)


def _hops(stage: Stage, of_lines: dict[int, int]) -> Ints:
    """How often the piece of each linked return had been passed on before, also of those that take
    no part: a line is given its piece before anybody can return it."""
    passed_on = np.zeros(len(stage.history.lines), np.int64)
    passed_on[list(of_lines)] = list(of_lines.values())
    opened: Ints = passed_on[stage.linked.purchase]
    return opened


@dataclass(frozen=True, slots=True)
class _Asked:
    """Returns by item and then by time, each with the places of the willing `lines` that fall into
    its window, from `starts` up to but without `ends`."""

    returns: list[int]
    purchases: list[int]
    starts: list[int]
    ends: list[int]
    lines: list[int]

    @classmethod
    def of(cls, stage: Stage, taking_part: Flags, willing: float, window_ms: int) -> "_Asked":
        history, book = stage.history, stage.book
        willing_lines = np.flatnonzero(book.chance < willing)
        which = np.flatnonzero(taking_part)
        of = stage.linked.which[which]
        item, at = history.returns.item[of], history.returns.at[of]
        order = np.lexsort((of, at, item))
        keys, since = book.keys[willing_lines], book.key(item, at)
        last = np.minimum(since + window_ms, book.last_key(item))
        starts = np.searchsorted(keys, since, side="right")
        ends = np.searchsorted(keys, last, side="right")
        purchases = stage.linked.purchase[which]
        columns = (which[order], purchases[order], starts[order], ends[order], willing_lines)
        return cls(*(column.tolist() for column in columns))

    def in_turn(self) -> Iterator[tuple[int, int, int, int]]:
        return zip(self.returns, self.purchases, self.starts, self.ends, strict=True)


def _first(
    one: int, place: int, end: int, lines: list[int], free: dict[int, int], admits: Admits
) -> int:
    """The place of the earliest free line before the end that admits this return."""
    at = _next_free(free, place)
    while at < end:
        if admits(one, lines[at]):
            return at
        at = _next_free(free, at + 1)
    return UNKNOWN


def _next_free(free: dict[int, int], place: int) -> int:
    """The first place from here on that nobody has taken; ways walked are shortened behind us."""
    end = place
    while end in free:
        end = free[end]
    while place != end:
        free[place], place = end, free[place]
    return end
