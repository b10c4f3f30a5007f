"""An order that would take an opened piece gets one, paid by its own charge."""

from datetime import timedelta
from pathlib import Path

import pytest

from onward.adapters.orders import open_order_file
from onward.domain.life import OfferStatus, PurchaseStatus, RefundStatus, ShipmentStatus, Stage
from onward.domain.offers import DemandKind, StandingOffer
from onward.domain.owing import goods
from onward.domain.refunds import Payee, RefundFor
from onward.domain.story import Story
from onward.services.imports import ImportReport, Waits, import_orders
from onward.store import orders, sql
from onward.store.mappings import OFFERS
from tests.services import wishing
from tests.services.shop import Shop
from tests.world import MORNING

pytestmark = pytest.mark.anyio

HEADER = (
    "order_number,ordered_at,delivered_at,sku,quantity,unit_price,discount,tax,currency,country,"
    "email,name,street,city,region,postal_code,takes_open_box\n"
)
BEN = "ben@example.com,Ben Example,7 Birch Street,Seattle,WA,98101"
PLACED = f"{MORNING - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
NET, TAX = 60_80, 4_05


def row(
    number: str = "2001",
    at: str = PLACED,
    delivered: str = "",
    quantity: int = 1,
    takes: str = "yes",
    who: str = BEN,
    sku: str = "V-M",
) -> str:
    money = "64.00,3.20,4.05" if sku == "V-M" else "30.00,0,0"
    return f"{number},{at},{delivered},{sku},{quantity},{money},USD,US,{who},{takes}\n"


async def brought_in(shop: Shop, folder: Path, *rows: str) -> ImportReport:
    file = folder / "orders.csv"
    file.write_text(HEADER + "".join(rows), encoding="utf-8")
    waits = Waits(shop.world.policy, await shop.world.clock.now())
    return await import_orders(
        open_order_file(file).batches(), time_zone="UTC", report=folder / "no.csv", waits=waits
    )


async def waiting() -> list[StandingOffer]:
    rows = await sql.fetch("SELECT * FROM offers ORDER BY made_at, id")
    return [OFFERS.read(one) for one in rows]


async def met(shop: Shop, folder: Path) -> Story:
    assert not (await brought_in(shop, folder, row())).rejected
    story = await shop.seeking()
    return await shop.story(story.case.id)


async def test_an_order_that_says_so_waits_for_a_day(shop: Shop, tmp_path: Path) -> None:
    await brought_in(shop, tmp_path, row())
    [offer] = await waiting()
    assert (offer.kind, offer.status, offer.automatic) == (
        DemandKind.ORDER, OfferStatus.OPEN, True,
    )  # fmt: skip
    assert (offer.highest.minor, offer.buyer_id) == (NET, shop.ben.id)
    assert offer.ends_at == MORNING + timedelta(hours=23)
    await brought_in(shop, tmp_path, row())
    assert await waiting() == [offer]


@pytest.mark.parametrize(
    "changes",
    [
        {"takes": "no"},
        {"takes": ""},
        {"quantity": 2},
        {"delivered": PLACED},
        {"at": f"{MORNING - timedelta(hours=25):%Y-%m-%dT%H:%M:%SZ}"},
        {"who": ",,,,,"},
        {"sku": "V-SWIM"},
    ],
)
async def test_what_cannot_be_met_does_not_wait(
    shop: Shop, tmp_path: Path, changes: dict[str, object]
) -> None:
    await brought_in(shop, tmp_path, row(**changes))  # type: ignore[arg-type]
    assert await waiting() == []


async def test_the_opened_piece_takes_its_place_without_another_capture(
    shop: Shop, tmp_path: Path
) -> None:
    story = await met(shop, tmp_path)
    order = await orders.by_number("2001")
    assert order is not None
    [purchase] = story.purchases
    assert story.case.stage is Stage.AWAITING_DROPOFF
    assert (purchase.buyer_id, purchase.status) == (shop.ben.id, PurchaseStatus.PAID)
    assert purchase.charge_id == order.charge_id
    kinds = [one.kind for one in shop.world.payments.moved]  # type: ignore[attr-defined]
    assert kinds.count("capture") == 1
    [offer] = await waiting()
    assert offer.status is OfferStatus.FILLED


