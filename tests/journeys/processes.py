"""More processes of the shop, started as an operator would start them: `onward serve`, `worker`."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

import httpx

from onward.settings import Mode
from tests.journeys.town import Town
from tests.polling import until
from tests.shared import ROOT

PATIENCE_S = 60


@asynccontextmanager
async def process(
    town: Town,
    *words: str,
    mode: Mode | None = None,
    beside: Mapping[str, str] | None = None,
) -> AsyncIterator[Process]:
    """`onward words…` on the town's own home and database, in its mode or another, with more
    `beside` in its environment; gone at the end, whatever happened."""
    settings = town.settings
    given = {
        "ONWARD_MODE": (mode or settings.mode).value,
        "ONWARD_HOME": str(settings.home),
        "ONWARD_DATABASE_URL": settings.database,
        "ONWARD_WORKER": "off",
        # What a worker that died was about to do is taken over this soon.
        "ONWARD_LEASE_MS": "3000",
        "PYTHONPATH": str(ROOT / "backend"),
        "PYTHONUNBUFFERED": "1",
    }
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from onward.cli import app; app()", *words),
        env=os.environ | given | dict(beside or {}),
        stdout=PIPE,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.communicate()


async def address_of(web: Process) -> str:
    """Where it says that it serves."""
    assert web.stdout
    while line := await asyncio.wait_for(web.stdout.readline(), PATIENCE_S):
        found = re.search(r"http://\S+", line.decode())
        if found:
            address = found[0].replace("localhost", "127.0.0.1")
            await until(partial(_answers, address), within=PATIENCE_S)
            return address
    raise AssertionError("it ended without serving")


async def _answers(address: str) -> bool:
    """The address is said a moment before the first request is taken."""
    async with httpx.AsyncClient(base_url=address) as client:
        try:
            return (await client.get("/health")).status_code == httpx.codes.OK
        except httpx.ConnectError:
            return False
