"""The hot reads: a whole story in few statements, and the desk's search."""

from collections.abc import Sequence
from typing import Any

from onward.domain.returns import ReturnCase
from onward.domain.shop import Contact, Order
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.store import histories, seals, sql
from onward.store.mappings import (
    CASES,
    CHARGES,
    CLAIMS,
    LINES,
    LISTINGS,
    MATCHES,
    ORDERS,
    PHOTOS,
    PURCHASES,
    REFUNDS,
    SCANS,
    SHIPMENTS,
    TASKS,
    UNITS,
    VARIANTS,
)
from onward.store.rows import Mapping

_TRUNK = (
    f"SELECT {CASES.columns('c', 'c_')}, {ORDERS.columns('o', 'o_')}, "  # noqa: S608
    f"{LINES.columns('l', 'l_')}, {UNITS.columns('u', 'u_')}, {VARIANTS.columns('v', 'v_')}, "
    f"{CHARGES.columns('h', 'h_')}, {LISTINGS.columns('g', 'g_')} "
    "FROM cases c JOIN orders o ON o.id = c.order_id JOIN order_lines l ON l.id = c.line_id "
    "JOIN units u ON u.id = c.unit_id JOIN variants v ON v.id = c.variant_id "
    "LEFT JOIN charges h ON h.id = o.charge_id LEFT JOIN listings g ON g.id = c.listing_id "
    "WHERE c.id = ?"
)


async def story(case_id: str) -> Story | None:
    """Everything of a case; None when there is no such case."""
    trunk = await sql.fetch_one(_TRUNK, [case_id])
    if trunk is None:
        return None
    matches = await _all(MATCHES, case_id, "reserved_at, id")
    return Story(
        case=CASES.read(trunk, "c_"),
        order=ORDERS.read(trunk, "o_"),
        line=LINES.read(trunk, "l_"),
        unit=UNITS.read(trunk, "u_"),
        variant=VARIANTS.read(trunk, "v_"),
        charge=CHARGES.read(trunk, "h_") if trunk["h_id"] else None,
        history=tuple(await histories.of_case(trunk["c_id"])),
        photos=await _all(PHOTOS, case_id, "taken_at, id"),
        listing=LISTINGS.read(trunk, "g_") if trunk["g_id"] else None,
        matches=matches,
        purchases=await _all(PURCHASES, case_id, "placed_at, id") if matches else (),
        sales=await _sales(ORDERS, "o.id = p.id", case_id) if matches else (),
        sale_lines=await _sales(LINES, "o.order_id = p.id", case_id) if matches else (),
        shipments=await _all(SHIPMENTS, case_id, "issued_at, id"),
        scans=await _scans(case_id) if trunk["c_last_scan_at"] else (),
        refunds=await _all(REFUNDS, case_id, "promised_at, id"),
        claims=await _all(CLAIMS, case_id, "opened_at, id") if matches else (),
        tasks=await _all(TASKS, case_id, "opened_at, id"),
    )


async def shipment_by_tracking(tracking_number: str) -> str | None:
    """The case of a parcel we issued a label for."""
    row = await sql.fetch_one(
        "SELECT case_id FROM shipments WHERE tracking_number = ?", [tracking_number]
    )
    return row["case_id"] if row else None


async def knows_scan(key: str) -> bool:
    return await sql.fetch_one("SELECT id FROM scans WHERE id = ?", [key]) is not None


async def found_cases(text: str, limit: int) -> list[ReturnCase]:
    """Cases by reference, tracking number, counter code, order number or the returner's e-mail."""
    code = text.replace(" ", "").upper()
    rows = await sql.fetch(
        "SELECT c.* FROM cases c WHERE c.reference = ? "
        "OR c.id IN (SELECT case_id FROM shipments WHERE tracking_number = ? OR counter_code = ?) "
        "OR c.order_id IN (SELECT id FROM orders WHERE number = ?) "
        "OR c.returner_id IN (SELECT id FROM accounts WHERE email_digest = ?) "
        "OR c.id IN (SELECT case_id FROM purchases p JOIN accounts a ON a.id = p.buyer_id "
        "WHERE a.email_digest = ?) "
        "OR c.id IN (SELECT case_id FROM purchases p JOIN orders o ON o.id = p.id "
        "WHERE o.number = ?) "
        "ORDER BY c.opened_at DESC LIMIT ?",
        [code, code, code, text.strip(), *[seals.digest(text)] * 2, text.strip(), limit],
    )
    return [CASES.read(row) for row in rows]


