"""A carrier and a payment provider that answer at once and keep nothing: what follows from a key is
the same in every process. For measuring what our own side costs."""

import hashlib
from datetime import timedelta

from onward.domain.money import Money
from onward.domain.shipping import VoidAnswer
from onward.ports import BoughtLabel, Captured, Parcel, RefundTaken
from tests.world import FakeCarrier, FakePayments


class QuickCarrier(FakeCarrier):
    async def buy(self, parcel: Parcel, key: str, product: str | None = None) -> BoughtLabel:
        named = hashlib.sha256(key.encode()).hexdigest()[:16].upper()
        cost, days = Money(700, parcel.currency), timedelta(days=3)
        return BoughtLabel("QUICK", f"Q{named}", named[:12], cost, b"%PDF-1.4", days)

    async def void(self, tracking_number: str, key: str) -> VoidAnswer:
        return VoidAnswer.REFUNDED


class QuickPayments(FakePayments):
    async def capture(self, amount: Money, method: str, reference: str, key: str) -> Captured:
        return Captured(f"ch_{key}", amount)

    async def refund(self, charge_ref: str, amount: Money, key: str) -> RefundTaken:
        return RefundTaken(f"re_{key}", "succeeded")
