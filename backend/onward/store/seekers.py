"""The units of a variant that look for an owner at the same time, as the store has them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from onward.domain.ids import CaseId, OfferId
from onward.domain.life import ListingStatus
from onward.domain.listings import Listing
from onward.store import people, sql
from onward.store.mappings import LISTINGS
from onward.store.people import Person
from onward.store.rows import to_ms
from onward.store.trips import Query, read_all

# More units than these do not look for an owner at once; if they ever do, the oldest come first.
MOST_SEEKERS = 1_000


@dataclass(frozen=True, slots=True)
class Seeker:
    """Another unit of the variant on offer, where it lies and how far the warehouse is from there,
    and whom it was offered to before. `questions` counts the people it was put to."""

    listing: Listing
    region: str
    hops: int
    warehouse_km: int | None
    tried: frozenset[OfferId] = frozenset()
    questions: int = 0

    @property
    def is_live(self) -> bool:
        return self.listing.status is ListingStatus.LIVE


def asking_beside(listing: Listing, now: datetime) -> Query:
    """The other units of this one's variant that look for an owner, held ones too, the oldest
    first; `of_rows` reads the answer."""
    statement = (
        f"SELECT {LISTINGS.columns('g')}, o.region, u.hops, c.warehouse_km "
        "FROM listings g "
        "JOIN cases c ON c.id = g.case_id JOIN orders o ON o.id = c.order_id "
        "JOIN units u ON u.id = g.unit_id WHERE g.variant_id = ? AND g.id <> ? "
        "AND g.status IN ('LIVE', 'HELD') AND c.stage = 'SEEKING' AND g.ends_at > ? "
        "ORDER BY g.listed_at, g.id LIMIT ?"
    )
    return statement, [listing.variant_id, listing.id, to_ms(now), MOST_SEEKERS]


def of_rows(rows: Sequence[Any]) -> tuple[Seeker, ...]:
    return tuple(Seeker(LISTINGS.read_at(row), *tuple(row)[-3:]) for row in rows)


async def with_pasts(found: Sequence[Seeker]) -> list[tuple[Seeker, Person]]:
    """The same units with whom they were offered to, and whose they are."""
    if not found:
        return []
    pasts, owned = await read_all(asking_pasts([one.listing.case_id for one in found]))
    tried: dict[CaseId, set[OfferId]] = {}
    questions: dict[CaseId, int] = {}
    for case_id, offer_id, times in pasts:
        if offer_id:
            tried.setdefault(case_id, set()).add(offer_id)
        else:
            questions[case_id] = int(times)
    owners = people.of_rows(owned)
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


def asking_pasts(case_ids: Sequence[CaseId]) -> list[Query]:
    """What `with_pasts` reads its answer from."""
    marks, ids = sql.among(case_ids)
    offered = (
        f"SELECT case_id, offer_id, 0 FROM proposals WHERE case_id IN ({marks}) UNION "
        f"SELECT case_id, offer_id, 0 FROM matches WHERE offer_id <> '' AND case_id IN ({marks}) "
        "UNION ALL SELECT case_id, '', count(*) FROM events WHERE kind = 'Proposed' "
        f"AND case_id IN ({marks}) GROUP BY case_id"
    )
    return [(offered, [*ids, *ids, *ids]), people.asking_returners(case_ids)]
