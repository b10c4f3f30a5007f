"""What holds for an opened piece that fails: the law where there is one, and the shop's promise."""

import pytest

from onward.domain.warranties import Warranty, WarrantyTerms, warranty_of

TERMS = WarrantyTerms(months=3, by_category={"shoes": 30, "toys": 0})


@pytest.mark.parametrize(
    ("category", "country", "legal", "own"),
    [
        ("clothing", "US", 0, 3),
        ("clothing", "DE", 24, 0),
        ("clothing", "NO", 24, 0),
        ("clothing", "GB", 0, 3),
        ("shoes", "US", 0, 30),
        ("shoes", "FR", 24, 30),
        ("toys", "US", 0, 0),
    ],
)
def test_the_law_holds_where_there_is_one_and_a_promise_where_it_adds_to_that(
    category: str, country: str, legal: int, own: int
) -> None:
    assert warranty_of(TERMS, category, country) == Warranty(legal, own)


def test_less_than_the_laws_two_years_is_something_to_agree_to() -> None:
    assert warranty_of(WarrantyTerms(legal_months=12), "clothing", "DE").shortened
    assert not warranty_of(WarrantyTerms(legal_months=24), "clothing", "DE").shortened
    assert not warranty_of(WarrantyTerms(legal_months=12), "clothing", "US").shortened
