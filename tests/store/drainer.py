"""A worker of its own process: `python -m tests.store.drainer URL FOLDER LEASE_MS [STOP]`.

It pays a refund for each effect through the sandbox, whose journal in FOLDER is the witness, says
`did EFFECT`, and ends when nothing waits. It stops once and waits for the test after its first
claim, or with STOP `before` or `after` around its first payment.
"""

import asyncio
import sys
from pathlib import Path

from onward.adapters.payments.sandbox import SandboxPayments
from onward.domain.money import Money
from onward.store import outbox
from onward.store.opening import close_store, open_store
from onward.store.outbox import Claim
from tests.store.contender import heard
from tests.store.shelf import EFFECTS, SEAL

PRICE = Money(64_00, "USD")


class Drainer:
    """Stops where it is told to, once."""

    def __init__(self, folder: Path, lease_ms: int, stop: str):
        self._payments = SandboxPayments(folder)
        self._lease_ms = lease_ms
        self._stop: str | None = stop

    async def drain(self) -> None:
        while (due_in := await outbox.next_due_in()) is not None:
            for claim in await outbox.claim(self._lease_ms, limit=1):
                await self._at("claim", claim)
                await self._carry_out(claim)
            if due_in:
                await self._rest()

    async def _carry_out(self, claim: Claim) -> None:
        await self._at("before", claim)
        await self._payments.refund("imported", PRICE, key=claim.id)
        await self._at("after", claim)
        try:
            await outbox.finish(claim)
        except outbox.LostLease:
            print("lost", claim.id)
        else:
            print("did", claim.id)

    async def _at(self, place: str, claim: Claim) -> None:
        if place == self._stop:
            self._stop = None
            print("holds", claim.id)
            await heard()

    async def _rest(self) -> None:
        """Let the others have the database for a moment."""
        for _ in range(100):
            await asyncio.sleep(0)


async def main(url: str, folder: str, lease_ms: str, stop: str = "claim") -> None:
    await open_store(url, seal=SEAL, effects=EFFECTS)
    try:
        await Drainer(Path(folder), int(lease_ms), stop).drain()
    finally:
        await close_store()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
