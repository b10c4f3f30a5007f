"""A payment provider in memory that knows the sandbox's cards."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from onward.adapters.payments.sandbox import IdempotencyMismatch
from onward.domain.money import Money
from onward.domain.refusals import ForgedWebhook, PaymentDeclined
from onward.ports import Captured, Movement, PaymentNews, RefundTaken
from tests.fakes.breakable import Breakable


class FakePayments(Breakable):
    """Knows the sandbox's cards; `movements` is the money that moved, in order."""

    port = "payments"

    def __init__(self) -> None:
        super().__init__()
        self.moved: list[Movement] = []
        self._asked: dict[str, tuple[object, ...]] = {}
        self._refunds: dict[str, RefundTaken] = {}
        self._methods: dict[str, str] = {}

    async def capture(self, amount: Money, method: str, reference: str, key: str) -> Captured:
        self.before()
        fresh = self._is_fresh(key, ("capture", amount, method, reference))
        if method == "card_declined" or not method.startswith("card_"):
            raise PaymentDeclined
        charge_ref = f"ch_fake_{_name(key)}"
        if fresh:
            self._methods[charge_ref] = method
            self.moved.append(Movement("capture", charge_ref, amount, key))
        self.after()
        return Captured(charge_ref, amount)

    async def refund(self, charge_ref: str, amount: Money, key: str) -> RefundTaken:
        self.before()
        if self._is_fresh(key, ("refund", charge_ref, amount)):
            status, failure = self._judged(charge_ref, amount)
            self._refunds[key] = RefundTaken(f"re_fake_{_name(key)}", status, failure)
            if status == "succeeded":
                self.moved.append(Movement("refund", charge_ref, amount, key))
        self.after()
        return self._refunds[key]

    async def pay_out(self, account: str, amount: Money, key: str) -> RefundTaken:
        self.before()
        if self._is_fresh(key, ("payout", account, amount)):
            self._refunds[key] = RefundTaken(f"po_fake_{_name(key)}", "succeeded")
            self.moved.append(Movement("payout", account, amount, key))
        self.after()
        return self._refunds[key]

    def news(self, headers: Mapping[str, str], body: bytes) -> tuple[PaymentNews, ...]:
        raise ForgedWebhook

    async def moved_since(self, since: datetime) -> tuple[Movement, ...]:
        self.before()
        return self.movements()

    def settle_pending(self, failure: str | None = None) -> int:
        pending = [key for key, taken in self._refunds.items() if taken.status == "pending"]
        for key in pending:
            status = "failed" if failure else "succeeded"
            taken = self._refunds[key]
            self._refunds[key] = RefundTaken(taken.provider_ref, status, failure)
            _, charge_ref, amount = self._asked[key]
            if not failure and isinstance(amount, Money):
                self.moved.append(Movement("refund", str(charge_ref), amount, key))
        return len(pending)

    def movements(self) -> tuple[Movement, ...]:
        return tuple(self.moved)

    def _judged(self, charge_ref: str, amount: Money) -> tuple[str, str | None]:
        method = self._methods.get(charge_ref) or charge_ref.partition(":")[0]
        if charge_ref.startswith("ch_fake_") and self._left(charge_ref) < amount.minor:
            return "failed", "amount_exceeds_charge"
        tried = sum(asked[:2] == ("refund", charge_ref) for asked in self._asked.values())
        if method == "card_refund_fails" or (method == "card_refund_fails_once" and tried == 1):
            return "failed", "expired_or_canceled_card"
        return ("pending", None) if method == "card_refund_pending" else ("succeeded", None)

    def _left(self, charge_ref: str) -> int:
        signs = {"capture": 1, "refund": -1}
        own = [moved for moved in self.moved if moved.charge_ref == charge_ref]
        pending = (
            asked[2].minor
            for key, asked in self._asked.items()
            if asked[1] == charge_ref
            and isinstance(asked[2], Money)
            and key in self._refunds
            and self._refunds[key].status == "pending"
        )
        return sum(signs[moved.kind] * moved.amount.minor for moved in own) - sum(pending)

    def _is_fresh(self, key: str, asked: tuple[object, ...]) -> bool:
        if self._asked.setdefault(key, asked) != asked:
            raise IdempotencyMismatch(key)
        known = key in self._refunds or any(moved.key == key for moved in self.moved)
        return not known


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:12]
