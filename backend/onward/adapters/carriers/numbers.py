"""The sandbox carrier's numbers: tracking numbers, counter codes and SSCCs, each with a check.

A tracking number is `ONW`, fifteen digits and a digit that makes the whole pass Luhn's test
(ISO/IEC 7812-1, annex B). A counter code is eleven signs of a 31-sign alphabet and a check sign:
the weighted sum modulo the prime 31 catches every single wrong sign and every swap of two. The
SSCC names the same parcel to scanners (GS1 General Specifications, 3.3.1): extension digit 0, GS1's
own prefix for examples, 952, the last thirteen of the fifteen digits, and GS1's check digit.
"""

import hashlib
import hmac

PREFIX = "ONW"
_DIGITS = 15
# As many of them as an SSCC has room for; the first two stay zero.
_DRAWN_DIGITS = 13
_SSCC_HEAD = "0952"
# No 0, I, L, O or U: 31 signs, a prime.
COUNTER_SIGNS = "123456789ABCDEFGHJKMNPQRSTVWXYZ"
_COUNTER_LENGTH = 12


def tracking_number(secret: bytes, key: str) -> str:
    """The tracking number that belongs to a key: always the same one."""
    drawn = _drawn(secret, f"tracking {key}") % 10**_DRAWN_DIGITS
    digits = f"{drawn:0{_DIGITS}}"
    return f"{PREFIX}{digits}{_luhn(digits)}"


def is_tracking_number(text: str) -> bool:
    """Whether this is one of the sandbox's, and not mistyped."""
    digits = text.removeprefix(PREFIX)
    shaped = text.startswith(PREFIX) and len(digits) == _DIGITS + 1
    if not (shaped and digits.isascii() and digits.isdigit()):
        return False
    return _luhn(digits[:-1]) == int(digits[-1])


def sscc_of(tracking_number: str) -> str:
    """The eighteen digits that a tracking number's barcode holds after its (00)."""
    digits = tracking_number.removeprefix(PREFIX)[_DIGITS - _DRAWN_DIGITS : _DIGITS]
    body = _SSCC_HEAD + digits
    return body + str(_gs1_check(body))


def is_sscc(text: str) -> bool:
    """Whether these are eighteen digits whose check digit holds."""
    shaped = len(text) == 18 and text.isascii() and text.isdigit()
    return shaped and _gs1_check(text[:-1]) == int(text[-1])


def counter_code(secret: bytes, key: str) -> str:
    """The code that a counter scans or types for a key."""
    drawn = _drawn(secret, f"counter {key}")
    signs = ""
    for _ in range(_COUNTER_LENGTH - 1):
        drawn, rest = divmod(drawn, len(COUNTER_SIGNS))
        signs += COUNTER_SIGNS[rest]
    return signs + _check_sign(signs)


def is_counter_code(text: str) -> bool:
    """Whether this is a whole code, typed with or without gaps."""
    signs = "".join(text.split()).upper()
    if len(signs) != _COUNTER_LENGTH or not set(signs) <= set(COUNTER_SIGNS):
        return False
    return _check_sign(signs[:-1]) == signs[-1]


def _luhn(digits: str) -> int:
    doubled = (int(digit) * 2 for digit in reversed(digits[-1::-2]))
    single = (int(digit) for digit in digits[-2::-2])
    return -(sum(sum(divmod(value, 10)) for value in doubled) + sum(single)) % 10


def _gs1_check(digits: str) -> int:
    """GS1's check digit: threes and ones in turn, from the right (General Specifications, 7.9)."""
    summed = sum(int(digit) * (1 if at % 2 else 3) for at, digit in enumerate(reversed(digits)))
    return -summed % 10


def _check_sign(signs: str) -> str:
    weighted = sum(place * COUNTER_SIGNS.index(sign) for place, sign in enumerate(signs, 1))
    return COUNTER_SIGNS[weighted % len(COUNTER_SIGNS)]


def _drawn(secret: bytes, text: str) -> int:
    return int.from_bytes(hmac.digest(secret, text.encode(), hashlib.sha256))