async def test_the_difference_goes_back_to_the_cent_and_the_book_balances(
    shop: Shop, tmp_path: Path
) -> None:
    story = await met(shop, tmp_path)
    assert story.listing is not None
    price = story.listing.price.minor
    tax = TAX * price // NET
    [back] = [one for one in story.refunds if one.payee is Payee.BUYER]
    assert (back.purpose, back.status) == (RefundFor.DIFFERENCE, RefundStatus.SUCCEEDED)
    assert (back.net.minor, back.tax.minor) == (NET - price, TAX - tax)
    books = await wishing.owed(story.case.id)
    assert books.get("BUYER_PAYABLE", 0) == 0
    assert books["PROCESSOR"] == price + tax
    assert books["OPEN_BOX_SALES"] == -price
    assert books["TAX"] == -tax
    [letter] = [
        one
        for one in shop.world.mail.to("ben@example.com")  # type: ignore[attr-defined]
        if "back" in one.subject
    ]
    assert "another customer" in letter.subject


async def test_whoever_returns_it_later_gets_what_it_cost_after_all(
    shop: Shop, tmp_path: Path
) -> None:
    story = await met(shop, tmp_path)
    assert story.listing is not None
    sale = story.sale(story.purchases[0].id)
    assert sale is not None
    [line] = await orders.lines([sale.id])
    due = goods(line, 0)
    assert due.net == story.listing.price
    assert due.tax.minor == TAX * due.net.minor // NET
    mine = await orders.of_account(shop.ben.id)
    assert [one.number for one in mine] == [sale.number]


async def test_the_rest_of_the_order_stays_in_it(shop: Shop, tmp_path: Path) -> None:
    await brought_in(shop, tmp_path, row(), row(sku="V-SWIM", takes="no"))
    await shop.seeking()
    order = await orders.by_number("2001")
    assert order is not None
    assert [one.variant_id for one in await orders.lines([order.id])] == ["V-SWIM"]


async def test_the_file_read_again_changes_nothing_of_it(shop: Shop, tmp_path: Path) -> None:
    story = await met(shop, tmp_path)
    again = await brought_in(shop, tmp_path, row())
    assert (again.orders_added, again.lines_added) == (0, 0)
    await shop.settle()
    assert await shop.story(story.case.id) == story
    assert len(await waiting()) == 1


async def test_an_order_that_was_sent_meanwhile_waits_no_more(shop: Shop, tmp_path: Path) -> None:
    await brought_in(shop, tmp_path, row())
    await sql.execute("UPDATE orders SET delivered_at = placed_at WHERE number = '2001'")
    story = await shop.seeking()
    assert story.purchases == ()
    assert story.listing is not None
    assert story.listing.status == "LIVE"
    [offer] = await waiting()
    assert offer.status is OfferStatus.ENDED


async def test_a_piece_that_never_comes_is_sent_from_stock_or_paid_back_once(
    shop: Shop, tmp_path: Path
) -> None:
    story = await met(shop, tmp_path)
    shop.world.stock.level = 0  # type: ignore[attr-defined]
    await shop.turn(days=3, hours=1)
    left = await shop.story(story.case.id)
    assert left.purchases[0].status is PurchaseStatus.REFUNDED
    back = [one.amount.minor for one in left.refunds if one.payee is Payee.BUYER]
    assert sum(back) == NET + TAX
    [offer] = await waiting()
    assert offer.status in (OfferStatus.OPEN, OfferStatus.ENDED)


async def test_a_piece_that_is_on_offer_already_is_taken_at_once(
    shop: Shop, tmp_path: Path
) -> None:
    story = await shop.seeking()
    await brought_in(shop, tmp_path, row())
    await shop.settle()
    left = await shop.story(story.case.id)
    assert [one.buyer_id for one in left.purchases] == [shop.ben.id]
    await shop.scan(left.label, ShipmentStatus.IN_TRANSIT)
