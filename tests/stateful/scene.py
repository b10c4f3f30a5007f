"""A shop that an example plays in: three customers, somebody at the desk, a carrier, a bank, and a
worker that may be told to do one thing at a time. What is told twice changes nothing the second
time, and a refusal changes nothing at all."""

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from onward.domain.ids import CaseId
from onward.domain.ledger import Book
from onward.domain.life import RefundStatus, ShipmentStatus, Stage
from onward.domain.payouts import UNDER_WAY
from onward.domain.refusals import Refusal
from onward.domain.shipping import Scan, Shipment
from onward.domain.story import Story
from onward.ports import Movement, Outage, World
from onward.services import (
    patience,
    paydays,
    payment_news,
    pricing,
    queueing,
    shipping,
)
from onward.services.reactions import working
from onward.store import outbox, reads, shelf, sql
from onward.store.trips import read_all
from tests.services.shop import Shop, usd
from tests.stateful.ports import Busy, CountedTokens
from tests.stateful.slate import Slate
from tests.stateful.truths import Due, Known, asked_for_by, beyond_caps, unheard_of, wrong
from tests.world import (
    MORNING,
    FakeCarrier,
    FakeClock,
    FakeMail,
    FakePayments,
    FakePhotos,
    FakeStock,
)

Command = Callable[[], Awaitable[object]]
Webhook = tuple[dict[str, str], bytes]
FAILED = RefundStatus.FAILED
VOID_REQUESTED = ShipmentStatus.VOID_REQUESTED
LEASE = timedelta(seconds=30)
_MONTHS = 8
TICK = timedelta(seconds=7)
PAID = usd(14520)
_VERSIONS = "SELECT id, version FROM cases ORDER BY opened_at, id"
_UNEVEN = (
    "SELECT event_id, memo, currency, sum(amount_minor) AS total FROM postings "
    "GROUP BY event_id, memo, currency HAVING sum(amount_minor) <> 0"
)
_BOOKS = "SELECT case_id, book, sum(amount_minor) AS total FROM postings GROUP BY case_id, book"
_DUE_NAMES = ("id", "case_id", "effect", "due_at", "dead_at", "trouble")
_DUE = f"SELECT {', '.join(_DUE_NAMES)} FROM effects WHERE done_at IS NULL ORDER BY id"
# The others are due in the year 3000.
_ALONE = (
    "UPDATE effects SET due_at = CASE WHEN id = ? THEN 0 ELSE 32503680000000 END "
    "WHERE due_at IS NOT NULL"
)
_AGAIN = "UPDATE effects SET due_at = 0, done_at = NULL WHERE id = ? AND done_at IS NOT NULL"
_ALL_DUE = "UPDATE effects SET due_at = 0 WHERE due_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Seen:
    """What is there to be changed."""

    versions: tuple[tuple[str, int], ...]
    moved: int
    labels: int
    voided: int


