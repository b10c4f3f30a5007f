"""Whole lives: submit to refund to close through GraphQL in process, with the sandbox carrier's
labels and the sandbox payments' books on disk, and the worker's part counted. Photos are left out:
the policy of this measurement asks for none."""

import dataclasses
import time
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.payments.sandbox import SandboxPayments
from onward.adapters.photos import ObjectPhotos
from onward.api.context import Context
from onward.api.schema import schema
from onward.domain.accounts import Viewer
from onward.domain.ids import LineId, OrderId, VariantId
from onward.domain.life import ShipmentStatus, Stage
from onward.domain.money import Money
from onward.domain.shipping import Scan
from onward.domain.shop import OrderLine
from onward.services import shipping
from onward.services.reactions import working
from onward.store import cases, sql
from tests.bench.figures import ENGINES, Figure, fresh_store
from tests.services.shop import Shop, open_shop
from tests.world import SECRET, make_world

LIVES = 60
HOW = (
    "start, submit, choose, buy, hand in, deliver, confirm through GraphQL in process; two labels "
    "with PDF, capture, refund and thank-you in the sandboxes; durable commits; worker included; "
    f"mean of {LIVES} lives one after the other"
)

START = """mutation($input: StartReturnInput!) { startReturn(input: $input) { __typename
  ... on StartedReturn { cases { id stage questions { key } } } ... on Refused { code } } }"""
SUBMIT = """mutation($input: SubmitConditionInput!) { submitCondition(input: $input) { __typename
  ... on ReturnCase { id stage } ... on Refused { code message field } } }"""
CHOOSE = """mutation($input: ChoosePathInput!) { choosePath(input: $input) { __typename
  ... on ReturnCase { id stage listing { id } } ... on Refused { code } } }"""
BUY = """mutation($input: BuyListingInput!) { buyListing(input: $input) { __typename
  ... on Purchase { id status } ... on Refused { code } } }"""
CONFIRM = """mutation($input: PurchaseInput!) { confirmReceipt(input: $input) { __typename
  ... on Purchase { id status } ... on Refused { code } } }"""


async def figures(folder: Path) -> AsyncIterator[Figure]:
    for engine in ENGINES:
        async with fresh_store(engine, folder):
            shop = await _shop(folder / engine)
            await _life(shop, 0)
            wall, cpu = time.perf_counter(), time.process_time()
            for number in range(1, LIVES + 1):
                await _life(shop, number)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        yield Figure(f"lives_per_s.{engine}", LIVES / wall, "1/s", HOW)
        yield Figure(f"life_cpu_ms.{engine}", cpu / LIVES * 1000, "ms", f"{HOW}; process CPU time")


async def _shop(home: Path) -> Shop:
    policy = make_world().policy
    clothing = policy.category("clothing")
    unseen = tuple(dataclasses.replace(one, shown_in=None) for one in clothing.questions)
    clothing = dataclasses.replace(clothing, shots=(), questions=unseen)
    policy = dataclasses.replace(policy, categories=policy.categories | {"clothing": clothing})
    for name in ("carrier", "payments", "photos"):
        (home / name).mkdir(parents=True)
    world = make_world(
        policy=policy,
        carrier=SandboxCarrier(SECRET, home / "carrier"),
        payments=SandboxPayments(home / "payments"),
        photos=ObjectPhotos(f"file://{home / 'photos'}"),
    )
    shop = await open_shop(world)
    price = Money(6400, "USD")
    nothing = Money(0, "USD")
    await cases.write_rows(
        [
            OrderLine(
                LineId(f"bench-{n}"),
                OrderId("order-1"),
                VariantId("V-M"),
                "Linen overshirt",
                1,
                price,
                nothing,
                nothing,
            )
            for n in range(LIVES + 1)
        ]
    )
    total = Money(6400 * (LIVES + 2), "USD")
    taken = await world.payments.capture(total, "card_visa_4242", "order-1", "bench")
    await sql.execute("UPDATE charges SET provider_ref = ?", [taken.provider_ref])
    return shop


async def _life(shop: Shop, number: int) -> None:
    keys = (f"{number}-{n}" for n in count())
    given: dict[str, Any] = {"lineId": f"bench-{number}", "reason": "SIZE_TOO_SMALL"}
    started = await _ask(shop, shop.rosa, START, given | {"key": next(keys)})
    case_id = started["cases"][0]["id"]
    category = shop.world.policy.category("clothing")
    said = [{"question": q.key, "yes": q.good} for q in category.questions]
    given = {"caseId": case_id, "answers": said, "key": next(keys)}
    await _ask(shop, shop.rosa, SUBMIT, given)
    await working.drain(shop.world)
    given = {"caseId": case_id, "route": "P2P", "key": next(keys)}
    chosen = await _ask(shop, shop.rosa, CHOOSE, given)
    await working.drain(shop.world)
    given = {"listingId": chosen["listing"]["id"], "key": next(keys)}
    bought = await _ask(shop, shop.ben, BUY, given)
    await working.drain(shop.world)
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await _scan(shop, case_id, status)
    await _ask(shop, shop.ben, CONFIRM, {"purchaseId": bought["id"], "key": next(keys)})
    await working.drain(shop.world)
    case = await cases.read(case_id)
    if case is None or case.stage is not Stage.CLOSED:
        raise AssertionError(f"life {number} ended as {case and case.stage}")


async def _scan(shop: Shop, case_id: str, status: ShipmentStatus) -> None:
    row = await sql.fetch_one(
        "SELECT s.tracking_number FROM shipments s JOIN cases c ON c.shipment_id = s.id "
        "WHERE c.id = ?",
        [case_id],
    )
    if row is None:
        raise AssertionError("no label")
    at = await shop.world.clock.now()
    scan = Scan(shop.key(), row["tracking_number"], status, at, "Sorting hub")
    await shipping.take_scans(shop.world, [scan])
    await working.drain(shop.world)


async def _ask(shop: Shop, viewer: Viewer, text: str, given: dict[str, Any]) -> dict[str, Any]:
    context = Context(shop.world, viewer, "demo")
    result = await schema.execute(text, variable_values={"input": given}, context_value=context)
    if result.errors or result.data is None:
        raise AssertionError(result.errors)
    answer: dict[str, Any] = next(iter(result.data.values()))
    if answer["__typename"] == "Refused":
        raise AssertionError(answer)
    return answer
