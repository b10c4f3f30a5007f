"""A piece is held for somebody who waits: yes, no, silence, and what becomes of their wishes."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.checkout import Wanted
from onward.domain.events import Actor, Because, MatchReleased, NewPriceFell, ProposalEnded
from onward.domain.life import (
    ListingStatus,
    OfferStatus,
    ProposalStatus,
    PurchaseStatus,
    ShipmentStatus,
    Stage,
    Who,
)
from onward.domain.listings import Purchase
from onward.domain.offers import DemandKind, StandingOffer
from onward.domain.proposals import declined
from onward.domain.refunds import Payee, RefundFor
from onward.domain.refusals import BadInput, CannotBuy, ListingTaken, NotFound, Refusal, WrongStage
from onward.domain.routing import RouteType
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.services import checkout, matching, offers, pricing, purchases, queueing, returns
from onward.services.reactions import BY_NAME
from onward.store import cases, changes, shelf, sql
from onward.store import offers as kept
from tests.services.shop import Shop
from tests.services.wishing import as_kept, asked, new_price, owed, sell, somebody, wish

pytestmark = pytest.mark.anyio
CARD = "card_visa_4242"
LATER = timedelta(minutes=5)


async def accept(shop: Shop, question_id: str, method: str | None = None) -> Purchase:
    purchase, _ = await purchases.accept(shop.world, shop.ben, question_id, method, shop.key())
    await shop.settle()
    return purchase


async def test_who_is_asked_hears_what_it_is_and_until_when(shop: Shop) -> None:
    made, story, question = await asked(shop)
    assert made.status is OfferStatus.ASKED
    assert story.listing is not None
    assert story.listing.status is ListingStatus.HELD
    assert question.until == await shop.world.clock.now() + timedelta(hours=4)
    [letter] = shop.world.mail.to("ben@example.com")  # type: ignore[attr-defined]
    assert "until 13:00 today" in letter.subject
    assert "Like new" in letter.text
    assert "too small" in letter.text
    assert "/offers" in letter.text


async def test_a_yes_is_a_purchase_that_is_paid_and_labelled(shop: Shop) -> None:
    made, story, question = await asked(shop)
    purchase = await accept(shop, question.id)
    left = await shop.story(story.case.id)
    bought = left.purchase(purchase.id)
    assert bought is not None
    assert bought.status is PurchaseStatus.PAID
    assert left.case.stage is Stage.AWAITING_DROPOFF
    assert left.match is not None
    assert left.match.offer_id == made.id
    assert left.proposals[0].status is ProposalStatus.ACCEPTED
    filled = await as_kept(made)
    assert (filled.status, filled.asks) == (OfferStatus.FILLED, 0)
    [standing] = await offers.of_viewer(shop.world, shop.ben, None, 10)
    assert standing.past[0].purchase_id == purchase.id


async def test_the_same_yes_twice_is_one_purchase(shop: Shop) -> None:
    _, _, question = await asked(shop)
    one = await purchases.accept(shop.world, shop.ben, question.id, None, "yes")
    two = await purchases.accept(shop.world, shop.ben, question.id, None, "yes")
    assert one[0].id == two[0].id


async def test_many_yeses_at_once_fill_one_offer_once(shop: Shop) -> None:
    made, story, question = await asked(shop)
    said = await asyncio.gather(
        *(purchases.accept(shop.world, shop.ben, question.id, None, f"yes-{n}") for n in range(8)),
        return_exceptions=True,
    )
    assert len([one for one in said if isinstance(one, tuple)]) == 1
    assert all(isinstance(one, tuple | Refusal) for one in said)
    left = await shop.story(story.case.id)
    assert len(left.purchases) == 1
    assert (await as_kept(made)).status is OfferStatus.FILLED


async def test_yes_and_taking_the_wish_back_at_once_is_one_of_them(shop: Shop) -> None:
    made, story, question = await asked(shop)
    await asyncio.gather(
        purchases.accept(shop.world, shop.ben, question.id, None, "yes"),
        offers.withdraw(shop.world, shop.ben, made.id, "back"),
        return_exceptions=True,
    )
    await shop.settle()
    status = (await as_kept(made)).status
    bought = len((await shop.story(story.case.id)).purchases)
    assert (status, bought) in [(OfferStatus.FILLED, 1), (OfferStatus.WITHDRAWN, 0)]


async def test_an_offer_taken_back_in_the_same_instant_is_never_bought(shop: Shop) -> None:
    """The matcher counts on a version of the offer; whoever changes it first is the one."""
    made = await wish(shop, automatic=True)
    story = await shop.approved()
    await returns.choose_path(shop.world, shop.rosa, story.case.id, RouteType.P2P, shop.key())
    await asyncio.gather(
        shop.settle(),
        offers.withdraw(shop.world, shop.ben, made.id, shop.key()),
        return_exceptions=True,
    )
    await shop.settle()
    status = (await as_kept(made)).status
    bought = len((await shop.story(story.case.id)).purchases)
    assert (status, bought) in [(OfferStatus.WITHDRAWN, 0), (OfferStatus.FILLED, 1)]


async def test_an_automatic_wish_whose_card_is_declined_ends_and_the_piece_goes_on(
    shop: Shop,
) -> None:
    made = await wish(shop, automatic=True, method="card_declined")
    story = await shop.seeking()
    over = await as_kept(made)
    assert over.status is OfferStatus.ENDED
    assert story.listing is not None
    assert story.listing.status is ListingStatus.LIVE
    [standing] = await offers.of_viewer(shop.world, shop.ben, None, 10)
    assert standing.past[0].because == Because.PAYMENT_DECLINED
    letters = shop.world.mail.to("ben@example.com")  # type: ignore[attr-defined]
    assert any("declined" in letter.text for letter in letters)


async def test_nobody_else_can_answer_or_buy_what_is_held(shop: Shop) -> None:
    _, story, question = await asked(shop)
    with pytest.raises(NotFound):
        await purchases.accept(shop.world, shop.cleo, question.id, None, shop.key())
    with pytest.raises(NotFound):
        await offers.decline(shop.world, shop.cleo, question.id, shop.key())
    assert story.listing is not None
    with pytest.raises(Refusal, match="LISTING_TAKEN"):
        await purchases.buy(shop.world, shop.cleo, story.listing.id, "card_visa_4242", shop.key())


async def test_a_card_that_cannot_be_one_is_refused(shop: Shop) -> None:
    _, _, question = await asked(shop)
    with pytest.raises(BadInput, match="UNKNOWN_METHOD"):
        await purchases.accept(shop.world, shop.ben, question.id, "a card?", shop.key())


async def test_a_no_keeps_the_wish_and_the_piece_goes_to_the_shop(shop: Shop) -> None:
    made, story, question = await asked(shop)
    left = await offers.decline(shop.world, shop.ben, question.id, "no")
    await shop.settle()
    assert left.status is OfferStatus.OPEN
    assert await offers.decline(shop.world, shop.ben, question.id, "no") == await as_kept(made)
    after = await shop.story(story.case.id)
    assert after.listing is not None
    assert after.listing.status is ListingStatus.LIVE
    assert [one.status for one in after.proposals] == [ProposalStatus.DECLINED]
    assert len(shop.world.mail.to("ben@example.com")) == 1  # type: ignore[attr-defined]


async def test_after_a_no_the_next_in_line_is_asked(shop: Shop) -> None:
    await wish(shop)
    shop.world.clock.turn(LATER)  # type: ignore[attr-defined]
    await wish(shop, shop.cleo)
    story = await shop.seeking()
    first = story.proposal
    assert first is not None
    viewer = shop.ben if first.buyer_id == shop.ben.id else shop.cleo
    await offers.decline(shop.world, viewer, first.id, shop.key())
    await shop.settle()
    second = (await shop.story(story.case.id)).proposal
    assert second is not None
    assert second.buyer_id != first.buyer_id


async def test_silence_lets_the_piece_go_on_and_counts(shop: Shop) -> None:
    made, story, question = await asked(shop)
    await shop.turn(hours=4)
    left = await shop.story(story.case.id)
    assert left.proposals[0].status is ProposalStatus.LAPSED
    assert left.listing is not None
    assert left.listing.status is ListingStatus.LIVE
    silent = await as_kept(made)
    assert (silent.status, silent.asks) == (OfferStatus.OPEN, 1)
    with pytest.raises(WrongStage, match="QUESTION_OVER"):
        await purchases.accept(shop.world, shop.ben, question.id, None, shop.key())


async def test_a_second_silence_ends_the_wish_and_says_so(shop: Shop) -> None:
    made, _, _ = await asked(shop)
    await shop.turn(hours=4)
    await shop.seeking()
    await shop.turn(hours=4)
    over = await as_kept(made)
    assert (over.status, over.asks) == (OfferStatus.ENDED, 2)
    subjects = [one.subject for one in shop.world.mail.to("ben@example.com")]  # type: ignore[attr-defined]
    assert any("is over" in subject for subject in subjects)


async def test_a_yes_starts_the_count_anew(shop: Shop) -> None:
    made, _, _ = await asked(shop)
    await shop.turn(hours=4)
    second = await shop.seeking()
    assert second.proposal is not None
    await offers.decline(shop.world, shop.ben, second.proposal.id, shop.key())
    assert (await as_kept(made)).asks == 0


async def test_a_declined_card_gives_the_wish_back_when_its_owner_was_asked(shop: Shop) -> None:
    made, story, question = await asked(shop)
    await accept(shop, question.id, "card_declined")
    left = await shop.story(story.case.id)
    assert left.proposals[0].status is ProposalStatus.RELEASED
    assert left.listing is not None
    assert left.listing.status is ListingStatus.LIVE
    assert (await as_kept(made)).status is OfferStatus.OPEN


async def test_a_hold_that_is_not_paid_ends_by_itself(shop: Shop) -> None:
    made, story, question = await asked(shop)
    shop.world.payments.down_for(1)  # type: ignore[attr-defined]
    await accept(shop, question.id)
    await shop.turn(minutes=15)
    left = await shop.story(story.case.id)
    because = [told.event.because for told in left.history if isinstance(told.event, MatchReleased)]
    assert because == [Because.NOT_PAID_IN_TIME]
    assert left.listing is not None
    assert left.listing.status is ListingStatus.LIVE
    assert (await as_kept(made)).status is OfferStatus.OPEN


async def test_a_piece_that_goes_to_the_warehouse_gives_the_wish_back(shop: Shop) -> None:
    made, story, _ = await asked(shop)
    await shop.turn(hours=80)
    left = await shop.story(story.case.id)
    assert left.case.stage is Stage.AWAITING_DROPOFF
    assert left.proposal is None
    assert (await as_kept(made)).status in (OfferStatus.OPEN, OfferStatus.ENDED)


async def test_a_scan_to_the_warehouse_ends_the_question(shop: Shop) -> None:
    made, story, _ = await asked(shop)
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    left = await shop.story(story.case.id)
    assert left.proposal is None
    ended = [told.event for told in left.history if isinstance(told.event, ProposalEnded)]
    assert len(ended) == 1
    assert (await as_kept(made)).status is OfferStatus.OPEN


async def test_one_fill_rests_the_other_sizes_and_a_release_wakes_them(shop: Shop) -> None:
    await sell("V-S", "V-L")
    small, large = await wish(shop, variant_id="V-S"), await wish(shop, variant_id="V-L")
    made, story, question = await asked(shop)
    await accept(shop, question.id)
    assert {(await as_kept(one)).status for one in (small, large)} == {OfferStatus.PAUSED}
    shop.world.stock.level = 0  # type: ignore[attr-defined]
    await shop.turn(days=3, hours=1)
    left = await shop.story(story.case.id)
    assert left.purchases[0].status is PurchaseStatus.REFUNDED
    assert {(await as_kept(one)).status for one in (small, large, made)} == {OfferStatus.OPEN}


async def test_two_sizes_at_the_same_moment_are_one_fill(shop: Shop) -> None:
    shop.without_sums()
    await sell("V-L")
    first, second = await shop.approved(), await shop.approved()
    await sql.execute("UPDATE cases SET variant_id = 'V-L' WHERE id = ?", [second.case.id])
    shelf.clear()
    wishes = [await wish(shop, variant_id=sku, automatic=True) for sku in ("V-M", "V-L")]
    looking = []
    for one in (first, second):
        choice = shop.world, shop.rosa, one.case.id, RouteType.P2P, shop.key()
        looking.append(await returns.choose_path(*choice))
    await asyncio.gather(
        *(matching.find_owner(shop.world, one.history[-1], one) for one in looking)
    )
    kept = [(await as_kept(one)).status for one in wishes]
    assert sorted(kept) == [OfferStatus.FILLED, OfferStatus.PAUSED]
    left = [await shop.story(one.case.id) for one in looking]
    assert sum(len(one.purchases) for one in left) == 1


async def test_a_size_that_was_asked_about_rests_where_another_was_met_meanwhile(
    shop: Shop,
) -> None:
    shop.without_sums()
    await sell("V-L")
    made, _, question = await asked(shop)
    large = await wish(shop, variant_id="V-L", automatic=True)
    other = await shop.approved()
    await sql.execute("UPDATE cases SET variant_id = 'V-L' WHERE id = ?", [other.case.id])
    shelf.clear()
    await returns.choose_path(shop.world, shop.rosa, other.case.id, RouteType.P2P, shop.key())
    await shop.settle()
    assert (await as_kept(large)).status is OfferStatus.FILLED
    assert (await as_kept(made)).status is OfferStatus.ASKED
    await offers.decline(shop.world, shop.ben, question.id, shop.key())
    await shop.settle()
    assert (await as_kept(made)).status is OfferStatus.PAUSED


async def test_who_waits_is_asked_before_anybody_buys_out_of_the_shop(shop: Shop) -> None:
    shop.without_sums()
    mia = await somebody(shop, "mia")
    await wish(shop, mia)
    story = await shop.approved()
    choice = shop.world, shop.rosa, story.case.id, RouteType.P2P, shop.key()
    looking = await returns.choose_path(*choice)
    assert looking.listing is not None
    assert looking.listing.status is ListingStatus.LIVE
    with pytest.raises(ListingTaken, match="OTHERS_FIRST"):
        await purchases.buy(shop.world, shop.ben, looking.listing.id, CARD, shop.key())
    with pytest.raises(ListingTaken):
        await checkout.buy(shop.world, shop.ben, Wanted("V-M", 99_00), CARD, shop.key())
    await shop.settle()
    held = await shop.story(story.case.id)
    assert held.proposal is not None
    assert held.proposal.buyer_id == mia.id
    await offers.decline(shop.world, mia, held.proposal.id, shop.key())
    await shop.settle()
    purchase, _ = await purchases.buy(shop.world, shop.ben, looking.listing.id, CARD, shop.key())
    why = (await shop.story(story.case.id)).matches[0].why
    assert why is not None
    assert why.demand is DemandKind.SHOP
    assert purchase.status is PurchaseStatus.RESERVED


async def test_who_gets_it_from_stock_after_all_waits_for_no_other(shop: Shop) -> None:
    await sell("V-S")
    small = await wish(shop, variant_id="V-S")
    made, story, question = await asked(shop)
    await accept(shop, question.id)
    await shop.turn(days=3, hours=1)
    left = await shop.story(story.case.id)
    assert left.purchases[0].status is PurchaseStatus.REPLACED_FROM_STOCK
    assert (await as_kept(made)).status is OfferStatus.FILLED
    assert (await as_kept(small)).status is OfferStatus.PAUSED


async def test_a_buyer_who_cancels_takes_the_wish_back_with_it(shop: Shop) -> None:
    await sell("V-S")
    small = await wish(shop, variant_id="V-S")
    made, _, question = await asked(shop)
    purchase = await accept(shop, question.id)
    await purchases.cancel(shop.world, shop.ben, purchase.id, shop.key())
    await shop.settle()
    assert (await as_kept(made)).status is OfferStatus.WITHDRAWN
    assert (await as_kept(small)).status is OfferStatus.PAUSED


async def test_giving_back_twice_changes_nothing_more(shop: Shop) -> None:
    made, story, question = await asked(shop)
    await offers.decline(shop.world, shop.ben, question.id, shop.key())
    await shop.settle()
    left = await shop.story(story.case.id)
    cause = next(told for told in left.history if isinstance(told.event, ProposalEnded))
    before = await as_kept(made)
    for _ in range(2):
        await BY_NAME["reopen"](shop.world, cause, left)
    assert await as_kept(made) == before


async def test_a_wish_that_was_given_back_in_the_effect_stays_with_who_took_it(shop: Shop) -> None:
    """Taken back between the lapse and its effect: the effect finds nothing to give."""
    made, story, _ = await asked(shop)
    gone = await offers.withdraw(shop.world, shop.ben, made.id, shop.key())
    left = await shop.story(story.case.id)
    await queueing.reopen(shop.world, left.history[-1], left)
    assert await as_kept(made) == gone


async def test_a_rule_that_came_between_keeps_the_piece_from_who_was_asked(shop: Shop) -> None:
    _, _, question = await asked(shop)
    world = shop.world
    shop.world = replace(world, policy=replace(world.policy, max_hops=0))
    with pytest.raises(CannotBuy):
        await purchases.accept(shop.world, shop.ben, question.id, None, shop.key())


async def test_an_offer_changed_by_its_owner_is_never_bought_on_its_old_word(shop: Shop) -> None:
    """A step that counts on an older version of an offer writes nothing at all."""
    made, story, _ = await asked(shop)
    stale: StandingOffer = await as_kept(made)
    await kept.change(replace(stale, version=stale.version + 1, asks=1))

    def decide(story: Story) -> Step:
        no = story.proposals[0]
        actor = Actor(Who.BUYER, shop.ben.id)
        return declined(story, no.id, stale, actor, shop.world.policy, no.asked_at)

    now = await shop.world.clock.now()
    with pytest.raises(cases.OfferMoved):
        await changes.change(story.case.id, decide, at=now, policy=shop.world.policy)
    assert (await shop.story(story.case.id)).proposal is not None


async def test_a_price_that_falls_before_the_scan_is_made_good_once(shop: Shop) -> None:
    _, story, question = await asked(shop)
    purchase = await accept(shop, question.id)
    await new_price(56_00)
    assert await pricing.follow(shop.world) == 1
    assert await pricing.follow(shop.world) == 0
    await shop.settle()
    left = await shop.story(story.case.id)
    [fell] = [one for one in left.refunds if one.purpose is RefundFor.DIFFERENCE]
    assert (fell.payee, fell.status) == (Payee.BUYER, "SUCCEEDED")
    assert left.listing is not None
    assert fell.net.minor == purchase.price.minor - round(56_00 * purchase.price.minor / 64_00)
    assert sum((await owed(story.case.id)).values()) == 0
    assert (await owed(story.case.id)).get("BUYER_PAYABLE", 0) == 0
    letters = shop.world.mail.to("ben@example.com")  # type: ignore[attr-defined]
    assert any("price of" in letter.subject for letter in letters)


async def test_after_the_scan_a_fall_changes_nothing(shop: Shop) -> None:
    _, story, question = await asked(shop)
    await accept(shop, question.id)
    left = await shop.story(story.case.id)
    await shop.scan(left.label, ShipmentStatus.IN_TRANSIT)
    await new_price(10_00)
    assert await pricing.follow(shop.world) == 0


async def test_a_purchase_undone_after_a_fall_gives_back_what_was_paid_and_no_more(
    shop: Shop,
) -> None:
    _, story, question = await asked(shop)
    purchase = await accept(shop, question.id)
    await new_price(56_00)
    await pricing.follow(shop.world)
    await shop.settle()
    await purchases.cancel(shop.world, shop.ben, purchase.id, shop.key())
    await shop.settle()
    left = await shop.story(story.case.id)
    back = [one.amount.minor for one in left.refunds if one.payee is Payee.BUYER]
    assert sum(back) == purchase.total.minor
    assert len(back) == 2
    assert any(isinstance(told.event, NewPriceFell) for told in left.history)
    assert (await owed(story.case.id)).get("BUYER_PAYABLE", 0) == 0


async def test_what_waits_on_offer_follows_the_new_price_and_the_days(shop: Shop) -> None:
    story = await shop.seeking()
    assert story.listing is not None
    await new_price(32_00)
    assert await pricing.follow(shop.world) == 1
    lower = (await shop.story(story.case.id)).listing
    assert lower is not None
    assert lower.price.minor * 2 == story.listing.price.minor
    await new_price(64_00)
    assert await pricing.follow(shop.world) == 0
    await shop.turn(hours=49)
    await new_price(32_00)
    assert await pricing.follow(shop.world) == 1
    aged = (await shop.story(story.case.id)).listing
    assert aged is not None
    assert aged.price < lower.price
