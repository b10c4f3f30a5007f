"""What a barcode says about an item. Only a consumer unit's number names one; a code that does not
is no contradiction, and one that nobody could read says nothing at all."""

from collections.abc import Iterable

# GS1 keeps these for numbers that a shop gives itself, on price tags most of all (GTIN-13 020-029,
# 040-049 and 200-299, GTIN-8 0 and 2), here with the zeros that make each 14 digits.
_RESTRICTED = ("002", "004", "02", "0000000", "0000002")
_DIGITS = 14


def as_gtin(code: str | None) -> str | None:
    """A GTIN-8, -12, -13 or -14 as 14 digits; None where it is none of them."""
    if code is None or not code.isascii() or not code.isdigit() or len(code) not in (8, 12, 13, 14):
        return None
    padded = code.zfill(_DIGITS)
    return padded if _check_digit(padded[:-1]) == padded[-1] else None


def bears(codes: Iterable[str], gtin: str) -> bool:
    """Whether the item's own number, as 14 digits, is among these."""
    return any(as_gtin(code) == gtin for code in codes)


def names_another(code: str, gtin: str) -> bool:
    """Whether this code is the number of an item that is not this one, both as 14 digits.

    A shop's own number contradicts only a number of the same kind, and the number of a whole
    carton none: every shop numbers as it likes, and a carton holds what it holds.
    """
    read = as_gtin(code)
    if read is None or read == gtin or read[0] != "0":
        return False
    return gtin.startswith(_RESTRICTED) or not read.startswith(_RESTRICTED)


def _check_digit(body: str) -> str:
    """GS1's: from the right, digits weigh 3 and 1 in turn."""
    total = sum(int(digit) * (3, 1)[at % 2] for at, digit in enumerate(reversed(body)))
    return str(-total % 10)
