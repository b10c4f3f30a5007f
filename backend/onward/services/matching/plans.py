"""Several units of a variant that look for an owner at the same moment: the whole of them is
planned, and each gets its part of the one best plan."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

from onward.domain.ids import AccountId
from onward.domain.offers import StandingOffer
from onward.domain.planning import Pair, planned
from onward.domain.queues import Queue
from onward.domain.ranking import Beside, SeekingUnit, barrier
from onward.services.matching.searching import (
    EXACT,
    Found,
    Search,
    candidates_of,
    choice_of,
    measured,
    people_of,
)
from onward.store import book, meeting
from onward.store.book import Seeker, Waiting
from onward.store.people import Person

# A plan of more pairs than these is made beside the event loop.
_SMALL_PLAN = 10_000


async def by_plan(search: Search, rivals: Sequence[Seeker]) -> Found | None:
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
        known = await people_of(search, list(plan.values()))
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


async def _planned_choice(search: Search, queue: Queue, mine: StandingOffer) -> Found | None:
    """What the plan gave this unit, and why, beside those its own line begins with."""
    line = queue.line(search.unit, search.world.policy, search.now, held=search.held)
    waiting = [
        Waiting(queue.offers[at], km, int(others))
        for at, km, others in zip(line.positions, line.km, line.others, strict=True)
        if queue.offers[at].id not in search.tried
    ]
    shown = [one for one in waiting if one.offer.id == mine.id]
    shown += [one for one in waiting if one.offer.id != mine.id][: EXACT - 1]
    known = await people_of(search, [one.offer for one in shown])
    candidates = candidates_of(shown, known)
    beside = Beside(len(waiting) - len(candidates), len(queue.offers) - len(line.positions))
    ordered = await measured(search, candidates, known, beside)
    chosen = next((one for one in ordered if one.candidate.offer.id == mine.id), None)
    return Found(choice_of(chosen, ordered), known[mine.buyer_id]) if chosen else None


async def _units(
    search: Search, rivals: Sequence[Seeker], queue: Queue
) -> tuple[list[SeekingUnit], set[Pair]]:
    """All whom somebody who waits would take, the oldest first, so that each of them makes one and
    the same plan; and which offers they were tried with."""
    policy, now = search.world.policy, search.now
    suited = [one for one in rivals if queue.suits(one.listing, policy, now)]
    units, own = [search.unit], search.unit.listing.id
    barred: set[Pair] = {(own, offer_id) for offer_id in search.tried}
    for one, person in await book.with_pasts(suited):
        home = person.contact()
        spot = await search.world.places.spot(home) if home else None
        party = person.party(one.listing.country)
        enough = one.questions >= policy.demand.most_asks
        units.append(SeekingUnit(one.listing, party, one.region, spot, one.hops, enough))
        barred |= {(one.listing.id, offer_id) for offer_id in one.tried}
    units.sort(key=lambda one: (one.listing.listed_at, one.listing.id))
    return units, barred


def _is_barred(
    search: Search, unit: SeekingUnit, offer: StandingOffer, known: Mapping[AccountId, Person]
) -> bool:
    candidates = candidates_of([Waiting(offer, None, 0)], known)
    policy, now = search.world.policy, search.now
    return not candidates or barrier(unit, candidates[0], policy, now) is not None
