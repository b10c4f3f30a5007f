"""Of all who wait the one who comes first is found, however many there are and without reading
them all; and what the rules ask about people is told for many at once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from onward.domain.ids import AccountId, CaseId, ContactId, ListingId, OfferId
from onward.domain.life import OfferStatus
from onward.domain.listings import Listing
from onward.domain.offers import DemandKind, Spot, StandingOffer
from onward.domain.planning import planned
from onward.domain.policy import Policy
from onward.domain.queues import Queue
from onward.domain.ranking import SeekingUnit
from onward.domain.shop import Account, Contact, Role
from onward.store import accounts, book, bulk, meeting, people, seekers, sql
from onward.store.mappings import OFFERS
from onward.store.opening import close_store, open_store
from tests.domain.examples import DAY, POLICY, T0, usd
from tests.domain.standing import offer, some_offers, some_unit, unit
from tests.store.roads import Road
from tests.store.shelf import SEAL, Shelf, stock

pytestmark = pytest.mark.anyio


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[None]:
    await open_store(database_url, seal=SEAL, effects={"PeerChosen": ("find_owner",)})
    try:
        yield
    finally:
        await close_store()


async def written(offers: Sequence[StandingOffer]) -> None:
    async with sql.transaction():
        await bulk.add("offers", OFFERS.names, [OFFERS.write(one) for one in offers])


async def line(seeking: SeekingUnit) -> list[str]:
    some = [one async for one in book.in_order(seeking, POLICY, T0)]
    return [one.offer.id for following in some for one in following.waiting]


def whole_line(offers: Sequence[StandingOffer], seeking: SeekingUnit) -> list[str]:
    """The same with every offer at hand."""
    queue = Queue(offers)
    return [queue.offers[at].id for at in queue.line(seeking, POLICY, T0).positions]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("count", [0, 5, 63, 64, 65, 192, 900])
async def test_page_by_page_everybody_comes_in_the_order_they_would_have_at_once(
    count: int,
) -> None:
    chance = Random(count)
    offers = some_offers(chance, count)
    await written(offers)
    for _ in range(5):
        seeking = some_unit(chance)
        assert await line(seeking) == whole_line(offers, seeking)


@pytest.mark.usefixtures("store")
async def test_of_thousands_the_first_is_found_without_reading_them_all() -> None:
    """Spread over a country and a month, as a crowd is."""
    chance = Random(7)
    offers = [
        offer(
            f"o{n}",
            days=chance.uniform(0, 29),
            spot=Spot(chance.randrange(300, 480), -chance.randrange(700, 1200)),
        )
        for n in range(5_000)
    ]
    await written(offers)
    first = await anext(book.in_order(unit(), POLICY, T0))
    assert [one.offer.id for one in first.waiting] == whole_line(offers, unit())[
        : len(first.waiting)
    ]
    assert 0 < first.fit + first.unfit < 1_000


async def first_page(policy: Policy, size: int) -> book.Page:
    """As it is read with whatever else a match asks about its unit; the next are twice as long."""
    kind = book.waiting_kinds(policy)[0]
    asked = book.asking_page(unit().listing.variant_id, kind, T0, size=size)
    return book.Page(kind, await sql.fetch_raw(*asked), size)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("seed", range(12))
async def test_a_plan_of_those_who_were_read_is_worth_that_of_all_who_wait(seed: int) -> None:
    """With short pages, so that most of the book stays unread."""
    chance, size = Random(seed), 1 << seed % 5
    policy = some_policy(chance)
    offers = [
        replace(one, automatic=chance.random() < 0.5) for one in some_offers(chance, 25 * seed)
    ]
    await written(offers)
    everybody, unread = Queue(offers), 0
    for _ in range(12):
        units = [
            replace(some_unit(chance), automatic_only=chance.random() < 0.2)
            for _ in range(chance.randint(1, 6))
        ]
        held = [some_unit(chance).listing for _ in range(chance.randint(0, 2))]
        barred = {
            (one.listing.id, each.id) for one in units for each in offers if chance.random() < 0.1
        }
        first = await first_page(policy, size)
        pool = book.Pool(unit().listing.variant_id, policy, T0, held, first)
        for _ in range(3):
            firsts = await pool.firsts(units, barred)
            assert len(set(pool.queue.ids)) == len(pool.queue)
            own = pool.queue.line(units[0], policy, T0, held=held)
            assert pool.line(units[0]).costs.tolist() == own.costs.tolist()
            found = firsts or planned(units, pool.queue, policy, T0, barred=barred, held=held)
            best = planned(units, everybody, policy, T0, barred=barred, held=held)
            assert worth(found, units, everybody, policy, held) == worth(
                best, units, everybody, policy, held
            )
            barred |= {(listing, offer.id) for listing, offer in found.items()}
        unread += len(offers) - len(pool.queue)
    assert unread > len(offers) or len(offers) < 100


def some_policy(chance: Random) -> Policy:
    order = [DemandKind.STANDING_OFFER, DemandKind.ORDER]
    chance.shuffle(order)
    demand = replace(POLICY.demand, precedence=(*order, DemandKind.SHOP))
    scarcity = chance.choice([0, 150, POLICY.matching.scarcity_minor])
    matching = replace(POLICY.matching, scarcity_minor=scarcity)
    return replace(POLICY, demand=demand, matching=matching)


def worth(
    plan: dict[ListingId, StandingOffer],
    units: Sequence[SeekingUnit],
    queue: Queue,
    policy: Policy,
    held: Sequence[Listing],
) -> tuple[int, int, int]:
    """How many find an owner, how far back in policy's order those stand, and what it costs."""
    places = dict(zip(queue.ids, queue.places(policy), strict=True))
    cost, back = 0, 0
    for one in units:
        offer = plan.get(one.listing.id)
        if offer is not None:
            at = queue.ids.index(offer.id)
            scarce = policy.matching.scarcity_minor * queue.others(one, held, policy)[at]
            cost += int(queue.costs(one, policy.matching, T0)[at] + scarce)
            back += int(places[offer.id])
    return len(plan), back, cost


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("count", [0, 1, 4, 5, 63, 64, 65, 300])
@pytest.mark.parametrize("size", [1, 4, book.PAGE])
async def test_what_was_read_before_is_not_read_again_and_nobody_behind_it_is_lost(
    count: int, size: int
) -> None:
    chance = Random(count)
    offers, policy = some_offers(chance, count), some_policy(chance)
    await written(offers)
    for _ in range(4):
        seeking, held = some_unit(chance), [some_unit(chance).listing]
        first = await first_page(policy, size)
        some = [one async for one in book.in_order(seeking, policy, T0, held=held, first=first)]
        queue = Queue(offers)
        whole = [queue.ids[at] for at in queue.line(seeking, policy, T0, held=held).positions]
        assert [one.offer.id for following in some for one in following.waiting] == whole


