"""By which day the law wants a refund paid: one row a territory, each with its source. A policy may
pay sooner, never later."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from onward.domain.days import end_of_business_day, end_of_day

_FRIDAY = 4
EU = frozenset({
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV",
    "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deadline:
    """A refund is due `days` after the notice of withdrawal, though not before proof of sending
    (`from_notice`), or after proof of sending; business days are Monday to Friday. Whoever gives
    notice within `withdraw_days` of having the goods withdraws by right; 0 where no law says so."""

    countries: frozenset[str]
    days: int
    from_notice: bool
    business: bool
    withdraw_days: int
    source: str


DEADLINES = (
    Deadline(EU, 14, True, False, 14, "Directive 2011/83/EU art. 9 and 13"),
    Deadline(frozenset({"GB"}), 14, True, False, 14, "UK SI 2013/3134 reg. 30 and 34"),
    Deadline(frozenset({"US"}), 7, False, True, 0, "US FTC guidance: 7 business days"),
)
WITHDRAWAL = timedelta(days=max(row.withdraw_days for row in DEADLINES))
ELSEWHERE = Deadline(frozenset(), 14, False, False, 0, "policy")


def deadline_of(country: str) -> Deadline:
    """The row that holds for an order sent to that country (ISO 3166-1 alpha-2)."""
    return next((row for row in DEADLINES if country in row.countries), ELSEWHERE)


def due_by(country: str, zone: str, notice: datetime, proof_of_sending: datetime) -> datetime:
    """The legal due instant of a refund: the end of a day in the order's time zone."""
    row = deadline_of(country)
    if row.business:
        return end_of_business_day(proof_of_sending, zone, after=row.days)
    if not row.from_notice:
        return end_of_day(proof_of_sending, zone, after=timedelta(days=row.days))
    by_notice = end_of_day(notice, zone, after=timedelta(days=row.days))
    return max(by_notice, end_of_day(proof_of_sending, zone))


def send_back_by(country: str, zone: str, notice: datetime) -> datetime:
    """The last instant to send back what one withdrew from: the end of the 14th day after the
    notice (Directive 2011/83/EU art. 14(1), UK SI 2013/3134 reg. 35)."""
    days = timedelta(days=deadline_of(country).withdraw_days)
    return end_of_day(notice, zone, after=days)


def withdraws(country: str, zone: str, arrived: datetime | None, notice: datetime) -> bool:
    """Whether who gives notice then withdraws by right, which costs no fee and brings the standard
    delivery back. Of what never arrived one always may, where the law gives the right."""
    if arrived is None:
        return deadline_of(country).withdraw_days > 0
    until = withdraw_until(country, zone, arrived)
    return until is not None and notice <= until


def withdraw_until(country: str, zone: str, arrived: datetime) -> datetime | None:
    """The last instant to withdraw by right: EU and UK, the end of the 14th day after the goods
    arrived, and of the Monday after where that is on a weekend (Regulation 1182/71 art. 3(4)). None
    where no law gives the right."""
    row = deadline_of(country)
    if row.withdraw_days == 0:
        return None
    until = end_of_day(arrived, zone, after=timedelta(days=row.withdraw_days))
    weekday = until.astimezone(ZoneInfo(zone)).weekday()
    if weekday <= _FRIDAY:
        return until
    return end_of_day(until, zone, after=timedelta(days=7 - weekday))
