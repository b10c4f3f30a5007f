"""How often somebody may try: a moving window for each network address, and for each e-mail or gift
that is tried, in memory."""

import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from onward.domain.refusals import TooManyTries
from onward.ports import Tokens

# What an e-mail address or a gift bears is little; behind one network address a whole office may
# sit.
_PER_WHOM = {
    "ask_for_code": parse("5 per 10 minutes"),
    "sign_in": parse("10 per 10 minutes"),
    "open_gift": parse("10 per hour"),
}
_PER_ADDRESS = {
    "ask_for_code": parse("30 per 10 minutes"),
    "sign_in": parse("60 per 10 minutes"),
    "open_gift": parse("30 per hour"),
}


class Tries:
    """Counts tries in this process. Who tried is kept as a keyed digest only."""

    def __init__(self, tokens: Tokens):
        self._tokens = tokens
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def count(self, action: str, whom: str, address: str) -> None:
        """One more try; TooManyTries with the seconds to wait when it is one too many."""
        self._hit(_PER_WHOM[action], action, "whom", whom.strip().casefold())
        self._hit(_PER_ADDRESS[action], action, "address", address)

    def _hit(self, rate: RateLimitItem, action: str, kind: str, who: str) -> None:
        key = (action, kind, self._tokens.digest(f"tries {kind} {who}"))
        if self._windows.hit(rate, *key):
            return
        opens_at = self._windows.get_window_stats(rate, *key).reset_time
        raise TooManyTries(seconds=max(1, round(opens_at - time.time())))
