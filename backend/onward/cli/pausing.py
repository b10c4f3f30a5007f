"""Stopping the peer path at the terminal, as in a recall: a bar while cases are taken off and
buyers told, then what was done and what could not be."""

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from onward.app import opened_world
from onward.cli.importing import out
from onward.domain.refusals import BadInput
from onward.domain.stops import StopReason, stop_of
from onward.messages import refusal_text
from onward.services import pausing
from onward.services.pausing import Swept
from onward.settings import Settings
from onward.store.opening import migrate


class CannotPause(Exception):
    """What was typed names nothing that can be stopped or opened."""


async def pause(settings: Settings, what: str, because: StopReason) -> None:
    """Write the stop down, then take off what is under way. Saying it again finishes what an
    interrupted run left."""
    await migrate(settings.database)
    async with opened_world(settings) as world:
        with _bar() as progress:
            bar = progress.add_task(f"Stopping {what}", total=None)
            try:
                swept = await pausing.pause(
                    world,
                    stop_of(what),
                    because,
                    lambda there, of: progress.update(bar, completed=there, total=of),
                )
            except BadInput as wrong:
                raise CannotPause(refusal_text(wrong)) from wrong
    _tell(what, swept, because)


async def resume(settings: Settings, what: str) -> None:
    await migrate(settings.database)
    async with opened_world(settings) as world:
        try:
            await pausing.resume(world, stop_of(what))
        except BadInput as wrong:
            raise CannotPause(refusal_text(wrong)) from wrong
    out.print(f"{what} may go to other customers again. What went to the warehouse stays there.")


async def standing(settings: Settings) -> None:
    """Every stop that stands."""
    await migrate(settings.database)
    async with opened_world(settings):
        found = await pausing.standing()
    for one in found:
        out.print(f"{one.id}: {one.because.value.lower()}, since {one.at:%Y-%m-%d %H:%M} UTC")
    if not found:
        out.print("Nothing is stopped.")


def _tell(what: str, swept: Swept, because: StopReason) -> None:
    done = swept.done
    out.print(f"{what} is stopped. Returns that go to the warehouse now: {done.cases:,}.")
    lines = [
        (done.listings, "on offer before, and not any more"),
        (done.questions, "being asked about"),
        (done.buyers, "with a buyer, who is told and gets another one or the money"),
        (done.codes, "with a code that led to a buyer; it leads to the warehouse now"),
        (swept.on_their_way, "handed in before, going on to the buyer"),
    ]
    if because is StopReason.RECALL:
        lines.append((swept.told, "with a buyer who has it, or is about to, and is written to now"))
    for count, told in lines:
        out.print(f"  {count:>7,}  {told}")
    if swept.failed:
        out.print(f"Not taken off: {swept.failed:,}. The log says why. Say it once more.")


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=out, transient=True)
