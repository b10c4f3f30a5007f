"""A postcode table into the shop, seen at the terminal: how far it is, then what was refused and
why."""

from pathlib import Path

from rich.progress import Progress, TextColumn

from onward.adapters.postcodes import rows_of
from onward.app import opened_world
from onward.cli.importing import out
from onward.services.places import PlacesReport, import_places
from onward.settings import Settings
from onward.store.opening import migrate

_WHY = {
    "NO_POSTCODE": "have no postcode of 2 to 12 letters and digits",
    "BAD_LATITUDE": "have a latitude that is no number from -90 to 90",
    "BAD_LONGITUDE": "have a longitude that is no number from -180 to 180",
    "GIVEN_TWICE": "give a postcode again; the first counts",
}


async def import_file(settings: Settings, file: Path, country: str) -> None:
    """Replace a country's table by this file's; the rows that cannot be used are listed."""
    await migrate(settings.database)
    listed = settings.home / "rejected" / f"places-{country}.csv"
    async with opened_world(settings):
        with _counter() as progress:
            bar = progress.add_task(f"Reading {file.name}", total=None)
            done = await import_places(
                country, rows_of(file), listed, lambda rows: progress.advance(bar, rows)
            )
    _tell(country, done)


def _tell(country: str, done: PlacesReport) -> None:
    out.print(
        f"{done.rows:,} rows read: {country} has {done.places:,} postcodes now, "
        f"{done.refused.total():,} rows refused.",
        soft_wrap=True,
    )
    for reason, count in done.refused.most_common():
        out.print(f"  {count:>9,}  {_WHY[reason]}")
    if done.report:
        out.print(f"Each refused row with its reason: {done.report}", soft_wrap=True)


def _counter() -> Progress:
    columns = (TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} rows"))
    return Progress(*columns, console=out, transient=True)
