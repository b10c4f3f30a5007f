"""An outside world in memory: honest fakes of every port, and a clock the test turns.

Each fake passes the same contract test as the adapter it stands for (tests/adapters).
"""

import dataclasses
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from onward.adapters.imaging.cleaning import cleaned
from onward.adapters.policies.reading import read_policy
from onward.adapters.taxes import TableTax
from onward.adapters.tokens import SigningTokens
from onward.domain.offers import Spot
from onward.domain.shop import Contact
from onward.ports import Address, CleanPhoto, Letter, World
from tests.fakes.breakable import Breakable
from tests.fakes.carrier import FakeCarrier
from tests.fakes.payments import FakePayments

__all__ = [
    "CARD", "MORNING", "SECRET", "FakeCarrier", "FakeClock", "FakeImaging", "FakeMail",
    "FakePayments", "FakePhotos", "FakePlaces", "FakeStock", "make_world",
]  # fmt: skip

SECRET = "a secret for tests alone, long enough"
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CARD = "card_visa_4242"


def make_world(**overrides: Any) -> World:
    """The shipped policy, but no unit drawn by lot and none too slow to be offered, and a fake for
    every port; name a field to put something else there."""
    policy = _shipped()
    no_lots = dataclasses.replace(policy.quality, inspect_bp=0)
    no_waiting = dataclasses.replace(policy.costs, waiting_bp=0)
    policy = dataclasses.replace(policy, quality=no_lots, odds_least=0.0, costs=no_waiting)
    clock = FakeClock()
    world = World(
        policy=policy,
        clock=clock,
        carrier=FakeCarrier(),
        payments=FakePayments(lambda: clock.at),
        photos=FakePhotos(),
        imaging=FakeImaging(),
        mail=FakeMail(),
        stock=FakeStock(),
        tokens=SigningTokens(SECRET),
        places=FakePlaces(),
        tax=TableTax(policy),
        base_url="http://onward.test",
    )
    return dataclasses.replace(world, **overrides)


class FakeClock:
    """Stands still until it is turned."""

    def __init__(self, at: datetime = MORNING):
        self.at = at

    async def now(self) -> datetime:
        return self.at

    def turn(self, by: timedelta) -> datetime:
        self.at += by
        return self.at


class FakePhotos:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def write(self, key: str, content: bytes) -> None:
        self.kept[key] = content

    async def read(self, key: str) -> bytes | None:
        return self.kept.get(key)

    async def delete(self, key: str) -> None:
        self.kept.pop(key, None)


class FakeImaging:
    """The real cleaning, without a process of its own."""

    async def clean(self, raw: bytes) -> CleanPhoto:
        return _cleaned(raw)


# The same bytes are the same picture, and looking at one is most of what a story costs.
_cleaned = lru_cache(maxsize=256)(cleaned)
_shipped = cache(read_policy)


class FakeMail(Breakable):
    """Letters in the order they were sent, each key once."""

    port = "mail"

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Letter] = []
        self._keys: set[str] = set()

    async def send(self, letter: Letter, key: str) -> None:
        self.before()
        if key not in self._keys:
            self._keys.add(key)
            self.letters.append(letter)
        self.after()

    def to(self, address: str) -> list[Letter]:
        """What one person was sent."""
        return [letter for letter in self.letters if letter.to == address]


class FakeStock(Breakable):
    """Holds by SKU, each key once."""

    port = "stock"

    def __init__(self, level: int = 25):
        super().__init__()
        self.level = level
        self.holds: dict[str, set[str]] = {}

    async def hold(self, sku: str, key: str) -> bool:
        self.before()
        held = self.holds.setdefault(sku, set())
        if key not in held and len(held) >= self.level:
            return False
        held.add(key)
        self.after()
        return True

    async def there(self, skus: Collection[str]) -> frozenset[str]:
        self.before()
        found = frozenset(sku for sku in skus if len(self.holds.get(sku, ())) < self.level)
        self.after()
        return found

    async def release(self, sku: str, key: str) -> None:
        self.before()
        self.holds.get(sku, set()).discard(key)
        self.after()


class FakePlaces:
    """Postcodes of five digits on one straight road, a hundred to the kilometre."""

    async def km(self, one: Contact | Address, other: Contact | Address) -> int | None:
        codes = (one.postal_code[:5], other.postal_code[:5])
        if {one.country, other.country} != {"US"} or not all(code.isdigit() for code in codes):
            return None
        return round(abs(int(codes[0]) - int(codes[1])) / 100)

    async def spot(self, one: Contact | Address) -> Spot | None:
        """The road runs north on the zero meridian, a tenth of a degree to every 11.12 km."""
        if one.country != "US" or not one.postal_code[:5].isdigit():
            return None
        return Spot(round(int(one.postal_code[:5]) / 100 / 11.12), 0)
