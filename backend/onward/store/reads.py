"""The hot reads: a whole story in few statements, and the desk's search."""

from collections.abc import Sequence
from typing import Any

from onward.domain.events import TaskKind
from onward.domain.exchanges import ExchangeFrom
from onward.domain.life import RefundStatus
from onward.domain.returns import ReturnCase
from onward.domain.shop import Contact, Order
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.store import histories, seals, shelf, sql
from onward.store.mappings import (
    CASES,
    CHARGES,
    CLAIMS,
    DISPUTES,
    EXCHANGES,
    LINES,
    LISTINGS,
    MATCHES,
    ORDERS,
    PHOTOS,
    PROPOSALS,
    PURCHASES,
    REFUNDS,
    SCANS,
    SHIPMENTS,
    TASKS,
    UNITS,
    VARIANTS,
)
from onward.store.rows import Mapping
from onward.store.trips import read_all

# What the other cases of an order took from its charge; a refund is no more than what is left.
ELSEWHERE = (
    "(SELECT CAST(coalesce(sum(r.net_minor + r.tax_minor - coalesce(r.fee_minor, 0)), 0) AS bigint)"
    " FROM refunds r WHERE r.charge_id = o.charge_id AND r.case_id <> c.id"
    f" AND r.status NOT IN ('{RefundStatus.ESTIMATED}', '{RefundStatus.CANCELED}')) AS elsewhere"
)
TRUNK = (
    f"SELECT {CASES.columns('c', 'c_')}, {ORDERS.columns('o', 'o_')}, "
    f"{LINES.columns('l', 'l_')}, {UNITS.columns('u', 'u_')}, {VARIANTS.columns('v', 'v_')}, "
    f"{CHARGES.columns('h', 'h_')}, {ELSEWHERE}, {LISTINGS.columns('g', 'g_')} "
    "FROM cases c JOIN orders o ON o.id = c.order_id JOIN order_lines l ON l.id = c.line_id "
    "JOIN units u ON u.id = c.unit_id JOIN variants v ON v.id = c.variant_id "
    "LEFT JOIN charges h ON h.id = o.charge_id LEFT JOIN listings g ON g.id = c.listing_id "
    "WHERE c.id = ?"
)


BRANCHES: tuple[tuple[Mapping[Any], str], ...] = (
    (PHOTOS, "taken_at, id"),
    (MATCHES, "reserved_at, id"),
    (PURCHASES, "placed_at, id"),
    (SHIPMENTS, "issued_at, id"),
    (REFUNDS, "promised_at, id"),
    (CLAIMS, "opened_at, id"),
    (TASKS, "opened_at, id"),
    (PROPOSALS, "asked_at, id"),
    (EXCHANGES, "held_at, id"),
    (DISPUTES, "opened_at, id"),
)
EVENTS = (
    f"SELECT {', '.join(histories.NAMES)} FROM events WHERE case_id = ? AND seq > ? ORDER BY seq"
)
# What a case sold: its unit to a next owner, a fresh piece to its returner. An open-box piece in
# exchange is another case's.
_SALES = (
    "SELECT id FROM purchases WHERE case_id = ? UNION ALL SELECT order_id FROM exchanges "
    f"WHERE case_id = ? AND source = '{ExchangeFrom.STOCK}' AND order_id IS NOT NULL"
)
BRANCH_QUERIES = (
    *(
        f"SELECT {mapping.columns()} FROM {mapping.table} WHERE case_id = ? ORDER BY {order}"
        for mapping, order in BRANCHES
    ),
    f"SELECT {ORDERS.columns()} FROM orders WHERE id IN ({_SALES}) ORDER BY placed_at, id",
    f"SELECT {LINES.columns()} FROM order_lines WHERE order_id IN ({_SALES}) ORDER BY id",
    (
        f"SELECT {SCANS.columns('s')} FROM scans s JOIN shipments p ON p.id = s.shipment_id "
        "WHERE p.case_id = ? ORDER BY s.at, s.id"
    ),
)


# Where a trunk's columns stand: the case's version, and all between the case and its listing.
_VERSION = CASES.names.index("version")
_SOIL = slice(len(CASES.names), -len(LISTINGS.names))
_ELSEWHERE = -len(LISTINGS.names) - 1


