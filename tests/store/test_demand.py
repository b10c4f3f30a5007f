"""What is known of the demand for a piece: orders of late, people who wait, pieces ahead of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from onward.domain.grades import Grade
from onward.domain.ids import AccountId, ListingId, OfferId, ProductId
from onward.domain.life import ListingStatus, OfferStatus
from onward.domain.odds import DAY
from onward.domain.offers import DemandKind, StandingOffer
from onward.store import demand, sql
from onward.store.mappings import LISTINGS, OFFERS
from tests.domain.examples import A_LISTING, T0, usd
from tests.store.shelf import Shelf

pytestmark = pytest.mark.anyio

ONE, TWO = Shelf("1"), Shelf("2")
VARIANT = ONE.line.variant_id


async def waits(n: str, **changed: Any) -> None:
    offer = StandingOffer(
        id=OfferId(f"offer-{n}"),
        kind=DemandKind.STANDING_OFFER,
        buyer_id=AccountId(f"buyer-{n}"),
        variant_id=VARIANT,
        product_id=ProductId("product"),
        highest=usd(60_00),
        grades=frozenset({Grade.LIKE_NEW, Grade.NEW_SEALED}),
        automatic=False,
        method="card_visa_4242",
        status=OfferStatus.OPEN,
        version=1,
        made_at=T0,
        ends_at=T0 + 30 * DAY,
        country="US",
        region="OR",
    )
    await sql.execute(OFFERS.insert(), OFFERS.write(replace(offer, **changed)))


async def test_orders_are_counted_in_three_spans_each_order_once(store: str) -> None:
    case = await ONE.open()
    await TWO.open()
    placed = ONE.order.placed_at
    found = await demand.of_case(case, None, None, 0.25, placed + 3 * DAY)
    assert found.sold == (2, 2, 2)
    later = await demand.of_case(case, None, None, 0.25, placed + 20 * DAY)
    assert later.sold == (0, 2, 2)
    assert later.on_sale_for == 20 * DAY
    assert (await demand.of_case(case, None, None, 0.25, placed + 200 * DAY)).sold == (0, 0, 0)


async def test_an_order_of_tomorrow_tells_nothing_of_today(store: str) -> None:
    case = await ONE.open()
    before = await demand.of_case(case, None, None, 0.25, ONE.order.placed_at - DAY)
    assert before.sold == (0, 0, 0)


async def test_only_offers_that_could_have_it_are_counted(store: str) -> None:
    case = await ONE.open()
    await waits("fits")
    await waits("poor", highest=usd(40_00))
    await waits("picky", grades=frozenset({Grade.NEW_SEALED}))
    await waits("gone", status=OfferStatus.WITHDRAWN)
    await waits("over", ends_at=T0)
    await waits("own", buyer_id=case.returner_id)
    found = await demand.of_case(case, usd(50_00), Grade.LIKE_NEW, 0.25, T0 + DAY)
    assert found.offers == 1
    assert (await demand.of_case(case, usd(50_00), None, 0.25, T0 + DAY)).offers == 2


async def test_pieces_that_came_first_stand_ahead_for_what_is_left_of_their_window(
    store: str,
) -> None:
    case, other = await ONE.open(), await TWO.open()
    seeking = replace(case, seeking_since=T0 + timedelta(hours=2))
    for n, (listed, status) in enumerate(
        [
            (timedelta(hours=1), ListingStatus.LIVE),
            (timedelta(hours=1), ListingStatus.SOLD),
            (timedelta(hours=3), ListingStatus.LIVE),
        ]
    ):
        listing = replace(
            A_LISTING,
            id=ListingId(f"listing-{n}"),
            case_id=other.id,
            unit_id=TWO.unit.id,
            variant_id=VARIANT,
            status=status,
            listed_at=T0 + listed,
            ends_at=T0 + 3 * DAY,
        )
        await sql.execute(LISTINGS.insert(), LISTINGS.write(listing))
    found = await demand.of_case(seeking, None, None, 0.25, T0 + DAY)
    assert found.ahead == (2 * DAY,)
