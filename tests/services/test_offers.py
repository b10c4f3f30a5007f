"""Standing offers through the services, on each engine: made, refused, repeated, taken back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from onward.domain.accounts import Viewer
from onward.domain.grades import Grade
from onward.domain.ids import AccountId, ContactId
from onward.domain.life import OfferStatus
from onward.domain.refusals import BadInput, CannotBuy, KeyReused, NotFound, Refusal, WrongStage
from onward.domain.shop import Account, Contact, Role
from onward.domain.stops import Stop, StopReason, StopScope
from onward.services import offers, pausing, queueing
from onward.store import accounts, sql
from tests.services.shop import Shop
from tests.services.wishing import as_kept, asked, sell, wish

pytestmark = pytest.mark.anyio


async def refusal_of(shop: Shop, viewer: Viewer | None = None, **changes: Any) -> str:
    variant_id = str(changes.pop("variant_id", "V-M"))
    with pytest.raises(Refusal) as no:
        await wish(shop, viewer, variant_id, **changes)
    return no.value.said


async def test_somebody_waits_and_sees_how_they_stand(shop: Shop) -> None:
    made = await wish(shop)
    [standing] = await offers.of_viewer(shop.world, shop.ben, None, 10)
    assert standing.offer == made
    assert (standing.offer.status, standing.ahead, standing.question) == (OfferStatus.OPEN, 0, None)
    assert made.ends_at == await shop.world.clock.now() + timedelta(days=30)
    assert standing.odds.came == 0


async def test_whoever_came_later_has_somebody_ahead(shop: Shop) -> None:
    await wish(shop)
    shop.world.clock.turn(timedelta(minutes=1))  # type: ignore[attr-defined]
    await wish(shop, shop.cleo)
    [standing] = await offers.of_viewer(shop.world, shop.cleo, None, 10)
    assert standing.ahead == 1


async def test_whom_their_own_offer_rules_out_is_not_ahead(shop: Shop) -> None:
    await wish(shop, shop.cleo, grades=frozenset({Grade.NEW_SEALED}))
    await wish(shop, shop.ada, highest_minor=10_00)
    shop.world.clock.turn(timedelta(minutes=1))  # type: ignore[attr-defined]
    await wish(shop)
    [standing] = await offers.of_viewer(shop.world, shop.ben, None, 10)
    assert standing.ahead == 0


async def test_a_wish_rests_while_the_merchant_stops_what_it_waits_for(shop: Shop) -> None:
    await wish(shop)
    stop = Stop(StopScope.SKU, "V-M")
    await pausing.pause(shop.world, stop, StopReason.RECALL)
    [rests] = await offers.of_viewer(shop.world, shop.ben, None, 10)
    assert (rests.offer.status, rests.stopped) == (OfferStatus.OPEN, True)
    await pausing.resume(shop.world, stop)
    [waits] = await offers.of_viewer(shop.world, shop.ben, None, 10)
    assert not waits.stopped


async def test_what_came_lately_makes_the_odds(shop: Shop) -> None:
    story = await shop.seeking()
    assert story.listing is not None
    await wish(shop, shop.cleo, highest_minor=story.listing.price.minor - 1)
    await wish(shop, shop.ben, grades=frozenset({Grade.NEW_SEALED}))
    cleo = (await offers.of_viewer(shop.world, shop.cleo, None, 10))[0]
    ben = (await offers.of_viewer(shop.world, shop.ben, None, 10))[0]
    assert (cleo.odds.came, ben.odds.came) == (0, 0)
    await wish(shop, shop.ada, highest_minor=story.listing.price.minor)
    ada = (await offers.of_viewer(shop.world, shop.ada, None, 10))[0]
    assert ada.odds.came == 1


async def test_the_same_request_twice_is_one_wish(shop: Shop) -> None:
    first = await wish(shop, key="once")
    assert await wish(shop, key="once") == first
    with pytest.raises(KeyReused):
        await wish(shop, key="once", highest_minor=10_00)
    assert len(await offers.of_viewer(shop.world, shop.ben, None, 10)) == 1


async def test_a_repeat_at_the_same_moment_is_one_wish(shop: Shop) -> None:
    made = await asyncio.gather(*(wish(shop, key="once") for _ in range(8)))
    assert len({one.id for one in made}) == 1


async def test_many_wishes_at_once_are_no_more_than_ten(shop: Shop) -> None:
    await sell(*(f"V-{n}" for n in range(14)))
    made = await asyncio.gather(
        *(wish(shop, variant_id=f"V-{n}") for n in range(14)), return_exceptions=True
    )
    refused = [one for one in made if isinstance(one, BadInput)]
    assert [one.said for one in refused] == ["TOO_MANY_OFFERS"] * 4
    [row] = await sql.fetch("SELECT count(*) AS n FROM offers")
    assert row["n"] == 10


async def test_two_wishes_for_one_thing_at_once_are_one(shop: Shop) -> None:
    made = await asyncio.gather(*(wish(shop) for _ in range(5)), return_exceptions=True)
    refused = [one for one in made if isinstance(one, BadInput)]
    assert [one.said for one in refused] == ["OFFER_STANDS"] * 4


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"variant_id": "V-NONE"}, "NOT_FOUND"),
        ({"variant_id": "V-SWIM"}, "NEVER_OPEN_BOX"),
        ({"highest_minor": 0}, "OFFER_OF_NOTHING"),
        ({"highest_minor": 64_01}, "OFFER_ABOVE_NEW"),
        ({"grades": frozenset({Grade.GOOD})}, "GRADES_NOT_ADMITTED"),
        ({"currency": "EUR"}, "OTHER_CURRENCY"),
        ({"method": "a card?"}, "UNKNOWN_METHOD"),
        ({"days": 31}, "OFFER_DAYS"),
    ],
)
async def test_what_cannot_stand_is_refused_and_nothing_is_kept(
    shop: Shop, changes: dict[str, Any], code: str
) -> None:
    assert await refusal_of(shop, **changes) == code
    assert await offers.of_viewer(shop.world, shop.ben, None, 10) == []


async def test_who_sent_one_back_lately_cannot_wait_for_another(shop: Shop) -> None:
    await shop.start()
    with pytest.raises(CannotBuy, match="RETURNED_THIS_LATELY"):
        await wish(shop, shop.rosa)
    await shop.turn(days=31)
    await wish(shop, shop.rosa)


async def test_who_has_no_address_cannot_wait(shop: Shop) -> None:
    now = await shop.world.clock.now()
    account = Account(AccountId("dan"), Role.SHOPPER, ContactId("c-Dan"), now)
    nowhere = Contact(ContactId("c-Dan"), "Dan", "dan@example.com", None, "", "", "", "", "US")
    await accounts.create(account, nowhere)
    assert await refusal_of(shop, Viewer(account)) == "ADDRESS_MISSING"


async def test_a_wish_that_was_taken_back_waits_no_more(shop: Shop) -> None:
    made = await wish(shop)
    gone = await offers.withdraw(shop.world, shop.ben, made.id, "back")
    assert gone.status is OfferStatus.WITHDRAWN
    assert await offers.withdraw(shop.world, shop.ben, made.id, "back") == gone
    with pytest.raises(WrongStage, match="OFFER_OVER"):
        await offers.withdraw(shop.world, shop.ben, made.id, "again")
    story = await shop.seeking()
    assert story.proposals == ()
    await wish(shop)


async def test_who_makes_and_takes_back_all_day_is_asked_to_rest(shop: Shop) -> None:
    for _ in range(50):
        made = await wish(shop)
        await offers.withdraw(shop.world, shop.ben, made.id, shop.key())
    assert await refusal_of(shop) == "TOO_MANY_OFFERS_TODAY"
    await shop.turn(days=1, minutes=1)
    await wish(shop)


async def test_what_the_merchant_stopped_is_not_waited_for(shop: Shop) -> None:
    stop = Stop(StopScope.SKU, "V-M")
    await pausing.pause(shop.world, stop, StopReason.RECALL)
    assert await refusal_of(shop) == "NOT_PASSED_ON_NOW"
    await pausing.resume(shop.world, stop)
    await wish(shop)


async def test_nobody_takes_back_what_is_somebody_elses(shop: Shop) -> None:
    made = await wish(shop)
    with pytest.raises(NotFound):
        await offers.withdraw(shop.world, shop.cleo, made.id, shop.key())


async def test_who_is_asked_may_take_the_wish_back_and_the_piece_is_free(shop: Shop) -> None:
    made, story, _ = await asked(shop)
    gone = await offers.withdraw(shop.world, shop.ben, made.id, shop.key())
    await shop.settle()
    assert gone.status is OfferStatus.WITHDRAWN
    left = await shop.story(story.case.id)
    assert left.proposal is None
    assert left.listing is not None
    assert left.listing.status == "LIVE"
    assert (await as_kept(made)).status is OfferStatus.WITHDRAWN


async def test_a_wish_taken_back_while_its_owner_says_no_is_taken_back(shop: Shop) -> None:
    made, story, question = await asked(shop)
    said = await asyncio.gather(
        offers.decline(shop.world, shop.ben, question.id, "no"),
        offers.withdraw(shop.world, shop.ben, made.id, "back"),
        return_exceptions=True,
    )
    assert not isinstance(said[1], BaseException)
    assert said[1].status is OfferStatus.WITHDRAWN
    assert (await as_kept(made)).status is OfferStatus.WITHDRAWN
    assert (await shop.story(story.case.id)).proposal is None


async def test_a_wish_whose_time_is_over_ends_and_its_owner_hears_of_it(shop: Shop) -> None:
    made = await wish(shop, days=2)
    await shop.turn(days=2)
    assert await queueing.end_overdue(shop.world) == 1
    assert await queueing.end_overdue(shop.world) == 0
    assert (await as_kept(made)).status is OfferStatus.ENDED
    [letter] = shop.world.mail.to("ben@example.com")  # type: ignore[attr-defined]
    assert "wish" in letter.subject


async def test_a_letter_that_cannot_leave_keeps_the_wish_until_it_can(shop: Shop) -> None:
    made = await wish(shop, days=2)
    await shop.turn(days=2)
    shop.world.mail.down_for(1)  # type: ignore[attr-defined]
    assert await queueing.end_overdue(shop.world) == 0
    assert (await as_kept(made)).status is OfferStatus.OPEN
    await queueing.end_overdue(shop.world)
    assert (await as_kept(made)).status is OfferStatus.ENDED


async def test_a_wish_for_what_is_on_offer_now_is_asked_at_once(shop: Shop) -> None:
    story = await shop.seeking()
    made = await wish(shop)
    await shop.settle()
    left = await shop.story(story.case.id)
    assert left.proposal is not None
    assert left.proposal.offer_id == made.id
