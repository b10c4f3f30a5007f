"""Small pasts written by hand: orders and returns as plain tuples, in days from a fixed morning."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from onward.adapters.policies.reading import read_policy
from onward.domain.grades import Grade
from onward.domain.histories import (
    UNKNOWN,
    BoughtLines,
    History,
    Item,
    ReturnedLines,
    RowAccount,
)
from onward.domain.policy import Policy

MORNING = int(datetime(2026, 1, 5, 8, tzinfo=UTC).timestamp() * 1000)
DAY = 86_400_000
COUNTRIES = ("DE", "FR", "US", "ZZ")


@dataclass(frozen=True)
class Bought:
    """A customer UNKNOWN is nobody the file knows; `country` is a place in COUNTRIES."""

    at: float
    customer: int = 0
    item: int = 0
    pieces: int = 1
    price: int = 5_000
    country: int = 0
    household: int = UNKNOWN


@dataclass(frozen=True)
class Returned:
    """`purchase` is the place of the line it names among the lines sorted by time."""

    at: float
    customer: int = 0
    item: int = 0
    pieces: int = 1
    value: int = 5_000
    country: int = 0
    household: int = UNKNOWN
    purchase: int = UNKNOWN
    reason: int = UNKNOWN


def past(
    bought: Sequence[Bought],
    returned: Sequence[Returned],
    items: int = 3,
    reasons: Sequence[str] = (),
    flags: frozenset[str] = frozenset(),
    category: str = "clothing",
) -> History:
    """A history of these lines and returns, in euros, as the adapter would hand it over."""
    lines = sorted(bought, key=lambda one: one.at)
    backs = sorted(returned, key=lambda one: one.at)
    return History(
        currency="EUR",
        items=[Item(f"S-{n}", category, flags, None) for n in range(items)],
        countries=COUNTRIES,
        reasons=reasons,
        lines=BoughtLines(
            row=_ints(range(1, len(lines) + 1)),
            at=_ints(moment(one.at) for one in lines),
            item=_ints(one.item for one in lines),
            customer=_ints(one.customer for one in lines),
            household=_ints(one.household for one in lines),
            country=_ints(one.country for one in lines),
            pieces=_ints(one.pieces for one in lines),
            price=_ints(one.price for one in lines),
        ),
        returns=ReturnedLines(
            row=_ints(range(len(lines) + 1, len(lines) + len(backs) + 1)),
            at=_ints(moment(one.at) for one in backs),
            item=_ints(one.item for one in backs),
            customer=_ints(one.customer for one in backs),
            household=_ints(one.household for one in backs),
            country=_ints(one.country for one in backs),
            pieces=_ints(one.pieces for one in backs),
            value=_ints(one.value for one in backs),
            purchase=_ints(one.purchase for one in backs),
            reason=_ints(one.reason for one in backs),
        ),
        rows=RowAccount(len(lines) + len(backs), len(lines), len(backs), 0, 0, ()),
        set_aside={},
        notes={},
    )


def moment(days: float) -> int:
    return MORNING + round(days * DAY)


def policy(country: str = "DE", **changes: object) -> Policy:
    """The policy that ships, its warehouse in another country."""
    shipped = read_policy()
    placed = replace(shipped, warehouse=replace(shipped.warehouse, country=country))
    return replace(placed, odds_least=0.0, **changes)  # type: ignore[arg-type]


def discounted(by_grade: dict[Grade, int]) -> Policy:
    """The same policy with other discounts on clothing of these grades; nothing ages."""
    shipped = policy()
    clothing = replace(shipped.category("clothing"), discounts_bp=by_grade)
    return replace(shipped, categories={**shipped.categories, "clothing": clothing}, ageing=None)


def _ints(values: object) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(list(values), np.int64)  # type: ignore[call-overload]
