"""What the provider's names lead to: charges, refunds, and the cases that a charge concerns."""

from collections.abc import Sequence

from onward.domain.ids import CaseId
from onward.domain.shop import Charge
from onward.store import sql
from onward.store.mappings import CHARGES


async def charge_named(names: Sequence[str]) -> Charge | None:
    """The charge that the provider calls by one of these names."""
    rows = await sql.fetch(
        f"SELECT * FROM charges WHERE provider_ref IN ({sql.marks(len(names))}) "
        "ORDER BY captured_at LIMIT 1",
        list(names),
    )
    return CHARGES.read(rows[0]) if rows else None


async def case_of_refund(provider_ref: str) -> CaseId | None:
    """The case whose refund the provider calls by this name."""
    rows = await sql.fetch(
        "SELECT case_id FROM refunds WHERE provider_ref = ? LIMIT 1", [provider_ref]
    )
    return CaseId(rows[0]["case_id"]) if rows else None


async def cases_of(charge: Charge) -> list[CaseId]:
    """Every case that this charge concerns: the one that sold for it first, then those that give
    back of it. The first one's book has what the bank does."""
    rows = await sql.fetch(
        "SELECT id, min(place) AS place FROM ("
        "SELECT case_id AS id, 0 AS place FROM purchases WHERE id = ? "
        "UNION ALL SELECT id, 1 AS place FROM cases WHERE order_id = ? "
        "UNION ALL SELECT case_id AS id, 2 AS place FROM refunds WHERE charge_id = ?"
        ") AS concerned GROUP BY id ORDER BY place, id",
        [charge.order_id, charge.order_id, charge.id],
    )
    return [CaseId(row["id"]) for row in rows]


async def home_of(dispute_id: str) -> CaseId | None:
    """The case in whose book a dispute is."""
    rows = await sql.fetch("SELECT case_id FROM disputes WHERE id = ?", [dispute_id])
    return CaseId(rows[0]["case_id"]) if rows else None


async def mark(charge: Charge) -> None:
    """How a charge stands that no case is about, so that a return to come knows it."""
    await sql.execute(
        "UPDATE charges SET status = ? WHERE id = ?", [charge.status.value, charge.id]
    )
