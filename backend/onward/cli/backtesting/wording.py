"""Numbers of a report as people read them."""

from datetime import datetime

from onward.domain.money import Money
from onward.messages import money, say
from onward.study.assumptions import Unit
from onward.study.report import Report

HUNDRED = 10_000
_CHANNEL = say("channels.RECOMMERCE").lower()
_MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"


def words(key: str, **facts: object) -> str:
    """A sentence of the backtest; where it is about a channel, that one is recommerce."""
    return say(f"backtest.{key}", **facts, channel=_CHANNEL)


def count(number: int) -> str:
    return f"{number:,}"


def percent(share: float, places: int = 0) -> str:
    """0.4604 is "46%"; more than nothing is never "0%", less than all never "100%"."""
    shown = f"{abs(share) * 100:.{places}f}%"
    if share and not float(shown[:-1]):
        shown = f"{share * 100:.1f}%"
    if share < 1 and shown == "100%":
        shown = f"{int(share * 1000) / 10}%"
    return _signed(share, shown)


def decimal(number: float, places: int = 1) -> str:
    return _signed(number, f"{abs(number):,.{places}f}")


def days(number: float) -> str:
    """Short waits in hours, longer ones in days."""
    if number < 1:
        hours = max(round(number * 24), 1)
        return f"{hours} hour" if hours == 1 else f"{hours} hours"
    shown = f"{number:.1f}".removesuffix(".0")
    return "1 day" if shown == "1" else f"{shown} days"


def day(iso: str) -> str:
    """A calendar day, such as 9 Dec 2011."""
    moment = datetime.fromisoformat(iso)
    return f"{moment.day} {moment:%b %Y}"


def band(name: str) -> str:
    return name.replace("-", DASH)


def barrier(code: str) -> str:
    """The name of a rule that kept a return off."""
    if code.startswith("FLAG_"):
        return words("rule.FLAG", flag=code.removeprefix("FLAG_").lower().replace("_", " "))
    if code in _RULES:
        return words(f"rule.{code}")
    return words("rule.OTHER", code=code)


_RULES = frozenset({
    "PEER_OFF", "REASON_EXCLUDED", "CATEGORY_EXCLUDED", "CATEGORY_PAUSED", "STOPPED",
    "COUNTRY_UNSUPPORTED", "TOO_MANY_HOPS", "BUNDLE_INCOMPLETE", "PRICE_UNKNOWN", "UNDER_LEAST",
    "OVER_LIMIT", "UNLIKELY", "NO_MARGIN",
})  # fmt: skip


class InCurrency:
    """Amounts in the currency of one report."""

    def __init__(self, report: Report) -> None:
        self._currency = report.currency
        self.hundred = self.minor(HUNDRED).removesuffix(".00")

    def minor(self, amount: float) -> str:
        return money(Money(round(amount), self._currency))

    def per_100(self, amount: float) -> str:
        """An amount for each 100, which is the same in every currency."""
        return self.minor(amount * HUNDRED / 100)

    def of_unit(self, value: float, unit: Unit) -> str:
        """The value of an assumption."""
        if unit is Unit.MONEY:
            return self.minor(value)
        if unit is Unit.SHARE:
            return percent(value, 0 if value >= 0.01 or not value else 1)
        if unit is Unit.DAYS:
            return days(value)
        shown = f"{value:,.5f}".rstrip("0").rstrip(".")
        return shown if unit is Unit.TIMES else f"{shown} {_UNITS[unit]}"


_UNITS = {Unit.GRAMS: "g", Unit.KM: "km"}


def _signed(number: float, shown: str) -> str:
    return f"{_MINUS}{shown}" if number < 0 and any(c in "123456789" for c in shown) else shown
