"""Numbers of documents: without a gap and never twice, however many are written at once."""

import asyncio
from dataclasses import replace

import pytest

from onward.domain.events import SYSTEM, DocumentIssued, DocumentKind
from onward.domain.ids import DocumentId
from onward.domain.papers import SERIES, Draft
from onward.domain.returns import ReturnCase
from onward.domain.steps import Said
from onward.store import cases, papers
from tests.domain.examples import T0, usd
from tests.store.shelf import Shelf, tell

pytestmark = pytest.mark.anyio

INVOICE, NOTE = DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE


def draft(shelf: Shelf, kind: DocumentKind, n: int = 0) -> Draft:
    named = DocumentId(f"{kind}:{shelf.n}:{n}")
    return Draft(
        named, shelf.case_id, kind, shelf.order.id, None, "Shirt", usd(64_00), usd(5_00), 781, T0
    )


async def issue(case: ReturnCase, *drafts: Draft) -> ReturnCase:
    said = [Said(SYSTEM, DocumentIssued(one.id, one.kind)) for one in drafts]
    return await tell(case, *said, rows=drafts)


async def test_numbers_have_no_gaps_however_many_are_written_at_once(store: str) -> None:
    shelves = [Shelf(str(n)) for n in range(8)]
    opened = [await shelf.open() for shelf in shelves]
    await asyncio.gather(
        *(
            issue(case, draft(shelf, INVOICE), *([draft(shelf, NOTE)] if n % 2 else []))
            for n, (shelf, case) in enumerate(zip(shelves, opened, strict=True))
        )
    )
    found = await papers.of_orders([shelf.order.id for shelf in shelves])
    for kind, many in ((INVOICE, 8), (NOTE, 4)):
        of_kind = sorted((one for one in found if one.kind is kind), key=lambda one: one.serial)
        assert [one.serial for one in of_kind] == list(range(1, many + 1))
        assert [one.number for one in of_kind] == [f"{SERIES[kind]}{one.serial}" for one in of_kind]


async def test_what_is_not_recorded_takes_no_number(store: str) -> None:
    one = Shelf("1")
    case = await one.open()
    wanted = draft(one, INVOICE)
    with pytest.raises(cases.Stale):
        await issue(replace(case, version=0), wanted)
    left = await issue(case, wanted)
    kept = (await papers.by_id([wanted.id]))[wanted.id]
    assert (kept.serial, kept.net, kept.tax, kept.rate_bp) == (1, usd(64_00), usd(5_00), 781)
    with pytest.raises(cases.Taken):
        await issue(left, wanted)
    await issue(left, draft(one, INVOICE, 1))
    assert [paper.serial for paper in await papers.of_orders([one.order.id])] == [1, 2]
