"""Order files of any shop: what is read, to the cent, and how it is cut into batches."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.adapters.orders import load_preset, open_order_file
from tests.adapters.order_files import GOOD, HEADER, NOVEMBER_FIRST, read, reasons, with_columns
from tests.shared import shared


def test_a_file_in_our_own_columns_needs_no_mapping(tmp_path: Path) -> None:
    batch = read(tmp_path, f"{HEADER}\n{GOOD}\n")
    assert batch.rejected == ()
    assert list(batch.orders.number) == ["A-1"]
    assert list(batch.orders.ordered_at) == [NOVEMBER_FIRST]
    assert list(batch.orders.email) == [None]
    assert list(batch.lines.key) == ["A-1|TEE-M|1"]
    assert list(batch.lines.quantity) == [2]
    assert list(batch.lines.unit_price) == [2400]
    assert list(batch.variants.product) == ["TEE-M"]


def test_everything_an_order_can_say_is_kept(tmp_path: Path) -> None:
    batch = with_columns(
        tmp_path,
        delivered_at="2026-11-04T12:00:00+02:00",
        email="Kim@Example.com",
        name="Kim Vance",
        phone="+1 503 555 0101",
        street="1 Kiln Street",
        city="Portland",
        region="OR",
        postal_code="97214",
        payment="Visa 4242",
        gtin="4006381333931",
        product="Everyday tee",
        category="clothing",
        size="M",
        colour="Chalk",
        weight_g="170",
        flags="Final sale; lithium",
        discount="4.80",
        tax="2.59",
        time_zone="America/Los_Angeles",
    )
    orders, lines, variants = batch.orders, batch.lines, batch.variants
    assert list(orders.delivered_at) == [NOVEMBER_FIRST + 3 * 86_400_000]
    assert list(orders.email) == ["kim@example.com"]
    assert list(orders.postal_code) == ["97214"]
    assert list(orders.payment) == ["Visa 4242"]
    assert list(orders.time_zone) == ["America/Los_Angeles"]
    assert (list(lines.discount), list(lines.tax)) == ([480], [259])
    assert list(variants.gtin) == ["4006381333931"]
    assert list(variants.weight_g) == [170]
    assert list(variants.flags) == [["final_sale", "lithium"]]


def test_rows_of_one_order_code_and_price_are_one_line(tmp_path: Path) -> None:
    rows = [
        "A-1,2026-11-01T10:00:00Z,tee-m,2,24.00,USD,US",
        "A-1,2026-11-01T10:00:00Z, TEE-M ,3,24.00,USD,US",
        "A-1,2026-11-01T10:00:00Z,tee-m,1,20.00,USD,US",
    ]
    lines = read(tmp_path, "\n".join([HEADER, *rows])).lines
    assert list(lines.key) == ["A-1|TEE-M|1", "A-1|TEE-M|2"]
    assert list(lines.quantity) == [5, 1]
    assert list(lines.unit_price) == [2400, 2000]


def test_an_order_counts_as_delivered_when_its_last_row_is(tmp_path: Path) -> None:
    head = f"{HEADER},delivered_at"
    rows = [f"{GOOD},2026-11-02", f"{GOOD.replace('tee', 'cap')},2026-11-05"]
    batch = read(tmp_path, "\n".join([head, *rows]))
    assert list(batch.orders.delivered_at) == [
        int(datetime(2026, 11, 5, tzinfo=UTC).timestamp() * 1000)
    ]


@pytest.mark.parametrize(
    ("currency", "price", "minor"), [("JPY", "2400", 2400), ("KWD", "1.234", 1234)]
)
def test_minor_units_are_those_of_the_currency(
    tmp_path: Path, currency: str, price: str, minor: int
) -> None:
    batch = with_columns(tmp_path, currency=currency, unit_price=price)
    assert list(batch.lines.unit_price) == [minor]


def test_yen_have_no_decimals(tmp_path: Path) -> None:
    assert reasons(with_columns(tmp_path, currency="JPY", unit_price="24.50")) == [
        "unit_price_too_fine"
    ]


@given(st.lists(st.integers(1, 99_999_999_999), min_size=1, max_size=40))
def test_every_price_is_read_to_the_cent(
    tmp_path_factory: pytest.TempPathFactory, prices: list[int]
) -> None:
    rows = [
        f"A-{n},2026-11-01,tee,1,{price // 100}.{price % 100:02d},USD,US"
        for n, price in enumerate(prices)
    ]
    batch = read(tmp_path_factory.mktemp("prices"), "\n".join([HEADER, *rows]))
    assert list(batch.lines.unit_price) == prices


def test_scattered_rows_of_an_order_come_together(tmp_path: Path) -> None:
    rows = [f"A-{n % 3},2026-11-01,tee-{n},1,1.00,USD,US" for n in range(9)]
    batch = read(tmp_path, "\n".join([HEADER, *rows]))
    assert list(batch.orders.number) == ["A-0", "A-1", "A-2"]
    assert list(batch.lines.order) == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_no_order_is_spread_over_two_batches(tmp_path: Path) -> None:
    orders = 24_000
    number = [f"A-{n // 3:05d}" for n in range(orders * 3)]
    rows = pl.DataFrame({"order_number": number}).with_columns(
        ordered_at=pl.lit("2026-11-01"),
        sku=pl.int_range(pl.len()).cast(pl.String),
        quantity=pl.lit(1),
        unit_price=pl.lit(2.5),
        currency=pl.lit("EUR"),
        country=pl.lit("DE"),
    )
    rows.write_csv(tmp_path / "many.csv")
    file = open_order_file(tmp_path / "many.csv")
    assert file.rows == orders * 3
    batches = list(file.batches())
    assert len(batches) > 1
    assert sum(batch.rows_read for batch in batches) == orders * 3
    found = [number for batch in batches for number in batch.orders.number]
    assert len(found) == len(set(found)) == orders
    assert all(len(batch.lines) == 3 * len(batch.orders) for batch in batches)


def test_parquet_reads_like_csv(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 1, 10, tzinfo=UTC)
    pl.DataFrame(
        {
            "order_number": ["A-1"],
            "ordered_at": [moment],
            "sku": ["tee-m"],
            "quantity": [2],
            "unit_price": [24.0],
            "currency": ["USD"],
            "country": ["US"],
        }
    ).write_parquet(tmp_path / "orders.parquet")
    (tmp_path / "orders.csv").write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    [parquet] = open_order_file(tmp_path / "orders.parquet").batches()
    [text] = open_order_file(tmp_path / "orders.csv").batches()
    assert parquet == text


def test_a_file_may_be_read_twice_alike(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    file = open_order_file(tmp_path / "orders.csv")
    assert list(file.batches()) == list(file.batches())


def test_a_header_without_rows_is_an_empty_file_not_a_broken_one(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(f"{HEADER}\n", encoding="utf-8")
    file = open_order_file(tmp_path / "orders.csv")
    assert (file.rows, list(file.batches())) == (0, [])


def test_a_real_year_is_read_whole(tmp_path: Path) -> None:
    """The counts follow the definition that comes with the year's data."""
    file = open_order_file(shared("data", "online_retail_2010_2011.parquet"), load_preset("uci"))
    batches = list(file.batches())
    assert file.rows == sum(batch.rows_read for batch in batches) == 541_909
    numbers = [number for batch in batches for number in batch.orders.number]
    assert len(numbers) == len(set(numbers)) == 19_773
    keys = [key for batch in batches for key in batch.lines.key]
    assert len(keys) == len(set(keys)) == 517_703
    refused = pl.Series(reason for batch in batches for reason in reasons(batch)).value_counts()
    assert dict(refused.iter_rows()) == {
        "canceled_invoice": 9_288,
        "bad_debt_adjustment": 3,
        "not_a_product": 2_408,
        "stock_correction": 1_324,
        "nothing_paid": 1_161,
    }
    guests = sum(email is None for batch in batches for email in batch.orders.email)
    assert 0 < guests < len(numbers)
    assert {country for batch in batches for country in batch.orders.country} >= {"GB", "IE", "ZZ"}


