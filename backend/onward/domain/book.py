"""The book of standing offers in memory: put in, taken out, and the first ones for a unit, whatever
the number of variants and offers."""

from datetime import datetime

from onward.domain.ids import AccountId, OfferId, VariantId
from onward.domain.matching import Party
from onward.domain.offers import StandingOffer
from onward.domain.policy import Policy
from onward.domain.queues import Queue
from onward.domain.ranking import Beside, Candidate, Ranked, SeekingUnit, ranked

# So many are held against the rules about people at a time.
LOOKED_AT = 4


class Book:
    """Open offers by variant. What is known of a person is kept once, however much they want."""

    def __init__(self) -> None:
        self._queues: dict[VariantId, Queue] = {}
        self._offers: dict[OfferId, StandingOffer] = {}
        self._people: dict[AccountId, Party] = {}

    def __len__(self) -> int:
        return len(self._offers)

    def insert(self, offer: StandingOffer, owner: Party) -> None:
        """Put an offer in, in place of an older version of it."""
        if offer.id in self._offers:
            self.remove(offer.id)
        self._offers[offer.id] = offer
        self._people[offer.buyer_id] = owner
        self._queues.setdefault(offer.variant_id, Queue()).insert(offer)

    def remove(self, offer_id: OfferId) -> StandingOffer | None:
        """Take an offer out, and hand it back; None when it is not there."""
        offer = self._offers.pop(offer_id, None)
        if offer is not None:
            self._queues[offer.variant_id].remove(offer)
        return offer

    def best_for(self, unit: SeekingUnit, policy: Policy, now: datetime) -> Ranked | None:
        """The one who comes first of all who may have this unit; None when nobody may."""
        queue = self._queues.get(unit.listing.variant_id)
        if queue is None:
            return None
        start, most = 0, LOOKED_AT
        while True:
            line = queue.line(unit, policy, now, most=most)
            picked = [queue.offers[at] for at in line.positions[start:]]
            if not picked:
                return None
            beside = Beside(0, len(queue) - len(picked))
            km = [line.km_of(place) for place in range(start, len(line.positions))]
            found = ranked(unit, self._candidates(picked, km), policy, now, beside)
            if found:
                return found[0]
            start, most = most, most * 4

    def _candidates(self, offers: list[StandingOffer], km: list[int | None]) -> list[Candidate]:
        return [
            Candidate(offer, self._people[offer.buyer_id], distance)
            for offer, distance in zip(offers, km, strict=True)
        ]
