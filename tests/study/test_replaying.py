"""Two independent ways of computing a replay agree; and what one match may and may not do."""

from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.histories import UNKNOWN, History
from onward.study.book import book_of
from onward.study.linking import link
from onward.study.replaying import Stage, replay
from onward.study.rules import demand_only
from tests.study.pasts import DAY, Bought, Returned, past

# Hours as days, so that orders and returns often fall on the same instant.
hours = st.integers(0, 24 * 40).map(lambda hour: hour / 24)
customers = st.integers(UNKNOWN, 4)
bought = st.builds(Bought, at=hours, customer=customers, item=st.integers(0, 2))
returned = st.builds(Returned, at=hours, customer=customers, item=st.integers(0, 2))
pasts = st.builds(
    past, st.lists(bought, min_size=1, max_size=30), st.lists(returned, min_size=1, max_size=15)
)


@dataclass(frozen=True)
class Pair:
    """A return and the order that took it, both by their row in the file."""

    returned: int
    ordered: int


def by_brute_force(history: History, window_days: float, willing: set[int]) -> set[Pair]:
    """The definition, read aloud: every return looks at every order, nothing is sorted by item,
    nothing is remembered but which orders are taken. `willing` holds rows."""
    orders = [
        (int(row), int(at), int(item), int(customer))
        for row, at, item, customer in zip(
            history.lines.row,
            history.lines.at,
            history.lines.item,
            history.lines.customer,
            strict=True,
        )
    ]
    taken: set[int] = set()
    pairs: set[Pair] = set()
    returns = history.returns
    for n in sorted(range(len(returns)), key=lambda n: (returns.at[n], n)):
        at, item, customer = int(returns.at[n]), int(returns.item[n]), int(returns.customer[n])
        if customer == UNKNOWN:
            continue
        own = [then for _, then, of, who in orders if (of, who) == (item, customer) and then <= at]
        if not own or at - max(own) < 2 * DAY:
            continue
        free = [
            (then, row)
            for row, then, of, who in orders
            if of == item
            and who != customer
            and at < then <= at + window_days * DAY
            and row in willing
            and row not in taken
        ]
        if free:
            _, row = min(free)
            taken.add(row)
            pairs.add(Pair(int(returns.row[n]), row))
    return pairs


def by_replay(history: History, window_days: float, share: float) -> tuple[set[Pair], set[int]]:
    """The pairs the replay finds, and the rows whose orders were willing."""
    linked = link(history)
    if not len(linked.which):
        return set(), set()
    book = book_of(history, linked, seed=1)
    stage = Stage(history, linked, book)
    everybody = np.ones(len(linked.which), bool)
    found = replay(stage, everybody, share, window_days, demand_only(stage).admits)
    willing = set(history.lines.row[book.lines[book.chance < share]].tolist())
    pairs = {
        Pair(int(history.returns.row[back]), int(history.lines.row[book.lines[line]]))
        for back, line in zip(linked.which, found.taken_by, strict=True)
        if line != UNKNOWN
    }
    return pairs, willing


@given(pasts, st.sampled_from([0.5, 1, 3, 7, 30]), st.sampled_from([0.3, 0.7, 1.0]))
def test_the_replay_finds_what_brute_force_finds(
    history: History, window_days: float, share: float
) -> None:
    pairs, willing = by_replay(history, window_days, share)
    assert pairs == by_brute_force(history, window_days, willing)


@given(pasts)
def test_no_order_takes_two_returns(history: History) -> None:
    pairs, _ = by_replay(history, 30, 1.0)
    assert len({pair.ordered for pair in pairs}) == len(pairs)


@given(pasts, st.sampled_from([1, 7]))
def test_more_willing_orders_never_match_less(history: History, window_days: float) -> None:
    few, _ = by_replay(history, window_days, 0.3)
    many, _ = by_replay(history, window_days, 0.9)
    assert len(many) >= len(few)


def test_the_window_is_open_at_the_return_and_closed_at_its_end() -> None:
    def pairs_with_order_at(day: float) -> set[Pair]:
        lines = [Bought(at=0, customer=1), Bought(at=day, customer=2)]
        return by_replay(past(lines, [Returned(at=5, customer=1)]), 3, 1.0)[0]

    assert pairs_with_order_at(5) == set()
    assert len(pairs_with_order_at(8)) == 1
    assert pairs_with_order_at(8 + 1 / 24) == set()


def test_the_oldest_return_takes_the_earliest_order() -> None:
    lines = [Bought(0, customer=1), Bought(0, customer=2), Bought(6, customer=3)]
    history = past(lines, [Returned(5, customer=2), Returned(4, customer=1)])
    pairs, _ = by_replay(history, 7, 1.0)
    assert pairs == {Pair(returned=4, ordered=3)}


def test_a_piece_that_two_customers_have_opened_goes_to_no_third() -> None:
    lines = [Bought(0, customer=1), *(Bought(4 + 4 * n, customer=2 + n) for n in range(4))]
    backs = [Returned(3 + 4 * n, customer=1 + n) for n in range(4)]
    history = past(lines, backs)
    linked = link(history)
    stage = Stage(history, linked, book_of(history, linked, 1))
    everybody = np.ones(len(linked.which), bool)
    admits = demand_only(stage).admits
    found = replay(stage, everybody, 1.0, 7, admits, max_hops=2)
    assert found.matched.tolist() == [True, True, False, True]
    assert found.too_many_hops.tolist() == [False, False, True, False]
    assert replay(stage, everybody, 1.0, 7, admits).matched.all()
