"""A merchant's policy as values: windows, prices, what is asked, what stays off the peer path.
Reading it from TOML and refusing nonsense is `adapters.policies`' work."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from onward.domain import prints, seeing
from onward.domain.assumed import CostPolicy, ImpactPolicy, RecoveryPolicy
from onward.domain.calibration import SHIPPED, Calibration
from onward.domain.grades import Grade, Verdict, best_after, worst
from onward.domain.offers import DemandKind
from onward.domain.orders import UNKNOWN_COUNTRY
from onward.domain.terms import ClaimTerms, ParcelTerms, RefundTerms
from onward.domain.warranties import WarrantyTerms


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
    investigate_for: timedelta
    silence_for: timedelta
    confirm_for: timedelta
    claim_for: timedelta
    lost_for: timedelta
    reserve_for: timedelta
    settle_for: timedelta


@dataclass(frozen=True, slots=True)
class Question:
    """A yes/no question; `good` is the answer of an item that is like new, and `otherwise` the
    verdict that the other answer asks for. `grade` is the best it can then be; None where the
    answer says nothing about the item. A yes is shown in the photo `shown_in`. `needs_bagging`:
    after the other answer, somebody at the counter has to bag it."""

    key: str
    good: bool
    otherwise: Verdict
    grade: Grade | None = None
    shown_in: str | None = None
    needs_bagging: bool = False


@dataclass(frozen=True, slots=True)
class CategoryPolicy:
    """What one category asks for, and what an opened piece of it costs less: `discounts_bp` for
    the grades it names, `discount_bp` for the others. Its questions have this category's own
    exclusions in them; `excluded_reasons` come on top of the shop's."""

    category: str
    shots: tuple[str, ...]
    questions: tuple[Question, ...]
    discount_bp: int
    peer: bool
    excluded_reasons: frozenset[str] = frozenset()
    discounts_bp: Mapping[Grade, int] = field(default_factory=dict)

    def discount_of(self, grade: Grade) -> int:
        """Basis points that a piece of this grade costs less than the unopened item."""
        return self.discounts_bp.get(grade, self.discount_bp)


@dataclass(frozen=True, slots=True)
class Ageing:
    """One step down for what stood unsold for `after`: `discount_bp` more off the new price."""

    after: timedelta
    discount_bp: int


@dataclass(frozen=True, slots=True)
class DemandPolicy:
    """Who is asked, in which order, and how long.

    `precedence` names the three forms of demand, the shop last, for it takes whoever comes.
    `ask_for` is waking time: the hours from `waking_from` to `waking_until` of the asked person's
    own day. At most `most_asks` people are asked before the unit is open to all; who leaves
    `most_silences` questions unanswered in a row is asked no more. An order that would take an
    open-box unit waits `order_waits_for` for one.
    """

    standing_offers: bool = True
    precedence: tuple[DemandKind, ...] = (
        DemandKind.STANDING_OFFER,
        DemandKind.ORDER,
        DemandKind.SHOP,
    )
    ask_for: timedelta = timedelta(hours=4)
    waking_from: int = 8
    waking_until: int = 22
    most_asks: int = 3
    most_silences: int = 2
    offer_for: timedelta = timedelta(days=30)
    most_offers: int = 10
    order_waits_for: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class MatchingPolicy:
    """What a match costs, in minor units: per 100 km between the two, less what a day of waiting
    speaks for, and what it costs to give a unit to somebody who would take more grades than most.
    Whoever returned or canceled the variant within `returned_before_for` is not offered it. Two who
    signed in on one device within `device_for` are not matched, unless more than
    `device_accounts_most` did; of no length, no device counts and none is kept."""

    per_100_km_minor: int = 60
    per_day_waited_minor: int = 25
    scarcity_minor: int = 50
    returned_before_for: timedelta = timedelta(days=30)
    device_for: timedelta = timedelta(days=90)
    device_accounts_most: int = 5


