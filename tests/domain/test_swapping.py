"""An opened piece in its own case: sold to nobody's card, paid out of a refund, or let go."""

from dataclasses import replace

import pytest

from onward.domain import events as e
from onward.domain.exchanges import Alternative, ExchangeFrom
from onward.domain.ids import AccountId, ChargeId, ContactId, LineId, MatchId, OrderId
from onward.domain.life import ListingStatus, MatchStatus, PurchaseStatus
from onward.domain.owing import Owed
from onward.domain.sales import SaleIds, reserved
from onward.domain.shop import Charge, ChargeStatus, Contact, OrderKind
from onward.domain.story import Story
from onward.domain.swapping import in_exchange, is_exchange, let_go, paid_by_refund
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_LISTING,
    A_VARIANT,
    AS_BUYER,
    CHARGE,
    HOUR,
    ORDER,
    POLICY,
    T0,
    TO_APPROVED,
    TO_HAND_IN,
    TO_SEEKING,
    story,
    usd,
)

PAID_BY = ChargeId("of-the-returned-piece")
SOLD = OrderId("sold")
HOME = Contact(
    ContactId("home"), "Rosa", None, None, "1 Alder Way", "Portland", "OR", "97205", "US"
)


def sold(method: str = "Visa 4242") -> Story:
    """An opened piece at 64.00, held for somebody whose returned one was taxed at 10%."""
    mine = story(TO_APPROVED)
    charge = Charge(CHARGE, ORDER, ChargeStatus.CAPTURED, usd(70_40), method, "ch", T0)
    mine = replace(mine, charge=charge, case=replace(mine.case, returner_id=AccountId("rosa")))
    nothing = Owed(usd(0), usd(0))
    piece = Alternative(A_VARIANT, ExchangeFrom.OPEN_BOX, usd(64_00), usd(6_40), nothing, A_LISTING)
    ids = SaleIds(MatchId("held"), SOLD, LineId("sold-line"), "EX-1")
    sale = in_exchange(mine, piece, A_LISTING, HOME, ids, 12, POLICY, T0)
    whole = story(TO_SEEKING)
    return applied(whole, reserved(whole, sale, AS_BUYER, T0), T0)


def test_it_is_held_as_long_as_it_is_on_offer_and_taxed_as_the_other_was() -> None:
    whole = sold()
    [match], [purchase] = whole.matches, whole.purchases
    [order], [line] = whole.sales, whole.sale_lines
    assert match.until == A_LISTING.ends_at
    assert (purchase.price, purchase.tax, purchase.charge_id) == (usd(64_00), usd(6_40), None)
    assert (purchase.method, purchase.buyer_id) == ("Visa 4242", "rosa")
    assert (order.kind, order.number) == (OrderKind.EXCHANGE, "EX-1")
    assert line.total == purchase.total
    assert is_exchange(whole, SOLD)


def test_a_way_to_pay_that_is_too_long_to_keep_is_not_cut() -> None:
    assert sold("by invoice, " + "as agreed " * 5).purchases[0].method == ""


def test_a_sale_of_the_shop_is_no_exchange() -> None:
    whole = story(TO_HAND_IN)
    assert not is_exchange(whole, whole.purchases[0].id)
    assert not is_exchange(whole, None)


def test_paid_by_a_refund_it_is_theirs_and_books_nothing_here() -> None:
    whole = sold()
    step = paid_by_refund(whole, SOLD, PAID_BY)
    assert step
    assert [said.event for said in step.said] == [e.Matched(MatchId("held"), PAID_BY, usd(70_40))]
    assert step.said[0].entries == ()
    after = applied(whole, step, T0 + HOUR)
    assert (after.matches[0].status, after.purchases[0].status) == (
        MatchStatus.PAID,
        PurchaseStatus.PAID,
    )
    assert after.purchases[0].charge_id == after.sales[0].charge_id == PAID_BY
    assert paid_by_refund(after, SOLD, PAID_BY) is None
    assert let_go(after, SOLD, T0 + HOUR) is None


def test_let_go_it_is_on_offer_again_and_can_be_paid_no_more() -> None:
    whole = sold()
    step = let_go(whole, SOLD, T0 + HOUR)
    assert step
    assert kinds(step) == ["MatchReleased"]
    after = applied(whole, step, T0 + HOUR)
    assert after.listing
    assert after.listing.status is ListingStatus.LIVE
    assert after.purchases[0].status is PurchaseStatus.CANCELED
    assert paid_by_refund(after, SOLD, PAID_BY) is None
    assert let_go(after, SOLD, T0 + HOUR) is None


@pytest.mark.parametrize("purchase_id", ["another", "purchase"])
def test_only_the_one_it_is_held_for_has_a_say(purchase_id: str) -> None:
    assert paid_by_refund(sold(), purchase_id, PAID_BY) is None
    assert let_go(story(TO_HAND_IN), purchase_id, T0) is None
