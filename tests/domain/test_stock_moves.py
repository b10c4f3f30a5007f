"""A case is at most one piece of stock at any moment, and the warehouse counts what it holds."""

from collections import Counter

import pytest

from onward.domain import events as e
from onward.domain.events import CARRIER, SYSTEM, Because, Channel
from onward.domain.grades import Grade
from onward.domain.ids import PhotoId
from onward.domain.returns import Recovery
from onward.domain.stock_moves import Disposition, Location, StockMove, open_box_sku, stock_moves
from onward.domain.story import Story
from tests.domain.examples import (
    AS_AGENT,
    AS_RETURNER,
    T0,
    TO_APPROVED,
    TO_BUYER,
    TO_HAND_IN,
    TO_THE_DOOR,
    TO_THE_END,
    TO_THE_ROAD,
    TO_WAREHOUSE,
    Said,
    story,
)

OPEN_BOX = ("SHIRT-M-OB", Location.PEER, Disposition.AVAILABLE)
PASSED_ON = ("SHIRT-M", Location.PEER, Disposition.NOT_RESTOCKED)
DIVERTED: Said = (AS_RETURNER, e.Diverted(Channel.WAREHOUSE, Because.RETURNER_CHOSE))
SCANNED: Said = (CARRIER, e.FirstScanned(TO_WAREHOUSE, T0, superseded=False))
RECEIVED: Said = (CARRIER, e.Received(TO_WAREHOUSE, T0))


def counted(*said: Said) -> dict[tuple[str, Location, Disposition], int]:
    """What is counted in the end, and where; nothing is left out but what came to nothing."""
    return standing(stock_moves(story(said)))


def standing(moves: tuple[StockMove, ...]) -> dict[tuple[str, Location, Disposition], int]:
    total: Counter[tuple[str, Location, Disposition]] = Counter()
    for move in moves:
        total[move.sku, move.location, move.disposition] += move.quantity
        assert all(quantity >= 0 for quantity in total.values())
        assert sum(total.values()) <= 1
    return {line: quantity for line, quantity in total.items() if quantity}


def test_an_accepted_piece_is_one_open_box_sku_with_its_returner() -> None:
    assert open_box_sku("SHIRT-M") == "SHIRT-M-OB"
    assert counted(*TO_APPROVED) == {OPEN_BOX: 1}
    assert counted(*TO_HAND_IN) == {OPEN_BOX: 1}


@pytest.mark.parametrize("said", [TO_THE_ROAD, TO_THE_DOOR, TO_THE_END])
def test_once_handed_in_it_is_sold_and_the_original_is_not_restocked(
    said: tuple[Said, ...],
) -> None:
    assert counted(*said) == {PASSED_ON: 1}


def test_the_warehouse_counts_nothing_before_it_has_it() -> None:
    assert counted(*TO_APPROVED, DIVERTED) == {}
    assert counted(*TO_APPROVED, DIVERTED, SCANNED) == {}
    arrived = ("SHIRT-M", Location.WAREHOUSE, Disposition.PROCESSING_REQUIRED)
    assert counted(*TO_APPROVED, DIVERTED, SCANNED, RECEIVED) == {arrived: 1}


@pytest.mark.parametrize(
    ("grade", "disposition"),
    [
        (Grade.LIKE_NEW, Disposition.RESTOCKED),
        (Grade.NEW_SEALED, Disposition.RESTOCKED),
        (Grade.GOOD, Disposition.NOT_RESTOCKED),
        (Grade.DAMAGED, Disposition.NOT_RESTOCKED),
    ],
)
def test_what_the_inspection_says_decides(grade: Grade, disposition: Disposition) -> None:
    said = (*TO_APPROVED, DIVERTED, SCANNED, RECEIVED, (AS_AGENT, e.Inspected(grade)))
    assert counted(*said) == {("SHIRT-M", Location.WAREHOUSE, disposition): 1}


