"""The payment provider's book against ours, at the terminal: every difference, in a table or as
JSON, and what became of it."""

import orjson
import typer
from rich.table import Table

from onward.app import opened_world
from onward.cli.importing import out
from onward.domain.money import Money
from onward.domain.reconciling import Difference, Reconciliation
from onward.messages import difference_text, money
from onward.ports import Outage
from onward.services import reconciling
from onward.settings import Settings
from onward.store.opening import migrate


class NotReconciled(Exception):
    """The provider did not answer, or the books differ."""


async def reconcile(settings: Settings, days: int, *, as_json: bool) -> None:
    """Compare the last days; raises NotReconciled where anything differs."""
    await migrate(settings.database)
    async with opened_world(settings) as world:
        try:
            made = await reconciling.reconcile(world, days)
        except Outage as silent:
            raise NotReconciled(f"The payment provider did not answer: {silent}.") from silent
    if as_json:
        typer.echo(orjson.dumps(made).decode())
    else:
        _tell(made, days)
    if made.differences:
        count = len(made.differences)
        raise NotReconciled(f"The books differ on {count:,} lines; the cases concerned have tasks.")


def _tell(made: Reconciliation, days: int) -> None:
    out.print(f"Movements of the last {days} days compared: {made.compared:,}.")
    if not made.differences:
        out.print("The provider’s book and ours agree.")
        return
    table = Table("What", "Ours", "Theirs", "At the provider", "Case")
    for one in made.differences:
        table.add_row(
            difference_text(one.differs),
            _amount(one, one.ours),
            _amount(one, one.theirs),
            one.provider_ref,
            one.case_id or "",
        )
    out.print(table)


def _amount(one: Difference, minor: int | None) -> str:
    return money(Money(minor, one.currency)) if minor is not None else ""
