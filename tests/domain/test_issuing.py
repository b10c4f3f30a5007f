"""What is sold has an invoice and what is taken back a credit note, to the cent and once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain import events as e
from onward.domain.events import SYSTEM, DocumentKind, Recorded
from onward.domain.exchanges import Exchange, ExchangeFrom
from onward.domain.halves import buyers_half, returners_half
from onward.domain.ids import ExchangeId, LineId, OrderId, RefundId
from onward.domain.issuing import drafts, ids_issued, issued
from onward.domain.life import ExchangeStatus, RefundStatus
from onward.domain.money import Money
from onward.domain.papers import invoice_id, note_id
from onward.domain.refunds import Payee, RefundFor
from onward.domain.refusals import Impossible
from onward.domain.shop import OrderLine
from onward.domain.story import Story
from tests.domain.applying import applied
from tests.domain.examples import (
    A_LINE,
    A_PURCHASE,
    A_REFUND,
    AN_ORDER,
    BUYERS_CHARGE,
    BUYERS_REFUND,
    CASE,
    PURCHASE,
    REFUND,
    T0,
    TO_BUYER,
    TO_MATCHED,
    TO_THE_ROAD,
    VARIANT,
    story,
    told,
    usd,
)

SOLD = OrderLine(LineId("sold"), PURCHASE, VARIANT, "Shirt", 1, usd(64_00), usd(0), usd(5_00))
BACK = replace(
    A_REFUND, id=BUYERS_REFUND, payee=Payee.BUYER, purpose=RefundFor.PURCHASE,
    charge_id=BUYERS_CHARGE, status=RefundStatus.SCHEDULED, tax=usd(5_00),
)  # fmt: skip
UNDONE = e.RefundScheduled(BUYERS_REFUND, usd(69_00), T0)


def cause(of: Story, kind: type[e.Event]) -> Recorded:
    return next(one for one in reversed(of.history) if isinstance(one.event, kind))


def sold(**changes: object) -> Story:
    return story(TO_MATCHED, **({"sale_lines": (SOLD,)} | changes))


def test_a_sale_has_an_invoice_at_the_rate_it_was_taxed_at() -> None:
    purchase = replace(A_PURCHASE, tax_rate_bp=781)
    of = sold(purchases=(purchase,))
    [draft] = drafts(of, cause(of, e.Matched), T0)
    assert (draft.kind, draft.order_id, draft.purchase_id) == (
        DocumentKind.INVOICE, PURCHASE, PURCHASE,
    )  # fmt: skip
    assert (draft.net, draft.tax, draft.rate_bp) == (usd(64_00), usd(5_00), 781)


def test_a_price_that_fell_before_the_invoice_was_written_does_not_change_it() -> None:
    of = sold(sale_lines=(replace(SOLD, discount=usd(4_00), tax=usd(4_69)),))
    [draft] = drafts(of, cause(of, e.Matched), T0)
    assert (draft.net, draft.tax) == (usd(64_00), usd(5_00))


def test_each_document_is_issued_once() -> None:
    of = sold()
    wanted = drafts(of, cause(of, e.Matched), T0)
    once = applied(of, issued(of, wanted), T0)
    assert ids_issued(once) == {invoice_id(PURCHASE)}
    assert not issued(once, wanted).said


@given(st.integers(1, 10**6), st.integers(0, 10**5), st.integers(1, 10**6))
def test_an_order_met_by_an_opened_piece_is_taken_back_and_sold_anew(
    paid: int, tax: int, price: int
) -> None:
    """What is invoiced, less what is taken back, is what the difference paid back leaves."""
    price = min(price, paid)
    of_piece = usd(tax * price // paid)
    of = sold(
        purchases=(replace(A_PURCHASE, price=usd(paid), tax=usd(tax)),),
        sale_lines=(replace(SOLD, unit_price=usd(price), tax=of_piece),),
    )
    invoice, note = drafts(of, cause(of, e.Matched), T0, OrderId("first"))
    assert (note.kind, note.order_id) == (DocumentKind.CREDIT_NOTE, "first")
    assert (note.net, note.tax) == (usd(paid), usd(tax))
    assert (invoice.net, invoice.tax) == (usd(price), of_piece)


def test_what_an_order_cost_above_the_opened_piece_has_no_note_of_its_own() -> None:
    difference = replace(BACK, purpose=RefundFor.DIFFERENCE)
    of = story((*TO_MATCHED, (SYSTEM, UNDONE)), sale_lines=(SOLD,), refunds=(A_REFUND, difference))
    assert drafts(of, cause(of, e.RefundScheduled), T0) == ()


def test_a_return_is_credited_what_its_refund_pays_and_the_fee_too() -> None:
    of = story(TO_THE_ROAD, refunds=(replace(A_REFUND, tax=usd(4_64), fee=usd(3_00)),))
    [note] = drafts(of, cause(of, e.RefundScheduled), T0)
    assert (note.id, note.order_id, note.purchase_id) == (note_id(REFUND), AN_ORDER.id, None)
    assert (note.net, note.tax) == (usd(64_00), usd(4_64))


def test_an_exchange_is_credited_whole_whichever_event_comes_first() -> None:
    fresh = Exchange(
        ExchangeId("case.x1"), CASE, VARIANT, ExchangeFrom.STOCK, ExchangeStatus.RELEASED,
        usd(50_00), usd(4_00), OrderId("case.x1"), T0,
    )  # fmt: skip
    line = replace(A_LINE, id=LineId("case.x1"), order_id=OrderId("case.x1"), title="Other size")
    said = (*TO_THE_ROAD, (SYSTEM, e.ExchangeReleased(fresh.id)))
    rest = replace(A_REFUND, net=usd(14_00), tax=usd(60))
    of = story(said, exchanges=(fresh,), sale_lines=(line,), refunds=(rest,))
    invoice, note = drafts(of, cause(of, e.ExchangeReleased), T0)
    assert (invoice.order_id, invoice.net, invoice.tax) == ("case.x1", usd(50_00), usd(4_00))
    assert (note.net, note.tax) == (usd(64_00), usd(4_60))
    assert drafts(of, cause(of, e.RefundScheduled), T0) == (note,)


def test_a_purchase_undone_has_a_note_that_takes_its_invoice_back() -> None:
    of = story(
        (*TO_MATCHED, (SYSTEM, e.Repointed(TO_BUYER, A_PURCHASE.match_id)), (SYSTEM, UNDONE)),
        sale_lines=(SOLD,),
        refunds=(A_REFUND, BACK),
    )
    [note] = drafts(of, cause(of, e.RefundScheduled), T0)
    assert (note.order_id, note.purchase_id) == (PURCHASE, PURCHASE)
    assert (note.net, note.tax) == (A_PURCHASE.price, A_PURCHASE.tax)


def test_what_was_paid_for_a_unit_that_was_gone_has_no_documents() -> None:
    of = sold(refunds=(A_REFUND, BACK))
    unmatched = tuple(one for one in of.history if not isinstance(one.event, e.Matched))
    [late] = told([(SYSTEM, UNDONE)], first=9)
    assert drafts(replace(of, history=(*unmatched, late)), late, T0) == ()


def test_a_thank_you_is_no_sale() -> None:
    bonus = replace(A_REFUND, id=RefundId("bonus"), purpose=RefundFor.BONUS)
    [scheduled] = told([(SYSTEM, e.RefundScheduled(bonus.id, usd(3_00), T0))], first=20)
    assert drafts(sold(refunds=(A_REFUND, bonus)), scheduled, T0) == ()


def test_no_other_event_asks_for_documents() -> None:
    of = sold()
    with pytest.raises(Impossible):
        drafts(of, of.history[0], T0)


def test_each_side_reads_of_its_own_documents_alone() -> None:
    said = (
        *TO_MATCHED,
        (SYSTEM, e.DocumentIssued(invoice_id(PURCHASE), DocumentKind.INVOICE)),
        (SYSTEM, e.DocumentIssued(note_id(REFUND), DocumentKind.CREDIT_NOTE)),
        (SYSTEM, e.DocumentIssued(note_id(BUYERS_REFUND), DocumentKind.CREDIT_NOTE)),
    )
    of = story(said, refunds=(A_REFUND, BACK))
    mine = {one.event.document_id for one in returners_half(of) if is_paper(one)}  # type: ignore[attr-defined]
    theirs = {one.event.document_id for one in buyers_half(of, A_PURCHASE) if is_paper(one)}  # type: ignore[attr-defined]
    assert mine == {note_id(REFUND)}
    assert theirs == {invoice_id(PURCHASE), note_id(BUYERS_REFUND)}


def is_paper(one: Recorded) -> bool:
    return isinstance(one.event, e.DocumentIssued)


def test_amounts_of_another_currency_stay_what_they_are() -> None:
    pounds = replace(SOLD, unit_price=Money(50_00, "GBP"), discount=Money(0, "GBP"))
    purchase = replace(A_PURCHASE, price=Money(50_00, "GBP"), tax=Money(10_00, "GBP"))
    of = sold(sale_lines=(pounds,), purchases=(purchase,))
    [draft] = drafts(of, cause(of, e.Matched), T0)
    assert (draft.net, draft.tax, draft.rate_bp) == (
        Money(50_00, "GBP"), Money(10_00, "GBP"), 2000,
    )  # fmt: skip
