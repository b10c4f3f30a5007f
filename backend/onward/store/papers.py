"""Documents: written once, each with the next number of its kind, and read by who they are of."""

from collections.abc import Sequence

from onward.domain.ids import OrderId
from onward.domain.papers import SERIES, Document, Draft
from onward.store import sql
from onward.store.mappings import DOCUMENTS
from onward.store.rows import to_ms
from onward.store.trips import Write

# Whoever numbers documents waits for the others who do; any number that nothing else locks by.
_LOCK = Write("SELECT pg_advisory_xact_lock(?)", [[7_114_301]], looks=True)
_NAMES = (
    "id", "case_id", "kind", "order_id", "purchase_id", "title", "net_minor", "tax_minor",
    "currency", "rate_bp", "issued_at", "serial", "number",
)  # fmt: skip
_TYPES = (*("TEXT",) * 6, "BIGINT", "BIGINT", "TEXT", "INTEGER", "BIGINT")
_NEXT = "coalesce(max(serial), 0) + 1"
INSERT = (
    f"INSERT INTO documents ({', '.join(_NAMES)}) "
    f"SELECT {', '.join(f'CAST(? AS {kind})' for kind in _TYPES)}, "
    f"{_NEXT}, CAST(? AS TEXT) || ({_NEXT}) FROM documents WHERE kind = ?"
)


def issued(drafts: Sequence[Draft]) -> list[Write]:
    """The documents, each with the next number of its kind; for the transaction that records them.
    Numbers are as gapless as transactions are whole: SQLite has one writer, and PostgreSQL's wait
    for one another."""
    if not drafts:
        return []
    rows = [_row(draft) for draft in drafts]
    writes = [Write(INSERT, rows, looks=True)]
    return writes if sql.on_sqlite() else [_LOCK, *writes]


async def of_orders(order_ids: Sequence[OrderId]) -> list[Document]:
    """All documents of these orders, in the order they were issued."""
    rows = await sql.fetch_among(
        f"SELECT {DOCUMENTS.columns()} FROM documents "
        "WHERE order_id IN ({}) ORDER BY issued_at, kind DESC, serial",
        order_ids,
    )
    return [DOCUMENTS.read(row) for row in rows]


async def by_id(document_ids: Sequence[str]) -> dict[str, Document]:
    rows = await sql.fetch_among(
        f"SELECT {DOCUMENTS.columns()} FROM documents WHERE id IN ({{}})", document_ids
    )
    return {row["id"]: DOCUMENTS.read(row) for row in rows}


def _row(draft: Draft) -> list[object]:
    of_whom = [draft.id, draft.case_id, draft.kind.value, draft.order_id, draft.purchase_id]
    sums = [draft.title, draft.net.minor, draft.tax.minor, draft.net.currency, draft.rate_bp]
    return [*of_whom, *sums, to_ms(draft.issued_at), SERIES[draft.kind], draft.kind.value]
