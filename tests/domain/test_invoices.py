"""The papers say what the money did, to the cent."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.invoices import credit_note, invoice
from onward.domain.money import CurrencyMismatch, Money
from onward.domain.refunds import owed
from tests.domain.examples import A_LINE, T0, usd

cents = st.integers(0, 10**6).map(usd)


@given(st.lists(st.tuples(cents, cents), min_size=1, max_size=6))
def test_an_invoice_totals_its_lines(sold: list[tuple[Money, Money]]) -> None:
    lines = [replace(A_LINE, unit_price=price, discount=usd(0), tax=tax) for price, tax in sold]
    paper = invoice("INV-1", T0, lines, 725)
    assert paper.total.minor == sum(line.total.minor for line in lines)
    assert paper.tax.minor == sum(line.tax.minor for line in lines)
    assert paper.net + paper.tax == paper.total
    assert (paper.number, paper.issued_at, paper.rate_bp) == ("INV-1", T0, 725)


def test_an_invoice_has_a_line_and_one_currency() -> None:
    with pytest.raises(ValueError, match="without lines"):
        invoice("INV-1", T0, [], 0)
    in_pounds = replace(
        A_LINE, unit_price=Money(1, "GBP"), discount=Money(0, "GBP"), tax=Money(0, "GBP")
    )
    with pytest.raises(CurrencyMismatch):
        invoice("INV-1", T0, [A_LINE, in_pounds], 0)


def test_a_credit_note_takes_back_what_its_refund_pays() -> None:
    line = replace(A_LINE, quantity=3, unit_price=usd(10_00), discount=usd(1_00), tax=usd(2_00))
    papers = [
        credit_note(f"CN-{n}", T0, "1001", line.title, owed(line, n)) for n in range(line.quantity)
    ]
    assert sum(paper.total.minor for paper in papers) == line.total.minor
    assert (papers[0].net, papers[0].tax, papers[0].total) == (usd(9_67), usd(67), usd(10_34))
    assert papers[0].order_number == "1001"
