"""The open-box shop: a unit on offer, the match that holds it, the purchase it becomes."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.grades import Grade
from onward.domain.ids import (
    AccountId,
    CaseId,
    ChargeId,
    ListingId,
    MatchId,
    OfferId,
    OrderId,
    UnitId,
    VariantId,
)
from onward.domain.life import ListingStatus, MatchStatus, PurchaseStatus
from onward.domain.money import Money
from onward.domain.offers import MatchWhy


@dataclass(frozen=True, slots=True)
class Listing:
    """A unit on offer: opened by another customer, at a price below the current new one."""

    id: ListingId
    case_id: CaseId
    unit_id: UnitId
    variant_id: VariantId
    status: ListingStatus
    grade: Grade
    price: Money
    new_price: Money
    country: str
    listed_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Match:
    """A unit held for a buyer. At most one that is not released may exist per unit and per
    purchase; the database holds that rule. `km` is the distance between the two, in whole km."""

    id: MatchId
    case_id: CaseId
    unit_id: UnitId
    listing_id: ListingId
    purchase_id: OrderId
    buyer_id: AccountId
    status: MatchStatus
    reserved_at: datetime
    until: datetime
    km: int | None = None
    offer_id: OfferId | None = None
    why: MatchWhy | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """The second sale, beside its order: what the buyer follows on their phone. `tax_rate_bp` is
    what it was taxed at, in basis points; None of what was sold before that was kept."""

    id: OrderId
    match_id: MatchId
    case_id: CaseId
    listing_id: ListingId
    buyer_id: AccountId
    status: PurchaseStatus
    price: Money
    tax: Money
    method: str
    charge_id: ChargeId | None
    because: str | None
    placed_at: datetime
    tax_rate_bp: int | None = None

    @property
    def total(self) -> Money:
        return self.price + self.tax
