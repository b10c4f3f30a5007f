"""A merchant's policy as values: windows, prices, what is asked, what stays off the peer path.
Reading it from TOML and refusing nonsense is `adapters.policies`' work."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from onward.domain.grades import Grade
from onward.domain.orders import UNKNOWN_COUNTRY


class RefundTrigger(StrEnum):
    """What starts the refund (domain vocabulary); the first scan is proof of sending."""

    ON_CARRIER_ACCEPTANCE = "ON_CARRIER_ACCEPTANCE"
    ON_DELIVERY = "ON_DELIVERY"


@dataclass(frozen=True, slots=True)
class Windows:
    """How long each wait lasts. All are durations on the Clock port."""

    return_for: timedelta
    draft_for: timedelta
    review_for: timedelta
    choose_for: timedelta
    window_for: timedelta
    ship_for: timedelta
    hand_in_for: timedelta
    silence_for: timedelta
    confirm_for: timedelta
    claim_for: timedelta
    lost_for: timedelta
    reserve_for: timedelta
    settle_for: timedelta


@dataclass(frozen=True, slots=True)
class Question:
    """A yes/no question; `good` is the answer of an item that is like new."""

    key: str
    good: bool
    breaks_peer: bool


@dataclass(frozen=True, slots=True)
class CategoryPolicy:
    """What one category asks for, and what an opened piece of it costs less."""

    category: str
    shots: tuple[str, ...]
    questions: tuple[Question, ...]
    discount_bp: int
    peer: bool


@dataclass(frozen=True, slots=True)
class Warehouse:
    name: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One shop's rules. Amounts in `*_minor` are minor units of the order's own currency;
    `*_bp` are basis points (1/100 of a percent)."""

    shop: str
    warehouse: Warehouse
    windows: Windows
    categories: dict[str, CategoryPolicy]
    peer_enabled: bool
    peer_grades: frozenset[Grade]
    peer_excluded_reasons: frozenset[str]
    peer_excluded_flags: frozenset[str]
    peer_limit_minor: int
    max_hops: int
    customs_territories: tuple[frozenset[str], ...]
    bonus_bp: int
    bonus_least_minor: int
    refund_trigger: RefundTrigger
    remedies: frozenset[str]
    open_box_share: float
    tax_bp: dict[str, int]
    handling_minor: int
    tries_before_agent: int

    def category(self, name: str) -> CategoryPolicy:
        """That category's rules, or the default's."""
        return self.categories.get(name, self.categories["default"])

    def same_territory(self, one: str, other: str) -> bool:
        """Whether a parcel between the two countries crosses no customs border."""
        if UNKNOWN_COUNTRY in (one, other):
            return False
        if one == other:
            return True
        return any({one, other} <= territory for territory in self.customs_territories)