@pytest.mark.parametrize(
    ("said", "takes"), [("yes", True), ("TRUE", True), ("1", True), ("no", False), ("", False)]
)
def test_a_customer_may_say_that_an_opened_piece_will_do(
    tmp_path: Path, said: str, takes: bool
) -> None:
    assert with_columns(tmp_path, takes_open_box=said).lines.takes_open_box == [takes]


def test_a_file_that_does_not_ask_says_no(tmp_path: Path) -> None:
    assert with_columns(tmp_path).lines.takes_open_box == [False]


def test_an_order_may_say_what_its_delivery_cost(tmp_path: Path) -> None:
    orders = with_columns(tmp_path, shipping="4.95", shipping_tax="0.40").orders
    assert (orders.shipping, orders.shipping_tax) == ([4_95], [40])


def test_a_file_that_says_nothing_of_the_delivery_knows_nothing_of_it(tmp_path: Path) -> None:
    orders = with_columns(tmp_path).orders
    assert (orders.shipping, orders.shipping_tax, orders.gift) == ([None], [None], [False])


@pytest.mark.parametrize(("said", "gift"), [("yes", True), ("NO", False), ("1", True), ("", False)])
def test_an_order_may_say_that_it_was_a_gift(tmp_path: Path, said: str, gift: bool) -> None:
    assert with_columns(tmp_path, gift=said).orders.gift == [gift]


def test_a_gift_receipts_code_says_that_it_was_a_gift(tmp_path: Path) -> None:
    orders = with_columns(tmp_path, gift_code="WREN-4471-Blue", gift="").orders
    assert (orders.gift_code, orders.gift) == (["WREN-4471-Blue"], [True])
    assert with_columns(tmp_path, gift_code="").orders.gift_code == [None]
