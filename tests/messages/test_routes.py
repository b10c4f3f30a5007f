"""How far a way goes and what that means, in words: bands, never an address, and the admission
where the way is the longer one."""

from dataclasses import replace

import pytest

from onward.domain.events import Channel
from onward.domain.footprint import Footprint
from onward.domain.impact import Saving
from onward.messages import (
    footprint_texts,
    grams_text,
    impact_method,
    peer_km_text,
    peer_why,
    saving_text,
    warehouse_km_text,
    warehouse_why,
)
from tests.domain.examples import POLICY, usd

LESS = Saving(1_100, 902, 1_204, 1_689)
IF = "if that way is as long as is usual."
WENT = Footprint(43, 1, 0, 31, LESS, 0, 0, measured=True)


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        (
            LESS,
            "By usual distances, about 1.2 kg less CO2e than by the warehouse (0.9 to 1.7 kg)",
        ),
        (
            Saving(-5_000, -3_100, -2_040, -900),
            "By usual distances, about 2.0 kg more CO2e than by the warehouse: this way is longer",
        ),
        (Saving(9, -20, 49, 80), "By usual distances, about as much CO2e as by the warehouse"),
        (Saving(-9, -80, -49, 20), "By usual distances, about as much CO2e as by the warehouse"),
    ],
)
def test_a_saving_is_said_as_a_range_and_a_loss_as_a_loss(saved: Saving, said: str) -> None:
    assert saving_text(saved) == said


def test_a_way_by_itself_has_its_own_amount() -> None:
    assert grams_text(2_185) == "By usual distances, about 2.2 kg of CO2e"


@pytest.mark.parametrize(
    ("km", "known", "said"),
    [
        (3, True, "About 10 km to its next owner"),
        (43, True, "About 40 km to its next owner"),
        (1_222, False, "About 1,200 km to its next owner, as is usual"),
    ],
)
def test_a_distance_is_said_as_a_band(km: int, known: bool, said: str) -> None:
    assert peer_km_text(km, known=known) == said


def test_the_warehouses_way_ends_at_a_customer_too() -> None:
    assert warehouse_km_text(2_400) == (
        "About 2,400 km to the warehouse and on from there to whoever buys it, as is usual"
    )


@pytest.mark.parametrize(
    ("channel", "there"),
    [
        (
            Channel.LIQUIDATION,
            "There it is looked at and shelved, and later sent on to whoever buys it.",
        ),
        (Channel.DONATE, "There it is looked at and given to somebody in need."),
        (Channel.RECYCLE, "There it is looked at and recycled."),
    ],
)
def test_whoever_sends_it_hears_that_it_is_given_away_or_recycled(
    channel: Channel, there: str
) -> None:
    assert there in warehouse_why(POLICY, None, channel)


def test_for_what_is_given_away_another_one_goes_on_to_a_customer() -> None:
    assert warehouse_km_text(2_400, Channel.DONATE) == (
        "About 2,400 km to the warehouse and for another one on from there to whoever buys it, "
        "as is usual"
    )


def test_why_a_way_is_as_it_is_never_says_what_the_merchant_earns() -> None:
    told = [*peer_why(usd(3_20), POLICY, None, known=False), *warehouse_why(POLICY, None)]
    assert "Your refund is the same on both ways." in told
    assert any("$3.20" in sentence for sentence in told)
    assert any("3 days" in sentence for sentence in told)
    spoken = " ".join(told).lower()
    for word in ("discount", "markdown", "handling", "margin", "earn", "label"):
        assert word not in spoken


def test_both_ways_name_the_legs_that_nobody_measured() -> None:
    usual = "is not measured: it is counted as 1,200 km there and 1,200 km on."
    for told in (peer_why(None, POLICY, None, known=True), warehouse_why(POLICY, None)):
        assert any(sentence.endswith(usual) for sentence in told)


def test_the_method_names_its_numbers() -> None:
    assert "1,616 g of CO2e" in impact_method(POLICY)
    assert "440 g" in impact_method(POLICY)


def test_only_an_unknown_owner_is_said_to_be_expected() -> None:
    expected, known = (len(peer_why(None, POLICY, None, known=one)) for one in (False, True))
    assert expected == known + 1


def test_a_footprint_is_told_in_one_sentence_where_all_went_well() -> None:
    assert footprint_texts(WENT) == (
        f"40 km in one parcel: about 1.2 kg less CO2e than by the warehouse (0.9 to 1.7 kg), {IF}",
    )


def test_a_footprint_tells_what_failed_as_well() -> None:
    saved = Saving(-43, -500, -320, -200)
    went = replace(WENT, km=2_443, parcels=3, failed_matches=1, claims=1, saved=saved, usual=True)
    longer = f"about 0.3 kg more CO2e than by the warehouse, {IF}"
    assert footprint_texts(went) == (
        f"2,450 km, as is usual, in 3 parcels: {longer}",
        "One buyer it was meant for did not get it; that is counted.",
        "It came back from its buyer; that is counted.",
    )


def test_a_footprint_that_changes_nothing_says_so() -> None:
    assert footprint_texts(replace(WENT, failed_matches=2, saved=Saving(0, 0, 0, 0))) == (
        f"40 km in one parcel: about as much CO2e as by the warehouse, {IF}",
        "2 buyers it was meant for did not get it; that is counted.",
    )


def test_a_measured_way_to_the_warehouse_is_said_as_a_band() -> None:
    measured = (
        "The warehouse is about 850 km from you. How far it goes on from there is not measured: "
        "it is counted as 1,200 km."
    )
    for told in (peer_why(None, POLICY, 846, known=True), warehouse_why(POLICY, 846)):
        assert measured in told