@pytest.mark.usefixtures("store")
async def test_of_thousands_a_plan_reads_as_many_as_it_may_need() -> None:
    offers = [offer(f"o{n}", days=29 - n / 200) for n in range(5_000)]
    await written(offers)
    pool = book.Pool(unit().listing.variant_id, POLICY, T0, (), None)
    await pool.firsts([unit("a"), unit("b")], set())
    few = len(pool.queue)
    assert 0 < few < 1_000
    first = {(unit("a").listing.id, one.id) for one in offers[:few]}
    await pool.firsts([unit("a"), unit("b")], first)
    assert few < len(pool.queue) < book.MOST_PLANNED
    nobodys = unit("c", listed={"price": usd(9_999_00)})
    await pool.firsts([unit("a"), nobodys], first)
    assert len(pool.queue) == book.MOST_PLANNED


@pytest.mark.usefixtures("store")
async def test_units_whose_lines_begin_with_different_people_need_no_more_of_them() -> None:
    here, there = Spot(400, -740), Spot(340, -1180)
    near = [offer("east", days=29, spot=here), offer("west", days=29, spot=there)]
    await written([*near, *(offer(f"o{n}", days=10 - n / 60, spot=here) for n in range(500))])
    units = [unit("a", spot=here), unit("b", spot=there)]
    pool = book.Pool(unit().listing.variant_id, POLICY, T0, (), await first_page(POLICY, 4))
    plan = await pool.firsts(units, set())
    assert len(pool.queue) == 4
    assert [plan[one.listing.id].id for one in units] == ["east", "west"]
    assert plan == planned(units, pool.queue, POLICY, T0)
    await pool.firsts(units, {(units[1].listing.id, near[1].id)})
    assert len(pool.queue) > 4


@pytest.mark.usefixtures("store")
async def test_who_was_tried_who_rests_and_who_waits_for_another_thing_is_left_out() -> None:
    kept = offer("kept")
    out = [
        offer("tried"),
        offer("resting", status=OfferStatus.PAUSED),
        offer("asked", status=OfferStatus.ASKED),
        offer("other", variant_id="another"),
        offer("shop", kind=DemandKind.SHOP),
    ]
    await written([kept, *out])
    found = book.in_order(unit(), POLICY, T0, tried={OfferId("tried")})
    assert [one.offer.id async for some in found for one in some.waiting] == ["kept"]
    pool = book.Pool(kept.variant_id, POLICY, T0, (), None)
    await pool.firsts([unit()], set())
    assert set(pool.queue.ids) == {"kept", "tried"}


