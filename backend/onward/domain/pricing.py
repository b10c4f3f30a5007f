"""Prices: what an opened piece costs, and the tax on top. A constant discount a category: research
found it as good as clever pricing."""

from onward.domain.money import Money
from onward.domain.policy import CategoryPolicy, Policy


def open_box_price(new_price: Money, category: CategoryPolicy) -> Money:
    """Today's price of the unopened item less the category's discount, in whole minor units.

    The discount rounds half to even and is never nothing: an opened item costs less. Net of tax.
    """
    if new_price.minor <= 0:
        raise ValueError("an item without a price has no open-box price")
    discount = new_price.share(category.discount_bp)
    return new_price - Money(max(discount.minor, 1), new_price.currency)


def tax_rate_bp(policy: Policy, country: str, region: str) -> int:
    """The rate where the buyer lives, in basis points: of the region ("US-OR"), else of the
    country ("GB"), else "default", else nothing."""
    for place in (f"{country}-{region}", country, "default"):
        if place in policy.tax_bp:
            return policy.tax_bp[place]
    return 0


def tax_on(price: Money, policy: Policy, country: str, region: str) -> Money:
    """The tax on a net price, on top of it."""
    return price.share(tax_rate_bp(policy, country, region))


def tax_rate_text(basis_points: int) -> str:
    """A rate as it stands on an invoice: 2000 is "20%", 825 is "8.25%"."""
    whole, hundredths = divmod(basis_points, 100)
    return f"{whole}.{hundredths:02}".rstrip("0").rstrip(".") + "%"
