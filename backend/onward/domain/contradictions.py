"""What a policy says against itself though each line of it can be followed: above all a discount
that makes the peer path lose money. Said when the shop starts and by `onward policy check`."""

from collections.abc import Iterator
from dataclasses import dataclass

from onward.domain.deadlines import WITHDRAWAL
from onward.domain.economics import (
    Piece,
    best_recovery,
    expected_roads,
    net,
    peer_lines,
    peer_margin,
    piece_of,
)
from onward.domain.events import Channel
from onward.domain.grades import Grade, Verdict
from onward.domain.money import Money
from onward.domain.policy import CategoryPolicy, Policy

# The sums are in whatever currency an order has; ISO 4217 calls none of them XXX.
_NONE = "XXX"
# So many prices between the least and the limit are tried, each as much dearer as the last.
_TRIED = 120
# The prices, in hundredths, at which a channel is given its chance.
_LOW, _HIGH = 1_00, 100_000_00


@dataclass(frozen=True, slots=True)
class Loses:
    """A piece of this category and grade earns less on the peer path than on the merchant's best
    other way, at the typical price and the expected distance. Amounts in hundredths, as a policy
    has them. `pays`: the prices between which it does pay, None where it does at none."""

    category: str
    grade: Grade
    discount_bp: int
    price_minor: int
    km: int
    peer_minor: int
    other: Channel
    other_minor: int
    pays: tuple[int, int] | None

    @property
    def loss_minor(self) -> int:
        return self.other_minor - self.peer_minor


@dataclass(frozen=True, slots=True)
class Pointless:
    """A setting that another one keeps from ever taking effect, or the law from taking it
    everywhere. `code`: NO_CATEGORY, ASKS_TOO_LONG, AGES_TOO_LATE, FEE_TAKES_ALL, FEE_NOT_BY_LAW,
    WINDOW_NOT_BY_LAW."""

    code: str


@dataclass(frozen=True, slots=True)
class Idle:
    """A channel in use that is the best one at no price for these grades, though it takes them, so
    that none of them goes there. What a channel sells for is so in some grades as a matter of
    course, and is told only where it is so in all; what it is to give away or recycle is a wish."""

    channel: Channel
    grades: tuple[Grade, ...]
    all_it_takes: bool


Contradiction = Loses | Pointless | Idle


def contradictions(policy: Policy) -> tuple[Contradiction, ...]:
    """Everything that the policy says against itself, in the order of its file."""
    if not policy.peer_enabled:
        return (*_overruled(policy), *_idle(policy))
    return (*_overruled(policy), *_pointless(policy), *_losing(policy), *_idle(policy))


def paying_prices(category: str, grade: Grade, policy: Policy) -> tuple[int, int] | None:
    """The least and the greatest price, in hundredths, of those tried up to the limit at which the
    peer path earns no less than the best other way; None where it does at none."""
    least = max(policy.peer_least_minor, 100)
    most = max(policy.peer_limit_minor, least)
    tried = _prices(least, most)
    paying = [price for price in tried if _margin(category, grade, price, policy) >= 0]
    return (paying[0], paying[-1]) if paying else None


def grades_given(category: CategoryPolicy, policy: Policy) -> list[Grade]:
    """The grades with which a piece of this category may go to another customer, best first."""
    given = {Grade.LIKE_NEW} | {
        one.grade
        for one in category.questions
        if one.grade is not None and one.otherwise is not Verdict.NOT_FOR_PEER
    }
    return [grade for grade in Grade if grade in given & policy.peer_grades]


def _prices(least: int, most: int) -> list[int]:
    step = (most / least) ** (1 / _TRIED)
    return sorted({min(round(least * step**count), most) for count in range(_TRIED + 1)})


def _overruled(policy: Policy) -> Iterator[Pointless]:
    fee = policy.refunds.fee_minor
    if fee >= policy.costs.typical_minor:
        yield Pointless("FEE_TAKES_ALL")
    if fee:
        yield Pointless("FEE_NOT_BY_LAW")
    if policy.windows.return_for < WITHDRAWAL:
        yield Pointless("WINDOW_NOT_BY_LAW")


def _pointless(policy: Policy) -> Iterator[Pointless]:
    if not any(category.peer for category in policy.categories.values()):
        yield Pointless("NO_CATEGORY")
    if policy.demand.ask_for > policy.windows.window_for:
        yield Pointless("ASKS_TOO_LONG")
    if policy.ageing is not None and policy.ageing.after >= policy.windows.window_for:
        yield Pointless("AGES_TOO_LATE")


def _losing(policy: Policy) -> Iterator[Loses]:
    for category in policy.categories.values():
        for grade in grades_given(category, policy) if category.peer else ():
            price = policy.costs.typical_minor
            if _margin(category.category, grade, price, policy) < 0:
                yield _loses(category, grade, price, policy)


def _loses(category: CategoryPolicy, grade: Grade, price: int, policy: Policy) -> Loses:
    name = category.category
    piece = piece_of(Money(price, _NONE), name, grade, 0, policy, None)
    other, earns = best_recovery(piece, policy)
    return Loses(
        category=name,
        grade=grade,
        discount_bp=category.discount_of(grade),
        price_minor=price,
        km=piece.roads.between,
        peer_minor=net(peer_lines(piece, policy), _NONE).minor,
        other=other,
        other_minor=earns.minor,
        pays=paying_prices(name, grade, policy),
    )


def _margin(category: str, grade: Grade, price: int, policy: Policy) -> int:
    piece = piece_of(Money(price, _NONE), category, grade, 0, policy, None)
    return peer_margin(piece, policy).minor


def _idle(policy: Policy) -> Iterator[Idle]:
    _, *others = policy.recovery.channels
    best = {grade: _ever_best(grade, policy) for grade in Grade} if others else {}
    for channel in others:
        taken = [grade for grade in Grade if policy.recovery.takes(channel, grade)]
        never = tuple(grade for grade in taken if channel not in best[grade])
        whole = len(never) == len(taken)
        if whole or (never and channel.gives_away):
            yield Idle(channel, never, whole)


def _ever_best(grade: Grade, policy: Policy) -> set[Channel]:
    """The channels that are the best one for a piece of this grade at any of the prices tried."""
    roads, weight_g = expected_roads(policy), policy.costs.weight_g
    prices = (Money(price, _NONE) for price in _prices(_LOW, _HIGH))
    pieces = (Piece(price, price, grade, weight_g, roads) for price in prices)
    return {best_recovery(piece, policy)[0] for piece in pieces}
