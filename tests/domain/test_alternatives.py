"""What may take a returned piece's place, and that its price and what goes back make the whole."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.alternatives import (
    Opened,
    best_opened,
    from_open_box,
    from_stock,
    is_dearer,
    may_exchange,
    tax_within,
    wanted,
)
from onward.domain.exchanges import ExchangeFrom
from onward.domain.ids import ShipmentId, VariantId
from onward.domain.life import Stage
from onward.domain.matching import Party
from onward.domain.money import Money
from onward.domain.owing import Owed, goods
from onward.domain.returns import Reason
from onward.domain.shop import OrderLine, Unit, Variant
from tests.domain.examples import (
    A_LINE,
    A_LISTING,
    A_VARIANT,
    BUYER,
    LINE,
    POLICY,
    RETURNER,
    T0,
    TO_APPROVED,
    UNIT,
    story,
    usd,
)

EXCHANGING = replace(POLICY, remedies=frozenset({"REFUND", "EXCHANGE"}))
L = replace(A_VARIANT, id=VariantId("large"), sku="SHIRT-L", size="L", price=usd(50_00))


def test_it_may_be_chosen_for_fit_or_colour_until_it_is_handed_in() -> None:
    whole = story(TO_APPROVED)
    assert may_exchange(whole, EXCHANGING)
    assert not may_exchange(whole, POLICY)
    for reason in Reason:
        case = replace(whole.case, reason=reason)
        fit = reason in {"SIZE_TOO_SMALL", "SIZE_TOO_LARGE", "COLOR", "STYLE"}
        assert may_exchange(replace(whole, case=case), EXCHANGING) is fit
    scanned = replace(whole.case, counted_shipment_id=ShipmentId("any"))
    assert not may_exchange(replace(whole, case=scanned), EXCHANGING)


@pytest.mark.parametrize("stage", [Stage.CANCELED, Stage.EXPIRED, Stage.CLOSED])
def test_nothing_is_chosen_for_a_return_that_is_over(stage: Stage) -> None:
    whole = story(TO_APPROVED)
    assert not may_exchange(replace(whole, case=replace(whole.case, stage=stage)), EXCHANGING)


def test_what_is_called_back_or_stopped_is_not_offered() -> None:
    whole = story(TO_APPROVED)
    recalled = replace(L, flags=frozenset({"recalled"}))
    stopped = replace(POLICY, stopped=frozenset({"sku:SHIRT-L"}))
    assert wanted(whole, [L, A_VARIANT], POLICY) == [L]
    assert wanted(whole, [recalled], POLICY) == []
    assert wanted(whole, [L], stopped) == []
    everything = replace(POLICY, stopped=frozenset({"all"}))
    assert wanted(whole, [L], everything) == [L]


def test_a_piece_costs_its_price_and_the_rest_goes_back() -> None:
    whole = story(TO_APPROVED)
    fresh, opened = from_stock(whole, L), from_open_box(whole, L, A_LISTING)
    assert fresh
    assert (fresh.source, fresh.price, fresh.rest.net) == (
        ExchangeFrom.STOCK,
        usd(50_00),
        usd(14_00),
    )
    assert opened
    assert (opened.source, opened.price, opened.rest.net) == (
        ExchangeFrom.OPEN_BOX,
        usd(64_00),
        usd(0),
    )


@pytest.mark.parametrize("price", [None, usd(80_01), Money(50_00, "EUR"), usd(0), Money(-1, "USD")])
def test_what_costs_more_or_nothing_that_can_be_told_is_not_offered(price: Money | None) -> None:
    priced = replace(L, price=price)
    assert from_stock(story(TO_APPROVED), priced) is None
    assert is_dearer(story(TO_APPROVED), priced) is (price == usd(80_01))


def test_who_bought_at_a_discount_swaps_even_what_costs_no_more_today() -> None:
    bought = story(TO_APPROVED)
    assert bought.variant.price == usd(80_00)
    even = from_stock(bought, replace(L, price=usd(80_00)))
    assert even
    assert (even.price, even.rest.net) == (usd(64_00), usd(0))
    assert not is_dearer(bought, replace(L, price=usd(80_00)))


# Paid lines as they come: several pieces, a discount, a tax of any rate.
lines = st.builds(
    lambda quantity, unit, discount, tax_bp: OrderLine(
        LINE, A_LINE.order_id, A_VARIANT.id, "Linen shirt", quantity, usd(unit),
        usd(discount * unit * quantity // 100), usd(unit * quantity * tax_bp // 10_000),
    ),
    st.integers(1, 7), st.integers(1, 90_000), st.integers(0, 90), st.integers(0, 3_000),
)  # fmt: skip


@given(line=lines, ordinal=st.integers(0, 6), price=st.integers(1, 90_000))
def test_price_and_rest_are_what_the_piece_is_worth_to_the_cent(
    line: OrderLine, ordinal: int, price: int
) -> None:
    unit = Unit(UNIT, LINE, ordinal % line.quantity, 0)
    whole = goods(line, unit.ordinal)
    bought = story(TO_APPROVED, line=line, unit=unit)
    bought = bought.with_rows([replace(bought.refund, net=whole.net, tax=whole.tax)])
    piece = from_stock(bought, _priced(price))
    if piece is None:
        assert price > max(whole.net.minor, 80_00)
        assert is_dearer(bought, _priced(price))
        return
    assert piece.price + piece.rest.net == whole.net
    assert piece.tax + piece.rest.tax == whole.tax
    parts = (piece.price, piece.tax, piece.rest.net, piece.rest.tax)
    assert all(part.minor >= 0 for part in parts)


@given(net=st.integers(1, 10**6), tax=st.integers(0, 10**6), price=st.integers(0, 10**6))
def test_the_tax_is_at_the_rate_that_was_paid_and_favors_neither_by_a_cent(
    net: int, tax: int, price: int
) -> None:
    price = min(price, net)
    share = tax_within(Owed(usd(net), usd(tax)), usd(price)).minor
    assert abs(share * net - tax * price) * 2 <= net
    assert 0 <= share <= tax


def test_half_a_cent_of_tax_goes_to_the_even_cent() -> None:
    whole = Owed(usd(4), usd(2))
    assert [tax_within(whole, usd(price)).minor for price in range(5)] == [0, 0, 1, 2, 2]
    assert tax_within(Owed(usd(0), usd(0)), usd(0)) == usd(0)


def test_of_opened_pieces_the_first_that_is_for_them_is_taken() -> None:
    whole = story(TO_APPROVED)
    me, other = Party(RETURNER, "US", "mine"), Party(BUYER, "US", "theirs")
    dear = Opened(replace(A_LISTING, price=usd(64_01)), 0, other)
    own, far = Opened(A_LISTING, 0, me), Opened(A_LISTING, 0, replace(other, country="FR"))
    hopped, right = Opened(A_LISTING, 2, other), Opened(A_LISTING, 1, other)
    pieces = [dear, own, far, hopped, right]
    found = best_opened(whole, L, pieces, me, None, POLICY, T0)
    assert found
    assert found.listing is right.listing
    assert found.variant is L
    assert best_opened(whole, L, pieces[:-1], me, None, POLICY, T0) is None
    assert best_opened(whole, L, [right], me, T0, POLICY, T0) is None


def _priced(minor: int) -> Variant:
    return replace(L, price=usd(minor))
