"""What a variant's past says to somebody who waits for one: who waits too, what came, and why."""

from collections.abc import Sequence
from datetime import datetime

from onward.domain.grades import Grade
from onward.domain.money import Money
from onward.domain.offers import StandingOffer
from onward.domain.returns import Reason
from onward.domain.supply import Waiting
from onward.store import sql
from onward.store.rows import to_ms


async def made_before(offer: StandingOffer) -> list[Waiting]:
    """The open offers of the same variant that were made earlier than this one, those that say the
    same counted together."""
    rows = await sql.fetch(
        "SELECT currency, highest_minor, grades, country, count(*) AS n FROM offers "
        "WHERE variant_id = ? AND status = 'OPEN' AND (made_at, id) < (?, ?) "
        "GROUP BY currency, highest_minor, grades, country",
        [offer.variant_id, to_ms(offer.made_at), offer.id],
    )
    return [
        Waiting(
            Money(int(row["highest_minor"]), row["currency"]),
            frozenset(Grade(one) for one in row["grades"].split(";")),
            row["country"],
            int(row["n"]),
        )
        for row in rows
    ]


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


async def reasons_of(variant_id: str, but: str | None = None) -> dict[Reason, int]:
    """Why pieces of the variant came back, and how often: those that were sent, by a scan that
    counts, and none of the unit `but`."""
    rows = await sql.fetch(
        "SELECT reason, count(*) AS n FROM cases WHERE variant_id = ? "
        "AND counted_shipment_id IS NOT NULL AND unit_id <> ? GROUP BY reason",
        [variant_id, but or ""],
    )
    return {Reason(row["reason"]): int(row["n"]) for row in rows}
