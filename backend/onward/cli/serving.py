"""Long-running commands: the web, a worker, the demo. Ctrl-C and SIGTERM end them in good order."""

import asyncio
import gc
import logging
import shutil
import signal
import socket
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import uvicorn
import uvloop
from rich.console import Console
from starlette.types import ASGIApp

from onward.adapters.orders import OrderFile, open_order_file
from onward.app import opened_world, running, working
from onward.cli.importing import bring_in
from onward.demo import seeding
from onward.demo.bar import DemoShop
from onward.settings import BadSettings, Mode, Settings
from onward.store import bell
from onward.store.opening import migrate
from onward.web import logs

out = Console(highlight=False)
# What a shop writes beside its database; `demo --fresh` throws it away.
_OF_A_SHOP = ("carrier", "mail", "payments", "photos", "rejected", "stock", "uploads")
_BESIDE_SQLITE = ("", "-wal", "-shm", "-journal")
_GOODBYE_S = 3


class PortTaken(Exception):
    """Somebody else listens there."""


def run(work: Coroutine[Any, Any, object]) -> None:
    """Run to the end, or until Ctrl-C or SIGTERM; either way everything is closed."""
    try:
        uvloop.run(_until_told(work))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return


async def serve(settings: Settings) -> None:
    logs.configure(logging.INFO)
    with _listening(settings) as listener:
        here = _at(settings, listener)
        async with running(here) as (app, _):
            out.print(f"Onward serves {here.reached_at}", soft_wrap=True)
            await _serve(app, listener)


async def work(settings: Settings) -> None:
    logs.configure(logging.INFO)
    async with (
        opened_world(settings) as world,
        bell.heard_from_others(settings.database),
        working(world, settings),
    ):
        _keep_what_is_here()
        await asyncio.Event().wait()


async def demo(
    settings: Settings, background: OrderFile | None, *, fresh: bool, serving: bool
) -> None:
    """The demo shop: seeded when it is empty, its links printed, then served."""
    logs.configure(logging.INFO if settings.mode is Mode.DEVELOPMENT else logging.WARNING)
    with _listening(settings) as listener:
        here = _at(settings, listener)
        if fresh:
            _throw_away(here)
        await migrate(here.database)
        await _seed(here, background)
        async with running(here) as (app, world):
            _print_links(here, DemoShop(world, here.port))
            if serving:
                await _serve(app, listener)


async def _seed(settings: Settings, background: OrderFile | None) -> None:
    async def through_the_importer(path: Path) -> None:
        await bring_in(open_order_file(path), settings.home, path.name)

    async with opened_world(settings) as world:
        if await seeding.is_empty():
            await seeding.open_shop(settings.home, through_the_importer)
            await seeding.measure_catalogue(world)
        if background:
            await bring_in(background, settings.home, "background")
        with out.status("Filling the open-box shop") as status:
            await seeding.fill_open_box(
                world,
                settings.home,
                lambda there, of: status.update(f"Filling the open-box shop: {there} of {of}"),
            )


def _print_links(settings: Settings, shop: DemoShop) -> None:
    out.print(f"\nOnward is at {settings.reached_at}. Sign in as", soft_wrap=True)
    for person in shop.people:
        out.print(f"\n  [bold]{person.name}[/bold]. {person.shows}", soft_wrap=True)
        out.print(f"  {person.sign_in_url}", soft_wrap=True, style="cyan")
    out.print()


async def _serve(app: ASGIApp, listener: socket.socket) -> None:
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=_GOODBYE_S,
        access_log=False,
        log_config=None,
        server_header=False,
    )
    _keep_what_is_here()
    await uvicorn.Server(config).serve(sockets=[listener])


def _keep_what_is_here() -> None:
    """What is there to start with stays to the end, so no collection of garbage looks through it:
    that took a tenth of a second each time, in which nobody was answered."""
    gc.collect()
    gc.freeze()


def _listening(settings: Settings) -> socket.socket:
    """A socket that is ours from here on, so that nothing is begun that cannot be reached."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as trouble:
        listener.close()
        raise PortTaken(f"Port {settings.port} is taken. PORT=8001 chooses another.") from trouble
    return listener


def _at(settings: Settings, listener: socket.socket) -> Settings:
    """The settings with the port that was really given."""
    port: int = listener.getsockname()[1]
    return settings.model_copy(update={"port": port})


def _throw_away(settings: Settings) -> None:
    if not settings.on_sqlite:
        raise BadSettings("A fresh start is for the file; empty a PostgreSQL database yourself.")
    file = settings.database.removeprefix("sqlite://")
    for ending in _BESIDE_SQLITE:
        Path(f"{file}{ending}").unlink(missing_ok=True)
    for folder in _OF_A_SHOP:
        shutil.rmtree(settings.home / folder, ignore_errors=True)


async def _until_told(work: Coroutine[Any, Any, object]) -> None:
    """SIGTERM ends it as Ctrl-C does: by cancelling, so that every `finally` is heard."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work)
    before = signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(task.cancel))
    try:
        await task
    finally:
        signal.signal(signal.SIGTERM, before)
