"""The whole book is proven, and whatever breaks it is named with its case. Postings are written
once and never again."""

import re
from datetime import timedelta

import pytest

from onward.domain import events as e
from onward.domain import ledger
from onward.domain.events import SYSTEM
from onward.domain.ledger import Book
from onward.domain.life import RefundStatus
from onward.domain.statements import booked
from onward.domain.steps import Said
from onward.store import audits, sql
from onward.store import ledger as book
from tests.domain.examples import T0, usd
from tests.house.sources import PACKAGE
from tests.store.shelf import Shelf, tell

pytestmark = pytest.mark.anyio

ONE, TWO = Shelf("1"), Shelf("2")


async def found() -> list[tuple[str, str, str, int]]:
    return [
        (one.rule, one.reference, one.about, one.off)
        for rule in audits.RULES
        async for one in audits.findings(rule)
    ]


async def test_a_book_in_order_has_no_findings_and_each_break_has_its_own(store: str) -> None:
    one = await ONE.open(ledger.sale(usd(64_00), usd(5_00)))
    two = await TWO.open()
    owed = ledger.refund_owed(usd(57_60), usd(0))
    scheduled = e.RefundScheduled(TWO.refund.id, usd(57_60), T0)
    status = RefundStatus.SCHEDULED.value
    await tell(two, Said(SYSTEM, scheduled, (owed,)))
    await sql.execute(
        "UPDATE refunds SET status = ?, net_minor = 5760, tax_minor = 0 WHERE id = ?",
        [status, TWO.refund.id],
    )
    assert await found() == []

    await sql.execute(
        "UPDATE refunds SET net_minor = 5761, fee_minor = 3 WHERE id = ?", [TWO.refund.id]
    )
    assert await found() == [("REFUNDS_DIFFER", "R2", "RETURNER_PAYABLE", -2)]
    await sql.execute("UPDATE refunds SET status = 'SUCCEEDED' WHERE id = ?", [TWO.refund.id])
    await sql.execute("UPDATE cases SET stage = 'CLOSED' WHERE id = ?", [two.id])
    assert await found() == [
        ("CLOSED_UNEVEN", "R2", "RETURNER_PAYABLE", -57_60),
        ("REFUNDS_DIFFER", "R2", "RETURNER_PAYABLE", -57_60),
    ]

    [sale, *_] = await book.of_case(one.id)
    await sql.execute(
        "UPDATE postings SET amount_minor = amount_minor + 1 WHERE event_id = ? AND book = ?",
        [sale.event_id, Book.PROCESSOR.value],
    )
    rules = {rule: (reference, off) for rule, reference, _, off in await found()}
    assert (rules["ENTRY_UNEVEN"], rules["BOOK_UNEVEN"]) == (("R1", 1), ("", 1))
    await sql.execute("UPDATE postings SET event_id = 'nothing' WHERE case_id = ?", [one.id])
    causeless = [one for one in await found() if one[0] == "NO_CAUSE"]
    assert {(reference, about) for _, reference, about, _ in causeless} == {("R1", "nothing SALE")}
    assert sorted(off for *_, off in causeless) == [-64_00, -5_00, 69_01]


async def test_a_day_is_read_in_pages_of_whole_entries(store: str) -> None:
    case = await ONE.open(ledger.sale(usd(64_00), usd(5_00)), ledger.label_bought(usd(6_00)))
    for n in range(3):
        entry = ledger.label_bought(usd(n + 1))
        case = await tell(case, Said(SYSTEM, e.RefundCanceled(ONE.refund.id), (entry,)))
    since, until = T0 - timedelta(hours=1), T0 + timedelta(hours=1)
    read, after = [], None
    while page := await book.between(since, until, after, 2):
        read += [(entry.memo, len(entry.lines)) for entry in booked(page)]
        after = book.place_of(page[-1])
    assert read == [("SALE", 3), ("LABEL", 2), ("LABEL", 2), ("LABEL", 2), ("LABEL", 2)]
    sums = dict(await book.sums_between(since, until))
    assert (sums[Book.PROCESSOR], sums[Book.CARRIER_COST]) == (usd(69_00), usd(6_06))
    assert not await book.between(until, until + timedelta(days=1), None, 9)


def test_nothing_in_the_package_changes_a_posting() -> None:
    """A wrong entry is put right by another, so that what was said stays said."""
    touching = re.compile(r"(UPDATE|DELETE\s+FROM|TRUNCATE)\s+\"?postings|upsert\(\s*\"postings")
    wrong = [
        path.name for path in PACKAGE.rglob("*.py") if touching.search(path.read_text("utf-8"))
    ]
    assert not wrong
    assert touching.search("DELETE FROM postings WHERE id = ?")