@dataclass(frozen=True, slots=True)
class ConditionPolicy:
    """What a photo must be to count as evidence; what falls short is for a person to see.

    `side_least` is pixels of the shorter side; `sharpness_least`, `dark_most` and `bright_most` are
    as `seeing` measures them, and a shop may doubt more or less than the phone does. `reuse_bits`
    of 64 are the most by which a sighting may differ that its finer print has confirmed already,
    so a shop can doubt less and not more; `twice_bits` of 256 are the most by which one picture
    sent for two shots does. Barcodes are compared on `barcode_shots`.
    `appeals` is how often a returner may ask for another look.
    """

    side_least: int = 300
    sharpness_least: float = seeing.BLURRED_BELOW
    dark_most: float = seeing.DARK_ABOVE
    bright_most: float = seeing.BRIGHT_ABOVE
    reuse_bits: int = 2 * prints.REACH
    twice_bits: int = 12
    barcode_shots: frozenset[str] = frozenset({"tag", "packaging"})
    appeals: int = 1


@dataclass(frozen=True, slots=True)
class Quality:
    """How the measure is kept honest: the share of accepted units that the warehouse inspects,
    and the share of upheld claims, among a category's last `pause_over`, above which its peer
    path pauses by itself. Shares in basis points."""

    inspect_bp: int = 200
    pause_above_bp: int = 300
    pause_over: int = 200


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
    remedies: frozenset[str]
    open_box_share: float
    tax_bp: dict[str, int]
    handling_minor: int
    tries_before_agent: int
    condition: ConditionPolicy = ConditionPolicy()
    quality: Quality = Quality()
    demand: DemandPolicy = DemandPolicy()
    matching: MatchingPolicy = MatchingPolicy()
    ageing: Ageing | None = None
    # The chance, 0 to 1, of a match within the window below which the peer path is not offered.
    odds_least: float = 0.0
    # What the orders of a past say of those to come.
    odds: Calibration = SHIPPED
    # What was paid for a piece, below which it is not sent between customers.
    peer_least_minor: int = 0
    costs: CostPolicy = field(default_factory=CostPolicy)
    impact: ImpactPolicy = field(default_factory=ImpactPolicy)
    recovery: RecoveryPolicy = field(default_factory=RecoveryPolicy)
    parcels: ParcelTerms = field(default_factory=ParcelTerms)
    refunds: RefundTerms = field(default_factory=RefundTerms)
    claims: ClaimTerms = field(default_factory=ClaimTerms)
    warranty: WarrantyTerms = field(default_factory=WarrantyTerms)
    # Not from the file: categories that wait for somebody to look at their arrivals, and what the
    # merchant stopped.
    paused: frozenset[str] = frozenset()
    stopped: frozenset[str] = frozenset()

    def category(self, name: str) -> CategoryPolicy:
        """That category's rules, or the default's."""
        return self.categories.get(name, self.categories["default"])

    def pausing(self, categories: frozenset[str]) -> "Policy":
        """The policy in force while the peer path of these categories pauses."""
        return replace(self, paused=categories)

    def admitted(self, hops: int) -> frozenset[Grade]:
        """The grades with which a piece may go on that was passed on so often before: each it may
        have the first time, called no better than that leaves it (decision 17)."""
        after = best_after(hops)
        return frozenset(
            called for grade in self.peer_grades if (called := worst((grade, after))) is not None
        )

    @property
    def grades_on_offer(self) -> frozenset[Grade]:
        """Every grade that a piece on offer may have, however often it was passed on."""
        return frozenset().union(*(self.admitted(hops) for hops in range(self.max_hops)))

    def excluded_reasons(self, category: str) -> frozenset[str]:
        """The return reasons that keep a piece of this category off the peer path."""
        return self.peer_excluded_reasons | self.category(category).excluded_reasons

    def same_territory(self, one: str, other: str) -> bool:
        """Whether a parcel between the two countries crosses no customs border."""
        if UNKNOWN_COUNTRY in (one, other):
            return False
        if one == other:
            return True
        return any({one, other} <= territory for territory in self.customs_territories)
