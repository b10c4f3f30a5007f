"""Another process of ours: the tests' own programs, started, spoken to line by line, ended."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60


class Another:
    """One running process. It says a line when it got somewhere and waits for one to go on."""

    def __init__(self, process: Process):
        self._process = process

    async def says(self) -> str:
        """Its next line; empty once it has said all."""
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE_S)
        return line.decode().strip()

    async def rest(self) -> list[str]:
        """Everything else it says until it ends well."""
        lines = []
        while line := await self.says():
            lines.append(line)
        assert await asyncio.wait_for(self._process.wait(), PATIENCE_S) == 0
        return lines

    async def go(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"go\n")
        await self._process.stdin.drain()

    async def kill(self) -> None:
        """SIGKILL: no handler, no farewell."""
        self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def another(module: str, *words: str) -> AsyncIterator[Another]:
    """Run `python -m module words…`; gone at the end, whatever happened."""
    paths = os.pathsep.join((str(ROOT / "backend"), str(ROOT)))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *words),
        stdin=PIPE,
        stdout=PIPE,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": paths, "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield Another(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
