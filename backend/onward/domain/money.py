"""Money as integer minor units with an ISO 4217 code, and the two ways it is divided."""

from collections.abc import Sequence
from dataclasses import dataclass

# Currencies whose minor unit is not a hundredth (ISO 4217); every other one has two decimals.
_NO_DECIMALS = (
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF", "XPF",
)  # fmt: skip
_THREE_DECIMALS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
DECIMALS = dict.fromkeys(_NO_DECIMALS, 0) | dict.fromkeys(_THREE_DECIMALS, 3)


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met; nothing in Onward converts money."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (cents, pence, yen) of one currency; may be negative."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is not an ISO 4217 code")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def share(self, basis_points: int) -> "Money":
        """This amount times basis points (1/100 of a percent), rounded half to even."""
        return Money(half_even(self.minor * basis_points, 10_000), self.currency)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} met {other.currency}")
        return other.minor


def half_even(numerator: int, denominator: int) -> int:
    """The nearest whole number of a fraction; a half goes to the even one. `denominator` > 0."""
    whole, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1):
        return whole + 1
    return whole


def zero(currency: str) -> Money:
    return Money(0, currency)


def parts(amount: Money, weights: Sequence[int]) -> tuple[Money, ...]:
    """Divide an amount by weights so that the parts sum to the whole (largest remainder).

    Ties go to the earlier part, so the answer never depends on anything but its input.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    floors = [amount.minor * weight // total for weight in weights]
    remainders = [amount.minor * weight % total for weight in weights]
    left = amount.minor - sum(floors)
    for index in sorted(range(len(weights)), key=lambda i: (-remainders[i], i))[:left]:
        floors[index] += 1
    return tuple(Money(minor, amount.currency) for minor in floors)
