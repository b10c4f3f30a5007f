"""Kilometres and CO2e of each way; a peer path that is longer says so, and what fails counts."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from onward.domain import impact
from onward.domain.assumed import ImpactPolicy
from onward.domain.economics import Piece, Roads
from onward.domain.impact import Impact
from tests.domain.examples import POLICY
from tests.domain.test_economics import PIECES, SHIRT

NEVER_FAILS = replace(POLICY, costs=replace(POLICY.costs, claims_bp=0, no_ship_bp=0))


def test_a_pound_over_five_hundred_miles_is_what_the_source_says() -> None:
    """0.59 kg (consumerecology.com): the factor that is shipped comes from there."""
    pound = Impact(km=805, parcels_of_100=100, packages_of_100=0, weight_g=454)
    assert impact.grams(pound, POLICY) == 591


def test_a_package_weighs_in_at_its_own_grams() -> None:
    packed = Impact(km=0, parcels_of_100=0, packages_of_100=100, weight_g=454)
    assert impact.grams(packed, POLICY) == 440


def test_the_peer_way_is_one_leg_in_the_package_it_came_in() -> None:
    way = impact.by_peer(SHIRT, NEVER_FAILS)
    assert way == Impact(1_200, 100, 0, 450)
    around = impact.by_warehouse(SHIRT, NEVER_FAILS)
    assert around == Impact(2_400, 200, 100, 450)
    saved = impact.saving(way, around, NEVER_FAILS)
    assert saved.km == 1_200
    by_peer, by_warehouse = (
        round(Fraction(km * 450 * 1_616, 1_000_000) + package)
        for km, package in ((1_200, 0), (2_400, 440))
    )
    assert saved.likely_g == by_warehouse - by_peer


def test_matches_that_fail_and_claims_are_counted_as_a_share_of_the_long_way() -> None:
    """One in twenty is never handed in, and one in fifty of the others comes back."""
    way = impact.by_peer(SHIRT, POLICY)
    again = Fraction(5, 100) + Fraction(95, 100) * Fraction(2, 100)
    assert way.km == round(Fraction(95, 100) * 1_200 + again * 2_400)
    assert way.parcels_of_100 == round(100 * (Fraction(95, 100) + 2 * again))
    assert way.packages_of_100 == round(100 * again)


def test_a_peer_way_that_is_longer_says_so() -> None:
    far = replace(SHIRT, roads=Roads(100, 100, 4_000))
    saved = impact.saving(impact.by_peer(far, POLICY), impact.by_warehouse(far, POLICY), POLICY)
    assert saved.km < 0
    assert saved.low_g <= saved.likely_g <= saved.high_g < 0


def test_what_is_kept_goes_nowhere() -> None:
    assert impact.grams(impact.nowhere(SHIRT, POLICY), POLICY) == 0
    assert impact.to_the_dock(SHIRT, POLICY).km == 1_200


FACTORS = st.lists(st.integers(1, 100_000), min_size=3, max_size=3).map(sorted)


@given(PIECES, FACTORS, st.integers(0, 5_000))
def test_what_is_likely_lies_between_what_is_believable(
    piece: Piece, factors: list[int], package: int
) -> None:
    low, likely, high = factors
    expected = ImpactPolicy(low_g=low, likely_g=likely, high_g=high, package_co2e_g=package)
    policy = replace(POLICY, impact=expected)
    around = impact.by_warehouse(piece, policy)
    saved = impact.saving(impact.by_peer(piece, policy), around, policy)
    assert saved.low_g <= saved.likely_g <= saved.high_g


@given(PIECES)
def test_a_way_saves_nothing_against_itself(piece: Piece) -> None:
    around = impact.by_warehouse(piece, POLICY)
    saved = impact.saving(around, around, POLICY)
    assert (saved.km, saved.low_g, saved.likely_g, saved.high_g) == (0, 0, 0, 0)
