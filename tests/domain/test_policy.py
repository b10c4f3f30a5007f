"""A policy answers for every category and knows which borders a parcel would cross."""

from dataclasses import replace

import pytest

from tests.domain.examples import CLOTHING, POLICY


def test_a_category_has_its_own_rules_or_the_defaults() -> None:
    assert POLICY.category("clothing") is CLOTHING
    assert POLICY.category("giftware").category == "default"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("US", "US", True),
        ("DE", "NL", True),
        ("NL", "DE", True),
        ("DE", "US", False),
        ("US", "CA", False),
        ("ZZ", "ZZ", False),
        ("US", "ZZ", False),
    ],
)
def test_two_countries_share_a_territory_or_they_do_not(one: str, other: str, same: bool) -> None:
    assert POLICY.same_territory(one, other) is same


def test_a_categorys_own_reasons_come_on_top_of_the_shops() -> None:
    picky = replace(CLOTHING, excluded_reasons=frozenset({"OTHER"}))
    policy = replace(POLICY, categories=POLICY.categories | {"clothing": picky})
    assert policy.excluded_reasons("clothing") == {"DEFECTIVE", "WRONG_ITEM", "OTHER"}
    assert policy.excluded_reasons("giftware") == {"DEFECTIVE", "WRONG_ITEM"}
