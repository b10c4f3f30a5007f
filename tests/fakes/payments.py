"""A payment provider in memory that knows the sandbox's cards."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from onward.adapters.payments.sandbox import IdempotencyMismatch, fingerprint, kind_of
from onward.adapters.payments.webhooks import read_news, signed_news
from onward.domain.money import Money
from onward.domain.refusals import PaymentDeclined
from onward.ports import Captured, Movement, PaymentNews, RefundTaken
from tests.fakes.breakable import Breakable

SECRET = b"the fake provider's"
STATUSES = {"open": "NEEDS_RESPONSE", "won": "WON", "lost": "LOST"}


@dataclass
class Disputed:
    """A charge that the bank takes back: open, won or lost."""

    ref: str
    charge_ref: str
    amount: Money
    status: str = "open"


class FakePayments(Breakable):
    """Knows the sandbox's cards; `moved` is the money that moved, in order, at its time `now`."""

    port = "payments"

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__()
        self._now = now
        self.moved: list[Movement] = []
        self.disputes: dict[str, Disputed] = {}
        self._asked: dict[str, tuple[object, ...]] = {}
        self._refunds: dict[str, RefundTaken] = {}
        self._methods: dict[str, str] = {}

    async def capture(self, amount: Money, method: str, reference: str, key: str) -> Captured:
        self.before()
        fresh = self._is_fresh(key, ("capture", amount, method, reference))
        if kind_of(method) == "card_declined" or not method.startswith("card_") or amount.minor < 1:
            raise PaymentDeclined
        charge_ref = f"ch_fake_{_name(key)}"
        if fresh:
            self._methods[charge_ref] = method
            self._move("capture", charge_ref, amount, key, charge_ref)
        self.after()
        return Captured(charge_ref, amount, fingerprint(method))

    async def refund(self, charge_ref: str, amount: Money, key: str) -> RefundTaken:
        self.before()
        if self._is_fresh(key, ("refund", charge_ref, amount)):
            status, failure = self._judged(charge_ref, amount)
            taken = self._refunds[key] = RefundTaken(f"re_fake_{_name(key)}", status, failure)
            if status == "succeeded":
                self._move("refund", charge_ref, amount, key, taken.provider_ref)
        self.after()
        return self._refunds[key]

    async def refund_under(self, charge_ref: str, key: str) -> RefundTaken | None:
        self.before()
        return self._refunds.get(key)

    async def pay_out(self, account: str, amount: Money, key: str) -> RefundTaken:
        self.before()
        if self._is_fresh(key, ("payout", account, amount)):
            ref = f"po_fake_{_name(key)}"
            if amount.minor > 0:
                self._refunds[key] = RefundTaken(ref, "succeeded")
                self._move("payout", account, amount, key, ref)
            else:
                self._refunds[key] = RefundTaken(ref, "failed", "amount_not_positive")
        self.after()
        return self._refunds[key]

    def news(self, headers: Mapping[str, str], body: bytes) -> tuple[PaymentNews, ...]:
        return read_news(SECRET, headers, body, time.time())

    async def moved_since(self, since: datetime) -> tuple[Movement, ...]:
        self.before()
        return tuple(moved for moved in self.moved if moved.at and moved.at >= since)

    def movements(self) -> tuple[Movement, ...]:
        return tuple(self.moved)

    def settle_pending(self, failure: str | None = None) -> int:
        pending = [key for key, taken in self._refunds.items() if taken.status == "pending"]
        for key in pending:
            status = "failed" if failure else "succeeded"
            ref = self._refunds[key].provider_ref
            self._refunds[key] = RefundTaken(ref, status, failure)
            _, charge_ref, amount = self._asked[key]
            if not failure and isinstance(amount, Money):
                self._move("refund", str(charge_ref), amount, key, ref)
        return len(pending)

    def bounce(self, refund_ref: str, failure: str) -> None:
        """The bank sends a refund back that it had taken."""
        key = next(key for key, one in self._refunds.items() if one.provider_ref == refund_ref)
        self._refunds[key] = RefundTaken(refund_ref, "failed", failure)
        self.moved = [moved for moved in self.moved if moved.provider_ref != refund_ref]

    def open_dispute(self, charge_ref: str, amount: Money) -> str:
        """The bank takes a charge back, or a part of it; the name of the dispute."""
        ref = f"dp_fake_{_name(f'{charge_ref}:{len(self.disputes)}')}"
        self.disputes[ref] = Disputed(ref, charge_ref, amount)
        self._move("dispute", charge_ref, amount, ref, ref)
        return ref

    def close_dispute(self, dispute_ref: str, *, won: bool) -> None:
        self.disputes[dispute_ref].status = "won" if won else "lost"
        if won:
            self.moved = [moved for moved in self.moved if moved.provider_ref != dispute_ref]

    def hand_in(self, *refs: str) -> tuple[dict[str, str], bytes]:
        """The webhook that says how these refunds and disputes stand now."""
        return self.signed(*(self._told(ref) for ref in refs))

    def signed(self, *news: Mapping[str, object]) -> tuple[dict[str, str], bytes]:
        """The webhook of anything at all."""
        return signed_news(SECRET, news, time.time())

    def _told(self, ref: str) -> dict[str, object]:
        if dispute := self.disputes.get(ref):
            kind = "dispute.opened" if dispute.status == "open" else "dispute.closed"
            amount, charge, failure = dispute.amount, dispute.charge_ref, None
            status, standing = dispute.status, STATUSES[dispute.status]
        else:
            key, taken = next(one for one in self._refunds.items() if one[1].provider_ref == ref)
            _, charge, amount = self._asked[key]  # type: ignore[assignment]
            kind, failure = f"refund.{taken.status}", taken.failure
            status, standing = taken.status, None
        return {
            "id": f"evt_{ref}_{status}", "kind": kind, "at": self._now().isoformat(),
            "subject": ref, "charge": charge, "minor": amount.minor, "currency": amount.currency,
            "failure": failure, "status": standing,
        }  # fmt: skip

    def _judged(self, charge_ref: str, amount: Money) -> tuple[str, str | None]:
        method = kind_of(self._methods.get(charge_ref) or charge_ref)
        if amount.minor < 1:
            return "failed", "amount_not_positive"
        if any(d.charge_ref == charge_ref and d.status != "won" for d in self.disputes.values()):
            return "failed", "charge_disputed"
        if charge_ref.startswith("ch_fake_") and not self._fits(charge_ref, amount):
            return "failed", "amount_exceeds_charge"
        tried = sum(asked[:2] == ("refund", charge_ref) for asked in self._asked.values())
        if method == "card_refund_fails" or (method == "card_refund_fails_once" and tried == 1):
            return "failed", "expired_or_canceled_card"
        return ("pending", None) if method == "card_refund_pending" else ("succeeded", None)

    def _fits(self, charge_ref: str, amount: Money) -> bool:
        signs = {"capture": 1, "refund": -1, "dispute": -1}
        own = [moved for moved in self.moved if moved.charge_ref == charge_ref]
        pending = (
            asked[2].minor
            for key, asked in self._asked.items()
            if asked[1] == charge_ref
            and isinstance(asked[2], Money)
            and key in self._refunds
            and self._refunds[key].status == "pending"
        )
        left = sum(signs[moved.kind] * moved.amount.minor for moved in own) - sum(pending)
        return amount.minor <= left and all(one.amount.currency == amount.currency for one in own)

    def _move(self, kind: str, charge_ref: str, amount: Money, key: str, ref: str) -> None:
        self.moved.append(Movement(kind, charge_ref, amount, key, ref, self._now()))

    def _is_fresh(self, key: str, asked: tuple[object, ...]) -> bool:
        if self._asked.setdefault(key, asked) != asked:
            raise IdempotencyMismatch(key)
        known = key in self._refunds or any(moved.key == key for moved in self.moved)
        return not known


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:12]
