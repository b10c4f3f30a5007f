"""A code is an item's number, or it says nothing about the item."""

import pytest

from onward.domain.barcodes import as_gtin, bears, names_another

SHOPS_OWN, SHOPS_OTHER = "02000000010021", "02000000010038"
BRAND, OTHER_BRAND = "04006381333931", "00012345678905"
PRICE_TAG, CARTON = "02412345000016", "14006381333938"


@pytest.mark.parametrize(
    ("code", "gtin"),
    [
        ("4006381333931", BRAND),
        ("04006381333931", BRAND),
        ("012345678905", OTHER_BRAND),
        ("96385074", "00000096385074"),
        (CARTON, CARTON),
        ("4006381333932", None),
        ("400638133393", None),
        ("123456789", None),
        ("40063813339A1", None),
        ("\u0664006381333931", None),
        ("", None),
        (None, None),
    ],
)
def test_a_number_of_any_length_is_the_same_in_fourteen_digits(
    code: str | None, gtin: str | None
) -> None:
    assert as_gtin(code) == gtin


@pytest.mark.parametrize(
    ("code", "ours", "another"),
    [
        (OTHER_BRAND, BRAND, True),
        (BRAND, BRAND, False),
        ("4006381333931", BRAND, False),
        (SHOPS_OTHER, SHOPS_OWN, True),
        (BRAND, SHOPS_OWN, True),
        (PRICE_TAG, BRAND, False),
        (PRICE_TAG, SHOPS_OWN, True),
        (CARTON, OTHER_BRAND, False),
        ("4006381333932", BRAND, False),
        ("hello", BRAND, False),
    ],
)
def test_only_the_number_of_another_item_contradicts(code: str, ours: str, another: bool) -> None:
    assert names_another(code, ours) is another


def test_the_items_number_is_found_among_others_however_it_is_written() -> None:
    assert bears((OTHER_BRAND, "4006381333931"), BRAND)
    assert not bears((OTHER_BRAND,), BRAND)
    assert not bears((), BRAND)
