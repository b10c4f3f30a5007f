"""The book of standing offers as it is kept: who waits for a variant, read only as far as somebody
might still come first."""

from collections.abc import AsyncIterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

from onward.domain.ids import CaseId, OfferId, VariantId
from onward.domain.listings import Listing
from onward.domain.offers import DemandKind, StandingOffer
from onward.domain.policy import Policy
from onward.domain.queues import Row, Terms, row_of
from onward.domain.ranking import SeekingUnit, precedence, waited_minor
from onward.store import people, seekers, sql
from onward.store.mappings import OFFERS
from onward.store.people import Person
from onward.store.rows import from_ms, to_ms
from onward.store.seekers import Seeker
from onward.store.trips import Query, read_all

# How many offers are read first; each further page is twice as long, for a crowd.
PAGE, LONGEST = 64, 1_024
# So many are handed out at a time, to be held against the rules about people.
CHUNK = 8
MOST_PLANNED = 2_000
_BEFORE_ALL = (-1, "")

_ID, _KIND, _MADE, _ENDS, _HIGHEST, _CURRENCY, _GRADES, _COUNTRY, _REGION, _SPOT, _AUTOMATIC = map(
    OFFERS.names.index,
    (
        *("id", "kind", "made_at", "ends_at", "highest_minor", "currency"),
        *("grades", "country", "region", "spot", "automatic"),
    ),
)
_kind_of, _grades_of, _spot_of = (OFFERS.reader(name) for name in ("kind", "grades", "spot"))


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
    """The rows of the oldest PAGE offers of one kind."""

    kind: DemandKind
    rows: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Around:
    """What is about a unit that looks for an owner: whose it is, the other units of its variant
    that look for one, and the first of those who wait (None where nobody is to)."""

    returner: Person
    beside: tuple[Seeker, ...]
    first: Page | None


class Kept(Terms):
    """Offers as their rows stand, the oldest first; one becomes a value when somebody asks for it,
    because of hundreds that are read a few are looked at."""

    def __init__(self, rows: Sequence[Any] = ()) -> None:
        super().__init__()
        self._kept = _Values()
        self.extend(rows)

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def ids(self) -> Sequence[OfferId]:
        return [row[_ID] for row in self._kept.rows]

    @property
    def offers(self) -> Sequence[StandingOffer]:
        return self._kept

    def extend(self, rows: Sequence[Any]) -> None:
        """With rows that come after all that are here."""
        if rows:
            self._append([_terms(row) for row in rows])
            self._kept.rows.extend(rows)

    @property
    def last(self) -> tuple[int, str]:
        """When the youngest was made, in ms, and its id."""
        row = self._kept.rows[-1]
        return row[_MADE], row[_ID]


class _Values(Sequence[StandingOffer]):
    def __init__(self) -> None:
        self.rows: list[Any] = []

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> StandingOffer: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[StandingOffer]: ...
    def __getitem__(self, at: int | slice) -> StandingOffer | Sequence[StandingOffer]:
        if isinstance(at, slice):
            return [OFFERS.read_at(row) for row in self.rows[at]]
        found: StandingOffer = OFFERS.read_at(self.rows[at])
        return found


def _terms(row: Any) -> Row:
    spot = row[_SPOT]
    return row_of(
        _kind_of(row[_KIND]),
        row[_MADE],
        row[_ENDS],
        row[_HIGHEST],
        row[_CURRENCY],
        _grades_of(row[_GRADES]),
        row[_COUNTRY],
        row[_REGION],
        None if spot is None else _spot_of(spot),
        row[_AUTOMATIC],
    )


class _Reading:
    """The open offers of one kind for a unit, the oldest first, read as far as need be.

    Whoever comes later in the book has waited for less, and nothing but the length of their wait
    makes anybody cheaper; so who costs no more than that saves comes before all who are unread.
    """

    def __init__(self, unit: SeekingUnit, kind: DemandKind, policy: Policy, now: datetime):
        self.unit, self.kind, self.policy, self.now = unit, kind, policy, now
        self.queue, self.whole = Kept(), False
        self._page = PAGE

    def sure(self, given: AbstractSet[OfferId], held: Sequence[Listing]) -> Next:
        """Those who certainly come next, without whom was `given` out before."""
        queue, found = self.queue, list[Waiting]()
        if not queue:
            return Next((), 0, 0)
        line, ids = queue.line(self.unit, self.policy, self.now, held=held), queue.ids
        for at, cost, km, others in zip(
            line.positions, line.costs, line.km, line.others, strict=True
        ):
            if len(found) == CHUNK or not (self.whole or cost <= self._cheapest_unread()):
                break
            if ids[at] not in given:
                found.append(Waiting(queue.offers[at], km, int(others)))
        fit = len(line.positions)
        return Next(tuple(found), fit, len(queue) - fit)

    def _cheapest_unread(self) -> int:
        youngest = from_ms(self.queue.last[0])
        return -waited_minor(youngest, self.policy.matching, self.now)

    async def on(self) -> None:
        """Read one page more."""
        after = self.queue.last if self.queue else _BEFORE_ALL
        variant = self.unit.listing.variant_id
        self.take(await sql.fetch_raw(*_page(variant, self.kind, self.now, after, self._page)))

    def take(self, rows: Sequence[Any]) -> None:
        self.queue.extend(rows)
        self.whole = len(rows) < self._page
        self._page = min(2 * self._page, LONGEST)


def _page(
    variant_id: VariantId, kind: DemandKind, now: datetime, after: tuple[int, str], size: int
) -> Query:
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
        reading = _Reading(unit, kind, policy, now)
        if first is not None and first.kind is kind:
            reading.take(first.rows)
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


async def around(case_id: CaseId, listing: Listing, policy: Policy, now: datetime) -> Around:
    """What is about this unit, in one trip."""
    kinds = waiting_kinds(policy)[:1]
    whose = people.asking_returners([case_id])
    pages = [_page(listing.variant_id, kind, now, _BEFORE_ALL, PAGE) for kind in kinds]
    who, signs, others, *rows = await read_all(
        [*whose, seekers.asking_beside(listing, now), *pages]
    )
    first = Page(kinds[0], rows[0]) if kinds else None
    return Around(people.of_returners([who, signs])[case_id], seekers.of_rows(others), first)


async def whole(
    variant_id: VariantId, rivals: Sequence[Seeker], policy: Policy, now: datetime
) -> tuple[Kept, list[tuple[Seeker, Person]]]:
    """Every offer that waits for a variant, up to MOST_PLANNED, and the pasts of the units that
    look for an owner; in one trip."""
    kinds = waiting_kinds(policy)
    if not kinds:
        return Kept(), []
    statement = (
        f"SELECT {OFFERS.columns()} FROM offers WHERE variant_id = ? AND status = 'OPEN' "
        f"AND ends_at > ? AND kind IN ({sql.marks(len(kinds))}) ORDER BY made_at, id LIMIT ?"
    )
    every = statement, [variant_id, to_ms(now), *kinds, MOST_PLANNED]
    rows, *pasts = await read_all([every, *seekers.asking_pasts(rivals)])
    return Kept(rows), seekers.with_pasts(rivals, pasts)
