"""Orders, their lines, units and charges, as they are read; variants, as the shop sells them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from onward.domain.ids import AccountId, LineId, OrderId, UnitId
from onward.domain.incoming import PaidLine
from onward.domain.money import Money
from onward.domain.owing import Paid
from onward.domain.refunds import UNPAID
from onward.domain.shop import Charge, Order, OrderLine, Unit, Variant
from onward.store import seals, sql
from onward.store.mappings import CHARGES, LINES, ORDERS, UNITS, VARIANTS
from onward.store.rows import to_ms

_UNPAID = tuple(sorted(status.value for status in UNPAID))
# Told apart, for a database may take the index of dates for `a OR b ORDER BY date` and look through
# everybody's orders.
_THEIRS = (
    "id IN (SELECT id FROM orders WHERE account_id = ? "
    "UNION ALL SELECT id FROM orders WHERE recipient_id = ?)"
)


async def read(order_id: str) -> Order | None:
    return await _one_order("id = ?", order_id)


async def by_number(number: str) -> Order | None:
    return await _one_order("number = ?", number)


async def by_gift_code(number: str, code: str) -> Order | None:
    """The gift whose receipt bears this code."""
    order = await by_number(number)
    given = order and order.gift_code and seals.gift_digest(number, code)
    return order if given and order and given == order.gift_code else None


async def hand_over(order_id: OrderId, account_id: AccountId) -> bool:
    """A gift becomes the business of who proved its code; False where somebody else was first."""
    return bool(
        await sql.execute(
            "UPDATE orders SET recipient_id = ? "
            "WHERE id = ? AND (recipient_id IS NULL OR recipient_id = ?)",
            [account_id, order_id, account_id],
        )
    )


async def of_account(
    account_id: str, before: tuple[int, str] | None = None, limit: int = 20
) -> list[Order]:
    """Newest first, behind a keyset cursor (placed_at in ms, id); also what was given to them."""
    return await _page(_THEIRS, [account_id, account_id], before, limit)


async def line(line_id: str) -> OrderLine | None:
    row = await sql.fetch_one("SELECT * FROM order_lines WHERE id = ?", [line_id])
    return LINES.read(row) if row else None


async def lines(order_ids: Sequence[str]) -> list[OrderLine]:
    if not order_ids:
        return []
    rows = await sql.fetch_among(
        "SELECT * FROM order_lines WHERE order_id IN ({}) ORDER BY id", order_ids
    )
    return [LINES.read(row) for row in rows]


async def lines_by_id(line_ids: Sequence[str]) -> list[OrderLine]:
    wanted = sorted(set(line_ids))
    if not wanted:
        return []
    rows = await sql.fetch_among("SELECT * FROM order_lines WHERE id IN ({}) ORDER BY id", wanted)
    return [LINES.read(row) for row in rows]


async def read_all(order_ids: Sequence[str]) -> dict[str, Order]:
    if not order_ids:
        return {}
    rows = await sql.fetch_among("SELECT * FROM orders WHERE id IN ({})", order_ids)
    return {row["id"]: ORDERS.read(row) for row in rows}


async def paid_line(order_id: str, variant_id: str) -> PaidLine | None:
    """The single piece of a variant in a paid order that was not sent yet."""
    order = await read(order_id)
    if order is None or order.delivered_at is not None or order.charge_id is None:
        return None
    mine = [one for one in await lines([order_id]) if one.variant_id == variant_id]
    charge = (await charges([order.charge_id])).get(order.charge_id)
    line = next((one for one in mine if one.quantity == 1), None)
    if line and await taken_of([line.id]):
        # Withdrawn from before it was sent.
        return None
    return PaidLine(order, line, charge) if line and charge else None


async def variants(variant_ids: Sequence[str]) -> dict[str, Variant]:
    wanted = sorted(set(variant_ids))
    if not wanted:
        return {}
    rows = await sql.fetch_among("SELECT * FROM variants WHERE id IN ({})", wanted)
    return {row["id"]: VARIANTS.read(row) for row in rows}


async def variant_of(sku: str) -> Variant | None:
    """What the shop sells under this number."""
    row = await sql.fetch_one("SELECT * FROM variants WHERE sku = ?", [sku])
    return VARIANTS.read(row) if row else None


async def charges(charge_ids: Sequence[str]) -> dict[str, Charge]:
    wanted = sorted(set(charge_ids))
    if not wanted:
        return {}
    rows = await sql.fetch_among("SELECT * FROM charges WHERE id IN ({})", wanted)
    return {row["id"]: CHARGES.read(row) for row in rows}


async def paid(order: Order) -> Paid:
    """An order with all that bears on what is owed for its pieces. What is under way counts as
    given back."""
    charge = (await charges([order.charge_id])).get(order.charge_id) if order.charge_id else None
    row = await sql.fetch_one(
        "SELECT CAST(coalesce(sum(net_minor + tax_minor - coalesce(fee_minor, 0)), 0) AS bigint) "
        f"AS taken FROM refunds WHERE charge_id = ? AND status NOT IN ({sql.marks(len(_UNPAID))})",
        [order.charge_id, *_UNPAID],
    )
    already = Money(int(row["taken"]) if row else 0, order.currency)
    return Paid(order, await lines([order.id]), charge.amount if charge else None, already)


async def units(line_id: LineId) -> list[tuple[Unit, bool]]:
    """The pieces of a line that were ever returned, and whether a living case holds each."""
    rows = await sql.fetch(
        "SELECT u.*, (SELECT count(*) FROM cases c WHERE c.unit_taken = u.id) AS taken "
        "FROM units u WHERE u.line_id = ? ORDER BY u.ordinal",
        [line_id],
    )
    return [(UNITS.read(row), bool(row["taken"])) for row in rows]


async def taken_of(line_ids: Sequence[str]) -> dict[str, int]:
    """How many pieces of each line are on their way back or came back."""
    if not line_ids:
        return {}
    rows = await sql.fetch_among(
        "SELECT line_id, count(*) AS n FROM cases WHERE unit_taken IS NOT NULL "
        "AND line_id IN ({}) GROUP BY line_id",
        line_ids,
    )
    return {row["line_id"]: int(row["n"]) for row in rows}


async def unit(unit_id: UnitId) -> Unit | None:
    row = await sql.fetch_one("SELECT * FROM units WHERE id = ?", [unit_id])
    return UNITS.read(row) if row else None


async def hops_of(unit_ids: Sequence[str]) -> dict[str, int]:
    """How often each of these units was passed on before."""
    rows = await sql.fetch_among("SELECT id, hops FROM units WHERE id IN ({})", unit_ids)
    return {row["id"]: row["hops"] for row in rows}


async def add_variants(variants: Sequence[Variant]) -> None:
    """Put variants on sale, or bring them up to date."""
    statement = sql.upsert(VARIANTS.table, VARIANTS.names, "id")
    async with sql.transaction():
        await sql.execute_many(statement, [VARIANTS.write(variant) for variant in variants])


async def returned_lately(account_id: str, variant_id: str, since: datetime) -> bool:
    """Whether this person returned, or cancelled a purchase of, that variant since then."""
    row = await sql.fetch_one(
        "SELECT (SELECT count(*) FROM cases WHERE returner_id = ? AND variant_id = ? "
        "AND opened_at >= ?) + (SELECT count(*) FROM purchases p JOIN listings l "
        "ON l.id = p.listing_id WHERE p.buyer_id = ? AND l.variant_id = ? "
        "AND p.status = 'CANCELED' AND p.because = 'BUYER_CANCELED' AND p.placed_at >= ?) AS n",
        [account_id, variant_id, to_ms(since)] * 2,
    )
    return bool(row and row["n"])


async def time_zone_of(account_id: str) -> str | None:
    """Where this customer counts their days, as their latest order says."""
    row = await sql.fetch_one(
        f"SELECT time_zone FROM orders WHERE {_THEIRS} ORDER BY placed_at DESC LIMIT 1",
        [account_id, account_id],
    )
    return row["time_zone"] if row else None


async def _page(
    where: str, values: list[Any], before: tuple[int, str] | None, limit: int
) -> list[Order]:
    if before:
        where += " AND (placed_at, id) < (?, ?)"
        values = [*values, *before]
    # An order whose only line became a purchase of its own has nothing left to show.
    where += " AND EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = orders.id)"
    statement = f"SELECT * FROM orders WHERE {where} ORDER BY placed_at DESC, id DESC LIMIT ?"
    return [ORDERS.read(row) for row in await sql.fetch(statement, [*values, limit])]


async def _one_order(where: str, value: str) -> Order | None:
    row = await sql.fetch_one(f"SELECT * FROM orders WHERE {where}", [value])
    return ORDERS.read(row) if row else None
