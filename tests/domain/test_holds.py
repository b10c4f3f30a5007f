"""While a piece is held in exchange no fee is kept; given up, all is as it was named."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onward.domain.alternatives import from_stock
from onward.domain.events import Because
from onward.domain.holds import ended, held, within_charge, worth
from onward.domain.ids import RefundId, VariantId
from onward.domain.life import RefundStatus
from onward.domain.money import Money
from onward.domain.owing import Owed
from onward.domain.refunds import Refund
from onward.domain.story import Story
from tests.domain.applying import applied
from tests.domain.examples import (
    A_LINE,
    A_REFUND,
    A_VARIANT,
    AS_RETURNER,
    HOUR,
    T0,
    TO_APPROVED,
    story,
    usd,
)

LARGE = replace(A_VARIANT, id=VariantId("large"), sku="SHIRT-L", size="L")
cents = st.integers(0, 20_00)


def named(due: Owed) -> Story:
    refund = replace(
        A_REFUND,
        net=due.net,
        tax=due.tax,
        fee=due.fee,
        shipping=due.shipping,
        shipping_tax=due.shipping_tax,
    )
    return story(TO_APPROVED, line=replace(A_LINE, tax=usd(5_28)), refunds=(refund,))


def at(minor: int, whole: Story) -> Story | None:
    """A piece of that price is held."""
    piece = from_stock(whole, replace(LARGE, price=usd(minor)))
    if piece is None:
        return None
    return applied(whole, held(whole, AS_RETURNER, piece, None, T0 + HOUR), T0 + HOUR)


@given(cents, cents, cents, st.integers(1, 70_00), st.integers(1, 70_00))
def test_whatever_is_held_and_given_up_the_refund_is_as_it_was_named(
    shipping: int, shipping_tax: int, fee: int, price: int, other: int
) -> None:
    due = Owed(
        usd(64_00 + shipping), usd(5_28 + shipping_tax), money(fee), usd(shipping),
        usd(shipping_tax),
    )  # fmt: skip
    whole = named(due)
    assert worth(whole) == due
    first = at(price, whole)
    if first is None:
        assert price > 64_00
        return
    assert (worth(first), first.refund.fee) == (due, None)
    assert first.exchange is not None
    taken = first.exchange.price + first.exchange.tax
    assert taken + first.refund.amount == due.whole
    assert first.refund.net.minor >= shipping
    last = at(other, first) or first
    assert worth(last) == due
    back = applied(last, ended(last, AS_RETURNER, Because.WITHDRAWN), T0 + 2 * HOUR)
    assert (worth(back), back.refund.amount) == (due, due.amount)


def money(minor: int) -> Money | None:
    return usd(minor) if minor else None


@given(cents, st.integers(0, 120_00), st.integers(0, 60_00), st.integers(0, 60_00))
def test_once_owed_it_is_no_more_than_is_left_of_the_charge(
    fee: int, captured: int, elsewhere: int, claimed: int
) -> None:
    whole = named(Owed(usd(64_00 + 5_00), usd(5_28 + 40), money(fee), usd(5_00), usd(40)))
    assert whole.charge is not None
    charge = replace(whole.charge, amount=usd(captured))
    other = replace(
        A_REFUND, id=RefundId("other"), net=usd(claimed), status=RefundStatus.CONVERTED_TO_CREDIT
    )
    whole = replace(whole, charge=charge, refunded_elsewhere=elsewhere).with_rows([other])
    out = within_charge(whole)
    left = max(captured - elsewhere - claimed, 0)
    assert out.amount.minor == min(left, whole.refund.amount.minor)
    assert replace(out, **parts(whole.refund)) == whole.refund


def test_money_of_another_charge_or_of_none_is_not_cut_by_this_one() -> None:
    whole = replace(story(TO_APPROVED), refunded_elsewhere=99_00)
    assert within_charge(whole).amount == usd(0)
    assert within_charge(replace(whole, charge=None)) == whole.refund
    estimated = replace(A_REFUND, id=RefundId("other"))
    assert within_charge(story(TO_APPROVED).with_rows([estimated])) == A_REFUND


def parts(refund: Refund) -> dict[str, Any]:
    return {
        name: getattr(refund, name) for name in ("net", "tax", "fee", "shipping", "shipping_tax")
    }
