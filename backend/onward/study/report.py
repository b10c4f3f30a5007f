"""What a backtest found, as values: the shape of `onward backtest --json`.

Keys are stable: new ones may come, none changes its meaning. Shares and rates lie between 0 and 1,
amounts ending in `_minor` are whole minor units of `currency`, `*_per_100` are amounts for each 100
of returned value, times are ISO 8601 in UTC.
"""

from dataclasses import dataclass

from onward.study.effects import Effect
from onward.study.sweeps import DiscountPoint


@dataclass(frozen=True, slots=True)
class Asked:
    """What was replayed: the rules ("policy" or "none"), the share of orders willing to take an
    opened piece, the window in days, after how many the policy itself stops looking and whether
    that is the same, the seed of chance, and the country of the warehouse."""

    rules: str
    willing: float
    window_days: float
    policy_window_days: float
    own_window: bool
    seed: int
    warehouse_country: str


@dataclass(frozen=True, slots=True)
class Rows:
    """`read` = `lines` + `returns` + `rejected`. `merged` rows share an order and SKU with another
    and are one line with it; `repeated` of them say nothing that an earlier row does not."""

    read: int
    lines: int
    returns: int
    rejected: int
    merged: int
    repeated: int


@dataclass(frozen=True, slots=True)
class RejectedRows:
    reason: str
    message: str
    rows: int
    first_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WaitDays:
    """Days from a return to the order that took it, of those that found one; None without any."""

    p10: float | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the returns; `match_rate` is of its eligible ones, None where there are none."""

    name: str
    returns: int
    eligible: int
    matched: int
    match_rate: float | None


@dataclass(frozen=True, slots=True)
class CostPer100:
    """All returns that count, by the warehouse and with Onward, whose misses and whose returners
    who prefer the warehouse are in it; `low` and `high` are the ends of `saving`. `beyond_keep` is
    the saving beside a shop that leaves with the customer what is worth less than its way back."""

    warehouse: float
    onward: float
    saving: float
    low: float
    high: float
    beyond_keep: float


@dataclass(frozen=True, slots=True)
class MatchedCostPer100:
    """Only the returns that found an owner; `discount` is the part of `onward` that the buyer's
    lower price is."""

    warehouse: float
    onward: float
    discount: float


@dataclass(frozen=True, slots=True)
class DaysToRefund:
    """Mean days from the wish to return. `warehouse` refunds after inspection; `first_scan` is the
    same road refunded when it is handed in; `matched` are those with an owner; `onward` all."""

    warehouse: float
    onward: float
    first_scan: float
    matched: float


@dataclass(frozen=True, slots=True)
class Co2e:
    """Kilograms; negative savings mean the straight way was the longer one. `low` and `high` are
    the ends of `saved_per_match`. `measured` is the share of matches whose way is measured between
    postcodes; that of the others is assumed."""

    warehouse_per_match: float
    onward_per_match: float
    saved_per_match: float
    low: float
    high: float
    saved_total: float
    measured: float
    method: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """Which returns could go elsewhere than into stock, each counted apart and overlapping: to the
    next customer (`peer`), into a recommerce channel (`channel`), to either; and those that did
    find an owner. Shares of all returns that count."""

    peer: float
    channel: float
    either: float
    matched: float


@dataclass(frozen=True, slots=True)
class Funded:
    """Refunds whose money came from the next buyer before it went out: those that found an owner,
    take part and are shipped. Of all refunds, by number and by value."""

    share: float
    value_share: float


@dataclass(frozen=True, slots=True)
class OnePiece:
    """The same assumptions on one piece of 100.00, whatever this history is about, per 100."""

    warehouse: float
    onward: float
    onward_without_discount: float


@dataclass(frozen=True, slots=True)
class Example:
    """A return of the replay and the order that would have taken it, by their rows in the file."""

    sku: str
    return_row: int
    returned_at: str
    order_row: int
    ordered_at: str
    wait_days: float


@dataclass(frozen=True, slots=True)
class Point:
    days: float
    rate: float


@dataclass(frozen=True, slots=True)
class DemandRow:
    """Demand alone: the matched share of all returns within each window, in days."""

    willing: float
    rates: dict[str, float]


@dataclass(frozen=True, slots=True)
class Report:
    """`returns` are the linked returns at least 30 days (or a window, if that is longer) before the
    history's last order; `replayed` has the later ones too, which compete and do not count.
    `eligible` + the sum of `ineligible` = `returns`; `match_rate` = `matched` / `eligible`.
    `taking_part` is the share of matches that would really travel: chosen by the returner, and
    found like-new. `keep_cheaper` of the matched are worth less than either road costs: leaving
    them with the customer would be cheaper still, which no saving here has in it. `set_aside` are
    returns that cannot be replayed, by reason; `notes` what is odd and was kept. `cost_lines` are
    minor units over the matched, by road and line. `odds_method` says how the chance of an owner is
    told before a return is let through, and what of it a history cannot know; `grades_method` what
    a piece is taken for that nobody has graded."""

    file: str
    currency: str
    first_at: str
    last_at: str
    asked: Asked
    rows: Rows
    rejected: tuple[RejectedRows, ...]
    set_aside: dict[str, int]
    notes: dict[str, int]
    replayed: int
    returns: int
    eligible: int
    ineligible: dict[str, int]
    matched: int
    match_rate: float
    matched_share: float
    taking_part: float
    keep_cheaper: float
    candidates: Candidates
    funded_first: Funded
    wait_days: WaitDays
    waiting_curve: tuple[Point, ...]
    by_velocity: tuple[Slice, ...]
    by_country: tuple[Slice, ...]
    value_minor: int
    value_median_minor: int
    cost_per_100: CostPer100
    matched_cost_per_100: MatchedCostPer100
    one_piece: OnePiece
    cost_lines: dict[str, dict[str, int]]
    days_to_refund: DaysToRefund
    co2e: Co2e
    discounts: tuple[DiscountPoint, ...]
    break_even_discount: float | None
    demand_only: tuple[DemandRow, ...]
    assumptions: tuple[Effect, ...]
    odds_method: str
    grades_method: str
    examples: tuple[Example, ...]
    seconds: float
