"""Who is asked, who buys at once, and what happens when two want the same thing at one moment."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from onward.domain.accounts import Viewer
from onward.domain.events import Proposed, Recorded
from onward.domain.grades import Grade
from onward.domain.ids import AccountId
from onward.domain.life import ListingStatus, OfferStatus, ProposalStatus, Stage
from onward.domain.offers import DemandKind
from onward.domain.story import Story
from onward.domain.wishes import Wish
from onward.services import matching, offers
from onward.store import reads, shelf, sql
from tests.services.crowd import Crowd, offer_of
from tests.services.shop import Shop, usd

pytestmark = pytest.mark.anyio


@pytest.fixture
def crowd(shop: Shop) -> Crowd:
    return Crowd(shop.world)


def asked(story: Story) -> str | None:
    return story.proposal.offer_id if story.proposal else None


async def test_a_unit_nobody_waits_for_is_in_the_shop(shop: Shop) -> None:
    story = await shop.seeking()
    assert story.listing is not None
    assert story.listing.status is ListingStatus.LIVE
    assert story.proposals == ()


async def test_the_nearest_of_those_who_wait_is_asked_and_the_unit_held(
    shop: Shop, crowd: Crowd
) -> None:
    await crowd.offers("far", postcode="99999")
    near = await crowd.offers("near", postcode="97305")
    story = await shop.seeking()
    assert story.listing is not None
    assert story.proposal is not None
    assert asked(story) == near.id
    assert story.listing.status is ListingStatus.HELD
    assert story.case.asked_until == story.proposal.until
    assert story.proposal.km == 1
    left = await offer_of(near.id)
    assert (left.status, left.version) == (OfferStatus.ASKED, 2)


async def test_a_match_stores_why_and_what_the_next_would_have_cost(
    shop: Shop, crowd: Crowd
) -> None:
    await crowd.offers("far", postcode="99205", days=1)
    await crowd.offers("near", postcode="97305", days=2)
    await crowd.offers("poor", highest=usd(1_00))
    await crowd.offer("rosa")
    story = await shop.seeking()
    assert story.proposal is not None
    why = story.proposal.why
    assert why is not None
    assert (why.demand, why.candidates, why.barred) == (DemandKind.STANDING_OFFER, 2, 2)
    assert {part.code: part.minor for part in why.parts} == {
        "SHIPPING": 1, "WAITED": -50, "SCARCITY": 50
    }  # fmt: skip
    assert why.runner_up_minor == 12 - 25 + 50


async def test_who_declines_is_not_asked_again_and_the_next_is(shop: Shop, crowd: Crowd) -> None:
    first = await crowd.offers("first", postcode="97305")
    second = await crowd.offers("second", postcode="97405")
    story = await shop.seeking()
    assert story.proposal is not None
    await offers.decline(shop.world, await viewer(shop, "first"), story.proposal.id, shop.key())
    await shop.settle()
    story = await shop.story(story.case.id)
    assert asked(story) == second.id
    assert (await offer_of(first.id)).status is OfferStatus.OPEN


async def test_after_three_questions_the_unit_is_open_to_all(shop: Shop, crowd: Crowd) -> None:
    for n in range(5):
        await crowd.offers(f"buyer{n}", postcode=f"9730{n}")
    story = await shop.seeking()
    for n in range(3):
        assert story.proposal is not None
        assert asked(story) == f"offer-buyer{n}"
        owner = await viewer(shop, f"buyer{n}")
        await offers.decline(shop.world, owner, story.proposal.id, shop.key())
        await shop.settle()
        story = await shop.story(story.case.id)
    assert story.listing is not None
    assert story.listing.status is ListingStatus.LIVE
    assert story.proposal is None


async def test_an_automatic_offer_may_have_it_when_enough_were_asked(
    shop: Shop, crowd: Crowd
) -> None:
    for n in range(3):
        await crowd.offers(f"buyer{n}", postcode=f"9730{n}")
    await crowd.offers("auto", postcode="99999", automatic=True)
    story = await shop.seeking()
    for n in range(3):
        assert story.proposal is not None
        owner = await viewer(shop, f"buyer{n}")
        await offers.decline(shop.world, owner, story.proposal.id, shop.key())
        await shop.settle()
        story = await shop.story(story.case.id)
    assert story.match is not None
    assert story.match.buyer_id == "auto"


async def test_an_automatic_offer_buys_at_once_and_is_filled(shop: Shop, crowd: Crowd) -> None:
    offer = await crowd.offers("auto", automatic=True)
    story = await shop.seeking()
    assert story.match is not None
    assert (story.match.offer_id, story.match.buyer_id) == (offer.id, "auto")
    assert story.match.why is not None
    assert story.case.stage in (Stage.MATCHED, Stage.AWAITING_DROPOFF)
    assert [one.status for one in story.proposals] == [ProposalStatus.ACCEPTED]
    assert (await offer_of(offer.id)).status is OfferStatus.FILLED
    assert not [one for one in story.history if isinstance(one.event, Proposed)]


async def test_a_card_that_is_declined_gives_the_unit_to_the_next(shop: Shop, crowd: Crowd) -> None:
    await crowd.offers("broke", automatic=True, postcode="97305", method="card_declined")
    await crowd.offers("next", automatic=True, postcode="98305")
    story = await shop.seeking()
    assert story.match is not None
    assert story.match.buyer_id == "next"
    assert (await offer_of("offer-broke")).status is OfferStatus.ENDED


async def test_precedence_comes_before_cost(shop: Shop, crowd: Crowd) -> None:
    await crowd.offers("order", postcode="97205", kind=DemandKind.ORDER, automatic=True)
    far = await crowd.offers("far", postcode="99999")
    story = await shop.seeking()
    assert asked(story) == far.id


@pytest.mark.parametrize(
    "given",
    [
        {"highest": usd(1_00)},
        {"grades": frozenset({Grade.VERY_GOOD})},
        {"status": OfferStatus.PAUSED},
        {"variant_id": "V-SWIM"},
        {"country": "GB"},
        {"kind": DemandKind.SHOP},
    ],
)
async def test_whom_the_rules_keep_out_is_not_asked(
    shop: Shop, crowd: Crowd, given: dict[str, Any]
) -> None:
    await crowd.offers("somebody", **given)
    assert asked(await shop.seeking()) is None


async def test_the_returner_their_household_and_their_other_account_are_not_asked(
    shop: Shop, crowd: Crowd
) -> None:
    await crowd.offer("rosa")
    await crowd.person("spouse", "97205", street="12 Alder Way")
    await crowd.offer("spouse")
    assert asked(await shop.seeking()) is None


async def test_somebody_behind_many_who_may_not_is_found(shop: Shop, crowd: Crowd) -> None:
    for n in range(20):
        await crowd.person(f"flat{n}", "97205", street="12 Alder Way")
        await crowd.offer(f"flat{n}", days=25 + n / 100)
    free = await crowd.offers("free", days=0)
    story = await shop.seeking()
    assert asked(story) == free.id
    assert story.proposal is not None
    assert story.proposal.why is not None
    assert (story.proposal.why.candidates, story.proposal.why.barred) == (1, 20)


async def test_somebody_without_an_address_is_not_asked(shop: Shop, crowd: Crowd) -> None:
    await crowd.person("nowhere", street="")
    await crowd.offer("nowhere", days=20)
    home = await crowd.offers("home", days=0)
    assert asked(await shop.seeking()) == home.id


async def test_done_twice_it_asks_once(shop: Shop, crowd: Crowd) -> None:
    await crowd.offers("one")
    await crowd.offers("two", postcode="99999")
    story = await shop.seeking()
    cause = next(one for one in story.history if one.event.kind == "PeerChosen")
    again = await matching.find_owner(shop.world, cause, story)
    assert again == story
    assert len(again.proposals) == 1


async def test_an_offer_that_moves_while_it_is_chosen_is_left_for_the_next(
    shop: Shop, crowd: Crowd
) -> None:
    """Two units, one offer that both effects choose on what they read before."""
    only = await crowd.offers("only")
    one, other = await two_seeking(shop)
    causes = [chosen(one), chosen(other)]
    stories = await asyncio.gather(
        matching.find_owner(shop.world, causes[0], one),
        matching.find_owner(shop.world, causes[1], other),
    )
    assert sorted(asked(story) or "" for story in stories) == ["", only.id]


async def test_two_units_share_two_offers_as_well_as_they_can_be_shared(
    shop: Shop, crowd: Crowd
) -> None:
    """The one whom only the second unit may go to is kept for it."""
    choosy = await crowd.offers("choosy", postcode="99999", grades=frozenset({Grade.LIKE_NEW}))
    easy = await crowd.offers("easy", postcode="97206")
    one, other = await two_seeking(shop)
    await sql.execute("UPDATE listings SET grade = 'NEW_SEALED' WHERE id = ?", [listing_of(other)])
    one = await matching.find_owner(shop.world, chosen(one), one)
    assert asked(one) == choosy.id
    shelf.clear()
    fresh = await reads.story(other.case.id)
    assert fresh is not None
    assert asked(await matching.find_owner(shop.world, chosen(other), fresh)) == easy.id


async def test_whoever_the_plan_means_an_offer_for_looks_for_it(shop: Shop, crowd: Crowd) -> None:
    """Of two units that may have the only one, one asks, whichever of them looks."""
    await crowd.offers("only", postcode="97206")
    one, other = await two_seeking(shop)
    for story in (one, other):
        await matching.find_owner(shop.world, chosen(story), story)
        await shop.settle()
        stories = [await shop.story(case.case.id) for case in (one, other)]
        assert sorted(asked(story) or "" for story in stories) == ["", "offer-only"]


async def test_an_offer_that_comes_later_is_met_by_a_unit_in_the_shop(
    shop: Shop, crowd: Crowd
) -> None:
    story = await shop.seeking()
    await crowd.person("late")
    wish = Wish(
        None,
        5120,
        "USD",
        frozenset({Grade.LIKE_NEW}),
        automatic=False,
        method="card_visa_4242",
        days=30,
    )
    made = await offers.make(shop.world, await viewer(shop, "late"), "V-M", wish, shop.key())
    await shop.settle()
    assert asked(await shop.story(story.case.id)) == made.id


async def viewer(shop: Shop, name: str) -> Viewer:
    return Viewer(replace(shop.ben.account, id=AccountId(name)))


def chosen(story: Story) -> Recorded:
    return next(one for one in story.history if one.event.kind == "PeerChosen")


def listing_of(story: Story) -> str:
    assert story.listing is not None
    return story.listing.id


async def two_seeking(shop: Shop) -> tuple[Story, Story]:
    """Rosa's two pieces, both on offer, before anybody was asked."""
    await Crowd(shop.world).sold(80)
    await sql.execute("UPDATE offers SET status = 'PAUSED'")
    pair = (await shop.seeking(), await shop.seeking())
    await sql.execute("UPDATE offers SET status = 'OPEN'")
    return pair
