"""The book of standing offers as it is kept: who waits for a variant, read only as far as somebody
might still come first.

Whoever comes later in the book has waited for less, and nothing but the length of their wait makes
anybody cheaper; so who costs no more than that saves comes before all who are unread.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from onward.domain.ids import CaseId, ListingId, OfferId, VariantId
from onward.domain.listings import Listing
from onward.domain.offers import DemandKind, StandingOffer
from onward.domain.planning import Pair
from onward.domain.policy import Policy
from onward.domain.queues import Line, Numbers
from onward.domain.ranking import SeekingUnit, precedence, waited_minor
from onward.store import people, seekers, sql
from onward.store.kept import Kept
from onward.store.mappings import OFFERS
from onward.store.people import Person
from onward.store.rows import from_ms, to_ms
from onward.store.seekers import Seeker
from onward.store.trips import Query, read_all

# How many offers are read first; each further page is twice as long, for a crowd.
PAGE, LONGEST = 64, 1_024
# So many are handed out at a time, to be held against the rules about people.
CHUNK = 4
MOST_PLANNED = 2_000
_BEFORE_ALL = (-1, "")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An offer that comes next, how far off its owner lives as far as their spot tells (None where
    it does not), and what else it would take (see `Terms.others`)."""

    offer: StandingOffer
    km: int | None
    others: int


