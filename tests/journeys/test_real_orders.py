"""A real line of a real shop's year and real garment photos, from the import to the refund."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from onward.adapters.orders import load_preset
from onward.domain.life import ShipmentStatus
from onward.settings import WorkerHere
from onward.store import sql
from tests.journeys.browser import Browser
from tests.journeys.customers import COLUMNS
from tests.journeys.road import buy, on_sale, seen, show, start, submit
from tests.journeys.town import Town, town_of
from tests.lots import policy_without_lots
from tests.shared import shared

pytestmark = pytest.mark.anyio

YEAR = ("data", "online_retail_2010_2011.parquet")
# The year ends on the 9th of December 2011; a slice of its last days holds whole orders.
YEAR_END = datetime(2011, 12, 10, 9, 0, tzinfo=UTC)
SLICE_BEGINS = datetime(2011, 12, 1)  # noqa: DTZ001 - the file's own days
WAREHOUSE = """[warehouse]
name = "Returns"
street = "9 Ferry Lane"
city = "Leicester"
region = "Leicestershire"
postal_code = "LE1 1AA"
country = "GB"

"""
BUYER = "iris.buyer@customers.example"
_S = ShipmentStatus


def last_days(path: Path) -> Path:
    """The real rows of the year's last days, as they stand in the file."""
    rows = pl.scan_parquet(shared(*YEAR)).filter(pl.col("invoice_date") >= SLICE_BEGINS)
    rows.collect().write_parquet(path)
    return path


def a_neighbour(path: Path) -> Path:
    """The year knows no streets: whoever is to get a parcel comes in with an order that does."""
    row = {
        "order_number": "GB-1", "ordered_at": "2011-12-01T10:00:00Z",
        "delivered_at": "2011-12-03T10:00:00Z", "email": BUYER, "name": "Iris Buyer",
        "phone": "+44 20 7946 0018", "street": "4 Tin Street", "city": "Leeds", "region": "",
        "postal_code": "LS1 4AP", "country": "GB", "sku": "GIFT-1", "product": "Gift wrap",
        "category": "giftware", "size": "", "colour": "", "quantity": "1", "unit_price": "2.00",
        "currency": "GBP", "payment": "Visa 4242",
    }  # fmt: skip
    assert tuple(row) == COLUMNS
    path.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    return path


def garment(number: int) -> bytes:
    """A real snapshot of a real garment."""
    photos = sorted(shared("photos", "garments", "dress").glob("*.jpg"))
    return photos[number].read_bytes()


def british_policy(path: Path) -> Path:
    """The shipped rules of a shop whose warehouse is where this one's customers are."""
    shipped = policy_without_lots(path).read_text("utf-8")
    ours = shipped.index("[warehouse]"), shipped.index("[windows]")
    path.write_text(f"{shipped[: ours[0]]}{WAREHOUSE}{shipped[ours[1] :]}", encoding="utf-8")
    return path


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    policy = british_policy(tmp_path / "policy.toml")
    async with town_of(database_url, tmp_path / "shop", WorkerHere.ON, policy) as town:
        yield town


async def a_real_line() -> tuple[str, str]:
    """(line id, customer's address) of one real piece, dear enough to be worth a parcel. The
    customers' addresses are the file's numbers in the preset's template."""
    [line] = await sql.fetch(
        "SELECT l.id, o.number FROM order_lines l JOIN orders o ON o.id = l.order_id "
        "WHERE o.account_id IS NOT NULL AND o.country = 'GB' AND o.currency = 'GBP' "
        "AND o.kind = 'SHOP' AND l.quantity = 1 AND l.unit_price_minor BETWEEN 1200 AND 20000 "
        "ORDER BY l.unit_price_minor DESC, l.id LIMIT 1"
    )
    year = pl.scan_parquet(shared(*YEAR)).filter(pl.col("invoice_no") == line["number"])
    customer = year.select(pl.first("customer_id").cast(pl.Int64)).collect().item()
    return line["id"], f"customer-{customer}@customers.example"


async def returnable_line(window: Browser, line_id: str) -> dict[str, Any]:
    orders = (await window.ask("MyOrders"))["orders"]["nodes"]
    found: list[dict[str, Any]] = [
        {"order": order, **line}
        for order in orders
        for line in order["lines"]
        if line["id"] == line_id
    ]
    [line] = found
    return line


async def test_a_real_line_goes_from_the_import_to_the_refund(town: Town, tmp_path: Path) -> None:
    await town.turn_to(YEAR_END)
    await town.opens(last_days(tmp_path / "last-days.parquet"), load_preset("uci"))
    await town.opens(a_neighbour(tmp_path / "neighbour.csv"))
    line_id, email = await a_real_line()
    returner, buyer = await town.browser(email), await town.browser(BUYER)

    line = await returnable_line(returner, line_id)
    ordered = datetime.fromisoformat(line["order"]["placedAt"])
    delivered = datetime.fromisoformat(line["order"]["deliveredAt"])
    assert delivered - ordered == timedelta(days=2), "the preset's own assumption"
    assert line["notReturnableBecause"] is None
    [case] = await start(returner, line_id)
    assert case["stage"] == "DRAFTED", case["heading"]
    photos = iter(range(5))
    await show(returner, case, lambda _: garment(next(photos)))
    await submit(returner, case)
    approved = await returner.until("OpenCase", "stage", "APPROVED", id=case["id"])
    assert [photo["width"] > 300 for photo in approved["photos"]] == [True, True]
    await returner.does("ChoosePath", caseId=case["id"], route="P2P")

    listing = await on_sale(buyer, line["title"])
    assert listing["price"]["currency"] == "GBP"
    bought = await buy(town, buyer, listing["id"])
    assert bought["tax"]["amountMinor"] > 0
    ready = await returner.until("OpenCase", "stage", "AWAITING_DROPOFF", id=case["id"])
    for status in (_S.IN_TRANSIT, _S.DELIVERED):
        await town.scan(ready["dropoff"]["trackingNumber"], status)
    await buyer.does("ConfirmReceipt", purchaseId=bought["id"])
    await town.settle()
    done = await seen(returner, case["id"])
    assert (done["stage"], done["refund"]["status"]) == ("CLOSED", "SUCCEEDED")
    assert done["refund"]["amount"] == line["total"]
    assert done["creditNote"]["total"] == line["total"]
