"""What each way of a return is expected to cost the merchant and to bring back, line by line, in
whole minor units. Whether a way is open is decided by `routing`, days and cards are `routes`' work.

Each line is an expected value rounded once, half to even, so that lines sum to the net exactly. The
refund is on none of them: it is the same on every way.
"""

from dataclasses import dataclass, replace

from onward.domain.assumed import CostPolicy, Terms
from onward.domain.events import Channel
from onward.domain.grades import Grade
from onward.domain.listings import Listing
from onward.domain.money import Money, half_even
from onward.domain.policy import Policy
from onward.domain.pricing import open_box_price
from onward.domain.refunds import bonus

_WHOLE = 10_000
# Below this chance of a next owner (basis points) looking in vain is not reckoned dearer still.
_LEAST_CHANCE_BP = 100
# No two homes lie farther apart.
_ROUND_THE_WORLD_KM = 20_000


@dataclass(frozen=True, slots=True)
class Roads:
    """Kilometres of the legs a piece may take: to the warehouse, on from there to whoever buys it,
    or straight `between` the two customers."""

    to_warehouse: int
    from_warehouse: int
    between: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What the sums need of a piece. `price` is today's of the unopened item, net of tax; `lower`
    what a next owner pays; `odds` the chance, 0 to 1, of one within the window, None where nobody
    knows; `label` what was paid for a label that exists, to the buyer where there is one."""

    price: Money
    lower: Money
    grade: Grade
    weight_g: int
    roads: Roads
    odds: float | None = None
    direct_label: Money | None = None
    warehouse_label: Money | None = None


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One line of a way's sum: a cost is below zero, what comes back above."""

    code: str
    amount: Money


Lines = tuple[RouteLine, ...]
# The same before anybody reads it: code and minor units.
Parts = tuple[tuple[str, int], ...]


def piece_of(
    price: Money, category: str, grade: Grade, weight_g: int, policy: Policy, odds: float | None
) -> Piece:
    """A piece whose next owner nobody knows yet, at the distances the policy expects."""
    lower = open_box_price(price, policy.category(category), grade)
    weight = weight_g or policy.costs.weight_g
    return Piece(price, lower, grade, weight, expected_roads(policy), odds)


def listed_piece(
    listing: Listing, weight_g: int, policy: Policy, warehouse_km: int | None = None
) -> Piece:
    """A piece as it is on offer."""
    weight = weight_g or policy.costs.weight_g
    roads = expected_roads(policy, warehouse_km)
    return Piece(listing.new_price, listing.price, listing.grade, weight, roads)


def expected_roads(policy: Policy, warehouse_km: int | None = None) -> Roads:
    """As policy expects them, but for the way to the warehouse, where that was measured."""
    expected = policy.impact
    into = expected.to_warehouse_km if warehouse_km is None else warehouse_km
    return Roads(into, expected.from_warehouse_km, expected.between_km)


def net(lines: Lines, currency: str) -> Money:
    """What a way brings less what it costs; most often below zero where it brings little."""
    return Money(sum(line.amount.minor for line in lines), currency)


