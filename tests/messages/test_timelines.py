"""Every event is told to the desk, and to the two others only what is theirs to know."""

import pytest

from onward.domain import events as e
from onward.domain.events import KINDS, SYSTEM, Because, Recorded
from onward.domain.life import ShipmentStatus
from onward.messages import Audience, because_text, status_text, timeline_text, told_by
from tests.domain.examples import MATCH, T0, TO_BUYER, told
from tests.messages.every_event import ENTRIES, entry

ZONE = "America/New_York"
NOT_THE_BUYERS = {
    "Opened", "PhotoAdded", "Submitted", "Approved", "ReviewAsked", "Appealed", "PeerChosen",
    "Diverted", "Inspected", "BonusEarned", "Withdrawn", "StrayScanned", "TaskOpened", "TaskDone",
}  # fmt: skip
NOT_THE_RETURNERS = {
    "StrayScanned", "LabelStranded", "LabelVoided", "BuyerReplaced", "Inspected", "Recalled",
    "TaskOpened", "TaskDone",
}  # fmt: skip


def test_there_is_an_example_of_every_event() -> None:
    assert {one.event.kind for one in ENTRIES} == set(KINDS)


@pytest.mark.parametrize("one", ENTRIES, ids=lambda one: one.event.kind)
@pytest.mark.parametrize("audience", Audience)
def test_every_event_can_be_told_to_everyone(one: Recorded, audience: Audience) -> None:
    said = timeline_text(one, audience, ZONE)
    assert said is None or (said and said[0] == said[0].upper() and said.endswith("."))
    assert told_by(one, audience)


@pytest.mark.parametrize("one", ENTRIES, ids=lambda one: one.event.kind)
def test_the_desk_is_told_everything(one: Recorded) -> None:
    assert timeline_text(one, Audience.AGENT, ZONE)


@pytest.mark.parametrize("kind", sorted(NOT_THE_BUYERS))
def test_the_buyer_is_not_told_what_is_the_returners(kind: str) -> None:
    assert timeline_text(entry(KINDS[kind]), Audience.BUYER, ZONE) is None


@pytest.mark.parametrize("kind", sorted(NOT_THE_RETURNERS))
def test_the_returner_is_not_told_what_is_the_desks_or_the_buyers(kind: str) -> None:
    assert timeline_text(entry(KINDS[kind]), Audience.RETURNER, ZONE) is None


def test_a_telling_fills_in_words_and_not_codes() -> None:
    said = {
        kind: timeline_text(entry(kind), Audience.AGENT, ZONE)
        for kind in (e.Opened, e.PeerChosen, e.Diverted, e.Tracked, e.ClaimSettled, e.TaskOpened)
    }
    assert said == {
        e.Opened: "Return started: too small, wants money back.",
        e.PeerChosen: "Peer path chosen: $64.00, thank-you $3.20, until Wed 25 Nov.",
        e.Diverted: "To the warehouse. No buyer in the window.",
        e.Tracked: "Out for delivery.",
        e.ClaimSettled: "Claim settled: money back once it is handed in for the warehouse.",
        e.TaskOpened: "Task opened: Decide the buyer’s claim.",
    }


def test_the_same_scan_is_told_to_each_in_their_own_words() -> None:
    scan = entry(e.FirstScanned)
    assert timeline_text(scan, Audience.RETURNER, ZONE) == "Handed in and scanned."
    assert timeline_text(scan, Audience.BUYER, ZONE) == "Handed in and on its way to you."


def test_the_returner_hears_of_a_lost_buyer_only_when_it_was_the_buyers_doing() -> None:
    def released(because: Because) -> str | None:
        [one] = told([(SYSTEM, e.MatchReleased(MATCH, because))])
        return timeline_text(one, Audience.RETURNER, ZONE)

    assert released(Because.BUYER_CANCELED) == "The next owner changed their mind."
    assert released(Because.RETURNER_CHOSE) is None


def test_nobody_is_called_by_a_name() -> None:
    hand_in, cancel = entry(e.Submitted), entry(e.Claimed)
    assert [told_by(hand_in, audience) for audience in Audience] == [
        "You", "The other customer", "Returner",
    ]  # fmt: skip
    assert [told_by(cancel, audience) for audience in Audience] == [
        "Its next owner", "You", "Buyer",
    ]  # fmt: skip


def test_what_failed_at_the_bank_stays_a_code_for_the_desk_and_is_kept_from_the_phone() -> None:
    failed = entry(e.RefundFailed)
    assert "expired_or_canceled_card" in (timeline_text(failed, Audience.AGENT, ZONE) or "")
    assert "expired" not in (timeline_text(failed, Audience.RETURNER, ZONE) or "")


def test_a_status_is_told_from_where_the_reader_stands() -> None:
    moving = ShipmentStatus.IN_TRANSIT
    assert status_text(moving, Audience.RETURNER) == "On its way."
    assert status_text(moving, Audience.BUYER) == "On its way to you."
    [stray] = told([(SYSTEM, e.StrayScanned(TO_BUYER, moving, T0))])
    assert timeline_text(stray, Audience.AGENT, ZONE) == (
        "A scan on a parcel that no longer counts: In transit."
    )


def test_a_reason_is_told_from_where_the_reader_stands() -> None:
    assert because_text("BUYER_CANCELED", Audience.BUYER) == "You canceled it."
    assert because_text("BUYER_CANCELED", Audience.AGENT) == "The buyer canceled."