@dataclass
class Scene:
    """One example's world. `cases` are those that were started, in order."""

    shop: Shop
    carrier: FakeCarrier
    payments: FakePayments
    mail: FakeMail
    stock: FakeStock
    clock: FakeClock
    known: Known = field(default_factory=Known)
    stories: dict[CaseId, Story] = field(default_factory=dict)
    told: list[Command] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    heard: list[tuple[Webhook, frozenset[CaseId]]] = field(default_factory=list)
    meanwhile: Command | None = None
    due: list[dict[str, Any]] = field(default_factory=list)
    whole: bool = True

    @property
    def world(self) -> World:
        return self.shop.world

    @property
    def cases(self) -> list[Story]:
        return list(self.stories.values())

    @property
    def labels(self) -> list[Shipment]:
        return [label for story in self.cases for label in story.shipments]

    def breakable(self) -> Sequence[Any]:
        return (self.carrier, self.payments, self.mail, self.stock)

    # --- what people say ---------------------------------------------------------------------

    async def say(self, command: Command, *, keep: bool = True, alone: bool = True) -> bool:
        """Whether it was done; what is refused leaves everything as it was. `keep`: it may be said
        again later. `alone`: nobody else does anything at the same moment."""
        before, alone = await self.seen(), alone and self.meanwhile is None
        refused = False
        try:
            await command()
        except Refusal:
            refused = True
        except Outage:
            return False
        if refused and alone:
            assert await self.seen() == before, f"{command} was refused and changed something"
        if keep and not refused and await self.seen() != before:
            self.told.append(command)
        return not refused

    async def repeat(self, command: Command) -> None:
        """The same request once more: the same answer, and nothing else happens."""
        before = await self.seen()
        try:
            await command()
        except Outage:
            return
        assert await self.seen() == before, "the same request changed something more"

    async def _between(self) -> None:
        command, self.meanwhile = self.meanwhile, None
        if command is not None:
            # The worker that is at its work may have other cases in hand.
            await self.say(command, keep=False, alone=False)

    # --- what the carrier says ---------------------------------------------------------------

    async def scan(self, scan: Scan) -> None:
        await self.say(lambda: shipping.take_scans(self.world, [scan]))
        self.scans.append(scan)

    # --- what the bank says ------------------------------------------------------------------

    async def news(self, *refs: str) -> None:
        """How these stand now; of none named, every refund that was pending."""
        named = refs or tuple(
            one.provider_ref
            for story in self.cases
            for one in story.refunds
            if one.status is RefundStatus.PENDING and one.provider_ref
        )
        if named:
            webhook = self.payments.hand_in(*named)
            self.heard.append((webhook, frozenset(self.stories)))
            await self.say(partial(self.take, webhook), keep=False)

    async def taken(self) -> list[Movement]:
        """The captures that we have heard of: a bank disputes none before."""
        ours = {row["provider_ref"] for row in await sql.fetch("SELECT provider_ref FROM charges")}
        moved = self.payments.movements()
        return [one for one in moved if one.kind == "capture" and one.charge_ref in ours]

    async def news_again(self, at: int) -> None:
        """A webhook once more; only returns that began since have anything to learn from it."""
        webhook, then = self.heard[at % len(self.heard)]
        if then == frozenset(self.stories):
            await self.repeat(partial(self.take, webhook))

    async def take(self, webhook: Webhook) -> None:
        await payment_news.take_news(self.world, self.world.payments.news(*webhook))

    # --- what the worker does ----------------------------------------------------------------

    async def work(self, pick: int, *, twice: bool) -> None:
        """One effect alone, and where that is wanted once more, as after a lost lease."""
        open_ones = [one for one in self.due if one["due_at"] is not None]
        if not open_ones:
            return
        one = open_ones[pick % len(open_ones)]["id"]
        await sql.execute(_ALONE, [one])
        await working.run_due(self.world, LEASE)
        if not twice or not await sql.execute(_AGAIN, [one]):
            return
        before, later, self.meanwhile = await self.seen(), self.meanwhile, None
        await sql.execute(_ALONE, [one])
        await working.run_due(self.world, LEASE)
        assert await self.seen() == before, f"{one} changed something more when done twice"
        self.meanwhile = later

    async def drain(self) -> None:
        """Everything that is due, and what was put off, until nothing is left or a port fails."""
        await sql.execute(_ALL_DUE)
        await working.drain(self.world)

    async def turn(self, by: timedelta) -> None:
        """Time goes by, and the worker notices what has waited long enough."""
        self.clock.turn(by)
        await sql.execute(_ALL_DUE)
        await self.sweep()

    async def sweep(self) -> None:
        await patience.sweep(self.world)
        await paydays.sweep(self.world)
        await pricing.follow(self.world)
        await queueing.end_overdue(self.world)

    def heal(self) -> None:
        for port in self.breakable():
            port.down_for(0)
            port.unheard_for(0)

    # --- what is there -----------------------------------------------------------------------

    async def seen(self) -> Seen:
        rows = await sql.fetch(_VERSIONS)
        return Seen(
            tuple((row["id"], row["version"]) for row in rows),
            len(self.payments.movements()),
            len(self.carrier.labels),
            len(self.carrier.voided),
        )

    async def look(self) -> None:
        """Read what has changed, and hold it against every truth."""
        self.whole = False
        versions, uneven, books, due = await read_all(
            [(_VERSIONS, []), (_UNEVEN, []), (_BOOKS, []), (_DUE, [])]
        )
        assert not uneven, f"entries that do not balance: {[tuple(one) for one in uneven]}"
        self.due = [dict(zip(_DUE_NAMES, one, strict=True)) for one in due]
        for case_id, version in versions:
            kept = self.stories.get(case_id)
            if kept is None or kept.case.version != version:
                fresh = await reads.story(case_id)
                assert fresh is not None
                self.stories[fresh.case.id] = fresh
        for story in self.cases:
            self._hold(story, books)
        self._caps()
        self._sold()
        self.whole = True

    def _hold(self, story: Story, books: Sequence[Any]) -> None:
        case_id = story.case.id
        book = {Book(name): int(total) for of_case, name, total in books if of_case == case_id}
        due = [
            Due(one["effect"], one["dead_at"] is not None, one["trouble"])
            for one in self.due
            if one["case_id"] == case_id
        ]
        found = wrong(story, book, due, self.known, self.world.policy)
        assert not found, "; ".join(found)

    def _caps(self) -> None:
        """No charge gives back more than it took, whoever asks for it."""
        taken: dict[str, int] = {}
        for moved in self.payments.movements():
            sign = {"capture": 1, "refund": -1}.get(moved.kind, 0)
            taken[moved.charge_ref] = taken.get(moved.charge_ref, 0) + sign * moved.amount.minor
        assert min(taken.values(), default=0) >= 0, f"more was given back than taken: {taken}"
        beyond = beyond_caps(self.cases, self.world.policy)
        assert not beyond, f"promised beyond what was taken: {beyond}"

    def _sold(self) -> None:
        """Whatever the carrier sold is a case's, or somebody still has to hear of it."""
        asks = {one["id"] for one in self.due}
        unheard = unheard_of(self.carrier.labels, self.cases)
        lost = [number for key, number in unheard.items() if not asks & asked_for_by(key)]
        assert not lost, f"labels were paid for and nobody has them: {lost}"

    async def end(self) -> None:
        """Every port works again, what was given up is tried again, everything due is done, and
        months go by: then every case has ended, or waits for somebody who is told; provider and
        book agree to the cent; and every label is a case's, and those nobody needs given back."""
        if not self.whole:
            return
        self.heal()
        self.meanwhile = None
        for case_id in self.stories:
            await outbox.revive(case_id)
        for nth, dispute in enumerate([*self.payments.disputes.values()]):
            if dispute.status == "open":
                self.payments.close_dispute(dispute.ref, won=nth % 2 == 0)
            await self.take(self.payments.hand_in(dispute.ref))
        for _ in range(_MONTHS * 2):
            self.payments.settle_pending()
            await self.drain()
            await self.look()
            if not self._waiting():
                break
            await self.turn(timedelta(days=15))
        assert not self._waiting(), f"still waiting for time alone: {self._waiting()}"
        await self._agreed()
        self._given_back()
        kept = [await reads.story(case_id) for case_id in self.stories]
        shelf.clear()
        assert [await reads.story(case_id) for case_id in self.stories] == kept

    def _given_back(self) -> None:
        lost = unheard_of(self.carrier.labels, self.cases)
        assert not lost, f"labels were paid for and nobody has them: {lost}"
        void = {one.tracking_number for one in self.labels if one.status is ShipmentStatus.VOIDED}
        assert void <= set(self.carrier.voided), f"the carrier knows nothing of {void}"

    def _waiting(self) -> list[str]:
        """What time alone has still to bring about: where SYSTEM has something to say one day, and
        money or labels that are on their way back or on hold."""
        found = []
        for story in self.cases:
            left = {one.status for one in story.refunds} & UNDER_WAY
            # What was lost ends with its last money, and that may wait for a person.
            lost = story.case.stage is Stage.LOST and FAILED in left
            if story.case.wake_at and not lost:
                found.append(f"{story.case.stage} sleeps until {story.case.wake_at}")
            found += [f"{story.case.stage} {status}" for status in left - {FAILED}]
            found += [one.status for one in story.shipments if one.status is VOID_REQUESTED]
        return found

    async def _agreed(self) -> None:
        rows = await sql.fetch(
            "SELECT coalesce(sum(amount_minor), 0) AS total FROM postings WHERE book = ?",
            [Book.PROCESSOR.value],
        )
        signs = {"capture": 1, "refund": -1, "payout": -1, "dispute": -1}
        moved = sum(
            signs[one.kind] * one.amount.minor
            for one in self.payments.movements()
            if one.key != "long-ago"
        )
        assert int(rows[0]["total"]) == moved, f"book {rows[0]['total']}, provider {moved}"


async def scene(shop: Shop, slate: Slate, policy: Any, method: str) -> Scene:
    """A fresh one on the same database; `method` is what the order was paid with."""
    await slate.wipe()
    clock = FakeClock(MORNING)
    carrier, mail, stock = FakeCarrier(), FakeMail(), FakeStock()
    payments = FakePayments(lambda: clock.at)
    await payments.capture(PAID, method, "order-1", "long-ago")
    made = Scene(shop, carrier, payments, mail, stock, clock)
    ports: dict[str, Any] = {
        "carrier": Busy(carrier, made._between),
        "payments": Busy(payments, made._between),
        "stock": Busy(stock, made._between),
        "mail": mail,
        "clock": clock,
        "photos": FakePhotos(),
        "policy": policy,
        "tokens": CountedTokens(shop.world.tokens),
    }
    world = dataclasses.replace(shop.world, **ports)
    made.shop = Shop(world, shop.rosa, shop.ben, shop.cleo, shop.ada)
    return made
