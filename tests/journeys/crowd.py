"""A crowd at a checkout: one customer returns many pieces of one thing, another one in another
size, and a hundred others want to buy."""

import asyncio
import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from onward.domain.accounts import Viewer
from onward.domain.events import SYSTEM, Actor, Approved, Submitted
from onward.domain.grades import Grade
from onward.domain.life import Who
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.services import openings, returns
from onward.services.accounts import session_for
from onward.store import accounts, changes, orders, sql
from onward.web.sessions import COOKIE
from tests.journeys.customers import COLUMNS

SHIRT = ("OVR-M", "Linen overshirt", "clothing", "M", "Indigo")
OTHER_SIZE = ("OVR-L", "Linen overshirt", "clothing", "L", "Indigo")
SCARF = ("SCARF-1", "Alpaca scarf", "accessories", "", "Ochre")
SELLER, OTHER_SELLER = "seller@example.com", "other@example.com"
BUY = """mutation($i: BuyOpenBoxInput!) { buyOpenBox(input: $i) { __typename
  ... on Purchase { id }
  ... on ListingTaken { code message others { id item { size } } }
  ... on Refused { code message } } }"""


@dataclass(frozen=True)
class Customer:
    """Somebody at the checkout, by the session their browser holds."""

    email: str
    session: str

    async def buys(self, http: httpx.AsyncClient, address: str, variant_id: str) -> dict[str, Any]:
        """The answer to one mutation over HTTP, whose key is their own."""
        asked = {"variantId": variant_id, "highestMinor": 64_00, "key": f"mine, {self.email}"}
        answer = await http.post(
            f"{address}/graphql",
            json={"query": BUY, "variables": {"i": asked}},
            headers={"cookie": f"{COOKIE}={self.session}", "origin": address},
        )
        said = answer.json()
        assert "errors" not in said, said
        found: dict[str, Any] = said["data"]["buyOpenBox"]
        return found


def write_orders(path: Path, now: datetime, pieces: int, buyers: int) -> Path:
    """One order each: `pieces` shirts, one in another size, and a scarf for everybody else."""
    ordered, delivered = now - timedelta(days=6), now - timedelta(days=3)
    when = (ordered.isoformat(), delivered.isoformat())
    bought = [(SELLER, SHIRT, pieces), (OTHER_SELLER, OTHER_SIZE, 1)]
    bought += [(f"buyer{n}@example.com", SCARF, 1) for n in range(buyers)]
    with path.open("w", newline="", encoding="utf-8") as opened:
        rows = csv.writer(opened)
        rows.writerow(COLUMNS)
        for n, (email, item, quantity) in enumerate(bought):
            who = (email, f"Person Number{n}", "+1 503 555 0100", f"{n + 1} Alder Way", "Bend")
            paid = (quantity, "64.00", "USD", "Visa 4242")
            rows.writerow((f"C-{n}", *when, *who, "OR", "97701", "US", *item, *paid))
    return path


async def customer(world: World, email: str) -> Customer:
    return Customer(email, session_for(world, (await _viewer(email)).account))


async def puts_on_offer(world: World, email: str, quantity: int) -> list[str]:
    """Every piece of this customer's order, returned, judged like new and in the open-box shop."""
    viewer = await _viewer(email)
    row = await sql.fetch_one(
        "SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.account_id = ?",
        [viewer.id],
    )
    assert row
    reason = (Reason.SIZE_TOO_SMALL, Remedy.REFUND)
    opened = await openings.start(world, viewer, row["id"], *reason, quantity, f"return {email}")
    cases: list[str] = [story.case.id for story in opened]
    await asyncio.gather(*(_offers(world, viewer, case_id) for case_id in cases))
    return cases


async def variant_id(sku: str) -> str:
    variant = await orders.variant_of(sku)
    assert variant
    return variant.id


def whatever_it_costs(world: World) -> World:
    """The same world, where no piece stays off the peer path for its sums."""
    policy = world.policy
    costs = replace(policy.costs, compare=False)
    return replace(world, policy=replace(policy, costs=costs, odds_least=0.0))


async def units_held() -> Sequence[str]:
    rows = await sql.fetch("SELECT unit_id FROM matches WHERE status <> 'RELEASED'")
    return [row["unit_id"] for row in rows]


async def _offers(world: World, viewer: Viewer, case_id: str) -> None:
    now = await world.clock.now()

    def judged(story: Story) -> Step:
        step = Step().say(Actor(Who.RETURNER, viewer.id), Submitted({}))
        return step.say(SYSTEM, Approved(Grade.LIKE_NEW, ()))

    await changes.change(case_id, judged, at=now, policy=world.policy)
    await returns.choose_path(world, viewer, case_id, RouteType.P2P, f"offer {case_id}")


async def _viewer(email: str) -> Viewer:
    account = await accounts.by_email(email)
    assert account
    return Viewer(account)
