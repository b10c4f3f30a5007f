"""The stitch says what was done, what is going on where the needle stands, and what is ahead."""

import pytest

from onward.domain.life import Stage
from onward.domain.track import TrackState, TrackStep
from onward.messages import Audience, track_label

DONE, NOW, AHEAD = TrackState.DONE, TrackState.NOW, TrackState.AHEAD


@pytest.mark.parametrize(
    ("key", "state", "stage", "said"),
    [
        ("HANDED_IN", DONE, Stage.IN_TRANSIT, "Handed in"),
        ("HANDED_IN", NOW, Stage.AWAITING_DROPOFF, "Hand it in"),
        ("HANDED_IN", NOW, Stage.EXPIRED, "Not handed in"),
        ("HANDED_IN", AHEAD, Stage.SEEKING, "Handed in"),
        ("OWNER_FOUND", NOW, Stage.APPROVED, "Choose its way"),
        ("OWNER_FOUND", NOW, Stage.SEEKING, "Looking for its owner"),
        ("ARRIVED", NOW, Stage.IN_TRANSIT, "On its way"),
        ("ARRIVED", NOW, Stage.LOST, "The carrier is looking for it"),
    ],
)
def test_the_needle_stands_at_what_is_to_be_done(
    key: str, state: TrackState, stage: Stage, said: str
) -> None:
    assert track_label(TrackStep(key, state, None), Audience.RETURNER, stage) == said
    assert track_label(TrackStep(key, state, None), Audience.AGENT, stage) == said


def test_a_buyer_follows_the_same_parcel_in_their_own_words() -> None:
    arrived = TrackStep("ARRIVED", NOW, None)
    assert track_label(arrived, Audience.BUYER, Stage.IN_TRANSIT) == "On its way to you"
    assert track_label(arrived, Audience.BUYER, None) == "On its way to you"


def test_whoever_is_to_send_a_claimed_piece_back_reads_that_and_then_of_the_money() -> None:
    back = TrackStep("REFUNDED", NOW, None)
    waits = track_label(back, Audience.BUYER, Stage.RETURNING_TO_WAREHOUSE)
    assert waits == "Hand it in with your code"
    assert track_label(back, Audience.BUYER, None) == "Money on its way"
