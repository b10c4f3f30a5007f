"""The book of standing offers as it is kept: who waits for a variant, read only as far as somebody
might still come first, and the units that look for an owner at the same time."""

from collections.abc import AsyncIterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain.ids import CaseId, OfferId, VariantId
from onward.domain.life import ListingStatus
from onward.domain.listings import Listing
from onward.domain.offers import DemandKind, StandingOffer
from onward.domain.policy import Policy
from onward.domain.queues import Queue
from onward.domain.ranking import SeekingUnit, precedence, waited_minor
from onward.store import people, sql
from onward.store.mappings import LISTINGS, OFFERS
from onward.store.people import Person
from onward.store.rows import to_ms
from onward.store.trips import Query, read_all

# How many offers are read first; each further page is twice as long, for a crowd.
PAGE, LONGEST = 64, 1_024
# So many are handed out at a time, to be held against the rules about people.
CHUNK = 8
# More units than these do not look for an owner at once; if they ever do, the oldest come first.
MOST_SEEKERS = 1_000
MOST_PLANNED = 2_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """An offer that comes next, how far off its owner lives as far as their spot tells (None where
    it does not), and what else it would take (see `Queue.others`)."""

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
class Seeker:
    """Another unit of the variant on offer, where it lies, and whom it was offered to before.
    `questions` counts the people it was put to."""

    listing: Listing
    region: str
    hops: int
    tried: frozenset[OfferId] = frozenset()
    questions: int = 0


class _Reading:
    """The open offers of one kind for a unit, the oldest first, read as far as need be.

    Whoever comes later in the book has waited for less, and nothing but the length of their wait
    makes anybody cheaper; so who costs no more than that saves comes before all who are unread.
    """

    def __init__(self, unit: SeekingUnit, kind: DemandKind, policy: Policy, now: datetime):
        self.unit, self.kind, self.policy, self.now = unit, kind, policy, now
        self.queue, self.whole = Queue(), False
        self._after: tuple[int, str] = (-1, "")
        self._page = PAGE

    def sure(self, given: AbstractSet[OfferId], held: Sequence[Listing]) -> Next:
        """Those who certainly come next, without whom was `given` out before."""
        queue, found = self.queue, list[Waiting]()
        if not queue.offers:
            return Next((), 0, 0)
        line = queue.line(self.unit, self.policy, self.now, held=held)
        for at, cost, km, others in zip(
            line.positions, line.costs, line.km, line.others, strict=True
        ):
            if len(found) == CHUNK or not (self.whole or cost <= self._cheapest_unread()):
                break
            if queue.offers[at].id not in given:
                found.append(Waiting(queue.offers[at], km, int(others)))
        fit = len(line.positions)
        return Next(tuple(found), fit, len(queue) - fit)

    def _cheapest_unread(self) -> int:
        youngest = self.queue.offers[-1].made_at
        return -waited_minor(youngest, self.policy.matching, self.now)

    async def on(self) -> None:
        """Read one page more."""
        rows = await sql.fetch_raw(
            f"SELECT {OFFERS.columns()} FROM offers WHERE variant_id = ? AND status = 'OPEN' "
            "AND (made_at, id) > (?, ?) AND kind = ? AND ends_at > ? "
            "ORDER BY made_at, id LIMIT ?",
            [self.unit.listing.variant_id, *self._after, self.kind, to_ms(self.now), self._page],
        )
        self.queue.extend([OFFERS.read_at(row) for row in rows])
        self.whole = len(rows) < self._page
        self._page = min(2 * self._page, LONGEST)
        if rows:
            last = self.queue.offers[-1]
            self._after = (to_ms(last.made_at), last.id)


async def in_order(
    unit: SeekingUnit,
    policy: Policy,
    now: datetime,
    *,
    tried: AbstractSet[OfferId] = frozenset(),
    held: Sequence[Listing] = (),
) -> AsyncIterator[Next]:
    """Those whose offers fit a unit, in the order of `ranking`, a few at a time; `tried` are left
    out. However many wait, nobody who would have come first is missed."""
    given = set(tried)
    for kind in waiting_kinds(policy):
        reading = _Reading(unit, kind, policy, now)
        while True:
            following = reading.sure(given, held)
            if following.waiting:
                given.update(one.offer.id for one in following.waiting)
                yield following
            elif reading.whole:
                break
            else:
                await reading.on()


