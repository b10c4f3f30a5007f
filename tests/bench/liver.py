"""A process that lives its share of whole lives, several at a time, with a worker beside them as
`onward serve` has one: `python -m tests.bench.liver URL HOME FIRST COUNT AT_ONCE UNTIL`.

UNTIL is `closed`, with the sandboxes' labels and books, or `refunded`, with ports that answer at
once. It says ready, waits, lives, and says what that cost.
"""

import asyncio
import contextlib
import dataclasses
import logging
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import uvloop

from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.payments.sandbox import SandboxPayments
from onward.domain.accounts import Viewer
from onward.domain.ids import AccountId, ChargeId, ContactId, LineId, OrderId, VariantId
from onward.domain.life import RefundStatus, ShipmentStatus, Stage
from onward.domain.money import Money, zero
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.domain.shipping import Scan
from onward.domain.shop import (
    Account,
    Charge,
    ChargeStatus,
    Contact,
    Order,
    OrderKind,
    OrderLine,
    Role,
)
from onward.domain.story import Story
from onward.ports import World
from onward.services import claims, condition, openings, purchases, returns, shipping
from onward.services.reactions import EFFECTS, working
from onward.store import accounts, bell, cases, orders, reads
from onward.store.opening import close_store, open_store
from onward.web import logs
from tests.bench.quick_ports import QuickCarrier, QuickPayments
from tests.domain.examples import A_VARIANT
from tests.stateful.policies import without_photos
from tests.store.shelf import SEAL
from tests.world import MORNING, SECRET, make_world

PEOPLE = 40
PRICE = Money(64_00, "USD")
_LEASE = timedelta(seconds=30)
Lived = Callable[[Story], bool]


async def stock_lives(count: int) -> None:
    """An order of one paid piece for each life, of forty people; forty others buy."""
    await orders.add_variants([dataclasses.replace(A_VARIANT, id=VariantId("V-M"))])
    for role in ("returner", "buyer"):
        for number in range(PEOPLE):
            account, contact = _account(role, number), _contact(role, number)
            await accounts.create(account, contact)
    rows = [row for number in range(count) for row in _order(number)]
    for start in range(0, len(rows), 600):
        await cases.write_rows(rows[start : start + 600])


async def main(url: str, home: str, first: str, count: str, at_once: str, until: str) -> None:
    logs.configure(logging.ERROR)
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(_working(url, Path(home), until))
        share = iter(range(int(first), int(first) + int(count)))
        await _life(world, next(share), until)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
        cpu = time.process_time()
        async with asyncio.TaskGroup() as group:
            for _ in range(int(at_once)):
                group.create_task(_live(world, share, until))
        sys.stdout.buffer.write(orjson.dumps({"cpu_s": time.process_time() - cpu}) + b"\n")
        sys.stdout.flush()
        # The other's last effects may be ours to do.
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)


@asynccontextmanager
async def _working(url: str, home: Path, until: str) -> AsyncIterator[World]:
    await open_store(url, seal=SEAL, effects=EFFECTS)
    try:
        world = _world(home, until)
        async with bell.heard_from_others(url):
            worker = asyncio.create_task(working.worker(world, _LEASE, lambda: None))
            try:
                yield world
            finally:
                worker.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await worker
    finally:
        await close_store()


def _world(home: Path, until: str) -> World:
    plain = make_world()
    ports: dict[str, Any] = {"carrier": QuickCarrier(), "payments": QuickPayments()}
    if until == "closed":
        ports["carrier"] = SandboxCarrier(SECRET, home / "carrier")
        ports["payments"] = SandboxPayments(home / "payments")
    return dataclasses.replace(plain, policy=without_photos(plain.policy), **ports)


async def _live(world: World, numbers: Iterator[int], until: str) -> None:
    for number in numbers:
        await _life(world, number, until)


async def _life(world: World, number: int, until: str) -> None:
    rosa, ben = _viewer("returner", number), _viewer("buyer", number)
    key = f"life-{number}"
    given = (f"line-{number}", Reason.SIZE_TOO_SMALL, Remedy.REFUND, 1)
    [story] = await openings.start(world, rosa, *given, f"{key}-start")
    case_id = story.case.id
    said = {one.key: one.good for one in world.policy.category(story.variant.category).questions}
    await condition.submit(world, rosa, case_id, said, f"{key}-submit")
    chosen = await returns.choose_path(world, rosa, case_id, RouteType.P2P, f"{key}-choose")
    if chosen.listing is None:
        raise AssertionError(f"life {number} is not on offer")
    listing_id = chosen.listing.id
    bought, _ = await purchases.buy(world, ben, listing_id, "card_visa_4242", f"{key}-buy")
    story = await _reached(case_id, lambda one: one.case.stage is Stage.AWAITING_DROPOFF)
    await _scan(world, story, ShipmentStatus.IN_TRANSIT)
    if until == "refunded":
        await _reached(case_id, lambda one: one.refund.status is RefundStatus.SUCCEEDED)
        return
    await _scan(world, story, ShipmentStatus.DELIVERED)
    await claims.confirm(world, ben, bought.id, f"{key}-confirm")
    await _reached(case_id, lambda one: one.case.stage is Stage.CLOSED)


async def _reached(case_id: str, there: Lived) -> Story:
    """Once the worker, ours or another process's, has brought the case there."""
    with bell.listening(case_id) as rung:
        while True:
            rung.clear()
            story = await reads.story(case_id)
            if story is not None and there(story):
                return story
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(rung.wait(), 1)


async def _scan(world: World, story: Story, status: ShipmentStatus) -> None:
    label, now = story.label, await world.clock.now()
    if label is None:
        raise AssertionError("no label")
    number = label.tracking_number
    await shipping.take_scans(world, [Scan(f"{number}:{status}", number, status, now, "Hub")])


def _viewer(role: str, number: int) -> Viewer:
    return Viewer(_account(role, number % PEOPLE))


def _account(role: str, number: int) -> Account:
    named = f"{role}-{number}"
    return Account(AccountId(named), Role.SHOPPER, ContactId(f"c-{named}"), MORNING)


def _contact(role: str, number: int) -> Contact:
    street, email = f"{number} {role} Street", f"{role}{number}@example.com"
    where = (street, "Boise", "ID", "83702", "US")
    return Contact(ContactId(f"c-{role}-{number}"), f"Person {number}", email, None, *where)


def _order(number: int) -> list[object]:
    day, nothing = timedelta(days=1), zero(PRICE.currency)
    order_id, charge_id = OrderId(f"order-{number}"), ChargeId(f"charge-{number}")
    owner = f"returner-{number % PEOPLE}"
    order = Order(
        order_id, f"N-{number}", OrderKind.SHOP, AccountId(owner), ContactId(f"c-{owner}"),
        MORNING - 6 * day, MORNING - 3 * day, "US", "ID", "837", "USD", charge_id, "America/Boise",
    )  # fmt: skip
    charge = Charge(
        charge_id, order_id, ChargeStatus.CAPTURED, PRICE, "Visa 4242", f"imported:{number}",
        MORNING - 6 * day,
    )  # fmt: skip
    line = OrderLine(
        LineId(f"line-{number}"), order_id, VariantId("V-M"), "Linen overshirt", 1, PRICE,
        nothing, nothing,
    )  # fmt: skip
    return [order, charge, line]


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
