"""Several units of a variant that look for an owner at the same moment: the whole of them is
planned, and each gets its part of the one best plan."""

import asyncio
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial

from onward.domain.distances import Where, km_between
from onward.domain.economics import farthest_km, listed_piece
from onward.domain.ids import AccountId, ListingId, OfferId
from onward.domain.offers import StandingOffer
from onward.domain.planning import Pair, planned
from onward.domain.queues import Line
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
from onward.store import book, meeting, seekers
from onward.store.book import Pool, Waiting
from onward.store.kept import Kept
from onward.store.people import Person
from onward.store.seekers import Seeker

# A plan of more pairs than these is made beside the event loop.
_SMALL_PLAN = 10_000


@dataclass(frozen=True, slots=True)
class _Own:
    """This unit's own line, and the places in it of those whom it was not offered to."""

    queue: Kept
    line: Line
    places: Sequence[int]

    def waiting(self, places: Sequence[int]) -> list[Waiting]:
        return [book.waiting(self.queue, self.line, place) for place in places]

    def place_of(self, offer_id: OfferId) -> int:
        """The place of somebody the unit fits."""
        return next(at for at in self.places if self.queue.ids[self.line.positions[at]] == offer_id)


async def by_plan(search: Search, rivals: Sequence[Seeker]) -> Found | None:
    """This unit's part of the best plan for all that look for an owner now; None where the others
    need those who wait more."""
    unit, policy, now = search.unit, search.world.policy, search.now
    units, barred = await _units(search, rivals)
    pool = Pool(unit.listing.variant_id, policy, now, search.held, search.first)
    known: dict[AccountId, Person] = {}
    while True:
        plan = await pool.firsts(units, barred)
        plan = plan or await _plan(search, units, pool.queue, barred)
        line = pool.line(unit)
        own = _Own(pool.queue, line, [*book.untried(pool.queue, line.positions, search.tried)])
        nearest = [one.offer for one in own.waiting(own.places[:EXACT])]
        unknown = [one for one in [*plan.values(), *nearest] if one.buyer_id not in known]
        known |= await people_of(search, unknown)
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
    return await _planned_choice(search, own, mine, known)


async def _planned_choice(
    search: Search, own: _Own, mine: StandingOffer, known: Mapping[AccountId, Person]
) -> Found | None:
    """What the plan gave this unit, and why, beside those its own line begins with."""
    given = own.place_of(mine.id)
    shown = [given, *(place for place in own.places[:EXACT] if place != given)][:EXACT]
    candidates = candidates_of(own.waiting(shown), known)
    unfit = len(own.queue) - len(own.line.positions)
    beside = Beside(len(own.places) - len(candidates), unfit)
    ordered = await measured(search, candidates, known, beside)
    chosen = next((one for one in ordered if one.candidate.offer.id == mine.id), None)
    return Found(choice_of(chosen, ordered), known[mine.buyer_id]) if chosen else None


async def _plan(
    search: Search, units: Sequence[SeekingUnit], queue: Kept, barred: AbstractSet[Pair]
) -> dict[ListingId, StandingOffer]:
    policy, now, held = search.world.policy, search.now, search.held
    make = partial(planned, units, queue, policy, now, barred=barred, held=held)
    small = len(units) * len(queue) <= _SMALL_PLAN
    return make() if small else await asyncio.to_thread(make)


async def _units(search: Search, rivals: Sequence[Seeker]) -> tuple[list[SeekingUnit], set[Pair]]:
    """All that look for an owner, the oldest first, so that each of them makes one and the same
    plan; and which offers they were tried with."""
    policy = search.world.policy
    units, own = [search.unit], search.unit.listing.id
    barred: set[Pair] = {(own, offer_id) for offer_id in search.tried}
    for one, person in await seekers.with_pasts(rivals):
        home = person.contact
        spot = await search.world.places.spot(home) if home else None
        party = person.party(one.listing.country)
        enough = one.questions >= policy.demand.most_asks
        piece = listed_piece(one.listing, search.weight_g, policy, one.warehouse_km)
        farthest = farthest_km(piece, policy)
        unit = SeekingUnit(one.listing, party, one.region, spot, one.hops, enough, farthest)
        units.append(unit)
        barred |= {(one.listing.id, offer_id) for offer_id in one.tried}
    units.sort(key=lambda one: (one.listing.listed_at, one.listing.id))
    return units, barred


def _is_barred(
    search: Search, unit: SeekingUnit, offer: StandingOffer, known: Mapping[AccountId, Person]
) -> bool:
    km = km_between(unit.where, Where(offer.country, offer.region, offer.spot))
    candidates = candidates_of([Waiting(offer, km, 0)], known)
    policy, now = search.world.policy, search.now
    return not candidates or barrier(unit, candidates[0], policy, now) is not None
