"""What a variant's past says to somebody who waits for one: who waits too, what came, and why."""

from collections.abc import Sequence
from datetime import datetime

from onward.domain.grades import Grade
from onward.domain.money import Money
from onward.domain.returns import Reason
from onward.store import sql
from onward.store.rows import to_ms


async def ahead_of(variant_id: str, made_at: datetime, offer_id: str) -> int:
    """How many open offers of the variant were made earlier than this one."""
    row = await sql.fetch_one(
        "SELECT count(*) AS n FROM offers WHERE variant_id = ? AND status = 'OPEN' "
        "AND (made_at, id) < (?, ?)",
        [variant_id, to_ms(made_at), offer_id],
    )
    return int(row["n"]) if row else 0


async def waiting_for(variant_id: str) -> int:
    """How many open offers of the variant there are."""
    row = await sql.fetch_one(
        "SELECT count(*) AS n FROM offers WHERE variant_id = ? AND status = 'OPEN'", [variant_id]
    )
    return int(row["n"]) if row else 0


async def came_since(
    variant_id: str, since: datetime, grades: Sequence[Grade], highest: Money | None
) -> int:
    """How many pieces of the variant went on offer since then, of these grades, at most so dear."""
    if not grades:
        return 0
    where, values = "variant_id = ? AND listed_at >= ?", [variant_id, to_ms(since)]
    where += f" AND grade IN ({sql.marks(len(grades))})"
    values += [grade.value for grade in grades]
    if highest is not None:
        where += " AND currency = ? AND price_minor <= ?"
        values += [highest.currency, highest.minor]
    row = await sql.fetch_one(f"SELECT count(*) AS n FROM listings WHERE {where}", values)
    return int(row["n"]) if row else 0


async def reasons_of(variant_id: str) -> dict[Reason, int]:
    """Why pieces of the variant came back, and how often."""
    rows = await sql.fetch(
        "SELECT reason, count(*) AS n FROM cases WHERE variant_id = ? "
        "AND stage <> 'CANCELED' GROUP BY reason",
        [variant_id],
    )
    return {Reason(row["reason"]): int(row["n"]) for row in rows}
