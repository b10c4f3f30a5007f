"""The next owner of a unit that looks for one: the first of those who wait is asked, or buys at
once where they left word to; where several units of a variant look at the same moment, the whole
of them is planned. What somebody answers, and what becomes of their offer, is told elsewhere."""

import asyncio
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from onward.domain.days import whole_ms
from onward.domain.events import Recorded
from onward.domain.ids import AccountId, LineId, MatchId, OfferId, OrderId, ProposalId, RefundId
from onward.domain.incoming import PaidLine
from onward.domain.life import OfferStatus
from onward.domain.listings import Listing
from onward.domain.offers import DemandKind, StandingOffer
from onward.domain.planning import Pair, planned
from onward.domain.proposing import Choice, asked, bought, on_offer, questions_asked, tried
from onward.domain.queues import Queue
from onward.domain.ranking import Beside, Candidate, Ranked, SeekingUnit, barrier, ranked
from onward.domain.refusals import Impossible
from onward.domain.sales import SaleIds, buyer_of
from onward.domain.shop import Contact
from onward.domain.standing import changed
from onward.domain.story import Story
from onward.domain.waking import waking_after
from onward.ports import World
from onward.store import accounts, book, cases, changes, meeting, offers, orders, people, reads
from onward.store.book import Seeker, Waiting
from onward.store.people import Person

# Each lost try is another unit's gain.
_MOST_TRIES = 200
# Of so many, the first by where they roughly live, the distance is then asked for exactly.
_EXACT = 3
# A plan of more pairs than these is made beside the event loop.
_SMALL_PLAN = 10_000


@dataclass(frozen=True, slots=True)
class _Search:
    """A unit's search: the unit as the rules see it, its address where one is known, the moment,
    whom it was offered to before, and the other units of its variant that are held just now."""

    world: World
    unit: SeekingUnit
    home: Contact | None
    now: datetime
    tried: frozenset[OfferId]
    held: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    choice: Choice
    person: Person


async def find_owner(world: World, cause: Recorded, story: Story) -> Story:
    """Offer the unit to whoever comes first of those who wait, while it is on offer. Nobody is
    asked twice about one unit, and an offer that moved meanwhile is looked at anew."""
    now = await world.clock.now()
    refused: set[OfferId] = set()
    for _ in range(_MOST_TRIES):
        listing = on_offer(story, now)
        found = await _found(world, story, listing, now, refused) if listing else None
        if found is None or listing is None:
            return story
        try:
            return await _offered(world, story, listing, found, now)
        except cases.OfferMoved:
            pass
        except cases.Taken:
            refused.add(found.choice.offer.id)
        fresh = await reads.story(story.case.id)
        if fresh is None:
            raise Impossible(f"case {story.case.id} is gone")
        story = fresh
    raise Impossible(f"case {story.case.id} lost {_MOST_TRIES} offers in a row")


async def _found(
    world: World, story: Story, listing: Listing, now: datetime, refused: AbstractSet[OfferId]
) -> _Found | None:
    person = (await people.returners([story.case.id]))[story.case.id]
    home = person.contact()
    unit = SeekingUnit(
        listing=listing,
        returner=person.party(listing.country),
        region=story.order.region,
        spot=await world.places.spot(home) if home else None,
        hops=story.unit.hops,
        automatic_only=questions_asked(story) >= world.policy.demand.most_asks,
    )
    seekers = await book.seekers(listing, now)
    held = tuple(one.listing for one in seekers if not book.is_live(one))
    search = _Search(world, unit, home, now, tried(story) | refused, held)
    rivals = [one for one in seekers if book.is_live(one)]
    return await _by_plan(search, rivals) if rivals else await _first(search)


