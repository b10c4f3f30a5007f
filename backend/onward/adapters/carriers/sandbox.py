"""A pretend carrier that behaves like a real one: rates, labels, voids, scans and signed webhooks,
and mishaps where its failure book says so.

Everything about a label follows from its key, so that asking twice gives the same label. What it
sold and scanned lies in a folder: a label that was scanned, or is too old, is not voided.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from onward.adapters.carriers.failures import FailureBook, Mishap
from onward.adapters.carriers.memory import Memory, Sold
from onward.adapters.carriers.numbers import (
    counter_code,
    is_tracking_number,
    sscc_of,
    tracking_number,
)
from onward.adapters.carriers.roads import Journey, journey
from onward.adapters.carriers.tariff import SLOW_VOID_FOR, VOID_FOR, offer, offers
from onward.adapters.carriers.webhooks import read_scans, signed_scans
from onward.adapters.labels import Label, label_pdf, label_zpl
from onward.domain.days import whole_ms
from onward.domain.life import ShipmentStatus
from onward.domain.refusals import NotFound
from onward.domain.shipping import Blind, Scan, VoidAnswer
from onward.ports import BoughtLabel, Clock, Outage, Parcel, Quote

NAME = "ONWARD_SANDBOX"
_TITLE = "Onward Sandbox"
# The most calls in a row that an outage or a lost answer lasts.
_LONGEST_TROUBLE = 3


class SandboxCarrier:
    """`now_s` is real time in Unix seconds, for the age of signatures; `clock` the shop's time, for
    void windows, where it is another one. `failures` is its book."""

    def __init__(
        self,
        secret: str,
        folder: Path,
        now_s: Callable[[], float] = time.time,
        clock: Clock | None = None,
    ):
        if not secret:
            raise ValueError("a carrier's secret must not be empty")
        self._secret = secret.encode()
        self._memory = Memory(folder)
        self._now_s = now_s
        self._clock = clock
        self.failures = FailureBook(folder)

    async def quote(self, parcel: Parcel) -> tuple[Quote, ...]:
        return offers(parcel)

    async def buy(self, parcel: Parcel, key: str, product: str | None = None) -> BoughtLabel:
        number = tracking_number(self._secret, key)
        sold = self._memory.sold(number) or await self._new(parcel, product)
        unheard = self._trouble("buy", key)
        sold = self._memory.sell(number, sold)
        if unheard:
            raise Outage("carrier", "the answer got lost")
        return self._printed(self._label(key, sold), parcel)

    async def sold(self, key: str) -> BoughtLabel | None:
        sold = self._memory.sold(tracking_number(self._secret, key))
        return self._label(key, sold) if sold else None

    async def void(self, tracking_number: str, key: str) -> VoidAnswer:
        unheard = self._trouble("void", key)
        answer = self._voided(tracking_number, await self._now())
        if unheard:
            raise Outage("carrier", "the answer got lost")
        return answer

    async def track(self, tracking_number: str) -> tuple[Scan, ...]:
        return self._memory.seen(tracking_number) if is_tracking_number(tracking_number) else ()

    def scans(self, headers: Mapping[str, str], body: bytes) -> tuple[Scan, ...]:
        return read_scans(self._secret, headers, body, self._now_s())

    def sign_scans(self, scans: Sequence[Scan]) -> tuple[dict[str, str], bytes]:
        """The webhook that tells of these scans, as this carrier's own machines would send it."""
        return signed_scans(self._secret, scans, self._now_s())

    def note_scans(self, scans: Sequence[Scan]) -> None:
        """The carrier's own memory of what went over its scanners."""
        self._memory.see([scan for scan in scans if is_tracking_number(scan.tracking_number)])

    def handed_in(self, tracking_number: str) -> datetime | None:
        """When a parcel first went over a scanner; None before."""
        moved = [
            scan.at
            for scan in self._memory.seen(tracking_number)
            if scan.status is not ShipmentStatus.PRE_TRANSIT
        ]
        return min(moved, default=None)

    def journey(self, tracking_number: str, handed_in_at: datetime) -> Journey:
        """What becomes of a parcel that is handed in then, and what we shall be told of it;
        NotFound for a label that this carrier never sold."""
        sold = self._memory.sold(tracking_number) if is_tracking_number(tracking_number) else None
        if sold is None:
            raise NotFound(field="trackingNumber")
        return journey(tracking_number, handed_in_at, sold.eta_for, sold.weight_g, self.failures)

    def refuse_voids(self, refuse: bool) -> None:
        """From now on, in every process, say no to every void; or stop doing so."""
        self._memory.refuse_voids(refuse)

    async def _new(self, parcel: Parcel, product: str | None) -> Sold:
        quote, now = offer(parcel, product), await self._now()
        found = quote.product, parcel.weight_g, quote.eta_for, now
        return Sold(*found, quote.cost, quote.blind)

    def _label(self, key: str, sold: Sold) -> BoughtLabel:
        return BoughtLabel(
            carrier=NAME,
            tracking_number=tracking_number(self._secret, key),
            counter_code=counter_code(self._secret, key),
            cost=sold.cost,
            pdf=b"",
            eta_for=sold.eta_for,
            product=sold.product,
            blind=sold.blind,
        )

    def _printed(self, sold: BoughtLabel, parcel: Parcel) -> BoughtLabel:
        """With its pages. Where a code takes the parcel in, whoever hands it in gets no paper to
        read."""
        if sold.blind is not Blind.NO and parcel.hides_recipient:
            return sold
        numbers = sold.tracking_number, sscc_of(sold.tracking_number), sold.counter_code
        label = Label(_TITLE, sold.product, parcel, *numbers)
        return replace(sold, pdf=label_pdf(label), zpl=label_zpl(label))

    def _voided(self, number: str, now: datetime) -> VoidAnswer:
        sold = self._memory.sold(number) if is_tracking_number(number) else None
        if sold is None:
            return VoidAnswer.NOT_APPLICABLE
        asked_at = self._memory.ask_void(number, now)
        too_late = asked_at - sold.sold_at > VOID_FOR
        if too_late or self.handed_in(number) or self._memory.refuses_voids:
            return VoidAnswer.REJECTED
        slow = Mishap.SLOW_VOID in self.failures.mishaps(number)
        if slow and now - asked_at < SLOW_VOID_FOR:
            return VoidAnswer.SUBMITTED
        return VoidAnswer.REFUNDED

    def _trouble(self, call: str, key: str) -> bool:
        """Outage while this call is to fail; whether its answer is to get lost."""
        mishaps = self.failures.mishaps(key) & {Mishap.OUTAGE, Mishap.UNHEARD}
        if not mishaps:
            return False
        before = self._memory.count(f"{call} {key}")
        down = self._lasts(Mishap.OUTAGE, key) if Mishap.OUTAGE in mishaps else 0
        if before < down:
            raise Outage("carrier", "out of order")
        return Mishap.UNHEARD in mishaps and before < down + self._lasts(Mishap.UNHEARD, key)

    def _lasts(self, mishap: Mishap, key: str) -> int:
        return 1 + self.failures.draw(f"{mishap} lasts", key, _LONGEST_TROUBLE)

    async def _now(self) -> datetime:
        if self._clock is not None:
            return await self._clock.now()
        return whole_ms(datetime.fromtimestamp(self._now_s(), UTC))
