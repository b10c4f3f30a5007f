"""Amounts as people write them in English."""

from onward.domain.money import DECIMALS, Money

_SIGNS = {
    "USD": "$", "GBP": "£", "EUR": "€", "JPY": "¥", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$",
}  # fmt: skip
_MINUS = "\N{MINUS SIGN}"


def money(amount: Money) -> str:
    """An amount with its sign and all its decimals: "$64.00", "£1,250.50", "64.00 CHF"."""
    decimals = DECIMALS.get(amount.currency, 2)
    whole, rest = divmod(abs(amount.minor), 10**decimals)
    digits = f"{whole:,}" + (f".{rest:0{decimals}}" if decimals else "")
    minus = _MINUS if amount.minor < 0 else ""
    sign = _SIGNS.get(amount.currency)
    return f"{minus}{sign}{digits}" if sign else f"{minus}{digits} {amount.currency}"
