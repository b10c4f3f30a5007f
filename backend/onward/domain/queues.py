"""Those who wait for one variant, as columns: who of thousands fits a unit, and what each would
cost, in a few array operations. It asks only what the offer itself says; the rules about people
are for `ranking`, which sees the few that come first."""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from onward.domain.distances import ABROAD_KM, SAME_COUNTRY_KM, SAME_REGION_KM, kms
from onward.domain.grades import Grade
from onward.domain.ids import OfferId
from onward.domain.listings import Listing
from onward.domain.offers import DemandKind, Spot, StandingOffer
from onward.domain.orders import UNKNOWN_COUNTRY
from onward.domain.policy import MatchingPolicy, Policy
from onward.domain.ranking import DAY_MS, SeekingUnit, precedence

_KIND, _MADE, _ENDS, _HIGHEST, _CURRENCY, _GRADES, _COUNTRY, _REGION, _LAT, _LON, _AUTOMATIC = (
    range(11)
)
_KINDS = {kind: place for place, kind in enumerate(DemandKind)}
_BITS = {grade: 1 << place for place, grade in enumerate(Grade)}
# How many grades each mask admits.
_COUNTS = np.array([mask.bit_count() for mask in range(1 << len(Grade))], np.int64)
_NOWHERE = 9_999
# No hash of a word is -1.
_NOBODY = -1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Line:
    """Who fits a unit, best first: positions in the queue, what each costs in minor units, how far
    each lives and whether that is `known` or assumed, and `Terms.others`."""

    positions: Numbers
    costs: Numbers
    km: Numbers
    known: Mask
    others: Numbers

    def km_of(self, place: int) -> int | None:
        """How far whoever has this place lives; None where that is assumed."""
        return int(self.km[place]) if self.known[place] else None


class Terms(ABC):
    """What those ask who wait for one variant, the oldest first of each kind of demand. How their
    offers are kept is for whoever keeps them."""

    def __init__(self) -> None:
        self._table = np.zeros((8, 11), np.int64)

    @abstractmethod
    def __len__(self) -> int: ...

    @property
    @abstractmethod
    def ids(self) -> Sequence[OfferId]: ...

    @abstractmethod
    def __getitem__(self, at: int) -> StandingOffer: ...

    def _rows(self) -> Numbers:
        found: Numbers = self._table[: len(self)]
        return found

    def _append(self, table: Numbers) -> None:
        """Before what they stand for is kept."""
        self._table = np.concatenate([self._rows(), table])

    def fitting(self, unit: SeekingUnit, policy: Policy, now: datetime) -> Mask:
        """Whose own words admit this unit: price, currency, grade, time and customs territory."""
        table, listing = self._rows(), unit.listing
        fits: Mask = table[:, _HIGHEST] >= listing.price.minor
        fits &= table[:, _CURRENCY] == hash(listing.price.currency)
        fits &= (table[:, _GRADES] & _BITS[listing.grade]) != 0
        fits &= table[:, _ENDS] > (now - _EPOCH) // _MS
        served, country = _served(listing.country, policy), table[:, _COUNTRY]
        fits &= (country == served[0]) if len(served) == 1 else np.isin(country, served)
        return fits & (table[:, _AUTOMATIC] != 0) if unit.automatic_only else fits

    def costs(self, unit: SeekingUnit, policy: MatchingPolicy, now: datetime) -> Numbers:
        """What each would cost, in minor units, scarcity left out."""
        return _costs(self._rows(), _km(self._rows(), unit)[0], policy, now)

    def others(self, unit: SeekingUnit, held: Sequence[Listing], policy: Policy) -> Numbers:
        """What each offer would take besides this unit: the other admitted grades, of which one may
        come any day, and those units on offer that are `held` just now and may come back."""
        return _others(self._rows(), unit, held, policy)

    def places(self, policy: Policy) -> Numbers:
        """The place in policy's order of precedence of each one's form of demand."""
        return _places(self._rows(), policy)

    def line(
        self,
        unit: SeekingUnit,
        policy: Policy,
        now: datetime,
        *,
        most: int | None = None,
        held: Sequence[Listing] = (),
    ) -> Line:
        """The first `most` of those who fit, in the order `ranking` gives them; `held` are the
        other units that each may be kept for."""
        at = np.flatnonzero(self.fitting(unit, policy, now))
        table = self._rows()[at]
        km, known = _km(table, unit)
        others = _others(table, unit, held, policy)
        costs = _costs(table, km, policy.matching, now) + policy.matching.scarcity_minor * others
        # The queue stands in the order of waiting, which a stable sort keeps among equals.
        order = np.lexsort((costs, _places(table, policy)))[:most]
        return Line(at[order], costs[order], km[order], known[order], others[order])


