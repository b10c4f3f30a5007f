"""Bringing a batch of orders in: variants, people, orders, lines, charges, in one transaction.

Every identifier comes from the file's own keys, so that a second import adds nothing.
"""

from collections.abc import Iterator
from hashlib import blake2b

from onward.domain.ids import ContactId
from onward.domain.orders import ImportedOrders, OrderBatch
from onward.domain.shop import ChargeStatus, Contact, OrderKind, Role
from onward.store import accounts, sql
from onward.store.mappings import CHARGES, LINES, ORDERS, VARIANTS


async def bring_in(batch: OrderBatch, time_zone: str) -> None:
    """Write a batch. `time_zone` is where the shop counts its days."""
    people = dict(_people(batch.orders))
    account_names = ("id", "role", "contact_id", "email_digest", "created_at")
    contact_names = ("id", "sealed", "email_digest", "place_digest")
    async with sql.transaction():
        await _add("variants", VARIANTS.names, "sku", list(_variants(batch)))
        contacts = {contact.id: contact for contact in people.values()}
        rows = [accounts.contact_row(contact) for contact in contacts.values()]
        await _add("contacts", contact_names, "id", rows)
        await _add("accounts", account_names, "email_digest", list(_accounts(batch, people, rows)))
        await _add("orders", ORDERS.names, "number", list(_orders(batch, people, time_zone)))
        await _add("charges", CHARGES.names, "id", list(_charges(batch)))
        await _add("order_lines", LINES.names, "id", list(_lines(batch)))


async def line_count() -> int:
    row = await sql.fetch_one("SELECT count(*) AS n FROM order_lines")
    return int(row["n"]) if row else 0


async def _add(table: str, names: object, unique: str, rows: list[list[object]]) -> None:
    statement = f"{sql.insert(table, list(names))} ON CONFLICT ({unique}) DO NOTHING"  # type: ignore[call-overload]
    await sql.execute_many(statement, rows)


def named(prefix: str, key: str) -> str:
    """An identifier that the same key always gets."""
    return f"{prefix}-{blake2b(key.encode(), digest_size=12).hexdigest()}"


def _people(orders: ImportedOrders) -> Iterator[tuple[int, Contact]]:
    """The contact of each order (by position) that names an e-mail address."""
    for at, email in enumerate(orders.email):
        if not email:
            continue
        known = (orders.name, orders.phone, orders.street, orders.city, orders.region)
        name, phone, street, city, region = (column[at] or "" for column in known)
        postal_code = orders.postal_code[at] or ""
        key = "|".join((email, name, phone, street, city, region, postal_code))
        yield (
            at,
            Contact(
                ContactId(named("c", key)),
                name,
                email,
                phone or None,
                street,
                city,
                region,
                postal_code,
                orders.country[at],
            ),
        )


def _accounts(
    batch: OrderBatch, people: dict[int, Contact], rows: list[list[object]]
) -> Iterator[list[object]]:
    digests = {row[0]: row[2] for row in rows}
    for at, contact in people.items():
        account_id = accounts.account_id_for(contact.email or "")
        placed = batch.orders.ordered_at[at]
        yield [account_id, Role.SHOPPER.value, contact.id, digests[contact.id], placed]


def _orders(
    batch: OrderBatch, people: dict[int, Contact], time_zone: str
) -> Iterator[list[object]]:
    orders = batch.orders
    for at, number in enumerate(orders.number):
        contact = people.get(at)
        yield [
            named("o", number),
            number,
            OrderKind.SHOP.value,
            accounts.account_id_for(contact.email or "") if contact else None,
            contact.id if contact else None,
            orders.ordered_at[at],
            orders.delivered_at[at],
            orders.country[at],
            orders.region[at] or "",
            (orders.postal_code[at] or "")[:3],
            orders.currency[at],
            named("ch", number),
            time_zone,
        ]


def _charges(batch: OrderBatch) -> Iterator[list[object]]:
    totals = [0] * len(batch.orders)
    lines = batch.lines
    for at, order in enumerate(lines.order):
        totals[order] += lines.unit_price[at] * lines.quantity[at]
        totals[order] += lines.tax[at] - lines.discount[at]
    orders = batch.orders
    for at, number in enumerate(orders.number):
        method = orders.payment[at] or "card"
        row = [named("ch", number), named("o", number), ChargeStatus.CAPTURED.value, totals[at]]
        yield [*row, method, named("imported", number), orders.ordered_at[at], orders.currency[at]]


def _lines(batch: OrderBatch) -> Iterator[list[object]]:
    numbers, currencies = batch.orders.number, batch.orders.currency
    order_ids = [named("o", number) for number in numbers]
    lines = batch.lines
    columns = (lines.key, lines.order, lines.sku, lines.product, lines.quantity)
    amounts = (lines.unit_price, lines.discount, lines.tax)
    for key, order, sku, title, quantity, price, discount, tax in zip(
        *columns, *amounts, strict=True
    ):
        row = [named("l", key), order_ids[order], f"v-{sku}", title, quantity, price, discount, tax]
        yield [*row, currencies[order]]


def _variants(batch: OrderBatch) -> Iterator[list[object]]:
    variants = batch.variants
    for at, sku in enumerate(variants.sku):
        yield [
            f"v-{sku}",
            f"p-{sku}",
            sku,
            variants.gtin[at],
            variants.product[at][:200],
            variants.size[at] or "",
            variants.colour[at] or "",
            variants.category[at] or "default",
            variants.weight_g[at] or 500,
            ";".join(sorted(variants.flags[at])),
            variants.unit_price[at],
            None,
            variants.currency[at],
        ]
