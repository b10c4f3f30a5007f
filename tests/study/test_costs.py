"""What the two roads cost: whole amounts, rounded as everywhere in the house."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.economics import net, peer_lines, piece_of, recovery_lines
from onward.domain.events import Channel
from onward.domain.grades import Grade
from onward.domain.money import Money
from onward.domain.pricing import open_box_price
from onward.domain.refunds import bonus
from onward.study.assumptions import assumptions
from onward.study.costs import Parcels, Roads, cost_of, share, unknown_roads
from tests.study.pasts import policy

amounts = st.integers(0, 10_000_000)


def parcel(price: int = 10_000, pieces: int = 1, grams: int = 500) -> Parcels:
    def ones(value: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array([value], np.int64)

    return Parcels(
        value=ones(price * pieces),
        price=ones(price),
        pieces=ones(pieces),
        grams=ones(grams),
        discount_bp=ones(2_000),
        worn_bp=ones(0),
        roads=unknown_roads(1),
    )


def likely() -> dict[str, float]:
    return assumptions(policy(), 0.25, 2_000).likely()


@given(amounts, st.integers(0, 10_000))
def test_a_share_of_many_is_rounded_like_a_share_of_one(minor: int, basis_points: int) -> None:
    many = share(np.array([minor], np.int64), np.array([basis_points], np.int64))
    assert int(many[0]) == Money(minor, "EUR").share(basis_points).minor


@given(st.integers(2, 1_000_000))
def test_discount_and_bonus_are_what_the_shop_itself_would_give(price: int) -> None:
    rules = policy()
    costs = cost_of(parcel(price), likely(), rules.bonus_least_minor)
    lower = open_box_price(Money(price, "EUR"), rules.category("clothing"))
    assert int(costs.peer["DISCOUNT"][0]) == price - lower.minor
    assert int(costs.peer["BONUS"][0]) == bonus(rules, lower).minor


def test_a_hundred_costs_as_the_policy_says_line_by_line() -> None:
    costs = cost_of(parcel(), likely(), 300)
    assert {name: int(one[0]) for name, one in costs.warehouse.items()} == {
        "LABEL_IN": 790,
        "HANDLING": 900,
        "SERVICE": 300,
        "LABEL_OUT": 790,
        "MARKDOWN": 1300,
    }
    assert {name: int(one[0]) for name, one in costs.peer.items()} == {
        "LABEL": 790,
        "SERVICE": 300,
        "DISCOUNT": 2000,
        "BONUS": 400,
        "CLAIMS": 176,
        "NO_SHIP": 121,
    }
    assert int(costs.by_warehouse[0]) == 4080
    assert int(costs.by_peer[0]) == 3787


def test_what_was_passed_on_before_sells_cheaper_at_the_warehouse_at_onwards_cost() -> None:
    first = cost_of(parcel(), likely(), 300)
    again = cost_of(replace(parcel(), worn_bp=np.array([1_700], np.int64)), likely(), 300)
    assert (int(first.worn[0]), int(again.worn[0])) == (0, 1_700)
    assert again.warehouse == first.warehouse
    never_shipped = again.peer["NO_SHIP"] - first.peer["NO_SHIP"]
    assert int(never_shipped[0]) == 1_700 * 0.05


@given(st.integers(2, 25_000), st.integers(1, 9_000))
def test_what_a_match_saves_is_what_the_shop_itself_expects(price: int, grams: int) -> None:
    """To the minor unit, but for one that two roundings of a half may differ by. Storage is left
    out, as a replay leaves it out; so is waiting, which a match has behind it."""
    rules = policy()
    unstored = replace(rules, costs=replace(rules.costs, storage_per_day_minor=0))
    piece = piece_of(Money(price, "EUR"), "clothing", Grade.LIKE_NEW, grams, unstored, None)
    shelf = recovery_lines(piece, unstored.recovery.terms[Channel.WAREHOUSE], unstored)
    expected = net(peer_lines(piece, unstored), "EUR") - net(shelf, "EUR")
    costs = cost_of(parcel(price, grams=grams), likely(), rules.bonus_least_minor)
    saved = int((costs.by_warehouse - costs.by_peer)[0])
    assert abs(saved - expected.minor) <= 1


def test_a_heavy_parcel_makes_a_label_dearer() -> None:
    light, heavy = (
        int(cost_of(one, likely(), 300).peer["LABEL"][0]) for one in (parcel(), parcel(grams=2_001))
    )
    assert (light, heavy) == (790, 990)


def test_a_piece_nobody_weighed_weighs_what_is_assumed() -> None:
    unknown = cost_of(parcel(pieces=4, grams=0), likely(), 300)
    assert int(unknown.peer["LABEL"][0]) == 890


def test_a_measured_way_takes_the_place_of_an_assumed_one() -> None:
    far = replace(parcel(), roads=Roads(*(np.array([km]) for km in (200.0, 4_000.0, 3_000.0))))
    costs = cost_of(far, likely(), 300)
    labels = (costs.warehouse["LABEL_IN"], costs.warehouse["LABEL_OUT"], costs.peer["LABEL"])
    assert [int(label[0]) for label in labels] == [690, 1070, 970]
