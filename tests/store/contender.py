"""A process that contends for the store: `python -m tests.store.contender URL WHAT [WORDS]`."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta

from onward.domain.events import Actor, PhotoAdded
from onward.domain.ids import PhotoId
from onward.domain.life import Who
from onward.domain.steps import Said, Step
from onward.domain.story import Story
from onward.store import cases, changes, clock, sql
from onward.store.opening import close_store, migrate, open_store
from tests.domain.examples import POLICY, T0
from tests.store.shelf import EFFECTS, SEAL, Shelf

RETURNER = Actor(Who.RETURNER, "returner")


async def heard() -> None:
    """Until the test says go."""
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)


async def record_once(case_id: str) -> None:
    """Read a case, wait, and record on what was read."""
    case = await cases.read(case_id)
    print("read")
    await heard()
    said = [Said(RETURNER, PhotoAdded(PhotoId("p"), "front"))]
    try:
        await cases.record(case, said, at=T0, policy=POLICY)
    except cases.Stale:
        print("stale")
    else:
        print("recorded")


async def change_often(case_id: str, times: str) -> None:
    def decide(story: Story) -> Step:
        return Step().say(RETURNER, PhotoAdded(PhotoId(f"p{story.case.version}"), "front"))

    print("ready")
    await heard()
    for _ in range(int(times)):
        await changes.change(case_id, decide, at=T0, policy=POLICY)


async def open_case(n: str, piece: str) -> None:
    """Open a case on a bought piece that others want to return too."""
    print("ready")
    await heard()
    try:
        await Shelf(n, of=piece).open()
    except cases.Taken:
        print("taken")
    else:
        print("opened")


async def count_up(name: str, times: str) -> None:
    """Read, add one, write, in a transaction."""
    print("ready")
    await heard()
    for _ in range(int(times)):
        async with sql.transaction():
            row = await sql.fetch_one("SELECT value FROM settings WHERE name = ?", [name])
            value = row["value"] if row else 0
            statement = "UPDATE settings SET value = ? WHERE name = ?"
            await sql.execute(statement, [value + 1, name])


async def turn_often(times: str) -> None:
    print("ready")
    await heard()
    for _ in range(int(times)):
        await clock.turn(timedelta(seconds=1))


async def tell_once(case_id: str) -> None:
    print("ready")
    await heard()
    case = await cases.read(case_id)
    said = [Said(RETURNER, PhotoAdded(PhotoId("p"), "front"))]
    await cases.record(case, said, at=T0, policy=POLICY)


WHATS: dict[str, Callable[..., Awaitable[None]]] = {
    "record-once": record_once,
    "change-often": change_often,
    "open-case": open_case,
    "count-up": count_up,
    "turn-often": turn_often,
    "tell-once": tell_once,
}


async def main(url: str, what: str, *words: str) -> None:
    if what == "migrate":
        print("ready")
        await heard()
        await migrate(url)
        return
    await open_store(url, seal=SEAL, effects=EFFECTS)
    try:
        await WHATS[what](*words)
    finally:
        await close_store()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
