"""Every line of a way is a whole amount, the lines are the net to the last unit, and what costs
less never makes a way look worse."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.assumed import CostPolicy, ImpactPolicy, RecoveryPolicy, Terms
from onward.domain.economics import (
    Lines,
    Piece,
    Roads,
    best_recovery,
    kept_lines,
    label_minor,
    net,
    peer_lines,
    peer_margin,
    piece_of,
    recovery_lines,
)
from onward.domain.events import Channel
from onward.domain.grades import Grade
from onward.domain.money import half_even
from onward.domain.policy import Policy
from tests.domain.examples import POLICY, usd

SHELF = POLICY.recovery.terms[Channel.WAREHOUSE]
PALLET = Terms(dict.fromkeys(Grade, 1_000), extra_minor=50)
SHARES = st.integers(0, 10_000)
AMOUNTS = st.integers(0, 50_00)
COSTS = st.builds(
    CostPolicy,
    label_minor=AMOUNTS,
    per_kg_minor=AMOUNTS,
    per_100_km_minor=st.integers(0, 2_00),
    weight_g=st.integers(1, 30_000),
    service_minor=AMOUNTS,
    storage_per_day_minor=st.integers(0, 50),
    storage_days=st.integers(0, 400),
    full_price_bp=SHARES,
    claims_bp=SHARES,
    no_ship_bp=SHARES,
    waiting_bp=st.integers(0, 500),
)
POLICIES = st.builds(lambda costs: replace(POLICY, costs=costs), COSTS)
PIECES = st.builds(
    lambda price, discount, grade, weight, roads, odds: Piece(
        usd(price), usd(price - half_even(price * discount, 10_000)), grade, weight, roads, odds
    ),
    st.integers(2, 1_000_00),
    SHARES,
    st.sampled_from(Grade),
    st.integers(1, 30_000),
    st.builds(Roads, *[st.integers(0, 20_000)] * 3),
    st.none() | st.floats(0, 1),
)
SHIRT = piece_of(usd(80_00), "clothing", Grade.LIKE_NEW, 300, POLICY, None)


def amounts(lines: Lines) -> dict[str, int]:
    return {line.code: line.amount.minor for line in lines}


def every_way(piece: Piece, policy: Policy) -> list[Lines]:
    return [
        peer_lines(piece, policy),
        recovery_lines(piece, SHELF, policy),
        recovery_lines(piece, PALLET, policy),
        kept_lines(piece, policy),
    ]


@given(PIECES, POLICIES)
def test_lines_are_whole_amounts_of_one_currency_and_sum_to_the_net(
    piece: Piece, policy: Policy
) -> None:
    for lines in every_way(piece, policy):
        assert all(line.amount.currency == "USD" and line.amount.minor != 0 for line in lines)
        codes = [line.code for line in lines]
        assert len(set(codes)) == len(codes)
        assert net(lines, "USD") == usd(sum(line.amount.minor for line in lines))


@given(PIECES, POLICIES)
def test_both_discounts_are_the_whole_discount(piece: Piece, policy: Policy) -> None:
    lines = amounts(peer_lines(piece, policy))
    discount = piece.price.minor - piece.lower.minor
    assert lines.get("DISCOUNT", 0) + lines.get("FULL_PRICE", 0) == -discount


@given(PIECES, POLICIES)
def test_each_expected_value_is_rounded_once_half_to_even(piece: Piece, policy: Policy) -> None:
    """Against fractions, which round nothing on the way."""
    costs, lines = policy.costs, amounts(peer_lines(piece, policy))
    at_risk = piece.lower.minor + label_minor(piece.weight_g, piece.roads.to_warehouse, costs)
    assert -lines.get("CLAIMS", 0) == round(Fraction(at_risk * costs.claims_bp, 10_000))
    storage = Fraction(costs.storage_per_day_minor * costs.storage_days)
    assert -lines.get("STORAGE", 0) == round(storage * costs.full_price_bp / 10_000)
    if piece.odds is not None:
        chance = Fraction(min(max(round(piece.odds * 10_000), 100), 10_000), 10_000)
        share = Fraction(costs.waiting_bp, 10_000)
        days = Fraction(policy.windows.window_for.days)
        lost = piece.price.minor * share * days * (1 - chance) / chance
        assert -lines.get("WAITING", 0) == round(lost)


@given(PIECES, POLICIES, st.integers(1, 20_00))
def test_a_cheaper_label_never_makes_a_way_worse(
    piece: Piece, policy: Policy, dearer_by: int
) -> None:
    dear = replace(
        policy, costs=replace(policy.costs, label_minor=policy.costs.label_minor + dearer_by)
    )
    for cheap, dearer in zip(every_way(piece, policy), every_way(piece, dear), strict=True):
        assert net(dearer, "USD") <= net(cheap, "USD")


@given(PIECES, POLICIES, st.integers(0, 50_00), st.integers(0, 20_00))
def test_a_cheaper_label_to_the_next_owner_never_makes_the_peer_way_worse(
    piece: Piece, policy: Policy, label: int, dearer_by: int
) -> None:
    cheap = replace(piece, direct_label=usd(label))
    dear = replace(piece, direct_label=usd(label + dearer_by))
    assert peer_margin(dear, policy) <= peer_margin(cheap, policy)


@given(PIECES, POLICIES, st.integers(0, 5_000))
def test_a_next_owner_further_away_never_pays_better(
    piece: Piece, policy: Policy, further: int
) -> None:
    roads = replace(piece.roads, between=piece.roads.between + further)
    assert peer_margin(replace(piece, roads=roads), policy) <= peer_margin(piece, policy)


@given(PIECES, POLICIES, st.floats(0, 1), st.floats(0, 1))
def test_the_likelier_an_owner_the_better_the_peer_way(
    piece: Piece, policy: Policy, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    worse = peer_margin(replace(piece, odds=low), policy)
    assert worse <= peer_margin(replace(piece, odds=high), policy)


@given(PIECES, POLICIES)
def test_the_best_other_way_is_the_best_of_those_in_use(piece: Piece, policy: Policy) -> None:
    channels = (Channel.WAREHOUSE, Channel.LIQUIDATION)
    terms = {Channel.WAREHOUSE: SHELF, Channel.LIQUIDATION: PALLET}
    both = replace(policy, recovery=RecoveryPolicy(channels, terms))
    best, earns = best_recovery(piece, both)
    sold = [one for one in channels if terms[one].worth_bp[piece.grade]]
    nets = {one: net(recovery_lines(piece, terms[one], both), "USD").minor for one in sold}
    assert earns.minor == nets[best] == max(nets.values())
    alone = replace(both, recovery=replace(both.recovery, channels=(Channel.WAREHOUSE,)))
    assert best_recovery(piece, alone)[0] is Channel.WAREHOUSE


def test_a_shirt_on_the_peer_way_line_by_line() -> None:
    """By hand: 20% off 80.00, of which 40% to people who would have paid it; 5% thank-you of 64.00;
    a label of 6.70 and 12 times 0.10; 2% of 64.00 and a label back; and 5% of what it would have
    earned by the warehouse less the discount, less what it earns so."""
    lines = amounts(peer_lines(SHIRT, POLICY))
    by_warehouse = 80_00 - 10_40 - 7_90 - 9_00 - 3_00 - 1_35 - 7_90
    found = 80_00 - 9_60 - 6_40 - 3_20 - 7_90 - 3_00 - 54 - 1_44
    assert lines == {
        "SOLD": 80_00,
        "DISCOUNT": -9_60,
        "FULL_PRICE": -6_40,
        "BONUS": -3_20,
        "LABEL": -7_90,
        "SERVICE": -3_00,
        "STORAGE": -54,
        "CLAIMS": -1_44,
        "NO_SHIP": half_even((by_warehouse - 16_00 - found) * 500, 10_000),
    }


def test_a_shirt_by_the_warehouse_line_by_line() -> None:
    assert amounts(recovery_lines(SHIRT, SHELF, POLICY)) == {
        "SOLD": 80_00,
        "MARKDOWN": -10_40,
        "LABEL_IN": -7_90,
        "HANDLING": -9_00,
        "SERVICE": -3_00,
        "STORAGE": -1_35,
        "LABEL_OUT": -7_90,
    }


def test_what_is_worth_nothing_is_neither_stored_nor_sent_out() -> None:
    broken = replace(SHIRT, grade=Grade.DAMAGED)
    assert set(amounts(recovery_lines(broken, SHELF, POLICY))) == {
        "LABEL_IN", "HANDLING", "SERVICE",
    }  # fmt: skip


def test_what_leaves_by_the_pallet_costs_its_channel_and_no_label_out() -> None:
    lines = amounts(recovery_lines(SHIRT, PALLET, POLICY))
    assert lines["CHANNEL"] == -50
    assert lines["SOLD"] + lines["MARKDOWN"] == 8_00
    assert not {"LABEL_OUT", "STORAGE"} & set(lines)


def test_what_was_paid_for_a_label_counts_as_it_was() -> None:
    known = replace(SHIRT, direct_label=usd(5_95), warehouse_label=usd(6_55))
    assert amounts(peer_lines(known, POLICY))["LABEL"] == -5_95
    assert amounts(recovery_lines(known, SHELF, POLICY))["LABEL_IN"] == -6_55


@pytest.mark.parametrize(
    ("weight", "km", "minor"),
    [(1, 0, 6_70), (1_000, 0, 6_70), (1_001, 0, 7_70), (3_000, 1_200, 9_90), (300, 4_321, 11_02)],
)
def test_a_label_costs_by_begun_kilogram_and_by_the_way(weight: int, km: int, minor: int) -> None:
    assert label_minor(weight, km, POLICY.costs) == minor


def test_a_piece_without_a_weight_has_the_usual_one() -> None:
    assert piece_of(usd(80_00), "clothing", Grade.LIKE_NEW, 0, POLICY, None).weight_g == 400


def test_an_unknown_next_owner_lives_where_the_policy_expects() -> None:
    policy = replace(POLICY, impact=ImpactPolicy(100, 200, 300))
    piece = piece_of(usd(80_00), "clothing", Grade.LIKE_NEW, 300, policy, None)
    assert piece.roads == Roads(100, 200, 300)


@given(st.integers(-10_000, 10_000), st.integers(1, 1_000))
def test_a_fraction_rounds_as_python_rounds_exact_ones(numerator: int, denominator: int) -> None:
    assert half_even(numerator, denominator) == round(Fraction(numerator, denominator))
