"""The browsers people sign in on, and which of them say that two accounts are one person's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from onward.domain.policy import MatchingPolicy

# Nobody counts a device's accounts any further.
COUNTED_TO = 100


@dataclass(frozen=True, slots=True)
class Device:
    """A browser somebody signed in on: its digest, when they did so last, and how many accounts
    did."""

    digest: str
    seen_at: datetime
    accounts: int


def telling(devices: Iterable[Device], now: datetime, matching: MatchingPolicy) -> frozenset[str]:
    """The digests of those that prove something: seen lately, and not by too many."""
    return frozenset(
        one.digest
        for one in devices
        if now - one.seen_at < matching.device_for and one.accounts <= matching.device_accounts_most
    )
