"""Orders that would take an opened piece: which of them wait, and what the place taken costs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.ids import ChargeId, LineId, OrderId, RefundId
from onward.domain.incoming import PAID_WITH_ORDER, met, order_offer, taken_from_order
from onward.domain.life import MatchStatus, PurchaseStatus
from onward.domain.offers import DemandKind, StandingOffer
from onward.domain.owing import goods
from onward.domain.policy import DemandPolicy
from onward.domain.refunds import RefundFor
from onward.domain.shop import Charge, ChargeStatus, Order, OrderLine
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_VARIANT,
    AN_ORDER,
    AS_BUYER,
    BUYER,
    HOUR,
    POLICY,
    PURCHASE,
    T0,
    VARIANT,
    usd,
)
from tests.domain.waiting import A_QUESTION, AN_OFFER, LATER, a_sale, on_offer

INCOMING: Order = replace(
    AN_ORDER, id=OrderId("incoming"), account_id=BUYER, placed_at=T0, delivered_at=None
)
LINE = OrderLine(
    LineId("wanted"), INCOMING.id, VARIANT, "Linen shirt", 1, usd(80_00), usd(4_00), usd(5_51)
)
CHARGE = Charge(
    ChargeId("paid"), INCOMING.id, ChargeStatus.CAPTURED, usd(81_51), "Visa 4242", "ch", T0
)


def offer_of(order: Order = INCOMING, line: OrderLine = LINE) -> StandingOffer | None:
    return order_offer(order, line, A_VARIANT, POLICY, LATER)


def test_a_paid_line_takes_what_costs_no_more_than_it() -> None:
    offer = offer_of()
    assert offer is not None
    assert (offer.kind, offer.highest) == (DemandKind.ORDER, usd(76_00))
    assert (offer.automatic, offer.method) == (True, PAID_WITH_ORDER)
    assert offer.ends_at == T0 + timedelta(hours=24)
    assert offer.grades == POLICY.peer_grades


@pytest.mark.parametrize(
    ("order", "line"),
    [
        (INCOMING, replace(LINE, quantity=2)),
        (INCOMING, replace(LINE, discount=usd(80_00))),
        (INCOMING, replace(LINE, order_id=OrderId("another"))),
        (replace(INCOMING, delivered_at=T0), LINE),
        (replace(INCOMING, account_id=None), LINE),
        (replace(INCOMING, contact_id=None), LINE),
        (replace(INCOMING, placed_at=LATER - 24 * HOUR), LINE),
    ],
)
def test_what_cannot_be_met_waits_for_nothing(order: Order, line: OrderLine) -> None:
    assert offer_of(order, line) is None


def test_a_shop_that_asks_no_orders_lets_none_wait() -> None:
    policy = replace(POLICY, demand=DemandPolicy(precedence=(DemandKind.SHOP,)))
    assert order_offer(INCOMING, LINE, A_VARIANT, policy, LATER) is None
    swim = replace(A_VARIANT, category="swimwear")
    assert order_offer(INCOMING, LINE, swim, POLICY, LATER) is None


@given(st.integers(64_00, 200_00), st.integers(0, 40_00))
def test_paid_less_given_back_is_the_price_and_its_tax_to_the_cent(net: int, tax: int) -> None:
    line = replace(LINE, unit_price=usd(net), discount=usd(0), tax=usd(tax))
    sale = taken_from_order(a_sale(), line, CHARGE)
    alone = replace(AN_OFFER, kind=DemandKind.ORDER, automatic=True)
    fresh = replace(A_QUESTION, asked_at=LATER, until=LATER)
    step = met(on_offer(), sale, alone, fresh, RefundId("back"), AS_BUYER, POLICY, LATER)
    whole = applied(on_offer(), step, LATER)
    refunds = [one for one in whole.refunds if one.purpose is RefundFor.DIFFERENCE]
    back = sum(one.amount.minor for one in refunds)
    due = goods(whole.sale_lines[0], 0)
    assert net + tax - back == (due.net + due.tax).minor
    assert due.net == usd(64_00)
    assert 0 <= due.tax.minor <= tax
    assert all(one.net.minor >= 0 and one.tax.minor >= 0 for one in refunds)


def test_the_piece_is_theirs_at_once_and_its_line_moves() -> None:
    sale = taken_from_order(a_sale(), LINE, CHARGE)
    assert (sale.line.id, sale.line.order_id) == (LINE.id, PURCHASE)
    assert sale.purchase.charge_id == sale.order.charge_id == CHARGE.id
    assert sale.purchase.status is PurchaseStatus.PAID
    alone = replace(AN_OFFER, kind=DemandKind.ORDER, automatic=True)
    fresh = replace(A_QUESTION, asked_at=LATER, until=LATER)
    step = met(on_offer(), sale, alone, fresh, RefundId("back"), AS_BUYER, POLICY, LATER)
    assert kinds(step) == ["Reserved", "Matched", "RefundScheduled"]
    whole = applied(on_offer(), step, LATER)
    assert whole.match is not None
    assert whole.match.status is MatchStatus.PAID
    assert whole.case.unpaid_until is None
    assert sum(
        posting.amount.minor
        for said in step.said
        for entry in said.entries
        for posting in entry.postings
    ) == 0  # fmt: skip