@pytest.mark.usefixtures("store")
async def test_a_shop_that_takes_no_standing_offers_asks_orders_alone() -> None:
    await written([offer("wish"), offer("order", kind=DemandKind.ORDER)])
    demand = replace(POLICY.demand, standing_offers=False)
    policy = replace(POLICY, demand=demand)
    found = book.in_order(unit(), policy, T0)
    assert [one.offer.id async for some in found for one in some.waiting] == ["order"]


@pytest.mark.usefixtures("store")
async def test_units_of_a_variant_tell_whose_they_are_and_whom_they_were_offered_to() -> None:
    await stock()
    for n in ("a", "b"):
        await Shelf(n).open()
        road = Road(CaseId(f"case-{n}"), Random(1))
        for move in ("submitted", "approved", "chosen"):
            story = await road.go(move)
    assert story.listing is not None
    now = story.listing.listed_at
    around = await book.around(story.case.id, story.listing, POLICY, now)
    [(other, owner)] = await seekers.with_pasts(around.beside)
    assert (other.listing.case_id, owner.account_id) == ("case-a", "returner")
    assert (other.tried, other.questions) == (frozenset(), 0)
    assert around.returner.account_id == "returner"
    later = await book.around(story.case.id, story.listing, POLICY, now + timedelta(days=30))
    assert not later.beside


@pytest.mark.usefixtures("store")
async def test_an_offer_that_opens_is_looked_at_once_by_each_unit_it_fits() -> None:
    await stock()
    await Shelf("a").open()
    road = Road(CaseId("case-a"), Random(1))
    for move in ("submitted", "approved", "chosen"):
        story = await road.go(move)
    await sql.execute("DELETE FROM effects")
    for one in (offer("fits"), offer("fits"), offer("poor", highest=usd(1))):
        for write in meeting.met_by(one):
            await sql.execute(write.statement, write.rows[0])
    assert not meeting.met_by(offer("asked", status=OfferStatus.ASKED))
    rows = await sql.fetch("SELECT id, effect, case_id FROM effects")
    assert [(row["effect"], row["case_id"]) for row in rows] == [("find_owner", "case-a")]
    assert story.listing is not None
    await meeting.look_again([(story.listing, offer("fits")), (story.listing, offer("more"))])
    assert len(await sql.fetch("SELECT id FROM effects")) == 2


@pytest.mark.usefixtures("store")
async def test_people_are_told_apart_by_digests_and_by_what_they_returned_lately() -> None:
    await stock()
    await Shelf("a").open()
    for name, street in (("returner", "1 Road"), ("flatmate", "1 Road"), ("stranger", "2 Road")):
        contact = Contact(
            ContactId(f"c-{name}"), name, f"{name}@example.com", None, street, "T", "NY", "10001",
            "US",
        )  # fmt: skip
        await accounts.create(Account(AccountId(name), Role.SHOPPER, contact.id, T0), contact)
    names = [AccountId(name) for name in ("returner", "flatmate", "stranger", "nobody")]
    found = await people.buyers(names, "variant", T0 - DAY)
    homes: dict[str, str | None] = {name: person.place_digest for name, person in found.items()}
    assert homes["returner"] == homes["flatmate"] != homes["stranger"]
    assert {name: person.returned_this_at for name, person in found.items()} == {
        "returner": T0, "flatmate": None, "stranger": None
    }  # fmt: skip
    later = await people.buyers(names, "variant", T0 + DAY)
    assert later[AccountId("returner")].returned_this_at is None
    owner = (await people.returners([CaseId("case-a")]))[CaseId("case-a")]
    assert owner.place_digest == homes["returner"]
    stranger = found[AccountId("stranger")].contact
    assert stranger is not None
    assert stranger.street == "2 Road"


# What a statement made itself.
OF_OURS = ("SCAN counted", "SCAN theirs")


@pytest.mark.usefixtures("sqlite_store")
async def test_nothing_of_a_match_on_the_file_is_looked_for_row_by_row() -> None:
    """However many orders a shop has; the file is planned for without statistics."""
    asked = [
        book.asking_page(unit().listing.variant_id, DemandKind.STANDING_OFFER, T0),
        people.asking_buyers([AccountId("a"), AccountId("b")], "variant", T0),
        *seekers.asking_pasts([CaseId("a"), CaseId("b")]),
        seekers.asking_beside(unit().listing, T0),
    ]
    for statement, values in asked:
        rows = await sql.fetch(f"EXPLAIN QUERY PLAN {statement}", values)
        steps = [row["detail"] for row in rows]
        assert [one for one in steps if one.startswith("SCAN") and one not in OF_OURS] == []
    page = await sql.fetch(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1])
    assert "USING COVERING INDEX" in page[0]["detail"]