def given_to(channel: Channel) -> tuple[Said, ...]:
    return (*TO_APPROVED, (AS_RETURNER, e.Diverted(channel, Because.RETURNER_CHOSE)), SCANNED)


@pytest.mark.parametrize("channel", [Channel.DONATE, Channel.RECYCLE])
def test_what_is_given_away_is_never_stock_again(channel: Channel) -> None:
    passed = {("SHIRT-M", Location.WAREHOUSE, Disposition.NOT_RESTOCKED): 1}
    assert counted(*given_to(channel)) == {}
    assert counted(*given_to(channel), RECEIVED) == passed
    looked_at = (*given_to(channel), RECEIVED, (AS_AGENT, e.Inspected(Grade.LIKE_NEW)))
    assert counted(*looked_at) == passed


@pytest.mark.parametrize("channel", [Channel.RECOMMERCE, Channel.LIQUIDATION])
def test_what_is_sold_on_is_the_warehouses_until_it_is(channel: Channel) -> None:
    arrived = ("SHIRT-M", Location.WAREHOUSE, Disposition.PROCESSING_REQUIRED)
    assert counted(*given_to(channel), RECEIVED) == {arrived: 1}


def test_what_an_appeal_saved_from_the_recycler_is_stock_like_any_other() -> None:
    recycled = e.Diverted(Channel.RECYCLE, Because.NOT_ACCEPTED, grade=Grade.DAMAGED)
    said = (
        *TO_APPROVED[:3],
        (SYSTEM, recycled),
        (SYSTEM, e.LabelIssued(TO_WAREHOUSE, Channel.WAREHOUSE)),
        (AS_RETURNER, e.Appealed(PhotoId("another"), T0)),
        (AS_AGENT, e.Approved(Grade.LIKE_NEW, ())),
        SCANNED,
        RECEIVED,
    )
    arrived = ("SHIRT-M", Location.WAREHOUSE, Disposition.PROCESSING_REQUIRED)
    assert counted(*said) == {arrived: 1}


def test_what_took_a_wrong_way_back_is_the_warehouses_whatever_it_was_meant_for() -> None:
    said = (
        *given_to(Channel.DONATE)[:-1],
        (CARRIER, e.FirstScanned(TO_BUYER, T0, superseded=True)),
        (CARRIER, e.SentBack(Because.SUPERSEDED_CODE)),
        RECEIVED,
    )
    arrived = ("SHIRT-M", Location.WAREHOUSE, Disposition.PROCESSING_REQUIRED)
    assert story(said).case.heading == Recovery(Channel.WAREHOUSE, Because.SUPERSEDED_CODE)
    assert counted(*said) == {arrived: 1}


def test_what_is_lost_is_missing_until_it_turns_up() -> None:
    lost = (*TO_THE_ROAD, (SYSTEM, e.PresumedLost(TO_BUYER)))
    assert counted(*lost) == {("SHIRT-M", Location.PEER, Disposition.MISSING): 1}
    assert counted(*lost, (CARRIER, e.Delivered(TO_BUYER, T0))) == {PASSED_ON: 1}


def test_what_comes_back_from_a_buyer_is_the_warehouses() -> None:
    said = (*TO_THE_ROAD, (CARRIER, e.SentBack(Because.RETURNED_TO_SENDER)), RECEIVED)
    arrived = ("SHIRT-M", Location.WAREHOUSE, Disposition.PROCESSING_REQUIRED)
    assert counted(*said) == {arrived: 1}


def test_a_withdrawn_return_leaves_no_stock() -> None:
    assert counted(*TO_APPROVED, (AS_RETURNER, e.Withdrawn(Because.WITHDRAWN))) == {}


def test_every_move_has_an_id_of_its_own_that_growth_does_not_change() -> None:
    whole = stock_moves(story(TO_THE_END))
    assert len({move.id for move in whole}) == len(whole)
    for end in range(1, len(TO_THE_END)):
        some = stock_moves(of_first(end))
        assert some == whole[: len(some)]


def of_first(end: int) -> Story:
    return story(TO_THE_END[:end])
