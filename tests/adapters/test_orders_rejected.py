"""What is no order line, row by row, and what is no order file at all: each with its reason."""

from pathlib import Path

import pytest

from onward.adapters.orders import open_order_file
from onward.adapters.orders.mapping import parse_mapping
from onward.domain.orders import UnreadableOrderFile
from tests.adapters.order_files import GOOD, HEADER, read, reasons, trouble, with_columns


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("order_number", " ", "no_order_number"),
        ("order_number", "x" * 65, "text_too_long"),
        ("sku", "", "no_sku"),
        ("ordered_at", "", "no_order_date"),
        ("ordered_at", "1/2/2026", "bad_order_date"),
        ("ordered_at", "2026-02-30", "bad_order_date"),
        ("ordered_at", "1026-11-01", "bad_order_date"),
        ("delivered_at", "soon", "bad_delivery_date"),
        ("delivered_at", "2026-10-31", "delivered_before_ordered"),
        ("currency", "", "no_currency"),
        ("currency", "XYZ", "unknown_currency"),
        ("country", "", "no_country"),
        ("country", "Atlantis", "unknown_country"),
        ("time_zone", "Mars/Olympus", "unknown_time_zone"),
        ("quantity", "", "no_quantity"),
        ("quantity", "two", "bad_quantity"),
        ("quantity", "1.5", "bad_quantity"),
        ("quantity", "1000001", "bad_quantity"),
        ("quantity", "0", "quantity_below_one"),
        ("quantity", "-1", "quantity_below_one"),
        ("unit_price", "", "no_price"),
        ("unit_price", "$24", "bad_unit_price"),
        ("unit_price", "NaN", "bad_unit_price"),
        ("unit_price", "1e3", "bad_unit_price"),
        ("unit_price", "10000000000.00", "bad_unit_price"),
        ("unit_price", "-24.00", "negative_unit_price"),
        ("unit_price", "0.00", "nothing_paid"),
        ("unit_price", "0", "nothing_paid"),
        ("sku", "POST", "service_code"),
        ("sku", " bank charges ", "service_code"),
        ("sku", "m", "service_code"),
        ("unit_price", "24.005", "unit_price_too_fine"),
        ("discount", "-1.00", "negative_discount"),
        ("discount", "48.01", "discount_above_price"),
        ("tax", "a lot", "bad_tax"),
        ("email", "kim at example", "bad_email"),
        ("gtin", "4006381333932", "bad_gtin"),
        ("gtin", "40063", "bad_gtin"),
        ("weight_g", "-5", "bad_weight"),
        ("product", "tee\x00", "unreadable_text"),
        ("takes_open_box", "maybe", "bad_takes_open_box"),
        ("shipping", "free", "bad_shipping"),
        ("shipping", "-4.95", "negative_shipping"),
        ("shipping", "4.955", "shipping_too_fine"),
        ("shipping_tax", "1e3", "bad_shipping_tax"),
        ("shipping_tax", "-0.40", "negative_shipping_tax"),
        ("gift", "perhaps", "bad_gift"),
        ("gift_code", "AB-12-34-5", "short_gift_code"),
    ],
)
def test_a_row_that_is_no_order_line_says_why(
    tmp_path: Path, column: str, value: str, reason: str
) -> None:
    batch = with_columns(tmp_path, **{column: value})
    [rejected] = batch.rejected
    assert rejected.reason == reason
    assert rejected.row == 2
    assert rejected.value == value.strip()
    assert rejected.message.endswith(".")
    assert len(batch.lines) == len(batch.orders) == len(batch.variants) == 0


@pytest.mark.parametrize("sku", ["POST-1", "TEE-M", "DOTS", "MM", "SHIPPINGBOX", "1M"])
def test_a_code_that_only_resembles_a_service_is_a_product(tmp_path: Path, sku: str) -> None:
    assert list(with_columns(tmp_path, sku=sku).lines.sku) == [sku]


def test_a_shop_may_sell_something_under_a_services_code(tmp_path: Path) -> None:
    mapping = parse_mapping('[formats]\nproducts = ["m"]', "The mapping")
    rows = [GOOD.replace("tee-m", code) for code in ("M", "post")]
    batch = read(tmp_path, "\n".join([HEADER, *rows]), mapping)
    assert reasons(batch) == ["service_code"]
    assert list(batch.lines.sku) == ["M"]


def test_a_piece_that_a_discount_made_free_was_sold(tmp_path: Path) -> None:
    assert list(with_columns(tmp_path, discount="48.00").lines.discount) == [48_00]


def test_a_bad_row_leaves_the_rest_of_its_order_standing(tmp_path: Path) -> None:
    batch = read(tmp_path, f"{HEADER}\n{GOOD}\n{GOOD.replace('24.00', '-1')}\n")
    assert reasons(batch) == ["negative_unit_price"]
    assert [rejected.row for rejected in batch.rejected] == [3]
    assert list(batch.lines.key) == ["A-1|TEE-M|1"]


def test_an_order_has_one_currency_one_owner(tmp_path: Path) -> None:
    head = f"{HEADER},email"
    rows = [
        f"{GOOD},kim@example.com",
        f"{GOOD.replace('USD', 'EUR')},kim@example.com",
        f"{GOOD},sam@example.com",
        f"{GOOD},",
    ]
    batch = read(tmp_path, "\n".join([head, *rows]))
    assert reasons(batch) == ["currency_differs", "email_differs"]
    assert list(batch.orders.email) == ["kim@example.com"]
    assert list(batch.lines.quantity) == [4]


@pytest.mark.parametrize("column", ["shipping", "shipping_tax"])
def test_an_order_has_one_delivery(tmp_path: Path, column: str) -> None:
    rows = [f"{GOOD},4.95", f"{GOOD},", f"{GOOD},4.95", f"{GOOD},5.95"]
    batch = read(tmp_path, "\n".join([f"{HEADER},{column}", *rows]))
    assert reasons(batch) == [f"{column}_differs"]
    assert list(getattr(batch.orders, column)) == [4_95]
    assert list(batch.lines.quantity) == [6]


def test_a_rejected_row_has_no_say_in_whose_order_it_is(tmp_path: Path) -> None:
    head = f"{HEADER},email"
    rows = [f"{GOOD.replace('24.00', '-1')},sam@example.com", f"{GOOD},kim@example.com"]
    batch = read(tmp_path, "\n".join([head, *rows]))
    assert reasons(batch) == ["negative_unit_price"]
    assert list(batch.orders.email) == ["kim@example.com"]


def test_missing_columns_are_named(tmp_path: Path) -> None:
    said = trouble(tmp_path, b"order_number,sku\nA-1,tee\n")
    assert said.startswith(
        "The file has no column 'country', 'currency', 'ordered_at', 'quantity', 'unit_price'."
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (f"{HEADER}\n{GOOD},surplus\n".encode(), "as many fields in each row"),
        (f"{HEADER}\n{GOOD}\n".encode() + b"\xff\xfe,,,,,,\n", "UTF-8"),
        (b"PAR1 and then nothing that is Parquet", "neither Parquet nor CSV"),
        (b"PK\x03\x04", "a spreadsheet or a zip archive"),
        (b"\x1f\x8b\x08", "a gzip archive"),
    ],
)
def test_what_is_no_order_file_is_said_in_plain_words(
    tmp_path: Path, content: bytes, words: str
) -> None:
    assert words in trouble(tmp_path, content)


def test_an_absent_file_is_said_to_be_absent(tmp_path: Path) -> None:
    with pytest.raises(UnreadableOrderFile, match="cannot be opened"):
        open_order_file(tmp_path / "nowhere.csv")
