"""An order file comes in whole, once however often it is read, and beside what the shop has."""

import asyncio
import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onward.adapters.orders import load_preset, open_order_file
from onward.domain.ids import AccountId, ContactId, OrderId, VariantId
from onward.domain.money import Money
from onward.domain.orders import OrderBatch, UnreadableOrderFile
from onward.domain.shop import Account, Contact, OrderKind, Role
from onward.services.imports import ImportReport, import_orders
from onward.store import accounts, cases, imports, orders, reads, sql
from tests.domain.examples import A_VARIANT, AN_ORDER, T0, usd
from tests.shared import shared

pytestmark = pytest.mark.anyio

ZONE = "Europe/London"
HEADER = (
    "order_number,ordered_at,delivered_at,sku,product,quantity,unit_price,discount,tax,currency,"
    "country,email,name,street,postal_code\n"
)
KIM = "kim@post.example,Kim Vance,1 Kiln Street,97214"
ROWS = (
    f"A-1,2026-11-01T10:00:00Z,2026-11-03T10:00:00Z,TEE,Tee,2,24.00,4.80,2.59,USD,US,{KIM}\n"
    f"A-1,2026-11-01T10:00:00Z,2026-11-03T10:00:00Z,CAP,Cap,1,10.00,0,0.80,USD,US,{KIM}\n"
    "A-2,2026-11-02T10:00:00Z,,TEE,Tee,1,25.00,0,0,USD,US,,,,\n"
    f"A-3,2026-11-03T10:00:00Z,,TEE,Tee,1,25.00,0,0,USD,US,{KIM}\n"
    "A-3,2026-11-03T10:00:00Z,,TEE,Tee,-1,25.00,0,0,USD,US,,,,\n"
)
YEAR = ("data", "online_retail_2010_2011.parquet")


def batches(folder: Path, rows: str = ROWS) -> Iterator[OrderBatch]:
    file = folder / "orders.csv"
    file.write_text(HEADER + rows, encoding="utf-8")
    return open_order_file(file).batches()


async def brought_in(folder: Path, rows: str = ROWS) -> ImportReport:
    return await import_orders(
        batches(folder, rows), time_zone=ZONE, report=folder / "rejected.csv"
    )


async def counted(*tables: str) -> dict[str, int]:
    found = {}
    for table in tables:
        [row] = await sql.fetch(f"SELECT count(*) AS n FROM {table}")
        found[table] = int(row["n"])
    return found


ALL = ("contacts", "accounts", "orders", "charges", "order_lines", "variants")


