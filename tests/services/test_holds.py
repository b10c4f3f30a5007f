"""A hold that is not paid in time: the piece is on offer again, the next buyer gets it, and money
that comes late goes straight back."""

from datetime import timedelta

import pytest

from onward.domain.events import Because
from onward.domain.ids import ListingId
from onward.domain.life import ListingStatus, MatchStatus, PurchaseStatus, RefundStatus, Stage
from onward.domain.listings import Purchase
from onward.domain.refunds import Payee
from onward.domain.story import Story
from onward.services import purchases
from onward.store import ledger
from tests.fakes.payments import FakePayments
from tests.services.shop import Shop

pytestmark = pytest.mark.anyio

CARD = "card_visa_4242"
HOLD = timedelta(minutes=15)
AWAY = 10_000


def payments(shop: Shop) -> FakePayments:
    taken = shop.world.payments
    assert isinstance(taken, FakePayments)
    return taken


def listing_id(story: Story) -> ListingId:
    assert story.listing
    return story.listing.id


async def held_by_ben(shop: Shop) -> Story:
    """Ben holds it, and his bank does not answer."""
    story = await shop.seeking()
    payments(shop).down_for(AWAY)
    await purchases.buy(shop.world, shop.ben, listing_id(story), CARD, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert story.match
    assert story.match.status is MatchStatus.RESERVED
    assert story.case.unpaid_until == await shop.world.clock.now() + HOLD
    return story


async def bens(shop: Shop, story: Story) -> Purchase:
    story = await shop.story(story.case.id)
    [his] = [one for one in story.purchases if one.buyer_id == shop.ben.id]
    return his


async def balance(currency: str = "USD") -> int:
    return sum(total for _, of, total in await ledger.totals() if of == currency)


async def test_a_minute_before_its_end_a_hold_stands(shop: Shop) -> None:
    story = await held_by_ben(shop)
    await shop.turn(minutes=14)
    story = await shop.story(story.case.id)
    assert story.match
    assert story.listing
    assert story.listing.status is ListingStatus.HELD


async def test_a_hold_that_is_not_paid_in_time_is_over_and_the_piece_on_offer(shop: Shop) -> None:
    story = await held_by_ben(shop)
    await shop.turn(minutes=15)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.SEEKING
    assert (story.match, story.case.unpaid_until) == (None, None)
    assert story.listing
    assert story.listing.status is ListingStatus.LIVE
    his = await bens(shop, story)
    assert (his.status, his.because) == (PurchaseStatus.CANCELED, Because.NOT_PAID_IN_TIME)


async def test_the_next_buyer_gets_it(shop: Shop) -> None:
    story = await held_by_ben(shop)
    await shop.turn(minutes=15)
    payments(shop).down_for(0)
    purchase, _ = await purchases.buy(shop.world, shop.cleo, listing_id(story), CARD, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    hers = story.purchase(purchase.id)
    assert hers
    assert hers.status is PurchaseStatus.PAID
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert story.match
    assert story.match.buyer_id == shop.cleo.id


async def test_money_that_comes_late_goes_straight_back(shop: Shop) -> None:
    """Cleo has it by the time that Ben's bank is there again and his capture goes through."""
    story = await held_by_ben(shop)
    await shop.turn(minutes=15)
    payments(shop).down_for(0)
    await purchases.buy(shop.world, shop.cleo, listing_id(story), CARD, shop.key())
    await shop.settle()
    await shop.try_again()
    story = await shop.story(story.case.id)
    assert story.match
    assert story.match.buyer_id == shop.cleo.id
    his = await bens(shop, story)
    back = [
        one for one in story.refunds if one.payee is Payee.BUYER and one.charge_id == his.charge_id
    ]
    assert [(one.status, one.amount) for one in back] == [(RefundStatus.SUCCEEDED, his.total)]
    his_charge = [one for one in payments(shop).movements() if one.amount == his.total]
    assert sorted(one.kind for one in his_charge) in (
        ["capture", "refund"],
        ["capture", "capture", "refund"],
    )
    assert await balance() == 0


async def test_a_capture_whose_answer_was_lost_is_given_back_too(shop: Shop) -> None:
    """The bank took Ben's money and the line broke; before we ask again, his hold is over."""
    story = await shop.seeking()
    payments(shop).unheard_for(1)
    await purchases.buy(shop.world, shop.ben, listing_id(story), CARD, shop.key())
    await shop.settle()
    await shop.turn(minutes=15)
    assert (await shop.story(story.case.id)).match is None
    await shop.try_again()
    story = await shop.story(story.case.id)
    assert story.listing
    assert story.listing.status is ListingStatus.LIVE
    kinds = [one.kind for one in payments(shop).movements()]
    assert kinds.count("refund") == 1
    assert (await bens(shop, story)).charge_id is not None
    assert await balance() == 0
    assert await ledger.owed(story.case.id) == {}


async def test_a_hold_that_was_paid_does_not_end(shop: Shop) -> None:
    story = await shop.matched()
    await shop.turn(minutes=20)
    story = await shop.story(story.case.id)
    assert story.match
    assert story.match.status is MatchStatus.LABELED


async def test_the_buyer_whose_hold_is_over_is_told_so(shop: Shop) -> None:
    story = await held_by_ben(shop)
    await shop.turn(minutes=15)
    to_ben = shop.world.mail.to("ben@example.com")  # type: ignore[attr-defined]
    assert "did not come in time" in to_ben[-1].text
    assert (await shop.story(story.case.id)).case.window_ends_at
