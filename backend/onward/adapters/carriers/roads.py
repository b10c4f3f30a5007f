"""The road of a parcel through the sandbox carrier: what its scanners see, and what we are told of
it and when. Both follow from the parcel and the failure book alone."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from onward.adapters.carriers.failures import FailureBook, Mishap
from onward.domain.days import whole_ms
from onward.domain.life import ShipmentStatus
from onward.domain.shipping import Scan

# Whole regions, so that a scan tells neither party where the other one lives.
HUBS = (
    "Northwest sorting hub",
    "Mountain sorting hub",
    "Great Plains sorting hub",
    "Great Lakes sorting hub",
    "Gulf sorting hub",
    "Northeast sorting hub",
)
_S, _M = ShipmentStatus, Mishap
_LATE_FOR = timedelta(hours=30)
_SHORT = timedelta(minutes=5)
# A parcel that does not hold what it should weighs this much of what was declared (percent).
_WRONG_WEIGHTS = (12, 35, 180)


@dataclass(frozen=True, slots=True)
class Told:
    """One webhook: a scan, and when we hear of it."""

    at: datetime
    scan: Scan


@dataclass(frozen=True, slots=True)
class Journey:
    """`scans` is what happened, in order; `told` is what we hear, in the order we hear it."""

    scans: tuple[Scan, ...]
    told: tuple[Told, ...]


def journey(
    number: str, handed_in_at: datetime, eta_for: timedelta, weight_g: int, book: FailureBook
) -> Journey:
    """From the first counter to the end, which `eta_for` after it is the delivery if all goes well;
    `weight_g` is what was declared."""
    mishaps = book.mishaps(number)
    start = whole_ms(handed_in_at)
    steps = _steps(start, start + eta_for, mishaps)
    scans = [scan_of(number, status, at) for at, status in steps]
    eta_at = whole_ms(start + eta_for)
    scans = [replace(scan, eta_at=eta_at) if scan.status in _ON_ITS_WAY else scan for scan in scans]
    grams = weight_g
    if _M.MISWEIGHED in mishaps:
        share = _WRONG_WEIGHTS[book.draw("weighs", number, len(_WRONG_WEIGHTS))]
        grams = max(1, weight_g * share // 100)
    scans[0] = replace(scans[0], weight_g=grams if grams > 0 else None)
    return Journey(tuple(scans), _told(scans, mishaps, number, book))


def scan_of(tracking_number: str, status: ShipmentStatus, at: datetime) -> Scan:
    """A scan as this carrier makes it: a place that names a region, and an id that stays."""
    told = f"{tracking_number} {status} {at.isoformat()}"
    key = f"scan_{hashlib.sha256(told.encode()).hexdigest()[:24]}"
    return Scan(key, tracking_number, status, at, _place(tracking_number, status))


_ON_ITS_WAY = frozenset({_S.IN_TRANSIT, _S.OUT_FOR_DELIVERY})
Steps = list[tuple[datetime, ShipmentStatus]]


def _steps(start: datetime, end: datetime, mishaps: frozenset[Mishap]) -> Steps:
    """The middle of the way is one more hub; the van sets out six hours before the door."""
    half = whole_ms(start + (end - start) / 2)
    van = end - timedelta(hours=6)
    begun = [(start, _S.IN_TRANSIT), (half, _S.IN_TRANSIT)]
    back = end + (end - start)
    if _M.LOST in mishaps:
        return begun
    if _M.DAMAGED in mishaps:
        return [*begun, (van, _S.FAILURE)]
    if _M.SENT_BACK in mishaps:
        return [*begun, (van, _S.RETURN_TO_SENDER), (back, _S.DELIVERED)]
    if _M.REFUSED in mishaps:
        refused = [(van, _S.OUT_FOR_DELIVERY), (end, _S.RETURN_TO_SENDER)]
        return [*begun, *refused, (back, _S.DELIVERED)]
    return [*begun, (van, _S.OUT_FOR_DELIVERY), (end, _S.DELIVERED)]


def _told(
    scans: list[Scan], mishaps: frozenset[Mishap], number: str, book: FailureBook
) -> tuple[Told, ...]:
    """One scan of the road, always the same, is the one that a mishap befalls."""
    heard = [Told(scan.at, scan) for scan in scans]
    struck = {
        mishap: book.draw(f"{mishap} strikes", number, len(heard))
        for mishap in (_M.LATE, _M.DUPLICATE, _M.MISSING)
        if mishap in mishaps
    }
    if _M.OUT_OF_ORDER in mishaps:
        one = book.draw("swaps", number, len(heard) - 1)
        early, late = heard[one], heard[one + 1]
        heard[one] = Told(late.at + _SHORT, early.scan)
        heard[one + 1] = late
    if _M.LATE in struck:
        late = heard[struck[_M.LATE]]
        heard[struck[_M.LATE]] = Told(late.at + _LATE_FOR, late.scan)
    again = [heard[struck[_M.DUPLICATE]]] if _M.DUPLICATE in struck else []
    if _M.MISSING in struck:
        del heard[struck[_M.MISSING]]
    heard += [Told(one.at + _SHORT, one.scan) for one in again]
    return tuple(sorted(heard, key=lambda one: one.at))


def _place(tracking_number: str, status: ShipmentStatus) -> str:
    drawn = hashlib.sha256(tracking_number.encode()).digest()
    setting_out = drawn[0] % len(HUBS)
    if status in {ShipmentStatus.PRE_TRANSIT, ShipmentStatus.IN_TRANSIT}:
        return HUBS[setting_out]
    onward = 1 + drawn[1] % (len(HUBS) - 1)
    return HUBS[(setting_out + onward) % len(HUBS)]