class Queue(Terms):
    """Open offers of one variant, at hand."""

    def __init__(self, offers: Iterable[StandingOffer] = ()):
        super().__init__()
        self._offers = sorted(offers, key=_key)
        self._keys = [_key(offer) for offer in self._offers]
        if self._offers:
            self._table = _table(self._offers)

    def __len__(self) -> int:
        return len(self._offers)

    @property
    def ids(self) -> Sequence[OfferId]:
        return [offer.id for offer in self._offers]

    @property
    def offers(self) -> Sequence[StandingOffer]:
        return self._offers

    def __getitem__(self, at: int) -> StandingOffer:
        return self._offers[at]

    def insert(self, offer: StandingOffer) -> None:
        key = _key(offer)
        at, size = bisect_left(self._keys, key), len(self)
        if size == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        self._table[at + 1 : size + 1] = self._table[at:size]
        self._table[at] = _table([offer])[0]
        self._keys.insert(at, key)
        self._offers.insert(at, offer)

    def remove(self, offer: StandingOffer) -> None:
        """Take an offer out; ValueError when it is not there."""
        key = _key(offer)
        at, size = bisect_left(self._keys, key), len(self)
        if at == size or self._keys[at] != key:
            raise ValueError(f"{offer.id} does not wait here")
        self._table[at : size - 1] = self._table[at + 1 : size]
        del self._keys[at], self._offers[at]


def _costs(table: Numbers, km: Numbers, policy: MatchingPolicy, now: datetime) -> Numbers:
    shipping = (policy.per_100_km_minor * km + 50) // 100
    waited_ms = np.maximum((now - _EPOCH) // _MS - table[:, _MADE], 0)
    found: Numbers = shipping - policy.per_day_waited_minor * waited_ms // DAY_MS
    return found


def _others(table: Numbers, unit: SeekingUnit, held: Sequence[Listing], policy: Policy) -> Numbers:
    count: Numbers = _COUNTS[table[:, _GRADES] & _mask(policy.peer_grades - {unit.listing.grade})]
    for one in held:
        takes = table[:, _HIGHEST] >= one.price.minor
        takes &= table[:, _CURRENCY] == hash(one.price.currency)
        count += takes & ((table[:, _GRADES] & _BITS[one.grade]) != 0)
    return count


def _places(table: Numbers, policy: Policy) -> Numbers:
    first = precedence(policy)
    by_kind = np.array([first[kind] for kind in _KINDS], np.int64)
    found: Numbers = by_kind[table[:, _KIND]]
    return found


def _km(table: Numbers, unit: SeekingUnit) -> tuple[Numbers, Mask]:
    """Distances, assumed where nobody knows, and where they are known."""
    where = unit.where
    known: Mask = table[:, _LAT] != _NOWHERE
    if where.spot is None:
        known = np.zeros_like(known)
    elif known.all():
        return kms(where.spot, table[:, _LAT], table[:, _LON]), known
    abroad = table[:, _COUNTRY] != hash(where.country)
    far = table[:, _REGION] != _region(where.country, where.region)
    assumed = np.where(abroad, ABROAD_KM, np.where(far, SAME_COUNTRY_KM, SAME_REGION_KM))
    if where.spot is None:
        return assumed, known
    return np.where(known, kms(where.spot, table[:, _LAT], table[:, _LON]), assumed), known


def _key(offer: StandingOffer) -> tuple[datetime, str]:
    return offer.made_at, offer.id


def _table(offers: Sequence[StandingOffer]) -> Numbers:
    return table_of(
        kinds=[one.kind for one in offers],
        made_ms=[(one.made_at - _EPOCH) // _MS for one in offers],
        ends_ms=[(one.ends_at - _EPOCH) // _MS for one in offers],
        highest_minor=[one.highest.minor for one in offers],
        currencies=[one.highest.currency for one in offers],
        grades=[one.grades for one in offers],
        countries=[one.country for one in offers],
        regions=[one.region for one in offers],
        spots=[one.spot for one in offers],
        automatic=[one.automatic for one in offers],
    )


def table_of(
    *,
    kinds: Sequence[DemandKind],
    made_ms: Sequence[int],
    ends_ms: Sequence[int],
    highest_minor: Sequence[int],
    currencies: Sequence[str],
    grades: Sequence[frozenset[Grade]],
    countries: Sequence[str],
    regions: Sequence[str],
    spots: Sequence[Spot | None],
    automatic: Sequence[bool],
) -> Numbers:
    """The terms of offers, a row for each. Words stand as their hashes, which are told apart within
    one process."""
    # No region is nobody's region; a unit without one is matched by none (see `_region`).
    living = [_region(*pair) if pair[1] else 0 for pair in zip(countries, regions, strict=True)]
    columns = [
        [_KINDS[kind] for kind in kinds],
        made_ms,
        ends_ms,
        highest_minor,
        [hash(currency) for currency in currencies],
        [_mask(admitted) for admitted in grades],
        [hash(country) for country in countries],
        living,
        [spot.lat_tenths if spot else _NOWHERE for spot in spots],
        [spot.lon_tenths if spot else _NOWHERE for spot in spots],
        automatic,
    ]
    return np.array(columns, np.int64).T


@lru_cache(maxsize=64)
def _mask(grades: frozenset[Grade]) -> int:
    return sum(_BITS[grade] for grade in grades)


def _region(country: str, region: str) -> int:
    return hash((country, region)) if region else 1


def _served(country: str, policy: Policy) -> list[int]:
    """The countries a parcel reaches without crossing a customs border."""
    if country == UNKNOWN_COUNTRY:
        return [_NOBODY]
    members = {country}.union(*(t for t in policy.customs_territories if country in t))
    return [hash(one) for one in members - {UNKNOWN_COUNTRY}]
