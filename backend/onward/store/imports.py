"""Bringing batches of orders in: variants, people, orders, charges, lines, in one transaction.

Every identifier comes from the file's own keys, so that a second import adds nothing. Where the
shop already has a SKU, an e-mail address or an order number under an id of its own, that one holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import orjson

from onward.domain.ids import ContactId
from onward.domain.orders import ImportedOrders, OrderBatch
from onward.domain.shop import ChargeStatus, Contact, OrderKind, Role
from onward.store import accounts, bulk, seals, sql
from onward.store.mappings import CHARGES, LINES, ORDERS, VARIANTS

_CONTACT = ("id", "sealed", "email_digest", "place_digest")
_ACCOUNT = ("id", "role", "contact_id", "email_digest", "created_at")
Rows = list[list[object]]


@dataclass(frozen=True, slots=True)
class Added:
    """How many rows an import added, and the lines whose customers would take an opened piece,
    whether they were there before or not."""

    orders: int
    lines: int
    takes_open_box: tuple[str, ...] = ()


class Newest:
    """Of each SKU, since when its price is known: an order later than all that were there when the
    import began says what it costs today. A single piece does, for many together may cost less."""

    def __init__(self, since: int):
        self._since = since
        self._at: dict[str, int] = {}

    def prices(self, batch: OrderBatch) -> dict[str, tuple[int, str]]:
        """The price and currency of each SKU that this batch has newer word of."""
        placed, currency, lines = batch.orders.ordered_at, batch.orders.currency, batch.lines
        found: dict[str, tuple[int, str]] = {}
        told = zip(lines.order, lines.sku, lines.quantity, lines.unit_price, strict=True)
        for order, sku, quantity, price in told:
            at = placed[order]
            if quantity == 1 and at > self._since and at >= self._at.get(sku, at):
                self._at[sku] = at
                found[sku] = price, currency[order]
        return found


async def newest() -> Newest | None:
    """As things stand before an import. None before the first one, which says nothing of what
    things cost: what is on sale already was priced by whoever put it there."""
    row = await sql.fetch_one("SELECT max(placed_at) AS at FROM orders WHERE kind = 'SHOP'")
    return Newest(int(row["at"])) if row and row["at"] is not None else None


async def bring_in(
    batches: Sequence[OrderBatch], time_zone: str, known: Newest | None = None
) -> Added:
    """Write whole batches, all or none. `time_zone` is where the shop counts its days; an order
    that names its own counts them there. What newer orders cost is what things cost from now on."""
    people = [dict(_people(batch.orders)) for batch in batches]
    async with sql.transaction():
        variants = await _variants(batches)
        holders = await _holders(batches, people)
        rows = [
            row
            for batch, known in zip(batches, people, strict=True)
            for row in _orders(batch.orders, known, holders, time_zone)
        ]
        added = await bulk.add(ORDERS.table, ORDERS.names, rows)
        numbers = [number for batch in batches for number in batch.orders.number]
        ids = await bulk.ids_by("number", ORDERS.table, numbers)
        ours = {number: at for number, at in ids.items() if at == named("o", number)}
        charges = [row for batch in batches for row in _charges(batch, ours)]
        await bulk.add(CHARGES.table, CHARGES.names, charges)
        lines = [row for batch in batches for row in _lines(batch, ours, variants)]
        written = await bulk.add(LINES.table, LINES.names, lines)
        if written and added < len(ids):
            await _top_up(list(ours.values()))
        if known is not None:
            await _price(batches, variants, known)
        return Added(added, written, tuple(_takers(batches, ours)))


async def _price(batches: Sequence[OrderBatch], variants: dict[str, str], known: Newest) -> None:
    """What nobody pays for is given away and has no price of its own."""
    statement = (
        "UPDATE variants SET price_minor = ? WHERE id = ? AND currency = ? AND price_minor <> ?"
    )
    for batch in batches:
        costs = known.prices(batch).items()
        rows = [[price, variants[sku], money, price] for sku, (price, money) in costs if price > 0]
        await sql.execute_many(statement, rows)


async def _top_up(order_ids: Sequence[str]) -> None:
    """A file that names more lines of an order than the one before says that more was paid."""
    among, given = "SELECT unnest(CAST(? AS text[]))", list[object]([list(order_ids)])
    if sql.on_sqlite():
        among, given = "SELECT value FROM json_each(?)", [orjson.dumps(order_ids).decode()]
    await sql.execute(
        "UPDATE charges SET amount_minor = paid.total FROM ("
        "SELECT o.charge_id, max(coalesce(o.shipping_minor, 0) + coalesce(o.shipping_tax_minor, 0))"
        " + sum(l.unit_price_minor * l.quantity + l.tax_minor - l.discount_minor) AS total "
        "FROM orders o JOIN order_lines l ON l.order_id = o.id "
        f"WHERE o.id IN ({among}) GROUP BY o.charge_id) AS paid "
        "WHERE charges.id = paid.charge_id AND charges.amount_minor < paid.total",
        given,
    )


async def line_count() -> int:
    """How many order lines the shop has."""
    [row] = await sql.fetch("SELECT count(*) AS n FROM order_lines")
    return int(row["n"])


def named(prefix: str, key: str) -> str:
    """An identifier that the same key always gets."""
    return f"{prefix}-{blake2b(key.encode(), digest_size=12).hexdigest()}"


async def _variants(batches: Sequence[OrderBatch]) -> dict[str, str]:
    """Add the variants; the id of each SKU as the shop has it."""
    rows = {sku: row for batch in batches for sku, row in _variant_rows(batch)}
    await bulk.add(VARIANTS.table, VARIANTS.names, list(rows.values()))
    return await bulk.ids_by("sku", VARIANTS.table, list(rows))


async def _holders(
    batches: Sequence[OrderBatch], people: Sequence[dict[int, Contact]]
) -> dict[str | None, str]:
    """Add contacts and accounts; the account of each e-mail address as the shop has it."""
    contacts = {contact.id: contact for known in people for contact in known.values()}
    there = await bulk.ids_by("id", "contacts", list(contacts))
    fresh = [contact for contact in contacts.values() if contact.id not in there]
    await bulk.add("contacts", _CONTACT, [accounts.contact_row(contact) for contact in fresh])
    first: dict[str, tuple[Contact, int]] = {}
    for batch, known in zip(batches, people, strict=True):
        for at, contact in known.items():
            first.setdefault(contact.email or "", (contact, batch.orders.ordered_at[at]))
    digests = {email: accounts.email_digest(email) for email in first}
    rows: Rows = [
        [accounts.account_id_for(email), Role.SHOPPER.value, contact.id, digests[email], placed]
        for email, (contact, placed) in first.items()
    ]
    await bulk.add("accounts", _ACCOUNT, rows)
    ids = await bulk.ids_by("email_digest", "accounts", list(digests.values()))
    return {email: ids[digest] for email, digest in digests.items()}


def _people(orders: ImportedOrders) -> Iterator[tuple[int, Contact]]:
    """The contact of each order (by position) that names an e-mail address."""
    for at, email in enumerate(orders.email):
        if not email:
            continue
        known = (orders.name, orders.phone, orders.street, orders.city, orders.region)
        name, phone, street, city, region = (column[at] or "" for column in known)
        postal_code, country = orders.postal_code[at] or "", orders.country[at]
        key = f"{email}|{name}|{phone}|{street}|{city}|{region}|{postal_code}|{country}"
        where = (street, city, region, postal_code, country)
        yield at, Contact(ContactId(named("c", key)), name, email, phone or None, *where)


def _orders(
    orders: ImportedOrders,
    people: dict[int, Contact],
    holders: dict[str | None, str],
    time_zone: str,
) -> Iterator[list[object]]:
    for at, number in enumerate(orders.number):
        contact = people.get(at)
        yield [
            named("o", number),
            number,
            OrderKind.SHOP.value,
            holders[contact.email] if contact else None,
            contact.id if contact else None,
            orders.ordered_at[at],
            orders.delivered_at[at],
            orders.country[at],
            orders.region[at] or "",
            (orders.postal_code[at] or "")[:3],
            orders.currency[at],
            named("ch", number),
            orders.time_zone[at] or time_zone,
            orders.shipping[at],
            orders.shipping_tax[at],
            orders.gift[at],
            _gift(number, orders.gift_code[at]),
            None,
        ]


def _gift(number: str, code: str | None) -> str | None:
    return seals.gift_digest(number, code) if code else None


def _charges(batch: OrderBatch, ours: dict[str, str]) -> Iterator[list[object]]:
    orders, lines = batch.orders, batch.lines
    delivery = zip(orders.shipping, orders.shipping_tax, strict=True)
    totals = [(net or 0) + (tax or 0) for net, tax in delivery]
    amounts = (lines.order, lines.unit_price, lines.quantity, lines.tax, lines.discount)
    for order, price, quantity, tax, discount in zip(*amounts, strict=True):
        totals[order] += price * quantity + tax - discount
    for at, number in enumerate(orders.number):
        if number in ours:
            row = [named("ch", number), ours[number], ChargeStatus.CAPTURED.value, totals[at]]
            paid = [orders.payment[at] or "card", named("imported", number)]
            yield [*row, *paid, orders.ordered_at[at], None, orders.currency[at]]


def _lines(
    batch: OrderBatch, ours: dict[str, str], variants: dict[str, str]
) -> Iterator[list[object]]:
    orders, lines = batch.orders, batch.lines
    ids = [ours.get(number) for number in orders.number]
    columns = (lines.key, lines.order, lines.sku, lines.product, lines.quantity)
    amounts = (lines.unit_price, lines.discount, lines.tax)
    for key, order, sku, title, quantity, price, discount, tax in zip(
        *columns, *amounts, strict=True
    ):
        if ids[order]:
            line_id = _line_id(ids[order] or "", key)
            row = [line_id, ids[order], variants[sku], title, quantity, price, discount, tax]
            yield [*row, orders.currency[order]]


def _product_of(batch: OrderBatch, at: int) -> str:
    """The product of a variant: those of one name are its sizes and colours, where the file tells
    any; else each SKU is a product of its own."""
    variants = batch.variants
    if not (variants.size[at] or variants.colour[at]):
        return f"p-{variants.sku[at]}"
    name = variants.product[at].strip().casefold()
    return f"p-{blake2b(name.encode(), digest_size=12).hexdigest()}"


def _line_id(order_id: str, key: str) -> str:
    """It begins as its order's, so that lines of one order lie together in the index."""
    return f"l{order_id[1:18]}-{blake2b(key.encode(), digest_size=8).hexdigest()}"


def _takers(batches: Sequence[OrderBatch], ours: dict[str, str]) -> Iterator[str]:
    for batch in batches:
        lines = batch.lines
        for key, order, takes in zip(lines.key, lines.order, lines.takes_open_box, strict=True):
            order_id = ours.get(batch.orders.number[order]) if takes else None
            if order_id is not None:
                yield _line_id(order_id, key)


def _variant_rows(batch: OrderBatch) -> Iterator[tuple[str, list[object]]]:
    variants = batch.variants
    for at, sku in enumerate(variants.sku):
        yield (
            sku,
            [
                f"v-{sku}",
                _product_of(batch, at),
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
            ],
        )
