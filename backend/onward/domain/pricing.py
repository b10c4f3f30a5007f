"""Prices: what an opened piece costs, and the tax on top. A constant discount a category: research
found it as good as clever pricing."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.grades import Grade
from onward.domain.money import Money, half_even
from onward.domain.policy import Ageing, CategoryPolicy, Policy


@dataclass(frozen=True, slots=True)
class Taxed:
    """The tax on a net amount, on top of it, and its rate in basis points."""

    net: Money
    tax: Money
    rate_bp: int


def open_box_price(
    new_price: Money,
    category: CategoryPolicy,
    grade: Grade | None = None,
    aged: Ageing | None = None,
) -> Money:
    """Today's price of the unopened item less the discount of its category and grade, in whole
    minor units and net of tax.

    Without a grade it is the category's usual discount. The step of `aged` comes on top, for what
    stood unsold (`has_aged`). The discount rounds half to even and is never nothing: an opened item
    costs less.
    """
    if new_price.minor <= 0:
        raise ValueError("an item without a price has no open-box price")
    basis_points = category.discount_bp if grade is None else category.discount_of(grade)
    basis_points = min(basis_points + (aged.discount_bp if aged else 0), 10_000)
    discount = new_price.share(basis_points)
    return new_price - Money(max(discount.minor, 1), new_price.currency)


def has_aged(ageing: Ageing | None, listed_at: datetime, now: datetime) -> Ageing | None:
    """The step that applies to what has been on offer since `listed_at`, once it is due."""
    return ageing if ageing is not None and now - listed_at >= ageing.after else None


def tax_rate_bp(policy: Policy, country: str, region: str, category: str = "") -> int:
    """The policy's rate where the buyer lives, in basis points: of the region ("US-OR"), else of
    the country ("GB"), else "default", else nothing; a place's rate for the category
    ("US-NY.clothing") before its own."""
    for place in (f"{country}-{region}", country, "default"):
        for key in (f"{place}.{category}", place):
            if key in policy.tax_bp:
                return policy.tax_bp[key]
    return 0


def rate_of(net: Money, tax: Money) -> int:
    """The rate that a tax paid stands for, in basis points; 0 of nothing."""
    return half_even(tax.minor * 10_000, net.minor) if net.minor > 0 else 0


def tax_rate_text(basis_points: int) -> str:
    """A rate as it stands on an invoice: 2000 is "20%", 825 is "8.25%"."""
    whole, hundredths = divmod(basis_points, 100)
    return f"{whole}.{hundredths:02}".rstrip("0").rstrip(".") + "%"
