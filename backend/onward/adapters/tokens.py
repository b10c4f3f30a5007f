"""Randomness and signatures: identifiers, references, one-time digits, keyed hashes and tokens.
Tokens live on real time, whatever the demo's clock says."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import uuid_utils

# Crockford's letters: no I, L, O or U, so that nobody reads a 1, a 0 or a word into them.
UNAMBIGUOUS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE_LENGTH = 8
_LONG = timedelta(hours=2)
_ALGORITHM = "HS256"


class SigningTokens:
    """Everything derived from one secret; each use has a key of its own."""

    def __init__(self, secret: str):
        self._digest_key = _derived(secret, "digest")
        self._token_key = _derived(secret, "token")

    def id(self) -> str:
        return str(uuid_utils.uuid7())

    def reference(self) -> str:
        return "".join(secrets.choice(UNAMBIGUOUS) for _ in range(_REFERENCE_LENGTH))

    def six_digits(self) -> str:
        return f"{secrets.randbelow(1_000_000):06}"

    def digest(self, text: str) -> str:
        return hmac.new(self._digest_key, text.encode(), hashlib.sha256).hexdigest()

    def sign(self, purpose: str, claims: Mapping[str, Any], lasts_for: timedelta) -> str:
        now = datetime.now(UTC)
        if lasts_for >= _LONG:
            # The same claims give the same token within the hour, so that an address which a
            # browser keeps stays the address that we say.
            now = now.replace(minute=0, second=0, microsecond=0)
        payload = {"aud": purpose, "iat": now, "exp": now + lasts_for, "claims": dict(claims)}
        return jwt.encode(payload, self._token_key, algorithm=_ALGORITHM)

    def read(self, purpose: str, token: str) -> dict[str, Any] | None:
        try:
            payload = jwt.decode(
                token,
                self._token_key,
                algorithms=[_ALGORITHM],
                audience=purpose,
                options={"require": ["aud", "iat", "exp", "claims"]},
            )
        except jwt.InvalidTokenError:
            return None
        claims: dict[str, Any] = payload["claims"]
        return claims


def _derived(secret: str, use: str) -> bytes:
    if not secret:
        raise ValueError("a secret must not be empty")
    return hmac.new(secret.encode(), f"onward {use}".encode(), hashlib.sha256).digest()
