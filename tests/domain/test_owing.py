"""What is owed for a piece: the parts sum to the whole to the cent, whatever comes back in whatever
order; the law's refund is lowered by no policy; and nothing goes back that was not captured."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.deadlines import EU
from onward.domain.ids import LineId
from onward.domain.money import CurrencyMismatch, Money, zero
from onward.domain.owing import Owed, capped, delivery, goods, owed
from onward.domain.refusals import Impossible
from onward.domain.returns import Reason
from onward.domain.shop import Order, OrderLine
from onward.domain.terms import RefundTerms, ShippingBack
from tests.domain.examples import A_LINE, AN_ORDER, usd


@st.composite
def paid_lines(draw: st.DrawFn) -> OrderLine:
    quantity = draw(st.integers(1, 40))
    price = draw(st.integers(0, 1_000_00))
    discount = draw(st.integers(0, price * quantity))
    tax = draw(st.integers(0, 300_00))
    return replace(
        A_LINE, quantity=quantity, unit_price=usd(price), discount=usd(discount), tax=usd(tax)
    )


@given(paid_lines())
def test_the_pieces_of_a_line_sum_to_what_was_paid_for_it(line: OrderLine) -> None:
    pieces = [goods(line, ordinal) for ordinal in range(line.quantity)]
    assert sum(piece.net.minor + piece.tax.minor for piece in pieces) == line.total.minor
    assert sum(piece.tax.minor for piece in pieces) == line.tax.minor


@given(paid_lines())
def test_no_piece_is_worth_less_than_nothing_or_a_cent_more_than_its_fellows(
    line: OrderLine,
) -> None:
    nets = [goods(line, ordinal).net.minor for ordinal in range(line.quantity)]
    assert min(nets) >= 0
    assert max(nets) - min(nets) <= 1


@pytest.mark.parametrize("ordinal", [-1, 1])
def test_a_piece_that_was_not_bought_is_worth_nothing(ordinal: int) -> None:
    with pytest.raises(ValueError, match="piece"):
        goods(A_LINE, ordinal)


def test_a_discounted_line_of_three_gives_back_its_discount_share_to_the_cent() -> None:
    line = replace(A_LINE, quantity=3, unit_price=usd(10_00), discount=usd(1_00), tax=usd(2_00))
    assert [goods(line, n).net.minor for n in range(3)] == [9_67, 9_67, 9_66]
    assert [goods(line, n).tax.minor for n in range(3)] == [67, 67, 66]


@st.composite
def paid_orders(draw: st.DrawFn) -> tuple[Order, tuple[OrderLine, ...]]:
    lines = tuple(
        replace(draw(paid_lines()), id=LineId(f"line-{n}")) for n in range(draw(st.integers(1, 5)))
    )
    shipping, tax = draw(st.integers(0, 50_00)), draw(st.integers(0, 9_00))
    return replace(AN_ORDER, shipping=usd(shipping), shipping_tax=usd(tax)), lines


terms = st.builds(
    RefundTerms,
    fee_minor=st.integers(0, 2_000_00),
    free_reasons=st.frozensets(st.sampled_from([one.value for one in Reason])),
    shipping=st.sampled_from(ShippingBack),
)
reasons = st.sampled_from([one.value for one in Reason])
NO_FEE = RefundTerms(shipping=ShippingBack.SHARE)


def everything(
    order: Order, lines: Sequence[OrderLine], terms: RefundTerms, reason: str, *, withdrawn: bool
) -> list[Owed]:
    return [
        owed(order, lines, line, ordinal, terms, reason, withdrawn=withdrawn)
        for line in lines
        for ordinal in range(line.quantity)
    ]


@given(paid_orders(), st.randoms(use_true_random=False))
def test_an_order_sent_back_piece_by_piece_in_any_order_gives_back_exactly_what_was_paid(
    paid: tuple[Order, tuple[OrderLine, ...]], random: object
) -> None:
    order, lines = paid
    pieces = everything(order, lines, NO_FEE, "OTHER", withdrawn=False)
    random.shuffle(pieces)  # type: ignore[attr-defined]
    cut = len(pieces) // 2
    first, rest = sum(one.amount.minor for one in pieces[:cut]), pieces[cut:]
    net = sum((line.total - line.tax).minor for line in lines) + minor(order.shipping)
    tax = sum(line.tax.minor for line in lines) + minor(order.shipping_tax)
    assert first + sum(one.amount.minor for one in rest) == net + tax
    assert sum(one.tax.minor for one in pieces) == tax
    assert sum(minor(one.shipping) for one in pieces) == minor(order.shipping)
    assert sum(minor(one.shipping_tax) for one in pieces) == minor(order.shipping_tax)
    assert all(min(one.piece.net.minor, one.piece.tax.minor) >= 0 for one in pieces)


@given(paid_orders(), terms, reasons, st.sampled_from(["GB", *sorted(EU)]))
def test_where_the_law_lets_withdraw_no_policy_keeps_a_fee_or_the_delivery(
    paid: tuple[Order, tuple[OrderLine, ...]], asked: RefundTerms, reason: str, country: str
) -> None:
    order, lines = replace(paid[0], country=country), paid[1]
    pieces = everything(order, lines, asked, reason, withdrawn=True)
    assert [one.fee for one in pieces] == [None] * len(pieces)
    back = sum(minor(one.delivery) for one in pieces)
    assert back == minor(order.shipping) + minor(order.shipping_tax)


@given(paid_orders(), terms, reasons, st.booleans())
def test_a_fee_is_never_below_zero_nor_above_what_it_is_kept_of(
    paid: tuple[Order, tuple[OrderLine, ...]], asked: RefundTerms, reason: str, withdrawn: bool
) -> None:
    for one in everything(*paid, asked, reason, withdrawn=withdrawn):
        assert one.fee is None or 0 < one.fee.minor <= min(asked.fee_minor, one.whole.minor)
        assert one.amount.minor >= 0


def test_a_fee_is_kept_of_the_money_and_carries_no_tax() -> None:
    asked = RefundTerms(fee_minor=4_95)
    due = owed(AN_ORDER, [A_LINE], A_LINE, 0, asked, "OTHER", withdrawn=False)
    assert due.fee == usd(4_95)
    assert (due.net, due.tax) == (goods(A_LINE, 0).net, goods(A_LINE, 0).tax)
    assert due.amount == due.whole - usd(4_95)


@pytest.mark.parametrize("reason", ["DEFECTIVE", "WRONG_ITEM", "NOT_AS_DESCRIBED"])
def test_what_is_our_fault_costs_no_fee(reason: str) -> None:
    asked = RefundTerms(fee_minor=4_95)
    assert owed(AN_ORDER, [A_LINE], A_LINE, 0, asked, reason, withdrawn=False).fee is None


def test_of_two_lines_the_dearer_brings_more_of_the_delivery_back() -> None:
    order = replace(AN_ORDER, shipping=usd(10_00), shipping_tax=usd(1_01))
    dear = replace(A_LINE, id=LineId("dear"), unit_price=usd(75_00), discount=usd(0))
    cheap = replace(A_LINE, id=LineId("cheap"), unit_price=usd(25_00), discount=usd(0))
    shares = [delivery(order, [dear, cheap], one, 0) for one in (dear, cheap)]
    assert [one.net.minor for one in shares] == [7_50, 2_50]
    assert [one.tax.minor for one in shares] == [76, 25]


def test_of_lines_that_cost_nothing_each_piece_brings_its_part_of_the_delivery_back() -> None:
    order = replace(AN_ORDER, shipping=usd(9_00))
    free = replace(A_LINE, unit_price=usd(0), discount=usd(0), tax=usd(0), quantity=3)
    assert [delivery(order, [free], free, n).net.minor for n in range(3)] == [3_00] * 3


def test_a_delivery_that_cost_nothing_is_no_line() -> None:
    due = owed(AN_ORDER, [A_LINE], A_LINE, 0, NO_FEE, "OTHER", withdrawn=True)
    assert (due.delivery, due.shipping, due.shipping_tax) == (None, None, None)


def test_a_line_of_another_order_has_no_share_of_the_delivery() -> None:
    with pytest.raises(Impossible, match="not among those"):
        delivery(AN_ORDER, [replace(A_LINE, id=LineId("other"))], A_LINE, 0)


def test_a_line_that_was_paid_with_less_than_nothing_is_refused() -> None:
    with pytest.raises(Impossible, match="less than nothing"):
        goods(replace(A_LINE, discount=usd(1_000_00)), 0)


amounts = st.integers(0, 500_00)
dues = st.builds(
    lambda net, tax, sent, sent_tax, fee: Owed(
        usd(net + sent), usd(tax + sent_tax), usd(min(fee, net)), usd(sent), usd(sent_tax)
    ),
    *[amounts] * 5,
)


@given(dues, amounts, amounts)
def test_no_more_goes_back_than_is_left_of_what_was_captured(
    due: Owed, captured: int, already: int
) -> None:
    paid = capped(due, usd(captured), usd(already))
    left = max(captured - already, 0)
    assert paid.amount.minor == min(due.amount.minor, left)
    parts = (paid.piece.net, paid.piece.tax, paid.shipping or usd(0), paid.shipping_tax or usd(0))
    assert min(part.minor for part in parts) >= 0
    assert due.amount.minor > left or paid == due


def test_what_is_below_zero_is_refused() -> None:
    due = Owed(usd(10_00), usd(1_00))
    for broken, captured, already in (
        (replace(due, net=usd(-1)), usd(50_00), usd(0)),
        (replace(due, fee=usd(20_00)), usd(50_00), usd(0)),
        (due, usd(-1), usd(0)),
        (due, usd(50_00), usd(-1)),
    ):
        with pytest.raises(Impossible, match="less than nothing"):
            capped(broken, captured, already)


def test_two_currencies_never_meet() -> None:
    with pytest.raises(CurrencyMismatch):
        capped(Owed(usd(10_00), usd(1_00)), Money(50_00, "EUR"), zero("EUR"))
    with pytest.raises(CurrencyMismatch):
        capped(Owed(usd(10_00), usd(1_00)), usd(50_00), zero("EUR"))


def minor(amount: Money | None) -> int:
    return amount.minor if amount else 0
