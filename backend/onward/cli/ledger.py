"""The book at the terminal: whether all of it is in order, and statements of a case, a person or a
day; as tables or as JSON lines. Whatever its length, a few hundred lines are in hand at a time."""

from collections.abc import AsyncIterator, Iterable
from datetime import date

import orjson
import typer
from rich.table import Table
from rich.text import Text

from onward.app import opened_world
from onward.cli.importing import out
from onward.domain.money import Money
from onward.domain.refusals import NotFound
from onward.domain.statements import Booked, Sums
from onward.messages import book_text, memo_text, money, say
from onward.messages.words import knows
from onward.services import books, stock_feed
from onward.settings import Settings
from onward.store.audits import Finding
from onward.store.opening import migrate

_EVENTS_AT_ONCE = 500


class BookIsOff(Exception):
    """The book is not in order, or there is nothing of the kind that was asked for."""


async def check(settings: Settings) -> None:
    """Prove the whole book; every finding is a line. Raises BookIsOff where there are any."""
    await migrate(settings.database)
    found = 0
    async with opened_world(settings):
        async for finding in books.checked():
            out.print(Text(_sentence(finding)), soft_wrap=True)
            found += 1
        lines = await books.size()
    if found:
        raise BookIsOff(say("ledger.off", count=found, lines=f"{lines:,}"))
    out.print(Text(say("ledger.good", lines=f"{lines:,}")), soft_wrap=True)


async def statement(
    settings: Settings, case: str | None, person: str | None, day: date | None, *, as_json: bool
) -> None:
    """The entries asked for, oldest first, then what moved in each account."""
    await migrate(settings.database)
    async with opened_world(settings):
        try:
            await _tell(_entries(case, person, day), as_json=as_json)
        except NotFound as absent:
            raise BookIsOff(say("ledger.absent")) from absent


async def stock_moves(settings: Settings, since: str | None) -> None:
    """Every stock move behind `since` as a JSON line; the `seq` of the last is where to go on."""
    await migrate(settings.database)
    async with opened_world(settings):
        place = since
        while True:
            moves, end = await stock_feed.moves(place, _EVENTS_AT_ONCE)
            for move in moves:
                told = {"seq": move.event_id, "id": move.id, "at": move.at, "case": move.reference}
                told |= {"sku": move.sku, "location": move.location}
                told |= {"disposition": move.disposition, "quantity": move.quantity}
                typer.echo(orjson.dumps(told).decode())
            if end is None:
                return
            place = end


def _entries(case: str | None, person: str | None, day: date | None) -> AsyncIterator[Booked]:
    if case is not None:
        return books.of_reference(case)
    if person is not None:
        return books.of_email(person)
    return books.of_day(day or date.min)


async def _tell(entries: AsyncIterator[Booked], *, as_json: bool) -> None:
    sums = Sums()
    async for entry in entries:
        for line in entry.lines:
            sums.add(line)
        if as_json:
            typer.echo(orjson.dumps(_as_json(entry)).decode())
        else:
            _print(entry)
    if not as_json:
        _print_sums(sums.told())


def _as_json(entry: Booked) -> dict[str, object]:
    lines = [
        {
            "account": line.book,
            "amountMinor": line.amount.minor,
            "currency": line.amount.currency,
        }
        for line in entry.lines
    ]
    ids = {"event": entry.event_id, "case": entry.case_id}
    return {"at": entry.at, **ids, "memo": entry.memo, "postings": lines}


def _print(entry: Booked) -> None:
    out.print(Text(f"{entry.at:%Y-%m-%d %H:%M} UTC  {memo_text(entry.memo)}", style="bold"))
    for line in entry.lines:
        out.print(Text(f"  {book_text(line.book):<28}{money(line.amount):>16}"))


def _print_sums(sums: Iterable[tuple[object, Money]]) -> None:
    told = tuple(sums)
    if not told:
        out.print(Text(say("ledger.empty")))
        return
    table = Table(say("ledger.account"), box=None, pad_edge=False)
    table.add_column(say("ledger.moved"), justify="right")
    for book, amount in told:
        table.add_row(book_text(str(book)), money(amount))
    out.print()
    out.print(table)


def _sentence(finding: Finding) -> str:
    off = _amount(finding)
    said = say(f"ledger.rules.{finding.rule}", about=_about(finding.about), off=off)
    return f"{finding.reference}: {said}" if finding.reference else said


def _about(about: str) -> str:
    """An account or a kind of document in words; anything else as it is."""
    return next((say(key) for key in (f"books.{about}", f"documents.{about}") if knows(key)), about)


def _amount(finding: Finding) -> str:
    if finding.currency:
        return money(Money(finding.off, finding.currency))
    return str(finding.off)
