"""Which of those who may have a unit comes first, and why: the form of demand that policy names
first, then what the match costs, then who has waited longest. Who may have it is for `matching`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from onward.domain.distances import Where, assumed_km
from onward.domain.listings import Listing
from onward.domain.matching import BuyingFacts, Party, barrier_to_buying
from onward.domain.offers import CostPart, DemandKind, MatchWhy, Spot, StandingOffer
from onward.domain.policy import MatchingPolicy, Policy

DAY_MS = 86_400_000
_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class SeekingUnit:
    """A unit that looks for its next owner: its listing, who returns it, where it lies (in the
    listing's country), and how often it was passed on before. `automatic_only`: enough people were
    asked, and only an offer that asks for no answer may have it. Beyond `farthest_km` the peer path
    would earn less than another."""

    listing: Listing
    returner: Party
    region: str
    spot: Spot | None = None
    hops: int = 0
    automatic_only: bool = False
    farthest_km: int | None = None

    @property
    def where(self) -> Where:
        return Where(self.listing.country, self.region, self.spot)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer that might have the unit, and what the rules ask about its owner. `km` is None
    where nobody knows; `others` counts what else the same offer would take (see `Terms.others`)."""

    offer: StandingOffer
    buyer: Party
    km: int | None = None
    returned_this_at: datetime | None = None
    others: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    candidate: Candidate
    why: MatchWhy


@dataclass(frozen=True, slots=True)
class Beside:
    """Offers that were looked at before the candidates were picked: how many more `fit` the unit,
    and how many rules kept out."""

    fit: int = 0
    barred: int = 0


def ranked(
    unit: SeekingUnit,
    candidates: Sequence[Candidate],
    policy: Policy,
    now: datetime,
    beside: Beside = Beside(),
) -> tuple[Ranked, ...]:
    """Those who may have the unit, the first one first; each with why, and with what the next one
    in line would have cost."""
    allowed = [one for one in candidates if barrier(unit, one, policy, now) is None]
    parts = {one.offer.id: cost_parts(unit, one, policy.matching, now) for one in allowed}

    def cost(one: Candidate) -> int:
        return sum(part.minor for part in parts[one.offer.id])

    first = precedence(policy)
    allowed.sort(
        key=lambda one: (first[one.offer.kind], cost(one), one.offer.made_at, one.offer.id)
    )
    barred = len(candidates) - len(allowed) + beside.barred
    line = []
    for place, one in enumerate(allowed):
        rest = allowed[place + 1 :]
        runner_up = cost(rest[0]) if rest else None
        counted = len(allowed) + beside.fit
        why = MatchWhy(one.offer.kind, counted, barred, parts[one.offer.id], runner_up)
        line.append(Ranked(one, why))
    return tuple(line)


def barrier(unit: SeekingUnit, candidate: Candidate, policy: Policy, now: datetime) -> str | None:
    """The code of the first rule that keeps the unit from this candidate; None when none does."""
    facts = BuyingFacts(
        returner=unit.returner,
        buyer=candidate.buyer,
        listed_in=unit.listing.price.currency,
        pays_in=candidate.offer.highest.currency,
        returned_this_at=candidate.returned_this_at,
        now=now,
        listing=unit.listing,
        offer=candidate.offer,
        hops=unit.hops,
        km=candidate.km,
        farthest_km=unit.farthest_km,
    )
    return barrier_to_buying(facts, policy)


def cost_parts(
    unit: SeekingUnit, candidate: Candidate, policy: MatchingPolicy, now: datetime
) -> tuple[CostPart, ...]:
    """What this match costs, in minor units of the listing's currency; what is nothing is left
    out. No price is foregone: every buyer of a unit pays the same."""
    offer, km = candidate.offer, candidate.km
    if km is None:
        km = assumed_km(unit.where, Where(offer.country, offer.region))
    parts = (
        CostPart("SHIPPING", shipping_minor(km, policy)),
        CostPart("WAITED", -waited_minor(offer.made_at, policy, now)),
        CostPart("SCARCITY", policy.scarcity_minor * candidate.others),
    )
    return tuple(part for part in parts if part.minor)


def shipping_minor(km: int, policy: MatchingPolicy) -> int:
    """What so many kilometres cost, to the nearest minor unit."""
    return (policy.per_100_km_minor * km + 50) // 100


def waited_minor(made_at: datetime, policy: MatchingPolicy, now: datetime) -> int:
    """What the wait since then speaks for, in whole minor units; never less than nothing."""
    return max(policy.per_day_waited_minor * ((now - made_at) // _MS) // DAY_MS, 0)


def precedence(policy: Policy) -> dict[DemandKind, int]:
    """The place of each form of demand; one that policy does not name comes after all it does."""
    return _places(policy.demand.precedence)


@lru_cache(maxsize=16)
def _places(order: tuple[DemandKind, ...]) -> dict[DemandKind, int]:
    named = {kind: place for place, kind in enumerate(order)}
    return {kind: named.get(kind, len(named)) for kind in DemandKind}


def shop_why(km: int | None, policy: Policy) -> MatchWhy:
    """Why somebody has a unit who bought it in the shop: they came first."""
    parts = () if km is None else (CostPart("SHIPPING", shipping_minor(km, policy.matching)),)
    return MatchWhy(DemandKind.SHOP, 1, 0, parts, None)