async def found_orders(text: str, limit: int) -> list[Order]:
    """Orders by number or by the customer's e-mail."""
    rows = await sql.fetch(
        "SELECT o.* FROM orders o WHERE o.number = ? OR o.account_id IN "
        "(SELECT id FROM accounts WHERE email_digest = ?) ORDER BY o.placed_at DESC LIMIT ?",
        [text.strip(), seals.digest(text), limit],
    )
    return [ORDERS.read(row) for row in rows]


async def open_tasks(limit: int) -> list[Task]:
    rows = await sql.fetch(
        "SELECT * FROM tasks WHERE done_at IS NULL "
        "ORDER BY coalesce(due_at, opened_at), id LIMIT ?",
        [limit],
    )
    return [TASKS.read(row) for row in rows]


async def task(task_id: str) -> Task | None:
    row = await sql.fetch_one("SELECT * FROM tasks WHERE id = ?", [task_id])
    return TASKS.read(row) if row else None


async def cases_of_lines(line_ids: Sequence[str]) -> list[ReturnCase]:
    if not line_ids:
        return []
    rows = await sql.fetch(
        f"SELECT * FROM cases WHERE line_id IN ({sql.marks(len(line_ids))}) ORDER BY opened_at, id",  # noqa: S608
        list(line_ids),
    )
    return [CASES.read(row) for row in rows]


async def photos_of(case_ids: Sequence[str]) -> list[Any]:
    if not case_ids:
        return []
    rows = await sql.fetch(
        f"SELECT * FROM photos WHERE case_id IN ({sql.marks(len(case_ids))}) ORDER BY taken_at, id",  # noqa: S608
        list(case_ids),
    )
    return [PHOTOS.read(row) for row in rows]


async def photo(photo_id: str) -> Any:
    row = await sql.fetch_one("SELECT * FROM photos WHERE id = ?", [photo_id])
    return PHOTOS.read(row) if row else None


async def contact_of_case(case_id: str) -> Contact | None:
    """Where the item lies: the contact of the order it came with."""
    row = await sql.fetch_one(
        "SELECT p.id, p.sealed FROM cases c JOIN orders o ON o.id = c.order_id "
        "JOIN contacts p ON p.id = o.contact_id WHERE c.id = ?",
        [case_id],
    )
    return seals.unsealed(row["id"], row["sealed"]) if row else None


async def _all(mapping: Mapping[Any], case_id: str, order: str) -> tuple[Any, ...]:
    rows = await sql.fetch(
        f"SELECT * FROM {mapping.table} WHERE case_id = ? ORDER BY {order}",  # noqa: S608
        [case_id],
    )
    return tuple(mapping.read(row) for row in rows)


async def _sales(mapping: Mapping[Any], on: str, case_id: str) -> tuple[Any, ...]:
    rows = await sql.fetch(
        f"SELECT o.* FROM {mapping.table} o JOIN purchases p ON {on} "  # noqa: S608
        "WHERE p.case_id = ? ORDER BY o.id",
        [case_id],
    )
    return tuple(mapping.read(row) for row in rows)


async def _scans(case_id: str) -> tuple[Any, ...]:
    rows = await sql.fetch(
        "SELECT s.* FROM scans s JOIN shipments p ON p.id = s.shipment_id "
        "WHERE p.case_id = ? ORDER BY s.at, s.id",
        [case_id],
    )
    return tuple(SCANS.read(row) for row in rows)