async def _first(search: _Search) -> _Found | None:
    """The first in line who may have the unit."""
    policy, barred = search.world.policy, 0
    following = book.in_order(search.unit, policy, search.now, tried=search.tried, held=search.held)
    async for some in following:
        known = await _people(search, [one.offer for one in some.waiting])
        candidates = _candidates(some.waiting, known)
        beside = Beside(max(some.fit - barred - len(candidates), 0), some.unfit + barred)
        line = await _measured(search, candidates, known, beside)
        if line:
            return _Found(_choice(line[0], line), known[line[0].candidate.offer.buyer_id])
        barred += len(some.waiting)
    return None


async def _by_plan(search: _Search, rivals: Sequence[Seeker]) -> _Found | None:
    """This unit's part of the best plan for all that look for an owner now; None where the others
    need those who wait more."""
    unit, policy = search.unit, search.world.policy
    queue = Queue(await book.all_open(unit.listing.variant_id, policy, search.now))
    if not queue.offers:
        return None
    units, barred = await _units(search, rivals, queue)
    while True:
        small = len(units) * len(queue.offers) <= _SMALL_PLAN
        make = partial(planned, units, queue, policy, search.now, barred=barred, held=search.held)
        plan = make() if small else await asyncio.to_thread(make)
        known = await _people(search, list(plan.values()))
        wrong = {
            (one.listing.id, offer.id)
            for one in units
            if (offer := plan.get(one.listing.id)) and _is_barred(search, one, offer, known)
        }
        if not wrong:
            break
        barred |= wrong
    mine = plan.get(unit.listing.id)
    if mine is None:
        # Who the others need is theirs to ask, and they may have looked before that offer stood.
        by_id = {one.listing.id: one.listing for one in units}
        await meeting.look_again([(by_id[one], offer) for one, offer in plan.items()])
        return None
    return await _planned_choice(search, queue, mine)


async def _planned_choice(search: _Search, queue: Queue, mine: StandingOffer) -> _Found | None:
    """What the plan gave this unit, and why, beside those its own line begins with."""
    line = queue.line(search.unit, search.world.policy, search.now, held=search.held)
    waiting = [
        Waiting(queue.offers[at], km, int(others))
        for at, km, others in zip(line.positions, line.km, line.others, strict=True)
        if queue.offers[at].id not in search.tried
    ]
    shown = [one for one in waiting if one.offer.id == mine.id]
    shown += [one for one in waiting if one.offer.id != mine.id][: _EXACT - 1]
    known = await _people(search, [one.offer for one in shown])
    candidates = _candidates(shown, known)
    beside = Beside(len(waiting) - len(candidates), len(queue.offers) - len(line.positions))
    ordered = await _measured(search, candidates, known, beside)
    chosen = next((one for one in ordered if one.candidate.offer.id == mine.id), None)
    return _Found(_choice(chosen, ordered), known[mine.buyer_id]) if chosen else None


async def _units(
    search: _Search, rivals: Sequence[Seeker], queue: Queue
) -> tuple[list[SeekingUnit], set[Pair]]:
    """All whom somebody who waits would take, the oldest first, so that each of them makes one and
    the same plan; and which offers they were tried with."""
    policy, now = search.world.policy, search.now
    rivals = await book.with_pasts([one for one in rivals if queue.suits(one.listing, policy, now)])
    owners = await people.returners([one.listing.case_id for one in rivals])
    units, own = [search.unit], search.unit.listing.id
    barred: set[Pair] = {(own, offer_id) for offer_id in search.tried}
    for one in rivals:
        person = owners[one.listing.case_id]
        home = person.contact()
        spot = await search.world.places.spot(home) if home else None
        party = person.party(one.listing.country)
        enough = one.questions >= policy.demand.most_asks
        units.append(SeekingUnit(one.listing, party, one.region, spot, one.hops, enough))
        barred |= {(one.listing.id, offer_id) for offer_id in one.tried}
    units.sort(key=lambda one: (one.listing.listed_at, one.listing.id))
    return units, barred


async def _people(search: _Search, offers: Sequence[StandingOffer]) -> dict[AccountId, Person]:
    since = search.now - search.world.policy.matching.returned_before_for
    ids = [offer.buyer_id for offer in offers]
    return await people.buyers(ids, search.unit.listing.variant_id, since)


