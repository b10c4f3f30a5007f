"""An exchange is held, released at the first scan or ended, and the book balances either way."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from onward.domain import events as e
from onward.domain.alternatives import from_open_box, from_stock
from onward.domain.deadlines import due_by
from onward.domain.diversions import withdrawn
from onward.domain.events import CARRIER, Because
from onward.domain.exchanging import gone, number_of, released
from onward.domain.holds import ended, held, is_held, was_held_at_scan, worth
from onward.domain.ids import OrderId, VariantId
from onward.domain.ledger import Book
from onward.domain.life import ExchangeStatus, RefundStatus
from onward.domain.money import Money
from onward.domain.payouts import is_settled
from onward.domain.refusals import WrongStage
from onward.domain.shop import OrderKind, Variant
from onward.domain.starting import at_arrival
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.terms import RefundTerms, RefundTrigger
from onward.domain.track import returner_track
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_LINE,
    A_LISTING,
    A_REFUND,
    A_VARIANT,
    AN_ORDER,
    AS_RETURNER,
    DAY,
    HOUR,
    POLICY,
    T0,
    TO_APPROVED,
    TO_WAREHOUSE,
    ZONE,
    story,
    usd,
)

LATER = T0 + DAY
TAXED = replace(A_LINE, tax=usd(5_28))
L = replace(A_VARIANT, id=VariantId("large"), sku="SHIRT-L", size="L", price=usd(50_00))
AS_DEAR = replace(L, price=usd(64_00))
ON_DELIVERY = replace(POLICY, refunds=RefundTerms(RefundTrigger.ON_DELIVERY))


def chosen(variant: Variant = L, *, opened: bool = False) -> Story:
    """Something is held in place of a shirt that cost 64.00 and 5.28 of tax."""
    refund = replace(A_REFUND, tax=usd(5_28))
    whole = story(TO_APPROVED, line=TAXED, refunds=(refund,))
    if opened:
        piece = from_open_box(whole, variant, replace(A_LISTING, price=usd(40_00)))
    else:
        piece = from_stock(whole, variant)
    assert piece is not None
    order_id = OrderId("elsewhere") if opened else None
    return applied(whole, held(whole, AS_RETURNER, piece, order_id, T0 + HOUR), T0 + HOUR)


def handed_in(whole: Story) -> Story:
    scan = e.FirstScanned(TO_WAREHOUSE, LATER, superseded=False)
    return applied(whole, Step().say(CARRIER, scan), LATER)


def test_while_it_is_held_the_rest_is_what_is_named() -> None:
    whole = chosen()
    assert is_held(whole)
    assert (whole.refund.net, whole.refund.tax) == (usd(14_00), usd(1_16))
    assert whole.refund.status is RefundStatus.ESTIMATED
    assert whole.exchange
    price = whole.exchange.price + whole.exchange.tax
    assert price + whole.refund.amount == worth(whole).net + worth(whole).tax


def test_another_wish_takes_the_place_of_the_first() -> None:
    whole = chosen()
    piece = from_stock(whole, AS_DEAR)
    assert piece
    step = held(whole, AS_RETURNER, piece, None, LATER)
    assert kinds(step) == ["ExchangeEnded", "ExchangeHeld"]
    after = applied(whole, step, LATER)
    assert [one.status for one in after.exchanges] == [ExchangeStatus.ENDED, ExchangeStatus.HELD]
    assert after.refund.amount == usd(0)
    assert [number_of(after, one.id) for one in after.exchanges] == [
        "EX-AB12CD34",
        "EX-AB12CD34-2",
    ]


def test_given_up_it_leaves_the_whole_refund() -> None:
    whole = chosen()
    after = applied(whole, ended(whole, AS_RETURNER, Because.WITHDRAWN), LATER)
    assert (after.refund.net, after.refund.tax) == (usd(64_00), usd(5_28))
    assert not is_held(after)
    assert ended(after, AS_RETURNER, Because.WITHDRAWN).said == []


def test_who_keeps_the_piece_gives_up_the_exchange_with_it() -> None:
    whole = chosen()
    step = withdrawn(whole, AS_RETURNER)
    assert kinds(step) == ["ExchangeEnded", "Withdrawn", "RefundCanceled"]
    after = applied(whole, step, LATER)
    assert after.refund == replace(A_REFUND, tax=usd(5_28), status=RefundStatus.CANCELED)


def test_while_it_is_held_no_refund_starts() -> None:
    assert at_arrival(handed_in(chosen()), LATER, LATER, POLICY).said == []


def test_the_first_scan_releases_it_and_starts_what_is_left() -> None:
    whole = handed_in(chosen())
    step = released(whole, L, LATER, POLICY)
    assert kinds(step) == ["ExchangeReleased", "RefundScheduled", "PromiseMoved"]
    after = applied(whole, step, LATER)
    due = due_by("US", ZONE, whole.case.opened_at, LATER)
    assert step.said[1].event == e.RefundScheduled(A_REFUND.id, usd(15_16), due)
    [order], [line] = after.sales, after.sale_lines
    assert (order.kind, order.number) == (OrderKind.EXCHANGE, "EX-AB12CD34")
    assert (order.account_id, order.charge_id) == (AN_ORDER.account_id, AN_ORDER.charge_id)
    assert order.delivered_at is None
    assert (line.order_id, line.variant_id, line.total) == (order.id, L.id, usd(54_12))
    assert after.exchange
    assert (after.exchange.status, after.exchange.order_id) == (ExchangeStatus.RELEASED, order.id)


def test_an_open_box_piece_has_its_order_already() -> None:
    whole = handed_in(chosen(opened=True))
    step = released(whole, L, LATER, POLICY)
    after = applied(whole, step, LATER)
    assert after.sales == ()
    assert after.exchange
    assert after.exchange.order_id == "elsewhere"
    assert books(step)[Book.OPEN_BOX_SALES] == -40_00
    assert Book.EXCHANGES not in books(step)


@pytest.mark.parametrize(("variant", "back"), [(L, 15_16), (AS_DEAR, 0)])
def test_the_book_says_what_was_sold_and_what_is_still_owed(variant: Variant, back: int) -> None:
    step = released(handed_in(chosen(variant)), variant, LATER, POLICY)
    found = books(step)
    assert found[Book.RETURNS] == 64_00
    assert found[Book.RETURNER_PAYABLE] == -back
    assert variant.price
    assert found[Book.EXCHANGES] == -variant.price.minor
    assert sum(found.values()) == 0


def test_where_all_is_used_up_no_money_goes_back_and_none_is_missing() -> None:
    whole = handed_in(chosen(AS_DEAR))
    step = released(whole, AS_DEAR, LATER, POLICY)
    assert kinds(step) == ["ExchangeReleased", "RefundCanceled"]
    after = applied(whole, step, LATER)
    assert is_settled(after)
    assert after.refund.scheduled_at == LATER
    assert at_arrival(after, LATER, LATER, POLICY).said == []


def test_where_money_waits_for_delivery_only_the_piece_leaves_at_the_scan() -> None:
    whole = handed_in(chosen())
    step = released(whole, L, LATER, ON_DELIVERY)
    assert kinds(step) == ["ExchangeReleased", "PromiseMoved"]
    after = applied(whole, step, LATER)
    later = at_arrival(after, LATER, LATER + DAY, POLICY)
    assert sum(books(step, later).values()) == 0
    assert books(step, later)[Book.RETURNER_PAYABLE] == -15_16
    arrived = applied(whole, Step().say(CARRIER, e.Received(TO_WAREHOUSE, LATER)), LATER)
    assert kinds(released(arrived, L, LATER, ON_DELIVERY)) == [
        "ExchangeReleased",
        "RefundScheduled",
        "PromiseMoved",
    ]


def test_a_piece_that_is_gone_leaves_the_whole_refund_and_starts_it_once_scanned() -> None:
    assert kinds(gone(chosen(), LATER, POLICY)) == ["ExchangeEnded"]
    whole = handed_in(chosen())
    step = gone(whole, LATER, POLICY)
    assert kinds(step) == ["ExchangeEnded", "RefundScheduled", "PromiseMoved"]
    after = applied(whole, step, LATER)
    assert after.refund.amount == usd(69_28)
    assert books(step)[Book.RETURNER_PAYABLE] == -69_28


def test_nothing_is_released_before_the_scan_nor_twice() -> None:
    with pytest.raises(WrongStage):
        released(chosen(), L, LATER, POLICY)
    whole = handed_in(chosen())
    after = applied(whole, released(whole, L, LATER, POLICY), LATER)
    with pytest.raises(WrongStage):
        released(after, L, LATER, POLICY)


def test_whether_it_was_held_at_the_scan_is_told_by_the_history() -> None:
    assert not was_held_at_scan(story(TO_APPROVED))
    assert not was_held_at_scan(chosen())
    whole = handed_in(chosen())
    assert was_held_at_scan(whole)
    assert was_held_at_scan(applied(whole, gone(whole, LATER, POLICY), LATER))
    dropped = chosen()
    dropped = applied(dropped, ended(dropped, AS_RETURNER, Because.WITHDRAWN), LATER)
    assert not was_held_at_scan(handed_in(dropped))


def test_the_track_shows_the_other_one_and_no_money_where_none_goes_back() -> None:
    assert [step.key for step in returner_track(handed_in(chosen()))][-3:] == [
        "EXCHANGED",
        "REFUNDED",
        "RECEIVED",
    ]
    keys = [step.key for step in returner_track(handed_in(chosen(AS_DEAR)))]
    assert "EXCHANGED" in keys
    assert "REFUNDED" not in keys
    assert "EXCHANGED" not in [step.key for step in returner_track(story(TO_APPROVED))]


def books(*steps: Step) -> dict[Book, int]:
    """What these steps post, summed by account, in minor units."""
    sums: dict[Book, int] = {}
    for posting in _postings(steps):
        sums[posting[0]] = sums.get(posting[0], 0) + posting[1].minor
    return sums


def _postings(steps: Iterable[Step]) -> Iterable[tuple[Book, Money]]:
    for step in steps:
        for said in step.said:
            for entry in said.entries:
                yield from ((one.book, one.amount) for one in entry.postings)
