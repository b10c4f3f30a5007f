"""Breakdowns on demand, for demos and tests: a port that is down, or whose answer is lost.

Orders to break lie as counters in a folder, so that one process can break what another uses.
`BreakableCarrier` and `BreakablePayments` put a breakdown before any real adapter.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from onward.domain.money import Money
from onward.domain.shipping import Scan, VoidAnswer
from onward.ports import (
    BoughtLabel,
    Captured,
    Carrier,
    Movement,
    Outage,
    Parcel,
    PaymentNews,
    Payments,
    Quote,
    RefundTaken,
)


class Breakdowns:
    """How many of the next calls of one port fail, and how."""

    def __init__(self, folder: Path, port: str):
        self._port = port
        self._folder = folder
        self._down = folder / f"{port}.down"
        self._unheard = folder / f"{port}.unheard"

    def down_for(self, calls: int) -> None:
        """The next calls do not reach the other side at all."""
        self._order(self._down, calls)

    def unheard_for(self, calls: int) -> None:
        """The next calls are carried out, but their answer is lost on the way back."""
        self._order(self._unheard, calls)

    def before(self) -> None:
        """Outage while the port is down."""
        if self._taken(self._down):
            raise Outage(self._port, "down on demand")

    def after(self) -> None:
        """Outage while answers get lost."""
        if self._taken(self._unheard):
            raise Outage(self._port, "the answer was lost on demand")

    def _order(self, counter: Path, calls: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with _locked(self._folder):
            if calls > 0:
                counter.write_text(str(calls))
            else:
                counter.unlink(missing_ok=True)

    def _taken(self, counter: Path) -> bool:
        """Whether a breakdown was left, and is now one fewer."""
        if not counter.exists():
            return False
        with _locked(self._folder):
            if not counter.exists():
                return False
            left = int(counter.read_text()) - 1
            if left > 0:
                counter.write_text(str(left))
            else:
                counter.unlink()
        return True


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Alone in the folder, among all processes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class BreakableCarrier:
    """A carrier behind breakdowns. Its webhooks are not ours to break."""

    def __init__(self, carrier: Carrier, breakdowns: Breakdowns):
        self.carrier = carrier
        self._breakdowns = breakdowns

    async def quote(self, parcel: Parcel) -> tuple[Quote, ...]:
        self._breakdowns.before()
        return await self.carrier.quote(parcel)

    async def buy(self, parcel: Parcel, key: str, product: str | None = None) -> BoughtLabel:
        self._breakdowns.before()
        label = await self.carrier.buy(parcel, key, product)
        self._breakdowns.after()
        return label

    async def sold(self, key: str) -> BoughtLabel | None:
        self._breakdowns.before()
        return await self.carrier.sold(key)

    async def void(self, tracking_number: str, key: str) -> VoidAnswer:
        self._breakdowns.before()
        answer = await self.carrier.void(tracking_number, key)
        self._breakdowns.after()
        return answer

    async def track(self, tracking_number: str) -> tuple[Scan, ...]:
        self._breakdowns.before()
        return await self.carrier.track(tracking_number)

    def scans(self, headers: Mapping[str, str], body: bytes) -> tuple[Scan, ...]:
        return self.carrier.scans(headers, body)


class BreakablePayments:
    """A payment provider behind breakdowns."""

    def __init__(self, payments: Payments, breakdowns: Breakdowns):
        self._payments = payments
        self._breakdowns = breakdowns

    async def capture(self, amount: Money, method: str, reference: str, key: str) -> Captured:
        self._breakdowns.before()
        captured = await self._payments.capture(amount, method, reference, key)
        self._breakdowns.after()
        return captured

    async def refund(self, charge_ref: str, amount: Money, key: str) -> RefundTaken:
        self._breakdowns.before()
        taken = await self._payments.refund(charge_ref, amount, key)
        self._breakdowns.after()
        return taken

    async def refund_under(self, charge_ref: str, key: str) -> RefundTaken | None:
        self._breakdowns.before()
        return await self._payments.refund_under(charge_ref, key)

    async def pay_out(self, account: str, amount: Money, key: str) -> RefundTaken:
        self._breakdowns.before()
        taken = await self._payments.pay_out(account, amount, key)
        self._breakdowns.after()
        return taken

    def news(self, headers: Mapping[str, str], body: bytes) -> tuple[PaymentNews, ...]:
        return self._payments.news(headers, body)

    async def moved_since(self, since: datetime) -> tuple[Movement, ...]:
        self._breakdowns.before()
        return await self._payments.moved_since(since)
