"""A shop that is killed in the middle of its work: `python -m tests.journeys.doomed`.

It waits, with everything imported, for lines that name a database, a home, a step and a moment, and
for each forks a process that opens the shop there, lives the case on from where it stands, and ends
itself by SIGKILL at that moment of that step; without a step it lives to the end. It answers with
how the process ended and what it said.
"""

import asyncio
import gc
import os
import signal
import sys
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import orjson

from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.payments.sandbox import SandboxPayments
from onward.domain.accounts import Viewer
from onward.domain.ids import AccountId, ContactId
from onward.domain.life import ShipmentStatus, Stage
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.domain.shipping import Scan
from onward.domain.shop import Account, Role
from onward.domain.story import Story
from onward.ports import World
from onward.services import claims, condition, openings, purchases, returns, shipping
from onward.services.reactions import BY_NAME, EFFECTS, working
from onward.store import outbox, reads, sql
from onward.store.opening import close_store, open_store
from tests.services.shop import LINE, open_shop
from tests.store.shelf import SEAL
from tests.world import MORNING, SECRET, FakeClock, make_world

# Step: the effect that does it, and the port's verb.
STEPS = {
    "capture": ("take_payment", "capture"),
    "label": ("point_to_buyer", "buy"),
    "void": ("void_labels", "void"),
    "refund": ("submit_refund", "refund"),
    "bonus": ("submit_refund", "pay_out"),
}
# Nothing is done yet; it is, and we never heard; it is recorded, and the outbox does not know.
MOMENTS = ("before", "done", "recorded")
# What a killed process was about to do is taken over at once.
LEASE = timedelta(milliseconds=1)


@dataclass
class Doom:
    """Where this process dies; `step` None where it lives."""

    step: str | None
    moment: str
    _called: bool = False

    def port(self, port: Any) -> Any:
        return _Deadly(port, self)

    def before(self, verb: str) -> None:
        if self._is(verb) and self.moment == "before":
            _die()

    def after(self, verb: str) -> None:
        if self._is(verb):
            self._called = True
            if self.moment == "done":
                _die()

    def recorded(self) -> None:
        if self._called and self.moment == "recorded":
            _die()

    def _is(self, verb: str) -> bool:
        return self.step is not None and STEPS[self.step][1] == verb


class _Deadly:
    def __init__(self, port: Any, doom: Doom):
        self._port = port
        self._doom = doom

    def __getattr__(self, verb: str) -> Callable[..., Awaitable[Any]]:
        async def asked(*given: Any, **named: Any) -> Any:
            self._doom.before(verb)
            answer = await getattr(self._port, verb)(*given, **named)
            self._doom.after(verb)
            return answer

        return asked


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it is still alive")


async def live(url: str, home: Path, doom: Doom, nth: int, *, returned_now: bool) -> dict[str, Any]:
    """Do what is due, then what usually comes next, until the case is closed. `returned_now`: while
    nobody was at work the returner chose the warehouse after all."""
    await open_store(url, seal=SEAL, effects=EFFECTS)
    try:
        world = _world(home, doom, nth)
        if await sql.fetch_one("SELECT id FROM accounts") is None:
            await open_shop(_world(home, Doom(None, ""), nth))
        if returned_now:
            [row] = await sql.fetch("SELECT id FROM cases")
            await returns.return_now(world, _viewer("rosa", "Rosa"), row["id"], "now")
        while True:
            await _work(world, doom)
            found = await sql.fetch_one("SELECT id FROM cases")
            story = await reads.story(found["id"]) if found else None
            if story is not None and story.case.stage is Stage.CLOSED:
                return await _told(story)
            await _goes_on(world, story)
    finally:
        await close_store()


def _world(home: Path, doom: Doom, nth: int) -> World:
    plain = make_world()
    clothing = plain.policy.category("clothing")
    unseen = tuple(replace(one, shown_in=None) for one in clothing.questions)
    clothing = replace(clothing, shots=(), questions=unseen)
    policy = replace(plain.policy, categories=plain.policy.categories | {"clothing": clothing})
    for name in ("carrier", "payments"):
        (home / name).mkdir(parents=True, exist_ok=True)
    ports: dict[str, Any] = {
        "carrier": doom.port(SandboxCarrier(SECRET, home / "carrier")),
        "payments": doom.port(SandboxPayments(home / "payments")),
    }
    clock = FakeClock(MORNING + timedelta(hours=nth))
    return replace(plain, policy=policy, clock=clock, **ports)


