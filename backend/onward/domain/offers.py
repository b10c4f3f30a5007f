"""Demand that waits: standing offers and orders that would take an open-box unit, and the question
that is put to one of them while a unit is held. Who comes first is decided by `matching`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.grades import Grade
from onward.domain.ids import (
    AccountId,
    CaseId,
    ListingId,
    MatchId,
    OfferId,
    OrderId,
    ProductId,
    ProposalId,
    UnitId,
    VariantId,
)
from onward.domain.life import OfferStatus, ProposalStatus
from onward.domain.money import Money


class DemandKind(StrEnum):
    """The three forms of demand."""

    STANDING_OFFER = "STANDING_OFFER"
    ORDER = "ORDER"
    SHOP = "SHOP"


@dataclass(frozen=True, slots=True)
class CostPart:
    """One part of what a match costs, in minor units of the listing's currency; a negative one
    speaks for the match. Codes: SHIPPING, PRICE, WAITED, SCARCITY."""

    code: str
    minor: int


@dataclass(frozen=True, slots=True)
class MatchWhy:
    """Why this buyer: the kind of demand, how many could have had the unit and how many rules kept
    out, what this match costs part by part, and what the runner-up would have cost. Minor units of
    the listing's currency; None where nobody else could have had it. Counted are those who were
    looked at: of a crowd, the book is read no further than somebody might still come first."""

    demand: DemandKind
    candidates: int
    barred: int
    parts: tuple[CostPart, ...]
    runner_up_minor: int | None

    @property
    def total_minor(self) -> int:
        return sum(part.minor for part in self.parts)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody lives to a tenth of a degree (about 11 km): enough for a distance, and no
    address."""

    lat_tenths: int
    lon_tenths: int


@dataclass(frozen=True, slots=True)
class StandingOffer:
    """A person who would have an opened piece of a variant, up to a price net of tax.

    `automatic`: buy without asking, by `method`. `asks` counts the questions left unanswered in a
    row. `order_id`: the order that would take an open-box unit, where `kind` says so. `version`
    grows with each change, and a change of an older one is refused by the store.
    """

    id: OfferId
    kind: DemandKind
    buyer_id: AccountId
    variant_id: VariantId
    product_id: ProductId
    highest: Money
    grades: frozenset[Grade]
    automatic: bool
    method: str
    status: OfferStatus
    version: int
    made_at: datetime
    ends_at: datetime
    country: str
    region: str
    spot: Spot | None = None
    asks: int = 0
    order_id: OrderId | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit held for an offer while its owner is asked, or taken by an automatic one. The database
    lets one unit ask one person at a time, and one offer hold one unit."""

    id: ProposalId
    case_id: CaseId
    unit_id: UnitId
    listing_id: ListingId
    offer_id: OfferId
    buyer_id: AccountId
    status: ProposalStatus
    price: Money
    asked_at: datetime
    until: datetime
    match_id: MatchId | None = None
    km: int | None = None
    why: MatchWhy | None = None
