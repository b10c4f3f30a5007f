"""The book at the terminal: proven whole, read in statements, and stock moves for an ERP."""

import asyncio
import json
from pathlib import Path

import pytest

from onward.domain import ledger
from onward.store import sql
from onward.store.opening import close_store, open_store
from tests.domain.examples import T0, usd
from tests.store.shelf import EFFECTS, SEAL, Shelf, stock
from tests.test_cli import home, onward

__all__ = ["home"]

CASE = Shelf("1")


@pytest.fixture
def books(home: Path) -> Path:
    """A shop with one case, which sold for $64.00 and $5.00 tax."""
    assert onward(home, "migrate").exit_code == 0

    async def fill() -> None:
        await open_store(f"sqlite://{home}/onward.sqlite3", seal=SEAL, effects=EFFECTS)
        try:
            await stock()
            await CASE.open(ledger.sale(usd(64_00), usd(5_00)))
        finally:
            await close_store()

    asyncio.run(fill())
    return home


def spoil(home: Path) -> None:
    async def one_cent() -> None:
        await open_store(f"sqlite://{home}/onward.sqlite3", seal=SEAL, effects=EFFECTS)
        try:
            await sql.execute("UPDATE postings SET amount_minor = 501 WHERE amount_minor = 500")
            await sql.execute("UPDATE postings SET amount_minor = -501 WHERE amount_minor = -500")
        finally:
            await close_store()

    asyncio.run(one_cent())


def test_a_book_in_order_is_said_to_be_and_one_cent_too_many_is_found(books: Path) -> None:
    good = onward(books, "ledger", "check")
    assert good.exit_code == 0, good.output
    assert "The book is in order: 3 lines" in good.output
    spoil(books)
    off = onward(books, "ledger", "check")
    assert off.exit_code == 1
    assert "R1: the entry" in off.output
    assert "off by \N{MINUS SIGN}$0.01" in off.output
    assert "2 findings in 3 lines of the book." in off.output
    assert "Traceback" not in off.output


def test_statements_are_read_of_a_case_and_of_a_day(books: Path) -> None:
    of_case = onward(books, "ledger", "statement", "--case", "r1")
    assert of_case.exit_code == 0, of_case.output
    for said in ("Open-box sale", "Processor", "$69.00", "\N{MINUS SIGN}$64.00"):
        assert said in of_case.output
    day = onward(books, "ledger", "statement", "--day", f"{T0:%Y-%m-%d}", "--json")
    [entry] = [json.loads(line) for line in day.output.splitlines()]
    assert (entry["memo"], sum(line["amountMinor"] for line in entry["postings"])) == ("SALE", 0)
    assert "Nothing moved." in onward(books, "ledger", "statement", "--day", "2020-01-01").output


def test_what_is_not_there_is_said_in_a_sentence(books: Path) -> None:
    for words in (("--case", "R2"), ("--person", "nobody@example.com")):
        done = onward(books, "ledger", "statement", *words)
        assert (done.exit_code, "no such case" in done.output) == (1, True), done.output
    both = onward(books, "ledger", "statement", "--case", "R1", "--day", "2026-11-22")
    assert "Give one of --case, --person and --day." in both.output
    assert onward(books, "stock-moves").output == ""
