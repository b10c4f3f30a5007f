"""A pretend payment provider that keeps its word: the same key moves money once, for ever.

The method says how it behaves (`METHODS`); the test cards are everybody's, `card_visa_4242__ada` is
the same card with an owner, known again by its fingerprint. A charge the sandbox never took (an
imported order) is refunded without a ceiling; its reference may begin with a method and a colon to
behave like it. The bank's later words are said by `settle_pending`, `bounce` and the disputes.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from onward.adapters.payments.books import Books, Entry
from onward.adapters.payments.webhooks import read_news, signed_news
from onward.domain.disputes import DisputeStatus
from onward.domain.money import Money
from onward.domain.refusals import PaymentDeclined
from onward.ports import Captured, Clock, Movement, Outage, PaymentNews, RefundTaken

VISA = "card_visa_4242"
DECLINED = "card_declined"
REFUND_FAILS = "card_refund_fails"
REFUND_FAILS_ONCE = "card_refund_fails_once"
REFUND_PENDING = "card_refund_pending"
METHODS = frozenset({VISA, DECLINED, REFUND_FAILS, REFUND_FAILS_ONCE, REFUND_PENDING})
_CHARGE, _REFUND, _PAYOUT, _DISPUTE = "ch_sandbox_", "re_sandbox_", "po_sandbox_", "dp_sandbox_"
# By kind of entry: how it stands while its money is where it was moved to.
_MOVED = {"capture": {"succeeded"}, "refund": {"succeeded"}, "payout": {"succeeded"}}
_MOVED |= {"dispute": {"open", "lost"}}
_DISPUTES = {
    "open": DisputeStatus.NEEDS_RESPONSE,
    "won": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
}


class IdempotencyMismatch(ValueError):
    """A key came back with other parameters: our own bug, refused before any money moves."""


class SandboxPayments:
    """Its books lie in one folder, shared by every process that is given it. It knows what time it
    is by `clock`, or by this machine."""

    def __init__(self, folder: Path, secret: bytes = b"sandbox", clock: Clock | None = None):
        self._books = Books(folder)
        self._secret = secret
        self._clock = clock

    async def capture(self, amount: Money, method: str, reference: str, key: str) -> Captured:
        provider_ref = _CHARGE + _hash(key)
        asked = {"method": method, "reference": reference}
        takes = kind_of(method) in METHODS - {DECLINED} and amount.minor > 0
        status = "succeeded" if takes else "declined"
        entry = Entry(
            "capture", key, provider_ref, provider_ref, amount.minor, amount.currency, asked, status
        )
        standing = await self._standing(entry, judge=lambda fresh: fresh)
        if standing.status == "declined":
            raise PaymentDeclined
        return Captured(standing.provider_ref, amount, fingerprint(method))

    async def refund(self, charge_ref: str, amount: Money, key: str) -> RefundTaken:
        provider_ref = _REFUND + _hash(key)
        entry = Entry(
            "refund", key, charge_ref, provider_ref, amount.minor, amount.currency, {}, "succeeded"
        )
        return _taken(await self._standing(entry, judge=self._judged))

    async def refund_under(self, charge_ref: str, key: str) -> RefundTaken | None:
        standing = await asyncio.to_thread(self._books.entry, _REFUND + _hash(key))
        return _taken(standing) if standing else None

    async def pay_out(self, account: str, amount: Money, key: str) -> RefundTaken:
        provider_ref = _PAYOUT + _hash(key)
        entry = Entry(
            "payout", key, account, provider_ref, amount.minor, amount.currency, {}, "succeeded"
        )
        return _taken(await self._standing(entry, judge=_worth_moving))

    def news(self, headers: Mapping[str, str], body: bytes) -> tuple[PaymentNews, ...]:
        return read_news(self._secret, headers, body, time.time())

    async def moved_since(self, since: datetime) -> tuple[Movement, ...]:
        moved = await asyncio.to_thread(self.movements)
        return tuple(one for one in moved if one.at and one.at >= since)

    def movements(self) -> tuple[Movement, ...]:
        """All money that moved and has not come back, for those who count it; oldest first."""
        entries = sorted(self._books.entries(), key=lambda entry: entry.at)
        return tuple(_movement(one) for one in entries if one.status in _MOVED[one.kind])

    def settle_pending(self, failure: str | None = None) -> int:
        """Let the bank decide every pending refund; returns how many there were."""
        status = "failed" if failure else "succeeded"
        with self._books.alone():
            pending = [entry for entry in self._books.entries() if entry.status == "pending"]
            for entry in pending:
                self._books.write(replace(entry, status=status, failure=failure))
        return len(pending)

    def bounce(self, refund_ref: str, failure: str) -> None:
        """The bank sends a refund back that it had taken."""
        self._rewrite(refund_ref, "failed", failure)

    def open_dispute(self, charge_ref: str, amount: Money, at: datetime | None = None) -> str:
        """The bank takes a charge back, or a part of it; the name of the dispute."""
        with self._books.alone():
            number = len(self._books.of_charge(charge_ref, "dispute"))
            key = f"dispute:{charge_ref}:{number}"
            entry = Entry(
                "dispute", key, charge_ref, _DISPUTE + _hash(key), amount.minor, amount.currency,
                {}, "open", None, (at or datetime.now(UTC)).isoformat(),
            )  # fmt: skip
            self._books.write(entry)
        return entry.provider_ref

    def close_dispute(self, dispute_ref: str, *, won: bool) -> None:
        """The bank decides; won, the money comes back."""
        self._rewrite(dispute_ref, "won" if won else "lost", None)

    def hand_in(self, *refs: str) -> tuple[dict[str, str], bytes]:
        """The webhook that says how these refunds and disputes stand now."""
        found = [entry for ref in refs if (entry := self._books.entry(ref))]
        return signed_news(self._secret, [told_of(entry) for entry in found], time.time())

    async def _standing(self, fresh: Entry, judge: Callable[[Entry], Entry]) -> Entry:
        at = await self._clock.now() if self._clock else datetime.now(UTC)
        try:
            return await asyncio.to_thread(self._kept, replace(fresh, at=at.isoformat()), judge)
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
        stands = replace(fresh, status=standing.status, failure=standing.failure, at=standing.at)
        if stands != standing:
            raise IdempotencyMismatch(f"key {fresh.key!r} came back with other parameters")
        return standing

    def _judged(self, refund: Entry) -> Entry:
        charge = self._books.entry(refund.charge_ref)
        tries = self._books.of_charge(refund.charge_ref, "refund")
        disputes = self._books.of_charge(refund.charge_ref, "dispute")
        if refund.minor <= 0:
            return _worth_moving(refund)
        if charge is None and refund.charge_ref.startswith(_CHARGE):
            return replace(refund, status="failed", failure="charge_not_found")
        if any(dispute.status in {"open", "lost"} for dispute in disputes):
            return replace(refund, status="failed", failure="charge_disputed")
        if charge is not None and not _fits(charge, tries, refund):
            return replace(refund, status="failed", failure="amount_exceeds_charge")
        method = kind_of(charge.asked["method"] if charge else refund.charge_ref)
        if method == REFUND_FAILS or (method == REFUND_FAILS_ONCE and not tries):
            return replace(refund, status="failed", failure="expired_or_canceled_card")
        return replace(refund, status="pending") if method == REFUND_PENDING else refund

    def _rewrite(self, provider_ref: str, status: str, failure: str | None) -> None:
        with self._books.alone():
            entry = self._books.entry(provider_ref)
            if entry is None:
                raise ValueError(f"nothing here is called {provider_ref!r}")
            self._books.write(replace(entry, status=status, failure=failure))


def kind_of(method: str) -> str:
    """How a method behaves, whoever owns the card."""
    return method.partition(":")[0].partition("__")[0]


def fingerprint(method: str) -> str | None:
    """What a card is known by again; None for the test cards, which are everybody's."""
    return f"fp_{_hash(method)[:16]}" if "__" in method else None