async def story(case_id: str) -> Story | None:
    """Everything of a case; None when there is no such case. One trip where the case has not
    moved since somebody in this process last read or wrote it, else two."""
    while True:
        trunks = (await read_all([(TRUNK, [case_id])]))[0]
        if not trunks:
            return None
        row = trunks[0]
        soil = tuple(row[_SOIL])
        kept = shelf.get(row[0], row[_VERSION], soil)
        if kept is not None:
            return kept
        fresh = await _grown(_trunk(row))
        if len(fresh.history) == fresh.case.version:
            shelf.put(fresh, soil)
            return fresh
        # Somebody wrote between the two trips: what was read is of two versions.


def _trunk(row: Any) -> list[Any]:
    found: list[Any] = []
    start = 0
    for mapping in (CASES, ORDERS, LINES, UNITS, VARIANTS, CHARGES, LISTINGS):
        found.append(mapping.read_at(row, start))
        start += len(mapping.names) + (mapping is CHARGES)
    return [*found, row[_ELSEWHERE]]


async def _grown(trunk: list[Any]) -> Story:
    case, order, line, unit, variant, charge, listing, elsewhere = trunk
    older = shelf.older(case.id)
    history = older.history if older and older.case.version < case.version else ()
    queries = [(text, [case.id] * text.count("?")) for text in BRANCH_QUERIES]
    events, *rows = await read_all([(EVENTS, [case.id, len(history)]), *queries])
    *of_case, sales, sale_lines, scans = rows
    branches = [
        tuple(mapping.read_at(row) for row in many)
        for (mapping, _), many in zip(BRANCHES, of_case, strict=True)
    ]
    photos, matches, purchases, shipments, refunds, claims, tasks, *others = branches
    proposals, exchanges, disputes = others
    return Story(
        case=case,
        order=order,
        line=line,
        unit=unit,
        variant=variant,
        charge=charge,
        history=(*history, *(histories.read_at(row) for row in events)),
        photos=photos,
        listing=listing,
        matches=matches,
        purchases=purchases,
        sales=tuple(ORDERS.read_at(row) for row in sales),
        sale_lines=tuple(LINES.read_at(row) for row in sale_lines),
        shipments=shipments,
        scans=tuple(SCANS.read_at(row) for row in scans),
        refunds=refunds,
        claims=claims,
        tasks=tasks,
        proposals=proposals,
        exchanges=exchanges,
        disputes=disputes,
        refunded_elsewhere=elsewhere,
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
    """Orders by number or by the e-mail of the customer, or of whom it was given to."""
    who = "(SELECT id FROM accounts WHERE email_digest = ?)"
    rows = await sql.fetch(
        f"SELECT o.* FROM orders o WHERE o.number = ? OR o.account_id IN {who} "
        f"OR o.recipient_id IN {who} ORDER BY o.placed_at DESC LIMIT ?",
        [text.strip(), *[seals.digest(text)] * 2, limit],
    )
    return [ORDERS.read(row) for row in rows]


async def open_tasks(limit: int, kind: str | None = None) -> list[Task]:
    """What waits for a person, the most urgent first; of one kind, or of any."""
    of_kind = "" if kind is None else "AND kind = ? "
    rows = await sql.fetch(
        f"SELECT * FROM tasks WHERE done_at IS NULL {of_kind}"
        "ORDER BY coalesce(due_at, opened_at), id LIMIT ?",
        [*([] if kind is None else [kind]), limit],
    )
    return [TASKS.read(row) for row in rows]


async def how_many_open() -> dict[TaskKind, int]:
    """How many tasks of each kind wait for a person."""
    rows = await sql.fetch(
        "SELECT kind, count(*) AS waiting FROM tasks WHERE done_at IS NULL GROUP BY kind"
    )
    waiting = {row["kind"]: row["waiting"] for row in rows}
    return {kind: waiting.get(kind, 0) for kind in TaskKind}


async def task(task_id: str) -> Task | None:
    row = await sql.fetch_one("SELECT * FROM tasks WHERE id = ?", [task_id])
    return TASKS.read(row) if row else None


async def cases_of_lines(line_ids: Sequence[str]) -> list[ReturnCase]:
    if not line_ids:
        return []
    rows = await sql.fetch_among(
        "SELECT * FROM cases WHERE line_id IN ({}) ORDER BY opened_at, id", line_ids
    )
    return [CASES.read(row) for row in rows]


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
