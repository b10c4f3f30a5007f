"""What is known of the demand for a variant: its orders of late, the people who wait for one, and
the pieces of it that look for an owner already. What follows from that is `domain.odds`."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.gifts import returner_of
from onward.domain.grades import Grade
from onward.domain.life import ListingStatus, OfferStatus
from onward.domain.money import Money
from onward.domain.odds import DAY, SPANS, Demand, odds
from onward.domain.opening import Piece
from onward.domain.policy import Policy
from onward.domain.pricing import open_box_price
from onward.domain.returns import ReturnCase
from onward.domain.routing import likely_grade
from onward.store.rows import from_ms, to_ms
from onward.store.trips import read_all

# More people than could be asked within any window need not be counted.
_MOST_OFFERS = 100
_SOLD = "count(DISTINCT CASE WHEN o.placed_at > ? THEN o.id END)"
_ORDERS = (
    f"SELECT {_SOLD}, {_SOLD}, {_SOLD}, min(o.placed_at) FROM order_lines l "
    "JOIN orders o ON o.id = l.order_id WHERE l.variant_id = ? AND o.placed_at <= ?"
)
_WAITING = (
    "SELECT grades FROM offers WHERE variant_id = ? AND status = ? AND ends_at > ? "
    "AND buyer_id <> ? AND currency = ? AND highest_minor >= ? LIMIT ?"
)
_AHEAD = (
    "SELECT ends_at FROM listings WHERE variant_id = ? AND status IN (?, ?) AND ends_at > ? "
    "AND case_id <> ? AND listed_at <= ?"
)


@dataclass(frozen=True, slots=True)
class Looking:
    """A piece that looks for an owner, or might: of which variant, whose it is, and since when it
    has been looking. `case_id` is empty before there is a case."""

    variant_id: str
    returner_id: str
    case_id: str = ""
    since: datetime | None = None


async def chance_of(piece: Piece, policy: Policy, now: datetime) -> float | None:
    """Of a next owner within the window; asked before the camera opens, so that nobody takes photos
    for a way that is not offered. None where the policy does not ask."""
    price = piece.variant.price
    if policy.odds_least == 0 and not policy.costs.compare:
        return None
    lower, grade = None, likely_grade(None, policy, piece.unit.hops)
    if price is not None and price.minor > 0:
        lower = open_box_price(price, policy.category(piece.variant.category), grade)
    looking = Looking(piece.variant.id, returner_of(piece.order) or "")
    known = await of_piece(looking, lower, grade, policy.open_box_share, now)
    return odds(known, policy.odds).within(policy.windows.window_for)


async def of_case(
    case: ReturnCase, price: Money | None, grade: Grade | None, share: float, now: datetime
) -> Demand:
    """The demand for a case's piece at `price`; without one, nobody who waits is counted."""
    looking = Looking(case.variant_id, case.returner_id, case.id, case.seeking_since)
    return await of_piece(looking, price, grade, share, now)


async def of_piece(
    piece: Looking, price: Money | None, grade: Grade | None, share: float, now: datetime
) -> Demand:
    """The same for a piece that may have no case yet."""
    at = to_ms(now)
    since = [to_ms(now - days * DAY) for days in SPANS]
    listed_at = to_ms(piece.since or now)
    least = (price.currency, price.minor) if price else ("", 0)
    waiting = [piece.variant_id, OfferStatus.OPEN, at, piece.returner_id, *least, _MOST_OFFERS]
    looking = [ListingStatus.LIVE, ListingStatus.HELD]
    [sold], offers, ahead = await read_all(
        [
            (_ORDERS, [*since, piece.variant_id, at]),
            (_WAITING, waiting),
            (_AHEAD, [piece.variant_id, *looking, at, piece.case_id, listed_at]),
        ]
    )
    first = from_ms(sold[3]) if sold[3] is not None else now
    return Demand(
        sold=(sold[0], sold[1], sold[2]),
        open_box_share=share,
        at=now,
        offers=sum(1 for row in offers if grade is None or grade in row[0].split(";")),
        ahead=tuple(from_ms(row[0]) - now for row in ahead),
        on_sale_for=max(now - first, DAY) if sold[3] is not None else max(SPANS) * DAY,
    )
