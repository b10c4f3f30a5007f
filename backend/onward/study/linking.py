"""Finds the purchase each return takes back, and says which returns are none to replay."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onward.domain.histories import UNKNOWN, BoughtLines, History, Ints

DAY_MS = 86_400_000
# Sooner than this nothing was shipped and tried: it is a cancellation or a mistake being mended.
LEAST_APART_MS = 2 * DAY_MS


@dataclass(frozen=True, slots=True)
class Linked:
    """The returns a replay is about: `which` are their positions in the history's returns, oldest
    first, and `purchase` the line each takes back. `set_aside` counts the others by reason, those
    that the file itself contradicts among them; `aside` are those of them that the history holds.
    """

    which: Ints
    purchase: Ints
    set_aside: dict[str, int]
    aside: "Aside"


@dataclass(frozen=True, slots=True)
class Aside:
    """Returns that are none to replay: their positions in the history's returns, the line each
    seems to take back, UNKNOWN where none is known, and why not."""

    which: Ints
    purchase: Ints
    why: npt.NDArray[np.str_]


def link(history: History) -> Linked:
    """A return that names its purchase is taken at its word. Any other is linked to the latest
    earlier line of the same customer and SKU, and counts from two days after it."""
    returns = history.returns
    named = returns.purchase != UNKNOWN
    known = returns.customer != UNKNOWN
    purchase = np.where(named, returns.purchase, _latest_before(history))
    found = purchase != UNKNOWN
    apart = returns.at - history.lines.at[purchase]
    too_soon = ~named & found & (apart < LEAST_APART_MS)
    reasons = {
        "no_customer": ~named & ~known,
        "no_earlier_purchase": ~named & known & ~found,
        "within_two_days": too_soon,
    }
    counts = {why: int(those.sum()) for why, those in reasons.items()}
    set_aside = {why: count for why, count in {**history.set_aside, **counts}.items() if count}
    left = np.flatnonzero(~found | too_soon)
    why = np.select([those[left] for those in reasons.values()], list(reasons), default="")
    kept = np.flatnonzero(found & ~too_soon)
    return Linked(kept, purchase[kept], set_aside, Aside(left, purchase[left], why))


def _latest_before(history: History) -> Ints:
    """The latest line of the same customer and SKU not after the return; UNKNOWN without one."""
    lines, returns = history.lines, history.returns
    pairs, pair_of = np.unique(_pair(lines, len(history.items)), return_inverse=True)
    wanted = returns.customer * len(history.items) + returns.item
    place = np.minimum(np.searchsorted(pairs, wanted), max(len(pairs) - 1, 0))
    there = (pairs[place] == wanted) & (returns.customer != UNKNOWN)
    start = int(lines.at.min())
    span = int(max(lines.at.max(), returns.at.max(initial=start))) - start + 2
    key = pair_of * span + (lines.at - start)
    order = np.argsort(key, kind="stable")
    asked = place * span + np.maximum(returns.at - start, -1)
    at = np.searchsorted(key[order], asked, side="right") - 1
    line = order[np.maximum(at, 0)]
    same = there & (at >= 0) & (returns.at >= start) & (pair_of[line] == place)
    return np.where(same, line, UNKNOWN).astype(np.int64)


def _pair(lines: BoughtLines, items: int) -> Ints:
    """One number a customer and SKU; lines of nobody known are all below zero."""
    return np.where(lines.customer == UNKNOWN, UNKNOWN, lines.customer * items + lines.item)
