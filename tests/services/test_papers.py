"""Invoices and credit notes follow from what happens: mailed to whom they are made out to, and
never twice."""

import pytest

from onward.domain.events import DocumentKind, Matched
from onward.domain.life import ShipmentStatus
from onward.ports import Letter
from onward.services import papers, purchases
from onward.store import papers as kept
from tests.services.shop import Shop
from tests.world import FakeMail

pytestmark = pytest.mark.anyio


async def test_a_sale_is_invoiced_to_its_buyer_alone_and_once(shop: Shop) -> None:
    story = await shop.matched()
    [purchase] = story.purchases
    [invoice] = await kept.of_orders([purchase.id])
    assert (invoice.number, invoice.serial, invoice.kind) == ("INV-1", 1, DocumentKind.INVOICE)
    assert (invoice.total, invoice.rate_bp) == (purchase.total, purchase.tax_rate_bp)
    [letter] = [one for one in letters(shop) if "INV-1" in one.subject]
    assert letter.to == "ben@example.com"
    assert "Rosa" not in letter.text
    assert all(said in letter.text for said in (shop.world.policy.shop, "Total: $", "Tax 6.5%"))

    cause = next(one for one in story.history if isinstance(one.event, Matched))
    before = letters(shop)
    again = await papers.issue_papers(shop.world, cause, story)
    assert again.case.version == story.case.version
    assert letters(shop) == before
    assert await kept.of_orders([purchase.id]) == [invoice]

    token = papers.address(shop.world, invoice, shop.ben.id)[len("/papers/") : -len(".html")]
    paper = await papers.shown(shop.world, shop.ben, token)
    assert paper is not None
    assert (paper.document, paper.buyer[0]) == (invoice, "Ben Example")
    for stranger, tried in ((shop.rosa, token), (None, token), (shop.ben, token + "x")):
        assert await papers.shown(shop.world, stranger, tried) is None


async def test_what_is_taken_back_has_its_note_to_the_cent(shop: Shop) -> None:
    story = await shop.matched()
    [purchase] = story.purchases
    await purchases.cancel(shop.world, shop.ben, purchase.id, shop.key())
    await shop.settle()
    invoice, note = await kept.of_orders([purchase.id])
    assert (note.kind, note.number) == (DocumentKind.CREDIT_NOTE, "CN-1")
    assert (note.net, note.tax, note.rate_bp) == (invoice.net, invoice.tax, invoice.rate_bp)

    story = await shop.story(story.case.id)
    assert not await kept.of_orders([story.order.id])
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    story = await shop.story(story.case.id)
    [note] = await kept.of_orders([story.order.id])
    assert note.total == story.refund.net + story.refund.tax
    assert [one.to for one in letters(shop) if note.number in one.subject] == ["rosa@example.com"]


def letters(shop: Shop) -> list[Letter]:
    mail = shop.world.mail
    assert isinstance(mail, FakeMail)
    return list(mail.letters)