def label_minor(weight_g: int, km: int, costs: CostPolicy) -> int:
    """What a parcel over so many km is expected to cost, by begun kilograms and by the way."""
    further = max(-(-weight_g // 1000) - 1, 0)
    by_way = half_even(costs.per_100_km_minor * km, 100)
    return costs.label_minor + further * costs.per_kg_minor + by_way


def recovery_lines(piece: Piece, terms: Terms, policy: Policy) -> Lines:
    """To the warehouse, and on through a channel that takes the piece on these terms.

    Receiving, looking and shelving are `handling`. What it then sells for is the new price
    (SOLD) less what it loses by being opened (MARKDOWN). What sells for nothing is not sent out.
    """
    return _lines(piece, _recovery(piece, terms, policy))


def kept_lines(piece: Piece, policy: Policy) -> Lines:
    """The returner keeps it and is refunded: nothing travels and nothing comes back."""
    return _lines(piece, (("SERVICE", -policy.costs.service_minor),))


def peer_lines(piece: Piece, policy: Policy) -> Lines:
    """Straight to a next owner, once there is one.

    A discount given to somebody who would have paid the new price is a loss like any other, so it
    stands in the sum under its own name (FULL_PRICE); they leave a new piece on the shelf instead,
    which is stored (STORAGE). CLAIMS: the buyer's money and a label back, for the share that ends
    so. NO_SHIP: who never hands it in; then the buyer is sent a new piece at the open-box price
    and the return, if it comes, goes the warehouse's way. WAITING: days of looking in vain, borne
    by those that do find an owner, (1 - p) / p of them for each.
    """
    return _lines(piece, _peer(piece, policy))


def best_recovery(piece: Piece, policy: Policy) -> tuple[Channel, Money]:
    """The merchant's best channel for a piece among those in use, with its net; of two alike the
    earlier one in the policy. The warehouse takes what no other does, and keeps nothing that it
    cannot sell and another takes: on a shelf that is worth nothing it would only lie."""
    recovery, shelf = policy.recovery, Channel.WAREHOUSE
    channels = [one for one in recovery.channels if recovery.takes(one, piece.grade)]
    if not recovery.terms[shelf].worth_bp.get(piece.grade):
        channels = [one for one in channels if one is not shelf]
    nets = {one: _sum(_recovery(piece, recovery.terms[one], policy)) for one in channels or [shelf]}
    best = max(nets, key=lambda one: nets[one])
    return best, Money(nets[best], piece.price.currency)


def peer_margin(piece: Piece, policy: Policy) -> Money:
    """What the peer path earns above the best other way that is in use; below zero the merchant
    would pay for it."""
    _, other = best_recovery(piece, policy)
    return Money(_sum(_peer(piece, policy)) - other.minor, piece.price.currency)


def farthest_km(piece: Piece, policy: Policy) -> int | None:
    """How far off its next owner may live for the peer path to earn no less than the best other
    way; below zero where it never does, None where that is not asked or no way is too long."""
    if not policy.costs.compare or piece.price.minor <= 0:
        return None
    _, other = best_recovery(piece, policy)
    near, far = (
        _sum(_peer(replace(piece, roads=replace(piece.roads, between=km)), policy)) - other.minor
        for km in (0, _ROUND_THE_WORLD_KM)
    )
    if far >= 0:
        return None
    return near * _ROUND_THE_WORLD_KM // (near - far) if near >= 0 else -1


def _recovery(piece: Piece, terms: Terms, policy: Policy) -> Parts:
    costs, price = policy.costs, piece.price.minor
    worth_bp = terms.worth_bp.get(piece.grade, 0)
    received: Parts = (
        ("LABEL_IN", -_label_in(piece, costs)),
        ("HANDLING", -policy.handling_minor),
        ("SERVICE", -costs.service_minor),
        ("CHANNEL", -terms.extra_minor),
    )
    if worth_bp == 0:
        return received
    sold = ("SOLD", price), ("MARKDOWN", half_even(price * worth_bp, _WHOLE) - price)
    if not terms.ships_out:
        return (*sold, *received)
    out = label_minor(piece.weight_g, piece.roads.from_warehouse, costs)
    return (*sold, *received, ("STORAGE", -_storage(costs)), ("LABEL_OUT", -out))


def _peer(piece: Piece, policy: Policy) -> Parts:
    costs, price, paid = policy.costs, piece.price.minor, piece.lower.minor
    discount = price - paid
    full = half_even(discount * costs.full_price_bp, _WHOLE)
    at_risk = paid + _label_in(piece, costs)
    found: Parts = (
        ("SOLD", price),
        ("DISCOUNT", full - discount),
        ("FULL_PRICE", -full),
        ("BONUS", -bonus(policy, piece.lower).minor),
        ("LABEL", -_label_direct(piece, costs)),
        ("SERVICE", -costs.service_minor),
        ("STORAGE", -half_even(_storage(costs) * costs.full_price_bp, _WHOLE)),
        ("CLAIMS", -half_even(at_risk * costs.claims_bp, _WHOLE)),
    )
    otherwise = _sum(_recovery(piece, policy.recovery.terms[Channel.WAREHOUSE], policy))
    lost = otherwise - discount - _sum(found)
    no_ship = half_even(lost * costs.no_ship_bp, _WHOLE)
    return (*found, ("NO_SHIP", no_ship), ("WAITING", -_waiting(piece, policy)))


def _sum(parts: Parts) -> int:
    return sum(minor for _, minor in parts)


def _lines(piece: Piece, parts: Parts) -> Lines:
    """What is nothing is no line."""
    currency = piece.price.currency
    return tuple(RouteLine(code, Money(minor, currency)) for code, minor in parts if minor)


def _label_in(piece: Piece, costs: CostPolicy) -> int:
    if piece.warehouse_label is not None:
        return piece.warehouse_label.minor
    return label_minor(piece.weight_g, piece.roads.to_warehouse, costs)


def _label_direct(piece: Piece, costs: CostPolicy) -> int:
    if piece.direct_label is not None:
        return piece.direct_label.minor
    return label_minor(piece.weight_g, piece.roads.between, costs)


def _storage(costs: CostPolicy) -> int:
    return costs.storage_per_day_minor * costs.storage_days


def _waiting(piece: Piece, policy: Policy) -> int:
    """Half to even of price * share a day * days of the window * (1 - p) / p."""
    if piece.odds is None:
        return 0
    chance = min(max(round(piece.odds * _WHOLE), _LEAST_CHANCE_BP), _WHOLE)
    minutes = int(policy.windows.window_for.total_seconds()) // 60
    lost = piece.price.minor * policy.costs.waiting_bp * minutes * (_WHOLE - chance)
    return half_even(lost, _WHOLE * 24 * 60 * chance)
