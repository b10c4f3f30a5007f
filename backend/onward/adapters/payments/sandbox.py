"""A pretend payment provider that keeps its word: the same key moves money once, for ever.

The method says how it behaves (`METHODS`). A charge the sandbox never took (an imported order) is
refunded without a ceiling; its reference may begin with a method and a colon to behave like it.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from onward.adapters.payments.books import Books, Entry
from onward.domain.money import Money
from onward.domain.refusals import ForgedWebhook, PaymentDeclined
from onward.ports import Captured, Movement, Outage, PaymentNews, RefundTaken

VISA = "card_visa_4242"
DECLINED = "card_declined"
REFUND_FAILS = "card_refund_fails"
REFUND_FAILS_ONCE = "card_refund_fails_once"
REFUND_PENDING = "card_refund_pending"
METHODS = frozenset({VISA, DECLINED, REFUND_FAILS, REFUND_FAILS_ONCE, REFUND_PENDING})
_CHARGE, _REFUND, _PAYOUT = "ch_sandbox_", "re_sandbox_", "po_sandbox_"


class IdempotencyMismatch(ValueError):
    """A key came back with other parameters: our own bug, refused before any money moves."""


class SandboxPayments:
    """Its books lie in one folder, shared by every process that is given it."""

    def __init__(self, folder: Path):
        self._books = Books(folder)

    async def capture(self, amount: Money, method: str, reference: str, key: str) -> Captured:
        provider_ref = _CHARGE + _hash(key)
        asked = {"method": method, "reference": reference}
        status = "succeeded" if method in METHODS - {DECLINED} else "declined"
        entry = Entry(
            "capture", key, provider_ref, provider_ref, amount.minor, amount.currency, asked, status
        )
        standing = await self._standing(entry, judge=lambda fresh: fresh)
        if standing.status == "declined":
            raise PaymentDeclined
        return Captured(standing.provider_ref, amount)

    async def refund(self, charge_ref: str, amount: Money, key: str) -> RefundTaken:
        provider_ref = _REFUND + _hash(key)
        entry = Entry(
            "refund", key, charge_ref, provider_ref, amount.minor, amount.currency, {}, "succeeded"
        )
        standing = await self._standing(entry, judge=self._judged)
        return RefundTaken(standing.provider_ref, standing.status, standing.failure)

    async def pay_out(self, account: str, amount: Money, key: str) -> RefundTaken:
        provider_ref = _PAYOUT + _hash(key)
        entry = Entry(
            "payout", key, account, provider_ref, amount.minor, amount.currency, {}, "succeeded"
        )
        standing = await self._standing(entry, judge=lambda fresh: fresh)
        return RefundTaken(standing.provider_ref, standing.status, standing.failure)

    def news(self, headers: Mapping[str, str], body: bytes) -> tuple[PaymentNews, ...]:
        raise ForgedWebhook

    async def moved_since(self, since: datetime) -> tuple[Movement, ...]:
        return self.movements()

    def settle_pending(self, failure: str | None = None) -> int:
        """Let the bank decide every pending refund; returns how many there were."""
        status = "failed" if failure else "succeeded"
        with self._books.alone():
            pending = [entry for entry in self._books.entries() if entry.status == "pending"]
            for entry in pending:
                self._books.write(replace(entry, status=status, failure=failure))
        return len(pending)

    def movements(self) -> tuple[Movement, ...]:
        """All money that moved, for those who count it."""
        return tuple(
            Movement(entry.kind, entry.charge_ref, Money(entry.minor, entry.currency), entry.key)
            for entry in self._books.entries()
            if entry.status == "succeeded"
        )

    async def _standing(self, fresh: Entry, judge: Callable[[Entry], Entry]) -> Entry:
        try:
            return await asyncio.to_thread(self._kept, fresh, judge)
        except OSError as trouble:
            why = f"the folder takes no entries ({trouble.strerror})"
            raise Outage("payments", why) from trouble

    def _kept(self, fresh: Entry, judge: Callable[[Entry], Entry]) -> Entry:
        """What stands under the key: written long ago, or judged and written now."""
        with self._books.alone():
            standing = self._books.entry(fresh.provider_ref)
            if standing is None:
                standing = judge(fresh)
                self._books.write(standing)
        if replace(fresh, status=standing.status, failure=standing.failure) != standing:
            raise IdempotencyMismatch(f"key {fresh.key!r} came back with other parameters")
        return standing

    def _judged(self, refund: Entry) -> Entry:
        charge = self._books.entry(refund.charge_ref)
        tries = self._books.refunds_of(refund.charge_ref)
        if charge is None and refund.charge_ref.startswith(_CHARGE):
            return replace(refund, status="failed", failure="charge_not_found")
        if charge is not None and not _fits(charge, tries, refund):
            return replace(refund, status="failed", failure="amount_exceeds_charge")
        method = charge.asked["method"] if charge else refund.charge_ref.partition(":")[0]
        if method == REFUND_FAILS or (method == REFUND_FAILS_ONCE and not tries):
            return replace(refund, status="failed", failure="expired_or_canceled_card")
        return replace(refund, status="pending") if method == REFUND_PENDING else refund


def _fits(charge: Entry, tries: list[Entry], refund: Entry) -> bool:
    """Whether the charge still holds that much, in that currency."""
    gone = sum(entry.minor for entry in tries if entry.status in {"succeeded", "pending"})
    captured = charge.status == "succeeded" and charge.currency == refund.currency
    return captured and gone + refund.minor <= charge.minor


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
