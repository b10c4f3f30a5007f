"""A search for the next owner of a unit: what is known of those who come next, held against the
rules and measured. Who of them is chosen is told beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain.ids import AccountId, OfferId, ProductId
from onward.domain.listings import Listing
from onward.domain.offers import StandingOffer
from onward.domain.proposing import Choice
from onward.domain.ranking import Beside, Candidate, Ranked, SeekingUnit, ranked
from onward.domain.shop import Contact
from onward.ports import World
from onward.store import people
from onward.store.book import Page, Waiting
from onward.store.people import Person

# Of so many, the first by where they roughly live, the distance is then asked for exactly.
EXACT = 3


@dataclass(frozen=True, slots=True)
class Search:
    """A unit's search: the unit as the rules see it, its address where one is known, the moment,
    whom it was offered to before, the other units of its variant that are held just now, the first
    page of those who wait, which product it is, and what it weighs."""

    world: World
    unit: SeekingUnit
    home: Contact | None
    now: datetime
    tried: frozenset[OfferId]
    held: tuple[Listing, ...]
    first: Page | None
    product_id: ProductId
    weight_g: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Who is to have the unit, and what is known of them."""

    choice: Choice
    person: Person


async def people_of(search: Search, offers: Iterable[StandingOffer]) -> dict[AccountId, Person]:
    """What is known of those who made these offers."""
    since = search.now - search.world.policy.matching.returned_before_for
    ids = [offer.buyer_id for offer in offers]
    listing = search.unit.listing
    return await people.waiting(ids, listing.variant_id, search.product_id, since)


def candidates_of(waiting: Sequence[Waiting], known: Mapping[AccountId, Person]) -> list[Candidate]:
    """Those of them who still are somebody, and live somewhere."""
    found = []
    for one in waiting:
        person = known.get(one.offer.buyer_id)
        if person is not None and person.place_digest is not None:
            party = person.party(one.offer.country)
            found.append(Candidate(one.offer, party, one.km, person.returned_this_at, one.others))
    return found


async def measured(
    search: Search,
    candidates: Sequence[Candidate],
    known: Mapping[AccountId, Person],
    beside: Beside,
) -> tuple[Ranked, ...]:
    """The line once more, with the exact distance of those at its head."""
    line = ranked(search.unit, candidates, search.world.policy, search.now, beside)
    exact = []
    for one in line[:EXACT]:
        home, contact = search.home, known[one.candidate.offer.buyer_id].contact
        km = await search.world.places.km(home, contact) if home and contact else None
        exact.append(replace(one.candidate, km=one.candidate.km if km is None else km))
    left = Beside(beside.fit + len(line) - len(exact), line[0].why.barred if line else 0)
    return ranked(search.unit, exact, search.world.policy, search.now, left)


def choice_of(chosen: Ranked, line: Sequence[Ranked]) -> Choice:
    """The chosen one, with what the next best of the line would have cost."""
    others = [one.why.total_minor for one in line if one is not chosen]
    why = replace(chosen.why, runner_up_minor=min(others, default=None))
    return Choice(chosen.candidate.offer, why, chosen.candidate.km)