@dataclass(frozen=True, slots=True)
class Next:
    """Those who come next, in order; how many fit the unit and how many do not, of those read."""

    waiting: tuple[Waiting, ...]
    fit: int
    unfit: int


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of the oldest offers of one kind, of so many that were asked for."""

    kind: DemandKind
    rows: Sequence[Any]
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Around:
    """What is about a unit that looks for an owner: whose it is, the other units of its variant
    that look for one, and the first of those who wait (None where nobody is to)."""

    returner: Person
    beside: tuple[Seeker, ...]
    first: Page | None


class _Reading:
    """The open offers of one kind, the oldest first, read as far as need be, behind those that the
    queue held before."""

    def __init__(
        self,
        queue: Kept,
        variant_id: VariantId,
        kind: DemandKind,
        policy: Policy,
        now: datetime,
        first: Page | None = None,
    ) -> None:
        self.queue, self.whole = queue, False
        self._variant_id, self._kind, self._policy, self._now = variant_id, kind, policy, now
        self._from, self._size = len(queue), first.size if first else PAGE
        if first is not None and first.kind is kind:
            self._take(first)

    async def on(self, most: int = LONGEST) -> None:
        """Read one page more, of `most` so many."""
        after = self.queue.last if len(self.queue) > self._from else _BEFORE_ALL
        size = min(self._size, most)
        asked = asking_page(self._variant_id, self._kind, self._now, after, size)
        self._take(Page(self._kind, await sql.fetch_raw(*asked), size))

    def _take(self, page: Page) -> None:
        self.queue.extend(page.rows)
        self.whole = len(page.rows) < page.size
        self._size = min(2 * page.size, LONGEST)

    def sure(self, line: Line) -> int:
        """How many at the head of a line come before all who are unread."""
        if self.whole or len(self.queue) == self._from:
            return len(line.positions)
        youngest = from_ms(self.queue.last[0])
        cheapest = -waited_minor(youngest, self._policy.matching, self._now)
        unsure = (line.positions >= self._from) & (line.costs > cheapest)
        return int(unsure.argmax()) if unsure.any() else len(line.positions)


def asking_page(
    variant_id: VariantId,
    kind: DemandKind,
    now: datetime,
    after: tuple[int, str] = _BEFORE_ALL,
    size: int = PAGE,
) -> Query:
    """The oldest open offers of one kind behind that instant in ms and id."""
    statement = (
        f"SELECT {OFFERS.columns()} FROM offers WHERE variant_id = ? AND status = 'OPEN' "
        "AND (made_at, id) > (?, ?) AND kind = ? AND ends_at > ? "
        "ORDER BY made_at, id LIMIT ?"
    )
    return statement, [variant_id, *after, kind, to_ms(now), size]


async def in_order(
    unit: SeekingUnit,
    policy: Policy,
    now: datetime,
    *,
    tried: AbstractSet[OfferId] = frozenset(),
    held: Sequence[Listing] = (),
    first: Page | None = None,
) -> AsyncIterator[Next]:
    """Those whose offers fit a unit, in the order of `ranking`, a few at a time; `tried` are left
    out, and the `first` page, where it was read before, is not read again. However many wait,
    nobody who would have come first is missed."""
    given = set(tried)
    for kind in waiting_kinds(policy):
        reading = _Reading(Kept(), unit.listing.variant_id, kind, policy, now, first)
        while True:
            line = reading.queue.line(unit, policy, now, held=held)
            following = _following(reading, line, given)
            if following.waiting:
                given.update(one.offer.id for one in following.waiting)
                yield following
            elif reading.whole:
                break
            else:
                await reading.on()


def _following(reading: _Reading, line: Line, given: AbstractSet[OfferId]) -> Next:
    """Those who certainly come next, without whom was `given` out before."""
    queue, sure = reading.queue, reading.sure(line)
    places = islice(untried(queue, line.positions[:sure], given), CHUNK)
    found = tuple(waiting(queue, line, place) for place in places)
    return Next(found, len(line.positions), len(queue) - len(line.positions))


def untried(queue: Kept, positions: Numbers, tried: AbstractSet[OfferId]) -> Iterator[int]:
    """The places in a line of those whose offers were not tried."""
    return (place for place, at in enumerate(positions) if queue.ids[at] not in tried)


def waiting(queue: Kept, line: Line, place: int) -> Waiting:
    """Whoever has this place in a line."""
    offer = queue[int(line.positions[place])]
    return Waiting(offer, line.km_of(place), int(line.others[place]))


class Pool:
    """Those who wait for a variant, read as far as several units may need them. Of so many units
    each gets one of the first so many of its own line: while another costs it more, one of those
    is free; and the first itself where no other unit's line begins with them."""

    def __init__(
        self,
        variant_id: VariantId,
        policy: Policy,
        now: datetime,
        held: Sequence[Listing],
        first: Page | None,
    ) -> None:
        self.queue = Kept()
        # The line of each unit as long as nobody more was read.
        self._lines: dict[tuple[ListingId, int], Line] = {}
        self._policy, self._now, self._held = policy, now, held
        self._readings = (
            _Reading(self.queue, variant_id, kind, policy, now, first)
            for kind in waiting_kinds(policy)
        )
        self._reading = next(self._readings, None)

    async def firsts(
        self, units: Sequence[SeekingUnit], barred: AbstractSet[Pair]
    ) -> dict[ListingId, StandingOffer]:
        """Read on until the best plan for these units is among those who were read, the barred
        pairs left out. Where the lines of all of them begin with different people, those are the
        plan; else it is still to be made, and nobody is told."""
        while self._reading and len(self.queue) < MOST_PLANNED:
            heads = [self._head(self._reading, one, barred, len(units)) for one in units]
            first = {at for head in heads for at in head[:1]}
            if len(first) == len(units):
                met = zip(units, heads, strict=True)
                return {one.listing.id: self.queue[head[0]] for one, head in met}
            if all(len(head) == len(units) for head in heads):
                break
            if self._reading.whole:
                self._reading = next(self._readings, None)
            else:
                await self._reading.on(MOST_PLANNED - len(self.queue))
        return {}

    def line(self, unit: SeekingUnit) -> Line:
        which = unit.listing.id, len(self.queue)
        if which not in self._lines:
            self._lines[which] = self.queue.line(unit, self._policy, self._now, held=self._held)
        return self._lines[which]

    def _head(
        self, reading: _Reading, unit: SeekingUnit, barred: AbstractSet[Pair], most: int
    ) -> list[int]:
        """The positions of those who certainly come first in a unit's line."""
        line, own = self.line(unit), unit.listing.id
        tried = {offer_id for listing_id, offer_id in barred if listing_id == own}
        places = untried(self.queue, line.positions[: reading.sure(line)], tried)
        return [int(line.positions[place]) for place in islice(places, most)]


def waiting_kinds(policy: Policy) -> list[DemandKind]:
    """The forms of demand that wait to be asked, in policy's order, in which each has a place of
    its own; the shop takes whoever comes, and a shop may take no standing offers."""
    first = precedence(policy)
    never = {DemandKind.SHOP}
    if not policy.demand.standing_offers:
        never.add(DemandKind.STANDING_OFFER)
    return sorted(set(first) - never, key=first.__getitem__)


async def around(case_id: CaseId, listing: Listing, policy: Policy, now: datetime) -> Around:
    """What is about this unit, in one trip."""
    kinds = waiting_kinds(policy)[:1]
    pages = [asking_page(listing.variant_id, kind, now) for kind in kinds]
    whose, others, *rows = await read_all(
        [people.asking_returners([case_id]), seekers.asking_beside(listing, now)], long=pages
    )
    first = Page(kinds[0], rows[0]) if kinds else None
    return Around(people.of_rows(whose)[case_id], seekers.of_rows(others), first)