async def _work(world: World, doom: Doom) -> None:
    """What is due, one effect after the other; where nothing dies, as every worker does it."""
    if doom.step is None or doom.moment != "recorded":
        await working.drain(world, LEASE)
        return
    while claims_ := await outbox.claim(int(LEASE.total_seconds() * 1000), limit=1):
        [claim] = claims_
        story = await reads.story(claim.case_id)
        assert story is not None
        cause = next(one for one in story.history if one.id == claim.event_id)
        await BY_NAME[claim.effect](world, cause, story)
        if claim.effect == STEPS[doom.step][0]:
            doom.recorded()
        await outbox.finish(claim)


async def _goes_on(world: World, story: Story | None) -> None:
    rosa, ben = _viewer("rosa", "Rosa"), _viewer("ben", "Ben")
    if story is None:
        given = (LINE, Reason.SIZE_TOO_SMALL, Remedy.REFUND, 1)
        await openings.start(world, rosa, *given, "start")
        return
    case, parcel = story.case, story.parcel
    if case.stage is Stage.DRAFTED:
        asked = world.policy.category("clothing").questions
        said = {one.key: one.good for one in asked}
        await condition.submit(world, rosa, case.id, said, "submit")
    elif case.stage is Stage.APPROVED:
        await returns.choose_path(world, rosa, case.id, RouteType.P2P, "choose")
    elif case.stage is Stage.SEEKING and story.listing is not None:
        await purchases.buy(world, ben, story.listing.id, "card_visa_4242", "buy")
    elif parcel is not None and case.stage in (Stage.AWAITING_DROPOFF, Stage.IN_TRANSIT):
        handed_in = case.stage is Stage.IN_TRANSIT
        status = ShipmentStatus.DELIVERED if handed_in else ShipmentStatus.IN_TRANSIT
        now = await world.clock.now()
        scan = Scan(f"scan-{status}", parcel.tracking_number, status, now, "Sorting hub")
        await shipping.take_scans(world, [scan])
    elif case.stage is Stage.DELIVERED:
        await claims.confirm(world, ben, story.purchases[0].id, "confirm")
    else:
        raise AssertionError(f"it stands still in {case.stage}")


def _viewer(account_id: str, name: str) -> Viewer:
    return Viewer(Account(AccountId(account_id), Role.SHOPPER, ContactId(f"c-{name}"), MORNING))


async def _told(story: Story) -> dict[str, Any]:
    kinds = [told.event.kind for told in story.history]
    memos = "SELECT memo, count(*) AS n FROM postings WHERE amount_minor > 0 GROUP BY memo"
    waiting = "SELECT count(*) AS n FROM effects WHERE done_at IS NULL"
    uneven = await sql.fetch("SELECT sum(amount_minor) AS n FROM postings")
    return {
        "events": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        "postings": {row["memo"]: int(row["n"]) for row in await sql.fetch(memos)},
        "waiting": int((await sql.fetch(waiting))[0]["n"]),
        "sum": int(uneven[0]["n"]),
    }


def main() -> None:
    """Serve until nobody asks any more. What every child would do first is done before."""
    make_world()
    with TemporaryDirectory() as folder:
        asyncio.run(_opened_once(f"sqlite://{folder}/warm.sqlite3"))
    gc.freeze()
    for line in sys.stdin:
        asked = orjson.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _be_the_shop(asked, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said_ = pipe.read()
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        answer = {"killed": killed, "said": orjson.loads(said_) if said_ else None}
        sys.stdout.write(orjson.dumps(answer).decode() + "\n")
        sys.stdout.flush()
    gc.unfreeze()


async def _opened_once(url: str) -> None:
    await open_store(url, seal=SEAL, effects=EFFECTS)
    await close_store()


def _be_the_shop(asked: dict[str, Any], writing: int) -> NoReturn:
    """In the forked process, which never comes back."""
    code = 1
    try:
        doom = Doom(asked["step"], asked["moment"])
        shop = live(
            asked["url"],
            Path(asked["home"]),
            doom,
            asked["nth"],
            returned_now=asked.get("returned_now", False),
        )
        said = asyncio.run(shop)
        os.write(writing, orjson.dumps(said))
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


if __name__ == "__main__":
    main()
