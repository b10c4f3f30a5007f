"""Two processes look for owners of the same units among the same people at the same time."""

from collections.abc import AsyncIterator
from random import Random

import pytest

from onward.domain.ids import CaseId, VariantId
from onward.store import sql
from onward.store.opening import close_store, open_store
from tests.services.crowd import Crowd
from tests.store.another import another
from tests.store.roads import Road
from tests.store.shelf import SEAL, Shelf, stock
from tests.world import make_world

pytestmark = pytest.mark.anyio
UNITS, OFFERS = 8, 5


@pytest.fixture
async def url(database_url: str) -> AsyncIterator[str]:
    await open_store(database_url, seal=SEAL, effects={})
    try:
        await stock()
        yield database_url
    finally:
        await close_store()


@pytest.mark.parametrize("automatic", [True, False])
async def test_no_offer_gets_two_units_and_no_unit_two_owners(url: str, automatic: bool) -> None:
    for n in range(UNITS):
        await Shelf(str(n)).open()
        road = Road(CaseId(f"case-{n}"), Random(n))
        for move in ("submitted", "approved", "chosen"):
            await road.go(move)
    crowd = Crowd(make_world())
    for n in range(OFFERS):
        await crowd.offers(f"buyer{n}", variant_id=VariantId("variant"), automatic=automatic)
    cases = [f"case-{n}" for n in range(UNITS)]
    async with (
        another("tests.services.seeker", url, *cases) as one,
        another("tests.services.seeker", url, *reversed(cases)) as other,
    ):
        assert [await one.says(), await other.says()] == ["ready", "ready"]
        await one.go()
        await other.go()
        assert [await one.rest(), await other.rest()] == [["done"], ["done"]]
    held = await sql.fetch("SELECT unit_id, offer_id FROM proposals")
    assert len(held) == OFFERS
    assert len({row["unit_id"] for row in held}) == OFFERS
    assert len({row["offer_id"] for row in held}) == OFFERS
    sold = await sql.fetch("SELECT unit_id, offer_id FROM matches")
    assert len(sold) == (OFFERS if automatic else 0)
    listings = await sql.fetch("SELECT status FROM listings WHERE status = 'HELD'")
    assert len(listings) == OFFERS
    offers = await sql.fetch("SELECT status FROM offers WHERE status = 'OPEN'")
    assert not offers
