"""Mappings and presets: another shop's columns become ours, and a mistake in them is named."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from onward.adapters.orders import load_preset, presets
from onward.adapters.orders.mapping import parse_mapping
from onward.domain.orders import UnreadableOrderFile
from tests.adapters.order_files import GOOD, HEADER, NOVEMBER_FIRST, read, reasons, trouble

MAPPING = """
[columns]
order_number = "Bestellung"
ordered_at = "Datum"
sku = "Artikel"
unit_price = "Preis"
country = "Land"
[defaults]
currency = "EUR"
quantity = "1"
[templates]
email = "kunde-{Kunde}@customers.example"
[formats]
datetime = "%d.%m.%Y %H:%M"
time_zone = "Europe/Berlin"
separator = ";"
decimal_comma = true
[countries]
"Österreich" = "AT"
[[reject]]
column = "Artikel"
matches = "^VERSAND"
reason = "postage"
message = "Postage is no product."
"""


def test_a_mapping_translates_another_shops_file(tmp_path: Path) -> None:
    text = (
        "Bestellung;Datum;Artikel;Preis;Land;Kunde\n"
        "7;01.07.2026 12:30;hemd-m;64,90;Österreich;12\n"
        "7;01.07.2026 12:30;VERSAND;4,90;Österreich;12\n"
        "8;01.12.2026 12:30;hemd-l;64,90;de;\n"
    )
    batch = read(tmp_path, text, parse_mapping(MAPPING, "The mapping"))
    assert [(r.row, r.reason, r.value) for r in batch.rejected] == [(3, "postage", "VERSAND")]
    assert list(batch.orders.country) == ["AT", "DE"]
    assert list(batch.orders.email) == ["kunde-12@customers.example", None]
    summer, winter = (datetime.fromtimestamp(ms / 1000, UTC) for ms in batch.orders.ordered_at)
    assert (summer.hour, winter.hour) == (10, 11)
    assert list(batch.lines.unit_price) == [6490, 6490]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[columns", "cannot be used"),
        ('[colums]\nsku = "x"', "'colums' is not a known section"),
        ('[columns]\nskuu = "x"', "'skuu' is not a known [columns] column"),
        ('[formats]\ntime_zone = "Mars/Olympus"', "not a known time zone"),
        ('[formats]\nseparator = ";;"', "one character"),
        ('[formats]\nproducts = "M"', "products must be a list of codes"),
        ('[templates]\nemail = "{kunde"', "stray brace"),
        ('[defaults]\ndelivered_after = "soon"', '"2 days" or "36 hours"'),
        ('[defaults]\ndelivered_after = "9999 days"', '"2 days" or "36 hours"'),
        ('[templates]\nemail = "{}"', "must name a column"),
        ('[[reject]]\ncolumn = "a"', "exactly one test"),
        (
            '[[reject]]\ncolumn = "a"\nreason = "r"\nmessage = "m"\nmatches = "("',
            "not a regular expression",
        ),
    ],
)
def test_a_mapping_with_a_mistake_is_named(text: str, words: str) -> None:
    with pytest.raises(UnreadableOrderFile) as told:
        parse_mapping(text, "The mapping")
    assert words in str(told.value)


DELIVERED_AFTER = '[defaults]\ndelivered_after = "{}"'
HOUR_MS = 3_600_000


@pytest.mark.parametrize(("after", "hours"), [("2 days", 48), ("1 day", 24), ("36 hours", 36)])
def test_a_mapping_may_assume_when_parcels_arrive_where_the_file_is_silent(
    tmp_path: Path, after: str, hours: int
) -> None:
    mapping = parse_mapping(DELIVERED_AFTER.format(after), "The mapping")
    silent = read(tmp_path, f"{HEADER}\n{GOOD}\n", mapping)
    assert list(silent.orders.delivered_at) == [NOVEMBER_FIRST + hours * HOUR_MS]


def test_what_the_file_says_of_a_delivery_wins_over_what_a_mapping_assumes(tmp_path: Path) -> None:
    mapping = parse_mapping(DELIVERED_AFTER.format("2 days"), "The mapping")
    rows = (
        f"{GOOD},2026-11-01T20:00:00Z",
        f"{GOOD.replace('A-1', 'A-2')},",
        f"{GOOD.replace('A-1', 'A-3')},whenever",
    )
    batch = read(tmp_path, "\n".join([f"{HEADER},delivered_at", *rows]), mapping)
    expected = [NOVEMBER_FIRST + 10 * HOUR_MS, NOVEMBER_FIRST + 48 * HOUR_MS]
    assert list(batch.orders.delivered_at) == expected
    assert reasons(batch) == ["bad_delivery_date"]


def test_without_such_an_assumption_nothing_counts_as_delivered(tmp_path: Path) -> None:
    assert list(read(tmp_path, f"{HEADER}\n{GOOD}\n").orders.delivered_at) == [None]


def test_a_mapped_column_that_the_file_lacks_is_named(tmp_path: Path) -> None:
    mapping = parse_mapping('[columns]\nemail = "Mail"', "The mapping")
    assert "'Mail'" in trouble(tmp_path, f"{HEADER}\n{GOOD}\n".encode(), mapping)


def test_an_unknown_preset_lists_the_known_ones() -> None:
    assert presets() == ("uci",)
    with pytest.raises(UnreadableOrderFile, match="known ones: uci"):
        load_preset("shopify")
