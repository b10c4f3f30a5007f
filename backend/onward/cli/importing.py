"""An order file into the shop, seen at the terminal: a bar, what was refused and why, how fast."""

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from onward.adapters.orders import OrderFile
from onward.app import opened_world
from onward.services.imports import ImportReport, Waits, import_orders
from onward.settings import Settings
from onward.store.opening import migrate

out = Console(highlight=False)


async def import_file(settings: Settings, file: OrderFile, name: str) -> None:
    """Migrate, then bring a file in."""
    await migrate(settings.database)
    async with opened_world(settings) as world:
        waits = Waits(world.policy, await world.clock.now())
        await bring_in(file, settings.home, name, waits)


async def bring_in(
    file: OrderFile, home: Path, name: str, waits: Waits | None = None
) -> ImportReport:
    """The rows of a file with a progress bar; refused ones go to a CSV under `home`. Orders wait
    for an opened piece only where `waits` says by which rules."""
    report = home / "rejected" / f"{Path(name).stem}.csv"
    report.parent.mkdir(parents=True, exist_ok=True)
    with _bar() as progress:
        bar = progress.add_task(f"Reading {name}", total=file.rows)
        done = await import_orders(
            file.batches(),
            time_zone=file.time_zone,
            report=report,
            progress=lambda rows: progress.advance(bar, rows),
            waits=waits,
        )
    _tell(done)
    return done


def _tell(done: ImportReport) -> None:
    out.print(
        f"{done.rows:,} rows in {done.seconds:.1f} s ({done.rows_per_second:,.0f} rows/s): "
        f"{done.orders_added:,} orders and {done.lines_added:,} lines added, "
        f"{done.rejected.total():,} rows refused.",
        soft_wrap=True,
    )
    for reason, count in done.rejected.most_common():
        out.print(f"  {count:>9,}  {reason}")
    if done.report:
        out.print(f"Each refused row with its reason: {done.report}", soft_wrap=True)


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=out, transient=True)