def told_of(entry: Entry) -> dict[str, object]:
    """The news of how an entry stands, as the webhook writes it."""
    kind = f"{entry.kind}.{entry.status}"
    if entry.kind == "dispute":
        kind = "dispute.opened" if entry.status == "open" else "dispute.closed"
    return {
        "id": f"evt_{entry.provider_ref}_{entry.status}",
        "kind": kind,
        "at": entry.at,
        "subject": entry.provider_ref,
        "charge": entry.charge_ref,
        "minor": entry.minor,
        "currency": entry.currency,
        "failure": entry.failure,
        "status": _DISPUTES.get(entry.status),
    }


def _fits(charge: Entry, tries: list[Entry], refund: Entry) -> bool:
    """Whether the charge still holds that much, in that currency."""
    gone = sum(entry.minor for entry in tries if entry.status in {"succeeded", "pending"})
    captured = charge.status == "succeeded" and charge.currency == refund.currency
    return captured and gone + refund.minor <= charge.minor


def _worth_moving(entry: Entry) -> Entry:
    if entry.minor > 0:
        return entry
    return replace(entry, status="failed", failure="amount_not_positive")


def _taken(standing: Entry) -> RefundTaken:
    return RefundTaken(standing.provider_ref, standing.status, standing.failure)


def _movement(entry: Entry) -> Movement:
    at = datetime.fromisoformat(entry.at) if entry.at else None
    amount = Money(entry.minor, entry.currency)
    return Movement(entry.kind, entry.charge_ref, amount, entry.key, entry.provider_ref, at)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
