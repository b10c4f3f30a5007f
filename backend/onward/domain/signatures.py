"""Signed messages of a machine to a machine: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`,
good for five minutes; several `v1` may stand side by side while a secret is being changed."""

import hashlib
import hmac

from onward.domain.refusals import ForgedWebhook

TOLERANCE_S = 300
# int() refuses to read thousands of digits with an error of its own.
_LONGEST_STAMP = 20


def signed(secret: bytes, body: bytes, at_s: float) -> str:
    """The header that makes a body genuine at that Unix time."""
    stamp = str(int(at_s))
    return f"t={stamp},v1={_signature(secret, stamp, body)}"


def must_be_signed(secret: bytes, given: str, body: bytes, now_s: float) -> None:
    """ForgedWebhook unless the header is of this secret, for this body and of about now."""
    pairs = [part.partition("=")[::2] for part in given.split(",")]
    stamps = [value for name, value in pairs if name == "t"]
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdigit()):
        raise ForgedWebhook
    if len(stamps[0]) > _LONGEST_STAMP:
        raise ForgedWebhook
    expected = _signature(secret, stamps[0], body).encode()
    genuine = [
        hmac.compare_digest(value.encode(), expected) for name, value in pairs if name == "v1"
    ]
    if not any(genuine) or not -TOLERANCE_S <= int(stamps[0]) - int(now_s) <= TOLERANCE_S:
        raise ForgedWebhook


def _signature(secret: bytes, stamp: str, body: bytes) -> str:
    return hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