def waiting_kinds(policy: Policy) -> list[DemandKind]:
    """The forms of demand that wait to be asked, in policy's order; the shop takes whoever comes,
    and a shop may take no standing offers."""
    first = precedence(policy)
    never = {DemandKind.SHOP}
    if not policy.demand.standing_offers:
        never.add(DemandKind.STANDING_OFFER)
    return sorted(set(first) - never, key=first.__getitem__)


async def all_open(variant_id: VariantId, policy: Policy, now: datetime) -> list[StandingOffer]:
    """Every offer that waits for a variant, the oldest first, up to MOST_PLANNED."""
    kinds = waiting_kinds(policy)
    if not kinds:
        return []
    rows = await sql.fetch_raw(
        f"SELECT {OFFERS.columns()} FROM offers WHERE variant_id = ? AND status = 'OPEN' "
        f"AND ends_at > ? AND kind IN ({sql.marks(len(kinds))}) ORDER BY made_at, id LIMIT ?",
        [variant_id, to_ms(now), *kinds, MOST_PLANNED],
    )
    return [OFFERS.read_at(row) for row in rows]


async def around(case_id: CaseId, listing: Listing, now: datetime) -> tuple[Person, list[Seeker]]:
    """Whose this unit is, and the other units of its variant that look for an owner, held ones
    too, the oldest first; in one trip."""
    asked = people.asking_returners([case_id])
    *owners, rows = await read_all([*asked, _seeking(listing, now)])
    seekers = [Seeker(LISTINGS.read_at(row), *tuple(row)[-2:]) for row in rows]
    return people.of_returners(owners)[case_id], seekers


def _seeking(listing: Listing, now: datetime) -> Query:
    statement = (
        f"SELECT {LISTINGS.columns('g')}, o.region, u.hops FROM listings g "
        "JOIN cases c ON c.id = g.case_id JOIN orders o ON o.id = c.order_id "
        "JOIN units u ON u.id = g.unit_id WHERE g.variant_id = ? AND g.id <> ? "
        "AND g.status IN ('LIVE', 'HELD') AND c.stage = 'SEEKING' AND g.ends_at > ? "
        "ORDER BY g.listed_at, g.id LIMIT ?"
    )
    return statement, [listing.variant_id, listing.id, to_ms(now), MOST_SEEKERS]


async def with_pasts(found: Sequence[Seeker]) -> list[tuple[Seeker, Person]]:
    """The same units with whom they were offered to, and whose they are."""
    if not found:
        return []
    ids = [one.listing.case_id for one in found]
    marks = sql.marks(len(ids))
    offered = (
        f"SELECT case_id, offer_id FROM proposals WHERE case_id IN ({marks}) UNION "
        f"SELECT case_id, offer_id FROM matches WHERE offer_id <> '' AND case_id IN ({marks})"
    )
    questioned = (
        "SELECT case_id, count(*) AS n FROM events WHERE kind = 'Proposed' "
        f"AND case_id IN ({marks}) GROUP BY case_id"
    )
    of_units = [(offered, [*ids, *ids]), (questioned, ids)]
    asked, put, *owned = await read_all([*of_units, *people.asking_returners(ids)])
    tried: dict[CaseId, set[OfferId]] = {}
    for case_id, offer_id in asked:
        tried.setdefault(case_id, set()).add(offer_id)
    questions = {case_id: int(count) for case_id, count in put}
    owners = people.of_returners(owned)
    return [
        (
            replace(
                one,
                tried=frozenset(tried.get(one.listing.case_id, ())),
                questions=questions.get(one.listing.case_id, 0),
            ),
            owners[one.listing.case_id],
        )
        for one in found
    ]


def is_live(one: Seeker) -> bool:
    return one.listing.status is ListingStatus.LIVE