async def test_sizes_of_one_name_are_one_product_and_other_skus_their_own(
    store: str, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    bought = "A-1,2026-11-01T10:00:00Z,,{sku},{product},1,24.00,0,0,USD,US,,,,,{size}"
    named = [
        ("TEE-M", "Tee", "M"),
        ("TEE-L", " tee ", "L"),
        ("CAP", "Cap", ""),
        ("CAP-2", "Cap", ""),
    ]
    rows = [bought.format(sku=sku, product=product, size=size) for sku, product, size in named]
    file.write_text("\n".join([HEADER.strip() + ",size", *rows, ""]), encoding="utf-8")
    read = open_order_file(file).batches()
    await import_orders(read, time_zone=ZONE, report=tmp_path / "rejected.csv")
    of = {sku: await orders.variant_of(sku) for sku, _, _ in named}
    products = {sku: variant and variant.product_id for sku, variant in of.items()}
    assert products["TEE-M"] == products["TEE-L"]
    assert (products["CAP"], products["CAP-2"]) == ("p-CAP", "p-CAP-2")


async def test_an_order_counts_its_days_where_it_says(store: str, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    rows = [row + "," for row in ROWS.splitlines()]
    rows[2] += "America/Denver"
    file.write_text("\n".join([HEADER.strip() + ",time_zone", *rows]), encoding="utf-8")
    read = open_order_file(file).batches()
    await import_orders(read, time_zone=ZONE, report=tmp_path / "rejected.csv")
    found = [await orders.by_number(number) for number in ("A-1", "A-2")]
    assert [order and order.time_zone for order in found] == [ZONE, "America/Denver"]


async def test_what_the_file_says_is_what_the_shop_knows(store: str, tmp_path: Path) -> None:
    report = await brought_in(tmp_path)
    assert (report.rows, report.orders_added, report.lines_added) == (5, 3, 4)
    order = await orders.by_number("A-1")
    account = await accounts.by_email("kim@post.example")
    assert order is not None
    assert account is not None
    assert (order.account_id, order.time_zone, order.postal_area) == (account.id, ZONE, "972")
    assert order.kind is OrderKind.SHOP
    contact = await accounts.contact(str(order.contact_id))
    assert contact is not None
    assert (contact.name, contact.street, contact.postal_code) == (
        "Kim Vance",
        "1 Kiln Street",
        "97214",
    )
    lines = {line.title: line for line in await orders.lines([order.id])}
    assert lines["Tee"].total == usd(48_00 - 4_80 + 2_59)
    assert (lines["Tee"].quantity, lines["Cap"].total) == (2, usd(10_80))
    charge = (await orders.charges([str(order.charge_id)]))[str(order.charge_id)]
    assert charge.amount == usd(48_00 - 4_80 + 2_59 + 10_80)
    variants = await orders.variants([line.variant_id for line in lines.values()])
    assert {variant.sku for variant in variants.values()} == {"TEE", "CAP"}


async def test_what_the_delivery_cost_is_part_of_what_was_captured(
    store: str, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    row = f"A-1,2026-11-01T10:00:00Z,2026-11-03T10:00:00Z,TEE,Tee,2,24.00,4.80,2.59,EUR,DE,{KIM}"
    head = HEADER.strip() + ",shipping,shipping_tax,gift\n"
    file.write_text(f"{head}{row},4.95,0.94,yes\n{row},,,\n", encoding="utf-8")
    report = tmp_path / "rejected.csv"
    await import_orders(open_order_file(file).batches(), time_zone=ZONE, report=report)
    order = await orders.by_number("A-1")
    assert order is not None
    assert order.gift
    assert (order.shipping, order.shipping_tax) == (Money(4_95, "EUR"), Money(94, "EUR"))
    paid = await orders.paid(order)
    assert paid.captured == Money(2 * (48_00 - 4_80 + 2_59) + 4_95 + 94, "EUR")
    assert (list(paid.lines), paid.already) == (await orders.lines([order.id]), Money(0, "EUR"))


async def test_of_a_gift_receipts_code_no_more_than_a_digest_is_kept(
    store: str, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    row = f"A-1,2026-11-01T10:00:00Z,,TEE,Tee,1,24.00,0,0,EUR,DE,{KIM}"
    file.write_text(f"{HEADER.strip()},gift_code\n{row},WREN-4471-BLUE\n", encoding="utf-8")
    report = tmp_path / "rejected.csv"
    await import_orders(open_order_file(file).batches(), time_zone=ZONE, report=report)
    order = await orders.by_number("A-1")
    assert order is not None
    assert order.gift
    assert order.recipient_id is None
    assert await orders.by_gift_code("A-1", "wren4471blue") == order
    assert await orders.by_gift_code("A-1", "WREN-4471-RED") is None
    [row_kept] = await sql.fetch("SELECT * FROM orders")
    assert "WREN" not in str(row_kept).upper()


async def test_an_order_without_an_address_belongs_to_nobody(store: str, tmp_path: Path) -> None:
    await brought_in(tmp_path)
    order = await orders.by_number("A-2")
    assert order is not None
    assert (order.account_id, order.contact_id, order.delivered_at) == (None, None, None)


async def test_the_same_file_again_adds_nothing(store: str, tmp_path: Path) -> None:
    await brought_in(tmp_path)
    before = await counted(*ALL)
    again = await brought_in(tmp_path)
    assert (again.rows, again.orders_added, again.lines_added) == (5, 0, 0)
    assert await counted(*ALL) == before


async def test_a_longer_file_adds_only_what_is_longer(store: str, tmp_path: Path) -> None:
    await brought_in(tmp_path)
    more = "A-4,2026-11-05T10:00:00Z,,TEE,Tee,1,25.00,0,0,USD,US,,,,\n"
    again = await brought_in(tmp_path, ROWS + more)
    assert (again.orders_added, again.lines_added) == (1, 1)


async def test_a_line_that_came_later_was_paid_for_too(store: str, tmp_path: Path) -> None:
    await brought_in(tmp_path)
    later = f"A-1,2026-11-01T10:00:00Z,,SOCK,Socks,3,5.00,1.00,0.90,USD,US,{KIM}\n"
    for _ in range(2):
        await brought_in(tmp_path, ROWS + later)
        order = await orders.by_number("A-1")
        assert order is not None
        paid = await orders.paid(order)
        assert paid.captured == sum((line.total for line in paid.lines), usd(0))
        assert len(paid.lines) == 3


async def test_two_imports_at_once_are_as_good_as_one(store: str, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    reports = await asyncio.gather(*(brought_in(folder) for folder in folders))
    assert sum(report.orders_added for report in reports) == 3
    assert await imports.line_count() == 4


async def test_every_refused_row_is_reported_with_its_reason(store: str, tmp_path: Path) -> None:
    report = await brought_in(tmp_path)
    assert report.rejected == {"quantity_below_one": 1}
    assert report.report is not None
    with report.report.open(encoding="utf-8", newline="") as opened:
        [row] = csv.DictReader(opened)
    assert (row["row"], row["reason"], row["value"]) == ("6", "quantity_below_one", "-1")
    assert row["message"]


async def test_where_nothing_is_refused_there_is_no_report(store: str, tmp_path: Path) -> None:
    report = await brought_in(tmp_path, "".join(ROWS.splitlines(keepends=True)[:4]))
    assert (report.report, report.rejected) == (None, {})
    assert not (tmp_path / "rejected.csv").exists()


async def test_progress_hears_of_every_row(store: str, tmp_path: Path) -> None:
    heard: list[int] = []
    await import_orders(
        batches(tmp_path), time_zone=ZONE, report=tmp_path / "r.csv", progress=heard.append
    )
    assert sum(heard) == 5


async def test_a_batch_comes_in_whole_or_not_at_all(store: str, tmp_path: Path) -> None:
    before = await counted(*ALL)
    [batch] = batches(tmp_path)
    stray = replace(batch.lines, sku=["NOT-A-VARIANT", *batch.lines.sku[1:]])
    with pytest.raises(KeyError):
        await imports.bring_in([batch, replace(batch, lines=stray)], ZONE)
    assert await counted(*ALL) == before


async def test_a_file_that_breaks_off_keeps_what_came_before(store: str, tmp_path: Path) -> None:
    def breaks_off() -> Iterator[OrderBatch]:
        [batch] = batches(tmp_path)
        yield replace(batch, rows_read=1_000_000)
        raise UnreadableOrderFile("The file broke off.")

    with pytest.raises(UnreadableOrderFile):
        await import_orders(breaks_off(), time_zone=ZONE, report=tmp_path / "r.csv")
    assert await imports.line_count() == 4
    assert (await brought_in(tmp_path)).lines_added == 0


async def test_postage_and_free_gifts_become_no_product_of_the_shop(
    store: str, tmp_path: Path
) -> None:
    strange = (
        f"A-1,2026-11-01T10:00:00Z,,POST,Postage,1,4.95,0,0,USD,US,{KIM}\n"
        f"A-1,2026-11-01T10:00:00Z,,STICKER,A sticker,1,0.00,0,0,USD,US,{KIM}\n"
        f"A-9,2026-11-04T10:00:00Z,,discount,Thank you,1,3.00,0,0,USD,US,{KIM}\n"
    )
    report = await brought_in(tmp_path, ROWS + strange)
    assert report.rejected == {"quantity_below_one": 1, "service_code": 2, "nothing_paid": 1}
    assert (report.orders_added, report.lines_added) == (3, 4)
    assert await orders.by_number("A-9") is None
    found = await sql.fetch("SELECT sku FROM variants ORDER BY sku")
    assert {row["sku"] for row in found}.isdisjoint({"POST", "STICKER", "DISCOUNT"})
    with (tmp_path / "rejected.csv").open(encoding="utf-8", newline="") as opened:
        told = {row["value"]: row["reason"] for row in csv.DictReader(opened)}
    assert told == {
        "-1": "quantity_below_one",
        "POST": "service_code",
        "0.00": "nothing_paid",
        "discount": "service_code",
    }


async def test_a_sku_the_shop_sells_already_keeps_its_own_id_and_price(
    store: str, tmp_path: Path
) -> None:
    mine = replace(A_VARIANT, id=VariantId("mine"), sku="TEE", price=Money(99_00, "USD"))
    await orders.add_variants([mine])
    await brought_in(tmp_path)
    order = await orders.by_number("A-2")
    assert order is not None
    [line] = await orders.lines([order.id])
    assert line.variant_id == mine.id
    assert (await orders.variants([mine.id]))[mine.id] == mine


async def test_an_address_that_has_an_account_keeps_it(store: str, tmp_path: Path) -> None:
    mine = Account(AccountId("mine"), Role.MERCHANT, ContactId("c-mine"), T0)
    kim = Contact(mine.contact_id, "Kim", "Kim@Post.example", None, "", "", "", "", "US")
    await accounts.create(mine, kim)
    await brought_in(tmp_path)
    order = await orders.by_number("A-1")
    assert order is not None
    assert order.account_id == mine.id
    assert await accounts.by_email("kim@post.example") == mine


async def test_an_order_number_that_is_taken_stays_what_it_is(store: str, tmp_path: Path) -> None:
    taken = replace(AN_ORDER, id=OrderId("sale"), number="A-1", kind=OrderKind.OPEN_BOX)
    async with sql.transaction():
        await cases.write_rows([taken])
    report = await brought_in(tmp_path)
    assert (report.orders_added, report.lines_added) == (2, 2)
    assert await orders.by_number("A-1") == taken
    assert await orders.lines([taken.id]) == []


async def test_one_person_who_moved_has_one_account_and_two_addresses(
    store: str, tmp_path: Path
) -> None:
    moved = KIM.replace("1 Kiln Street", "9 Far Road")
    row = f"B-1,2026-11-09T10:00:00Z,,TEE,Tee,1,25.00,0,0,USD,US,{moved}\n"
    await brought_in(tmp_path, ROWS + row)
    assert (await counted("accounts", "contacts")) == {"accounts": 1, "contacts": 2}
    account = await accounts.by_email("kim@post.example")
    assert account is not None
    numbers = [order.number for order in await orders.of_account(account.id)]
    assert numbers == ["B-1", "A-3", "A-1"]


async def test_imported_orders_are_found_at_the_desk(store: str, tmp_path: Path) -> None:
    await brought_in(tmp_path)
    assert [order.number for order in await reads.found_orders("A-1", 5)] == ["A-1"]
    assert len(await reads.found_orders("KIM@post.example", 5)) == 2


@pytest.mark.slow
async def test_a_whole_real_year_comes_in_and_comes_in_once(store: str, tmp_path: Path) -> None:
    file = open_order_file(shared(*YEAR), load_preset("uci"))
    first, second = [
        await import_orders(file.batches(), time_zone=ZONE, report=tmp_path / f"{n}.csv")
        for n in (1, 2)
    ]
    assert first.rows == second.rows == file.rows == 541_909
    assert (second.orders_added, second.lines_added) == (0, 0)
    assert first.rejected == second.rejected
    assert first.lines_added == await imports.line_count()
    assert await counted("orders", "charges") == {
        "orders": first.orders_added,
        "charges": first.orders_added,
    }
    [row] = await sql.fetch(
        "SELECT count(*) AS n FROM order_lines l LEFT JOIN variants v ON v.id = l.variant_id "
        "WHERE v.id IS NULL"
    )
    assert row["n"] == 0
    [paid] = await sql.fetch(
        "SELECT sum(unit_price_minor * quantity + tax_minor - discount_minor) AS n FROM order_lines"
    )
    [charged] = await sql.fetch("SELECT sum(amount_minor) AS n FROM charges")
    assert paid["n"] == charged["n"]
    assert report_rows(first) == sum(first.rejected.values())


def report_rows(report: ImportReport) -> int:
    assert report.report is not None
    with report.report.open(encoding="utf-8", newline="") as opened:
        return sum(1 for _ in csv.DictReader(opened))


async def test_newer_orders_say_what_a_thing_costs_now_and_older_ones_do_not(
    store: str, tmp_path: Path
) -> None:
    await brought_in(tmp_path)

    async def costs() -> Money | None:
        variant = await orders.variant_of("TEE")
        return variant.price if variant else None

    assert await costs() == usd(25_00)
    at = "{number},2026-11-{day}T10:00:00Z,,TEE,Tee,{pieces},{price},0,0,{money},US,,,,\n"
    for day, pieces, price, money, expected in (
        ("09", 1, "19.00", "USD", 19_00),
        ("08", 1, "30.00", "USD", 19_00),
        ("10", 1, "12.00", "EUR", 19_00),
        ("11", 1, "0", "USD", 19_00),
        ("12", 40, "9.00", "USD", 19_00),
        ("13", 1, "21.00", "USD", 21_00),
    ):
        row = at.format(number=f"B-{day}", day=day, pieces=pieces, price=price, money=money)
        await brought_in(tmp_path, row)
        assert await costs() == usd(expected), day
    await brought_in(tmp_path)
    assert await costs() == usd(21_00)
