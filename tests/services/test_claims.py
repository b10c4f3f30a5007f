"""Something is wrong with what arrived: granted at once, paid when it is sent back, or decided by a
person; the buyer is whole, the returner keeps what is theirs, and the book balances."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.claims import (
    ClaimResolution,
    Fault,
    NoPhoto,
    ReceiptOutcome,
    Settlement,
)
from onward.domain.events import TaskKind
from onward.domain.life import (
    ClaimStatus,
    PurchaseStatus,
    RefundStatus,
    ShipmentStatus,
    Stage,
)
from onward.domain.money import Money
from onward.domain.photos import Occasion
from onward.domain.refunds import RefundFor
from onward.domain.refusals import (
    AlreadyReturned,
    BadInput,
    NotAllowed,
    PhotosMissing,
    WindowClosed,
)
from onward.domain.returns import Reason, Remedy
from onward.domain.shipping import Destination
from onward.domain.story import Story
from onward.services import claims, openings
from onward.store import claims as past
from onward.store import ledger
from tests.services.shop import Shop, usd

pytestmark = pytest.mark.anyio
Out, R, Status = ReceiptOutcome, ClaimResolution, ShipmentStatus


async def at_the_door(shop: Shop, *, shown: bool = True, story: Story | None = None) -> Story:
    """With Ben, who has photographed it unless told otherwise."""
    story = story or await shop.matched()
    for status in (Status.IN_TRANSIT, Status.DELIVERED):
        await shop.scan(story.label, status)
    story = await shop.story(story.case.id)
    if shown:
        await shop.photograph(story, "flaw", Occasion.ARRIVAL, by=shop.ben)
    return await shop.story(story.case.id)


async def told(
    shop: Shop, story: Story, outcome: ReceiptOutcome = Out.DAMAGED, unseen: NoPhoto | None = None
) -> Story:
    purchase = story.purchases[-1]
    await claims.open_claim(shop.world, shop.ben, purchase.id, outcome, shop.key(), unseen)
    await shop.settle()
    return await shop.story(story.case.id)


async def decided(
    shop: Shop,
    story: Story,
    by: ClaimResolution,
    fault: Fault = Fault.UNKNOWN,
    part: Money | None = None,
) -> Story:
    given = Settlement(by, fault, part)
    await claims.settle(shop.world, shop.ada, story.case.id, given, shop.key())
    await shop.settle()
    return await shop.story(story.case.id)


def at_once(shop: Shop, minor: int = 100_00) -> None:
    policy = shop.world.policy
    terms = replace(policy.claims, at_once_minor=minor)
    shop.world = replace(shop.world, policy=replace(policy, claims=terms))


def subjects(shop: Shop) -> list[str]:
    sent = shop.world.mail.to("ben@example.com")  # type: ignore[attr-defined]
    return [letter.subject for letter in sent]


async def test_a_small_claim_is_paid_at_once_and_the_second_one_has_to_come_back(
    shop: Shop,
) -> None:
    at_once(shop)
    story = await told(shop, await at_the_door(shop))
    claim, purchase = story.claim, story.purchases[-1]
    assert claim is not None
    assert (claim.status, claim.resolution, claim.by_policy) == (
        ClaimStatus.RESOLVED, R.REFUND, True,
    )  # fmt: skip
    assert claim.fault is Fault.CARRIER
    refund = story.buyer_refund(purchase)
    assert refund is not None
    assert (refund.status, refund.amount) == (RefundStatus.SUCCEEDED, purchase.total)
    # Nobody was asked to decide; a person is asked to ask the carrier.
    assert [task.kind for task in story.tasks] == [TaskKind.CARRIER_CLAIM]
    # What went wrong was not the returner's doing, so the thank-you is theirs.
    assert story.bonus is not None
    assert story.case.stage is Stage.CLOSED
    assert not await ledger.owed(story.case.id)
    assert not any("looking" in subject for subject in subjects(shop))

    second = await at_the_door(shop)
    second = await told(shop, second)
    assert second.claim is not None
    assert (second.claim.status, second.claim.by_policy) == (ClaimStatus.AWAITING_RETURN, True)
    since = await shop.world.clock.now() - timedelta(days=365)
    lately = await past.lately(shop.ben.id, since, since)
    assert (lately.granted, lately.made) == (1, 2)


async def test_of_two_claims_at_one_moment_only_one_is_paid_at_once(shop: Shop) -> None:
    at_once(shop)
    both = [await at_the_door(shop) for _ in range(2)]
    given = [(one.purchases[0].id, Out.DAMAGED, shop.key()) for one in both]
    answers = [claims.open_claim(shop.world, shop.ben, *one) for one in given]
    opened = [story.claim for story in await asyncio.gather(*answers)]
    assert sorted(str(claim and claim.resolution) for claim in opened) == [
        R.REFUND, R.RETURN_TO_WAREHOUSE,
    ]  # fmt: skip


async def test_the_refund_waits_for_the_first_scan_of_the_buyers_own_label(shop: Shop) -> None:
    story = await told(shop, await at_the_door(shop), Out.NOT_AS_DESCRIBED)
    assert story.case.stage is Stage.RETURNING_TO_WAREHOUSE
    assert story.claim is not None
    assert story.claim.status is ClaimStatus.AWAITING_RETURN
    assert story.buyer_refund(story.purchases[0]) is None
    assert story.label is not None
    assert story.label.destination is Destination.WAREHOUSE
    assert story.label.id != story.case.counted_shipment_id

    await shop.scan(story.label, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    refund = story.buyer_refund(story.purchases[0])
    assert refund is not None
    assert refund.status is RefundStatus.SUCCEEDED
    assert story.claim is not None
    assert story.claim.status is ClaimStatus.RESOLVED
    await shop.scan(story.label, Status.IN_TRANSIT)
    await shop.scan(story.label, Status.DELIVERED)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.CLOSED
    assert [one.payee for one in story.refunds if one.purpose is RefundFor.PURCHASE] == ["BUYER"]
    assert not await ledger.owed(story.case.id)


async def test_a_buyer_who_sends_nothing_back_is_not_paid_and_a_person_decides_again(
    shop: Shop,
) -> None:
    story = await told(shop, await at_the_door(shop), Out.NOT_AS_DESCRIBED)
    await shop.turn(days=40)
    story = await shop.story(story.case.id)
    assert story.case.stage is Stage.RETURNING_TO_WAREHOUSE
    assert story.buyer_refund(story.purchases[0]) is None
    waiting = [task.kind for task in story.tasks if not task.done_at]
    assert waiting == [TaskKind.DECIDE_CLAIM]
    back = story.label
    assert back is not None
    story = await decided(shop, story, R.REJECT)
    assert story.case.stage is Stage.CLOSED
    assert story.purchases[0].status is PurchaseStatus.COMPLETED
    assert not await ledger.owed(story.case.id)
    # A code that nobody is to show any more is given back; one that is shown all the same is odd.
    voided = story.shipment(back.id)
    assert voided is not None
    assert voided.status is Status.VOIDED
    await shop.scan(back, Status.IN_TRANSIT)
    story = await shop.story(story.case.id)
    assert [task.kind for task in story.tasks if not task.done_at] == [TaskKind.STRAY_PARCEL]
    assert story.buyer_refund(story.purchases[0]) is None


@pytest.mark.parametrize("by", R)
async def test_whatever_a_person_decides_the_case_ends_and_the_book_balances(
    shop: Shop, by: ClaimResolution
) -> None:
    story = await at_the_door(shop, shown=False)
    story = await told(shop, story, Out.NOT_AS_DESCRIBED, NoPhoto.CAMERA_FAILS)
    part = usd(10_00) if by is R.PARTIAL_REFUND else None
    story = await decided(shop, story, by, Fault.RETURNER, part)
    if by is R.RETURN_TO_WAREHOUSE:
        await shop.scan(story.label, Status.IN_TRANSIT)
        await shop.scan(story.label, Status.DELIVERED)
        story = await shop.story(story.case.id)
    assert story.case.stage is Stage.CLOSED
    assert not await ledger.owed(story.case.id)
    [purchase] = story.purchases
    money_back = by in {R.REFUND, R.RETURN_TO_WAREHOUSE}
    assert (story.buyer_refund(purchase) is not None) is money_back
    ends = {
        R.REFUND: PurchaseStatus.REFUNDED,
        R.RETURN_TO_WAREHOUSE: PurchaseStatus.REFUNDED,
        R.REPLACE: PurchaseStatus.REPLACED_FROM_STOCK,
    }
    assert purchase.status is ends.get(by, PurchaseStatus.COMPLETED)
    # No clawback: the returner has their refund; a person's word withholds the thank-you alone.
    assert story.refund.status is RefundStatus.SUCCEEDED
    assert (story.bonus is not None) is (by is R.REJECT)


async def test_a_part_goes_back_once_and_a_later_return_gives_back_the_rest(shop: Shop) -> None:
    story = await at_the_door(shop)
    story = await told(shop, story, Out.MISSING_ITEMS)
    given = Settlement(R.PARTIAL_REFUND, Fault.UNKNOWN, usd(10_00))
    for _ in range(2):
        await claims.settle(shop.world, shop.ada, story.case.id, given, "double click")
        await shop.settle()
    story = await shop.story(story.case.id)
    [purchase] = story.purchases
    [part] = [one for one in story.refunds if one.purpose is RefundFor.CLAIM]
    assert (part.status, part.amount, part.charge_id) == (
        RefundStatus.SUCCEEDED, usd(10_00), purchase.charge_id,
    )  # fmt: skip
    [line] = story.sale_lines
    assert line.total == purchase.total - usd(10_00)
    paid_back = [subject for subject in subjects(shop) if subject.startswith("$10.00 back")]
    assert len(paid_back) == 1


async def test_the_same_from_stock_or_where_there_is_none_the_money(shop: Shop) -> None:
    shop.world.stock.level = 0  # type: ignore[attr-defined]
    story = await told(shop, await at_the_door(shop), Out.COUNTERFEIT)
    story = await decided(shop, story, R.REPLACE)
    assert story.purchases[0].status is PurchaseStatus.REFUNDED
    refund = story.buyer_refund(story.purchases[0])
    assert refund is not None
    assert refund.status is RefundStatus.SUCCEEDED
    assert story.case.stage is Stage.CLOSED


async def test_a_decision_may_be_asked_about_once_more_and_then_stands(shop: Shop) -> None:
    at_once(shop)
    story = await told(shop, await at_the_door(shop), Out.COUNTERFEIT)
    story = await decided(shop, story, R.REJECT)
    assert story.case.stage is Stage.CLOSED
    # Small as it is, a second word is a person's to hear.
    story = await told(shop, story, Out.DAMAGED)
    assert story.case.stage is Stage.CLAIMED
    assert [task.kind for task in story.tasks if not task.done_at] == [TaskKind.DECIDE_CLAIM]
    with pytest.raises(NotAllowed, match="CLAIM_EXISTS"):
        await told(shop, story)
    story = await decided(shop, story, R.REJECT)
    with pytest.raises(NotAllowed, match="CLAIM_LOOKED_AT_TWICE"):
        await told(shop, story)
    assert story.buyer_refund(story.purchases[0]) is None


async def test_what_needs_a_photo_asks_for_one_and_what_is_too_late_is_refused(shop: Shop) -> None:
    story = await at_the_door(shop, shown=False)
    with pytest.raises(PhotosMissing, match="CLAIM_PHOTO_MISSING"):
        await told(shop, story)
    await shop.turn(days=15)
    with pytest.raises(WindowClosed):
        await told(shop, story, Out.ITEM_NOT_RECEIVED)


async def test_an_amount_above_what_was_paid_changes_nothing(shop: Shop) -> None:
    story = await told(shop, await at_the_door(shop), Out.MISSING_ITEMS)
    for amount in (story.purchases[0].total + usd(1), usd(0), usd(-1), Money(500, "EUR")):
        with pytest.raises(BadInput):
            await decided(shop, story, R.PARTIAL_REFUND, part=amount)
    assert await shop.story(story.case.id) == story


async def test_what_comes_back_as_a_return_is_paid_by_that_and_not_by_a_claim_too(
    shop: Shop,
) -> None:
    story = await told(shop, await at_the_door(shop), Out.COUNTERFEIT)
    story = await decided(shop, story, R.REJECT)
    given = (story.sale_lines[0].id, Reason.UNWANTED, Remedy.REFUND, 1, shop.key())
    await openings.start(shop.world, shop.ben, *given)
    with pytest.raises(AlreadyReturned):
        await told(shop, story)
