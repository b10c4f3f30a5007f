"""More processes of the shop, started as an operator would start them: `onward serve`, `worker`."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.journeys.town import Town
from tests.shared import ROOT

PATIENCE_S = 60


@asynccontextmanager
async def process(town: Town, *words: str) -> AsyncIterator[Process]:
    """`onward words…` on the town's own home and database; gone at the end, whatever happened."""
    settings = town.settings
    given = {
        "ONWARD_MODE": settings.mode.value,
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
        env=os.environ | given,
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
            return found[0].replace("localhost", "127.0.0.1")
    raise AssertionError("it ended without serving")