def _candidates(waiting: Sequence[Waiting], known: Mapping[AccountId, Person]) -> list[Candidate]:
    """Those of them who still are somebody, and live somewhere."""
    found = []
    for one in waiting:
        person = known.get(one.offer.buyer_id)
        if person is not None and person.place_digest is not None:
            party = person.party(one.offer.country)
            found.append(Candidate(one.offer, party, one.km, person.returned_this_at, one.others))
    return found


def _is_barred(
    search: _Search, unit: SeekingUnit, offer: StandingOffer, known: Mapping[AccountId, Person]
) -> bool:
    candidates = _candidates([Waiting(offer, None, 0)], known)
    policy, now = search.world.policy, search.now
    return not candidates or barrier(unit, candidates[0], policy, now) is not None


async def _measured(
    search: _Search,
    candidates: Sequence[Candidate],
    known: Mapping[AccountId, Person],
    beside: Beside,
) -> tuple[Ranked, ...]:
    """The line once more, with the exact distance of those at its head."""
    line = ranked(search.unit, candidates, search.world.policy, search.now, beside)
    exact = []
    for one in line[:_EXACT]:
        home, contact = search.home, known[one.candidate.offer.buyer_id].contact()
        km = await search.world.places.km(home, contact) if home and contact else None
        exact.append(replace(one.candidate, km=one.candidate.km if km is None else km))
    left = Beside(beside.fit + len(line) - len(exact), line[0].why.barred if line else 0)
    return ranked(search.unit, exact, search.world.policy, search.now, left)


def _choice(chosen: Ranked, line: Sequence[Ranked]) -> Choice:
    others = [one.why.total_minor for one in line if one is not chosen]
    why = replace(chosen.why, runner_up_minor=min(others, default=None))
    return Choice(chosen.candidate.offer, why, chosen.candidate.km)


async def _offered(
    world: World, story: Story, listing: Listing, found: _Found, now: datetime
) -> Story:
    """Ask them, or buy for them where they left word to."""
    policy, choice, offer = world.policy, found.choice, found.choice.offer
    zone = await orders.time_zone_of(offer.buyer_id) or "UTC"
    proposal_id = ProposalId(world.tokens.id())
    contact = found.person.contact()
    paid = await _paid_line(offer)
    if paid is not None:
        contact, zone = await accounts.contact(paid.order.contact_id or ""), paid.order.time_zone
    if offer.automatic and contact is not None:
        ids = SaleIds(
            MatchId(world.tokens.id()),
            OrderId(world.tokens.id()),
            LineId(world.tokens.id()),
            f"OB-{world.tokens.reference()}",
        )
        buyer = buyer_of(offer.buyer_id, contact, zone)
        refund_id = RefundId(world.tokens.id())
        lies = story.order.country, story.order.region
        goes = contact.country, contact.region
        taxed = await world.tax.on(listing.price, story.variant.category, lies, goes)
        buys = partial(bought, paid=paid, refund_id=refund_id)
        decide = partial(buys, choice, proposal_id, buyer, ids, taxed, policy, now)
    else:
        demand = policy.demand
        hours = demand.waking_from, demand.waking_until
        until = whole_ms(waking_after(now, demand.ask_for, zone, *hours))
        decide = partial(asked, choice, proposal_id, until, now)
    return await changes.change(story.case.id, decide, at=now, policy=policy, seen=story)


async def _paid_line(offer: StandingOffer) -> PaidLine | None:
    """What an order that waits has paid already; None for every other offer. One that was sent
    meanwhile, or has no such line any more, waits for nothing: it ends."""
    if offer.kind is not DemandKind.ORDER:
        return None
    paid = await orders.paid_line(offer.order_id or "", offer.variant_id)
    if paid is None:
        await offers.change(changed(offer, OfferStatus.ENDED))
        raise cases.OfferMoved(offer.id)
    return paid
