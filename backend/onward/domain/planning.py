"""Several units of one variant that look for an owner at the same moment: who gets which, so that
as many as possible find one and all together cost the least. The rules about people are held
against the pairs it picks; a pair they forbid is named in `barred`, and the plan made anew."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

import numpy as np

from onward.domain.assignment import assigned
from onward.domain.ids import ListingId, OfferId
from onward.domain.listings import Listing
from onward.domain.offers import StandingOffer
from onward.domain.policy import Policy
from onward.domain.queues import Terms
from onward.domain.ranking import SeekingUnit

Pair = tuple[ListingId, OfferId]


def planned(
    units: Sequence[SeekingUnit],
    queue: Terms,
    policy: Policy,
    now: datetime,
    *,
    barred: AbstractSet[Pair] = frozenset(),
    held: Sequence[Listing] = (),
) -> dict[ListingId, StandingOffer]:
    """The offer each unit goes to; a unit that is left out stays in the shop. First as many matches
    as there can be, then policy's order of precedence, then the least cost. `held` are units on
    offer that are in nobody's plan just now, as in `Terms.others`."""
    shape = (len(units), len(queue))
    allowed = np.zeros(shape, np.bool_)
    costs = np.zeros(shape, np.int64)
    for row, unit in enumerate(units):
        others = queue.others(unit, held, policy)
        allowed[row] = queue.fitting(unit, policy, now)
        costs[row] = queue.costs(unit, policy.matching, now)
        costs[row] += policy.matching.scarcity_minor * others
    _forbid(allowed, units, queue, barred)
    wanted = np.flatnonzero(allowed.any(axis=1))
    if not wanted.size:
        return {}
    costs, allowed = costs[wanted], allowed[wanted]
    spread = int(costs[allowed].max()) - int(costs[allowed].min())
    # One place further back in the order weighs more than all costs of the plan together.
    costs += queue.places(policy) * (min(shape) * spread + 1)
    pairs = assigned(costs, allowed)
    return {units[wanted[row]].listing.id: queue[column] for row, column in pairs.items()}


def _forbid(
    allowed: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    units: Sequence[SeekingUnit],
    queue: Terms,
    barred: AbstractSet[Pair],
) -> None:
    rows = {unit.listing.id: row for row, unit in enumerate(units)}
    columns = {offer_id: column for column, offer_id in enumerate(queue.ids)}
    for listing_id, offer_id in barred:
        if listing_id in rows and offer_id in columns:
            allowed[rows[listing_id], columns[offer_id]] = False
