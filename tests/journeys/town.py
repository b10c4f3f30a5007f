"""The whole shop, as `onward serve` opens it, in the demo mode unless asked otherwise, on a port of
its own: real adapters, a real socket, a worker beside it or none. Customers come in through the
importer."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from onward.adapters.breakdowns import BreakableCarrier
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.carriers.sandbox_counter import SandboxCounter, scan_of
from onward.adapters.orders import OrderMapping, open_order_file
from onward.app import running
from onward.cli.importing import bring_in
from onward.domain.life import ShipmentStatus
from onward.domain.shipping import Scan
from onward.domain.shop import Role
from onward.ports import World
from onward.services import patience, paydays
from onward.services.reactions import working
from onward.settings import Mode, Settings, WorkerHere, read_settings
from onward.store import clock, outbox
from tests.journeys.browser import PATIENCE_S, Browser
from tests.journeys.customers import ADA, employ, write_orders
from tests.journeys.mailbox import Mailbox
from tests.lots import policy_without_lots
from tests.polling import until


@dataclass
class Town:
    """`browser()` opens another window; `carrier` is where parcels are handed in. Where the work is
    `left_to_others`, this process only waits for it."""

    settings: Settings
    world: World
    address: str
    _open: AsyncExitStack
    left_to_others: bool = False

    @property
    def mail(self) -> Mailbox:
        return Mailbox(self.settings.home / "mail")

    @property
    def carrier(self) -> SandboxCarrier:
        breakable = self.world.carrier
        assert isinstance(breakable, BreakableCarrier)
        assert isinstance(breakable.carrier, SandboxCarrier)
        return breakable.carrier

    async def browser(self, email: str | None = None) -> Browser:
        """A window of somebody's, signed in when an address is given."""
        window = Browser(self.address, self.mail)
        await self._open.enter_async_context(window.http)
        if email is not None:
            await window.sign_in(email)
        return window

    async def opens(self, orders: Path | None = None, mapping: OrderMapping | None = None) -> None:
        """Bring in a file (by default that of the three customers), and somebody for the desk."""
        now = await self.world.clock.now()
        file = orders or write_orders(self.settings.home / "orders.csv", now)
        await bring_in(open_order_file(file, mapping), self.settings.home, file.name)
        await employ(ADA, Role.AGENT, now)

    async def scan(self, tracking_number: str, status: ShipmentStatus) -> Scan:
        """A counter or a van scans a parcel, and its carrier tells us so by a signed webhook."""
        scan = scan_of(tracking_number, status, await self.world.clock.now())
        async with SandboxCounter(self.carrier, f"{self.address}/webhooks/carrier") as counter:
            await counter.post(scan)
        await self.settle()
        return scan

    async def settle(self) -> None:
        """Let everything that is due now happen: by a worker's hand, or by our own."""
        if self.left_to_others or self.settings.worker is WorkerHere.ON:
            await until(_all_done, within=PATIENCE_S)
            return
        while (
            await working.drain(self.world)
            or await patience.sweep(self.world)
            or await paydays.sweep(self.world)
        ):
            pass

    async def turn(self, by: timedelta) -> None:
        await clock.turn(by)

    async def turn_to(self, moment: datetime) -> None:
        """Set the shop's clock."""
        await clock.turn(moment - await self.world.clock.now())


async def _all_done() -> bool:
    return await outbox.next_due_in() is None


@asynccontextmanager
async def town_of(
    database_url: str,
    home: Path,
    worker: WorkerHere,
    policy: Path | None = None,
    mode: Mode = Mode.DEMO,
) -> AsyncIterator[Town]:
    """Open to visitors while inside; with the shipped policy, but for its lots, or another."""
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(closing(socket.create_server(("127.0.0.1", 0))))
        port = listener.getsockname()[1]
        settings = read_settings(
            mode=mode,
            home=home,
            database_url=database_url,
            port=port,
            base_url=f"http://127.0.0.1:{port}",
            worker=worker,
            policy=policy or policy_without_lots(home / "policy.toml"),
        )
        app, world = await stack.enter_async_context(running(settings))
        await stack.enter_async_context(_served(app, listener))
        yield Town(settings, world, settings.reached_at, stack)


@asynccontextmanager
async def _served(app: ASGIApp, listener: socket.socket) -> AsyncIterator[None]:
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await until(partial(_started, server), within=PATIENCE_S)
        yield
    finally:
        server.should_exit = True
        await task


async def _started(server: uvicorn.Server) -> bool:
    return server.started
