"""How long the server's event loop is kept waiting while twenty photos arrive at once, through the
real upload route, from a process of their own; and how long a page takes meanwhile."""

import asyncio
import logging
import statistics
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import orjson
import uvicorn
from starlette.types import ASGIApp

from onward.adapters.imaging.supervised import SupervisedImaging
from onward.adapters.photos import ObjectPhotos
from onward.services.accounts import session_for
from onward.services.photos import Wanted, ticket
from onward.web import logs
from tests.bench.figures import ENGINES, Figure, fresh_store
from tests.bench.intake import enlarged_photos
from tests.bench.lag import Lag, lag
from tests.polling import until
from tests.services.shop import Shop, open_shop
from tests.shared import ROOT
from tests.web.site import Site
from tests.world import make_world

PHOTOS = 20
HOW = (
    f"{PHOTOS} photos of 12 megapixels (a garment enlarged, in slices of 256 kB) sent at once to "
    "the upload route by another process; two processes decode; photos and rows durable on disk"
)


async def figures(folder: Path) -> AsyncIterator[Figure]:
    logs.configure(logging.ERROR)
    for engine in ENGINES:
        async with fresh_store(engine, folder), SupervisedImaging() as imaging:
            home = folder / engine
            (home / "photos").mkdir(parents=True)
            photos = ObjectPhotos(f"file://{home / 'photos'}")
            shop = await open_shop(make_world(imaging=imaging, photos=photos))
            seen, pages, sent = await _arriving(shop, home)
        late = sorted(seen.late_ms)
        how = (
            f"{HOW}; all in after {sent['seconds']:.1f} s; 99% of {len(late)} looks were late by "
            f"less than {late[int(0.99 * len(late))]:.1f} ms; the loop itself was never at work "
            f"for longer than {seen.most_worked_ms:.0f} ms, the rest is waiting for a core"
        )
        yield Figure(f"loop_block_max_ms.{engine}", seen.most_ms, "ms", how)
        how = f"GET /health while {HOW}; median of {len(pages)}"
        yield Figure(f"loop_health_ms.{engine}", statistics.median(pages) * 1000, "ms", how)


async def _arriving(shop: Shop, home: Path) -> tuple[Lag, list[float], dict[str, float]]:
    server = uvicorn.Server(_config(Site(shop, home).app()))
    serving = asyncio.create_task(server.serve())

    async def up() -> bool:
        return server.started

    await until(up)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    await _write_down(shop, home / "sending", address)
    # What this process itself does for the measurement is done before it begins.
    async with httpx.AsyncClient(base_url=address) as client:
        await client.get("/health")
        sender = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.sender", str(home / "sending")),
            cwd=ROOT,
            stdout=PIPE,
        )
        with lag() as seen:
            said = asyncio.create_task(sender.communicate())
            pages = await _asked_until(said, client)
    server.should_exit = True
    await serving
    out, _ = await said
    sent: dict[str, float] = orjson.loads(out)
    if sent["taken"] != PHOTOS:
        raise AssertionError(f"only {sent['taken']} of {PHOTOS} photos were taken in")
    return seen, pages, sent


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(app, port=0, log_config=None, lifespan="off", access_log=False)


async def _asked_until(
    done: "asyncio.Task[tuple[bytes, bytes]]", client: httpx.AsyncClient
) -> list[float]:
    """Seconds that each look at a page took, ten a second, until all photos are in."""
    took = []
    while not done.done():
        started = time.perf_counter()
        (await client.get("/health")).raise_for_status()
        took.append(time.perf_counter() - started)
        await asyncio.wait({done}, timeout=0.1)
    return took


async def _write_down(shop: Shop, folder: Path, address: str) -> None:
    """Photos, and leave to send each of them, for the other process."""
    await asyncio.to_thread(folder.mkdir)
    story = await shop.start()
    shots = shop.world.policy.category("clothing").shots
    photos: dict[str, str] = {}
    for number, raw in enumerate(enlarged_photos(3024, 90)[:PHOTOS]):
        name = f"{number}.jpg"
        await asyncio.to_thread((folder / name).write_bytes, raw)
        wanted = Wanted(story.case.id, shots[number % len(shots)], len(raw), "image/jpeg")
        given = await ticket(shop.world, shop.rosa, wanted, name)
        photos[name] = f"/uploads/{given.token}"
    session = session_for(shop.world, shop.rosa.account)
    said = {"address": address, "session": session, "photos": photos}
    await asyncio.to_thread((folder / "sending.json").write_bytes, orjson.dumps(said))
