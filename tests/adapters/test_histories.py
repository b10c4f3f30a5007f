"""Order files read as a past: the whole adds up, and nothing strange is silently dropped."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from onward.adapters.orders import load_mapping, load_preset, open_order_file
from onward.adapters.orders.histories import open_history_file
from onward.domain.histories import UNKNOWN, History
from onward.domain.orders import UnreadableOrderFile

HEADER = "order_number,ordered_at,email,sku,quantity,unit_price,currency,country"


def history(folder: Path, *rows: str, header: str = HEADER, mapping: str = "") -> History:
    path = folder / "history.csv"
    path.write_text("\n".join((header, *rows, "")))
    if not mapping:
        return open_history_file(path).read()
    (folder / "map.toml").write_text(mapping)
    return open_history_file(path, load_mapping(folder / "map.toml")).read()


def uci_rows(*rows: tuple[str, str, int, str, float, int | None, str]) -> pl.DataFrame:
    names = ("invoice_no", "stock_code", "quantity", "day", "unit_price", "customer_id", "country")
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(
        pl.col("day").str.to_datetime("%Y-%m-%d %H:%M").alias("invoice_date"),
        pl.lit("THING").alias("description"),
    )


def of_uci(folder: Path, frame: pl.DataFrame) -> History:
    frame.write_parquet(folder / "year.parquet")
    return open_history_file(folder / "year.parquet", load_preset("uci")).read()


def refused(found: History) -> dict[str, int]:
    return {one.reason: one.rows for one in found.rows.refused}


def adds_up(found: History) -> bool:
    rows = found.rows
    return rows.read == rows.lines + rows.returns + rows.rejected


UK = "United Kingdom"
STRANGE = uci_rows(
    ("1", "10001", 4, "2011-01-03 10:00", 2.5, 7, UK),
    ("1", "10001 ", 2, "2011-01-03 10:00", 2.5, 7, UK),
    ("2", "POST", 1, "2011-01-03 10:00", 18.0, 7, UK),
    ("2", "DOT", 1, "2011-01-03 10:00", 18.0, 7, UK),
    ("2", "M", 1, "2011-01-03 10:00", 18.0, 7, UK),
    ("3", "10001", 1, "2011-01-04 10:00", 0.0, None, UK),
    ("4", "10001", -3, "2011-01-04 10:00", 2.5, None, UK),
    ("A5", "10001", 1, "2011-01-04 10:00", 2.5, None, UK),
    ("6", "10001", 1, "2011-01-04 10:00", 2.5, 8, "Atlantis"),
    ("C7", "10001", -4, "2011-01-09 10:00", 2.5, 7, UK),
    ("C7", "POST", -1, "2011-01-09 10:00", 18.0, 7, UK),
    ("C8", "10001", -1, "2011-01-09 11:00", 2.5, None, UK),
)


def test_of_a_strange_year_every_row_is_a_line_a_return_or_refused_by_name(tmp_path: Path) -> None:
    found = of_uci(tmp_path, STRANGE)
    assert adds_up(found)
    assert (found.rows.read, found.rows.lines, found.rows.returns) == (12, 2, 2)
    assert refused(found) == {
        "not_a_product": 4,
        "nothing_paid": 1,
        "stock_correction": 1,
        "bad_debt_adjustment": 1,
        "unknown_country": 1,
    }


def test_rows_of_one_order_and_item_are_one_line_and_are_counted_as_merged(tmp_path: Path) -> None:
    found = of_uci(tmp_path, STRANGE)
    assert found.lines.pieces.tolist() == [6]
    assert found.rows.merged == 1
    assert found.rows.repeated == 0
    twice = of_uci(tmp_path, pl.concat([STRANGE, STRANGE[:1]]))
    assert twice.rows.repeated == 1
    assert twice.lines.pieces.tolist() == [10]


def test_a_canceled_invoice_is_a_return_whose_size_has_no_sign(tmp_path: Path) -> None:
    found = of_uci(tmp_path, STRANGE)
    assert found.returns.pieces.tolist() == [4, 1]
    assert found.returns.value.tolist() == [1000, 250]
    assert found.returns.customer.tolist() == [0, UNKNOWN]


def test_more_returned_than_bought_is_kept_and_told(tmp_path: Path) -> None:
    rows = uci_rows(
        ("1", "10001", 4, "2011-01-03 10:00", 2.5, 7, UK),
        ("C2", "10001", -5, "2011-01-09 10:00", 2.5, 7, UK),
    )
    found = of_uci(tmp_path, rows)
    assert len(found.returns) == 1
    assert found.notes == {"more_returned_than_bought": 1}


def test_rows_in_another_currency_are_refused_by_name(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        "1,2026-01-05,a@b.de,S-1,1,10.00,EUR,DE",
        "2,2026-01-06,c@d.de,S-1,1,10.00,EUR,DE",
        "3,2026-01-07,e@f.ch,S-1,1,10.00,CHF,CH",
    )
    assert found.currency == "EUR"
    assert refused(found) == {"other_currency": 1}
    assert found.rows.refused[0].first_rows == (4,)
    assert adds_up(found)


def test_services_and_what_nobody_paid_for_are_counted_and_named(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        "1,2026-01-05,a@b.de,S-1,1,10.00,EUR,DE,2026-01-12",
        "1,2026-01-05,a@b.de,POST,1,4.00,EUR,DE,2026-01-12",
        "1,2026-01-05,a@b.de, dot ,1,4.00,EUR,DE,",
        "2,2026-01-06,a@b.de,Post,1,4.00,EUR,DE,",
        "2,2026-01-06,a@b.de,S-2,1,0.00,EUR,DE,2026-01-12",
        header=f"{HEADER},returned_at",
    )
    assert adds_up(found)
    assert [item.sku for item in found.items] == ["S-1"]
    assert (len(found.lines), len(found.returns)) == (1, 1)
    assert refused(found) == {"service_code": 3, "nothing_paid": 1}
    named = found.rows.refused[0]
    assert "Here: POST (2), DOT (1)." in named.message
    assert named.first_rows == (3, 4, 5)


def test_a_return_of_a_service_is_no_return(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        "1,2026-01-05,a@b.de,S-1,1,10.00,EUR,DE,",
        "2,2026-01-12,a@b.de,POST,-1,4.00,EUR,DE,1",
        header=f"{HEADER},return_of",
    )
    assert refused(found) == {"service_code": 1}
    assert len(found.returns) == 0


def test_parquet_knows_services_too(tmp_path: Path) -> None:
    rows = {
        "order_number": [1, 2], "ordered_at": ["2026-01-05", "2026-01-06"],
        "sku": ["DISCOUNT", "S-1"], "quantity": [1, 1], "unit_price": [3.0, 10.0],
        "currency": ["EUR", "EUR"], "country": ["DE", "DE"],
    }  # fmt: skip
    pl.DataFrame(rows).write_parquet(tmp_path / "past.parquet")
    found = open_history_file(tmp_path / "past.parquet").read()
    assert refused(found) == {"service_code": 1}


def test_a_line_may_say_itself_when_it_came_back_and_why(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        "1,2026-01-05,a@b.de,S-1,1,10.00,EUR,DE,2026-01-12,too small",
        "2,2026-01-06,c@d.de,S-1,1,10.00,EUR,DE,,",
        "3,2026-01-07,e@f.de,S-1,1,10.00,EUR,DE,2026-01-01,",
        "4,2026-01-08,g@h.de,S-1,1,10.00,EUR,DE,soon,",
        header=f"{HEADER},returned_at,return_reason",
    )
    assert found.returns.purchase.tolist() == [0]
    assert found.reasons == ("too small",)
    assert found.set_aside == {"bad_return_date": 1, "returned_before_bought": 1}
    assert found.rows.lines == found.rows.read == 4
    assert adds_up(found)


RETURN_ROWS = (
    "1,2026-01-05,a@b.de,S-1,2,10.00,EUR,DE,",
    "2,2026-01-12,a@b.de,S-1,-1,10.00,EUR,DE,1",
    "3,2026-01-13,,S-1,1,10.00,EUR,DE,1",
    "4,2026-01-13,a@b.de,S-1,1,10.00,EUR,DE,99",
)


def test_a_row_may_name_the_order_it_takes_back(tmp_path: Path) -> None:
    found = history(tmp_path, *RETURN_ROWS, header=f"{HEADER},return_of")
    assert (found.rows.lines, found.rows.returns) == (1, 3)
    assert found.returns.purchase.tolist() == [0, 0]
    assert found.returns.customer.tolist() == [0, 0]
    assert found.set_aside == {"purchase_not_in_file": 1}
    assert adds_up(found)


def test_the_importer_takes_no_return_for_an_order(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("\n".join((f"{HEADER},return_of", *RETURN_ROWS, "")))
    (batch,) = open_order_file(path).batches()
    assert [one.reason for one in batch.rejected] == ["return", "return", "return"]
    assert batch.lines.key == ["1|S-1|1"]


def test_customers_may_be_numbers_of_the_shop_instead_of_addresses(tmp_path: Path) -> None:
    mapping = '[columns]\ncustomer = "buyer_id"\n[defaults]\ncurrency = "EUR"\ncountry = "DE"\n'
    found = history(
        tmp_path,
        "1,2026-01-05,77,S-1,1,10.00",
        "2,2026-01-06,,S-1,1,10.00",
        header="order_number,ordered_at,buyer_id,sku,quantity,unit_price",
        mapping=mapping,
    )
    assert found.lines.customer.tolist() == [0, UNKNOWN]


def test_a_household_is_known_where_the_whole_address_is(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        "1,2026-01-05,a@b.de,S-1,1,10.00,EUR,DE,Lindenweg 4,10115",
        "2,2026-01-06,c@d.de,S-1,1,10.00,EUR,DE,LINDENWEG 4,10115",
        "3,2026-01-07,e@f.de,S-1,1,10.00,EUR,DE,,10115",
        header=f"{HEADER},street,postal_code",
    )
    assert found.lines.household.tolist() == [0, 0, UNKNOWN]


def test_what_was_paid_has_discount_and_tax_in_it(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        "1,2026-01-05,a@b.de,S-1,2,10.00,EUR,DE,5.00,2.85,2026-01-12",
        header=f"{HEADER},discount,tax,returned_at",
    )
    assert found.returns.value.tolist() == [1785]
    assert found.lines.price.tolist() == [1000]


def test_an_american_zip_code_says_where_a_line_went_and_where_its_return_lies(
    tmp_path: Path,
) -> None:
    found = history(
        tmp_path,
        "1,2026-01-05,a@b.com,S-1,1,10.00,USD,US,89506,2026-01-12",
        "2,2026-01-06,c@d.com,S-1,1,10.00,USD,US,10001-1234,",
        "3,2026-01-07,e@f.com,S-1,1,10.00,USD,US,00000,",
        "4,2026-01-07,e@f.de,S-1,1,10.00,USD,DE,10001,",
        header=f"{HEADER},postal_code,returned_at",
    )
    assert found.spots is not None
    assert found.spots.line_lat.round().tolist()[:2] == [40, 41]
    assert found.spots.return_lon.round().tolist() == [-120]
    assert np.isnan(found.spots.line_lat[2:]).all()


def test_without_american_zip_codes_nobody_asks_where_anything_lies(tmp_path: Path) -> None:
    row = "1,2026-01-05,a@b.de,S-1,1,10.00,EUR,DE,10115"
    assert history(tmp_path, row, header=f"{HEADER},postal_code").spots is None


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        ("order_number,sku", ["1,S-1"], "no column"),
        (HEADER, [], "order line"),
        (HEADER, ["1,never,a@b.de,S-1,1,10.00,EUR,DE"], "order line"),
    ],
)
def test_a_file_without_a_past_is_refused_in_one_sentence(
    tmp_path: Path, header: str, rows: list[str], said: str
) -> None:
    with pytest.raises(UnreadableOrderFile, match=said):
        history(tmp_path, *rows, header=header)
