"""Several units of a variant that look for an owner at the same moment: the whole of them is
planned, and each gets its part of the one best plan."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from onward.domain.ids import AccountId
from onward.domain.offers import StandingOffer
from onward.domain.planning import Pair, planned
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
from onward.store.book import Kept, Waiting
from onward.store.people import Person
from onward.store.seekers import Seeker

# A plan of more pairs than these is made beside the event loop.
_SMALL_PLAN = 10_000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the queue somebody waits whom this unit fits; see `Waiting`."""

    at: int
    km: int | None
    others: int


@dataclass(frozen=True, slots=True)
class _Line:
    """Those whom a unit fits, the best first, without whom it was offered to; and how many it does
    not fit."""

    places: Sequence[_Place]
    unfit: int


async def by_plan(search: Search, rivals: Sequence[Seeker]) -> Found | None:
    """This unit's part of the best plan for all that look for an owner now; None where the others
    need those who wait more."""
    unit, policy, now = search.unit, search.world.policy, search.now
    queue, pasts = await book.whole(unit.listing.variant_id, rivals, policy, now)
    if not queue:
        return None
    units, barred = await _units(search, pasts, queue)
    line = _own_line(search, queue)
    nearest = [queue.offers[one.at] for one in line.places[:EXACT]]
    known: dict[AccountId, Person] = {}
    while True:
        small = len(units) * len(queue) <= _SMALL_PLAN
        make = partial(planned, units, queue, policy, now, barred=barred, held=search.held)
        plan = make() if small else await asyncio.to_thread(make)
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
    return await _planned_choice(search, queue, line, mine, known)


def _own_line(search: Search, queue: Kept) -> _Line:
    line, ids = (
        queue.line(search.unit, search.world.policy, search.now, held=search.held),
        queue.ids,
    )
    places = [
        _Place(int(at), km, int(others))
        for at, km, others in zip(line.positions, line.km, line.others, strict=True)
        if ids[at] not in search.tried
    ]
    return _Line(places, len(queue) - len(line.positions))


async def _planned_choice(
    search: Search,
    queue: Kept,
    line: _Line,
    mine: StandingOffer,
    known: Mapping[AccountId, Person],
) -> Found | None:
    """What the plan gave this unit, and why, beside those its own line begins with."""
    ids = queue.ids
    shown = [one for one in line.places if ids[one.at] == mine.id]
    shown += [one for one in line.places if ids[one.at] != mine.id][: EXACT - 1]
    waiting = [Waiting(queue.offers[one.at], one.km, one.others) for one in shown]
    candidates = candidates_of(waiting, known)
    beside = Beside(len(line.places) - len(candidates), line.unfit)
    ordered = await measured(search, candidates, known, beside)
    chosen = next((one for one in ordered if one.candidate.offer.id == mine.id), None)
    return Found(choice_of(chosen, ordered), known[mine.buyer_id]) if chosen else None


async def _units(
    search: Search, rivals: Sequence[tuple[Seeker, Person]], queue: Kept
) -> tuple[list[SeekingUnit], set[Pair]]:
    """All whom somebody who waits would take, the oldest first, so that each of them makes one and
    the same plan; and which offers they were tried with."""
    policy, now = search.world.policy, search.now
    units, own = [search.unit], search.unit.listing.id
    barred: set[Pair] = {(own, offer_id) for offer_id in search.tried}
    for one, person in rivals:
        if not queue.suits(one.listing, policy, now):
            continue
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
