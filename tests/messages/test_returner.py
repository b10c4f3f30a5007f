"""What the returner reads at the top, in every stage, in the words the shop would say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain import events as e
from onward.domain.events import SYSTEM, Because, Channel
from onward.domain.ids import WithdrawalId
from onward.domain.life import RefundStatus, Stage
from onward.domain.odds import Odds
from onward.domain.returns import Peer, Recovery
from onward.messages import (
    ForReturner,
    chance_text,
    distance_text,
    odds_span_text,
    odds_text,
    returner_headline,
    returner_safe_sentence,
)
from tests.domain.examples import (
    A_REFUND,
    AS_RETURNER,
    DAY,
    MATCH,
    T0,
    TO_HAND_IN,
    TO_MATCHED,
    TO_SEEKING,
    TO_THE_ROAD,
    TO_WAREHOUSE,
    ZONE,
    lived,
)

SCHEDULED = replace(A_REFUND, status=RefundStatus.SCHEDULED, scheduled_at=T0)
HERE = ForReturner(
    case=lived(TO_SEEKING),
    refund=A_REFUND,
    to="your Visa",
    zone=ZONE,
    now=T0,
    by=T0 + 3 * DAY,
    odds=Odds(0.3, 0.71, 0.9),
    km=43,
)


def test_looking_says_the_odds() -> None:
    assert returner_headline(HERE) == (
        "We are looking for its next owner. 7 in 10 find one within 3 days."
    )


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (7 * DAY, "7 in 10 find one within 3 days."),
        (3 * DAY - timedelta(minutes=50), "7 in 10 find one within 3 days."),
        (2 * DAY, "5 in 10 find one while we look."),
        (timedelta(hours=6), "1 in 10 find one while we look."),
        (timedelta(hours=3), "Fewer than 1 in 10 find one while we look."),
        (timedelta(0), "Fewer than 1 in 10 find one while we look."),
    ],
)
def test_no_more_time_is_promised_than_is_left(left: timedelta, said: str) -> None:
    assert returner_headline(replace(HERE, left=left)).endswith(said)
    assert odds_text(HERE.odds or Odds(0, 0, 0), left) == said.replace("find one", "find an owner")


def test_what_is_rare_is_said_to_be_rare() -> None:
    said = odds_text(Odds(0.007, 0.019, 0.04), 7 * DAY)
    assert said == "Fewer than 1 in 10 find an owner within 3 days."
    assert [chance_text(one) for one in (0.019, 0.05, 0.71)] == ["rarely", "1 in 10", "7 in 10"]
    spans = [odds_span_text(one) for one in (DAY, 3 * DAY, timedelta(hours=30))]
    assert spans == ["within 1 day", "within 3 days", "while we look"]


def test_who_withdrew_is_told_that_photos_are_their_choice() -> None:
    notice = (AS_RETURNER, e.WithdrawalDeclared(WithdrawalId("withdrawal")))
    said = returner_headline(replace(HERE, case=lived((TO_SEEKING[0], notice))))
    assert said.startswith("You withdrew from it.")
    assert "or send it straight to the warehouse" in said


def test_looking_without_odds_says_no_odds() -> None:
    said = returner_headline(replace(HERE, odds=None))
    assert said == "We are looking for its next owner."


def test_somebody_paying_right_now_is_said() -> None:
    assert returner_headline(replace(HERE, reserved=True)) == (
        "Somebody is asking for it right now."
    )


def test_somebody_being_asked_is_said_with_until_when_and_not_with_who() -> None:
    asked = replace(HERE.case, asked_until=T0 + timedelta(hours=4))
    said = returner_headline(replace(HERE, case=asked))
    assert said == (
        "Somebody who waits for one is being asked. It is held for them until 08:00 today."
    )
    assert "until 08:00 today." in returner_safe_sentence(replace(HERE, case=asked))
    paying = replace(HERE, case=asked, reserved=True)
    assert returner_headline(paying) == "Somebody is asking for it right now."


def test_found_says_how_far_and_by_when() -> None:
    found = replace(HERE, case=lived(TO_HAND_IN))
    assert returner_headline(found) == (
        "It has a new owner, about 40 km away. Hand it in by Wed 25 Nov."
    )
    assert returner_headline(replace(found, km=None)) == (
        "It has a new owner. Hand it in by Wed 25 Nov."
    )


def test_scanned_says_the_money_is_on_its_way_today() -> None:
    scanned = replace(HERE, case=lived(TO_THE_ROAD), refund=SCHEDULED)
    assert returner_headline(scanned) == ("It is on its way. $64.00 goes back to your Visa today.")


def test_nobody_found_says_that_the_money_is_not_later() -> None:
    said = (*TO_SEEKING, (SYSTEM, e.Diverted(Channel.WAREHOUSE, Because.NO_BUYER)))
    assert returner_headline(replace(HERE, case=lived(said))) == (
        "Nobody asked for it in time. Same code, same counter: it goes to the warehouse now, and "
        "your money is not later than we said."
    )


def test_a_warehouse_return_is_just_handed_in() -> None:
    said = (*TO_SEEKING, (SYSTEM, e.Diverted(Channel.WAREHOUSE, Because.RETURNER_CHOSE)))
    assert returner_headline(replace(HERE, case=lived(said))) == (
        "Hand it in with your code. It goes to the warehouse."
    )


def test_a_code_that_is_still_being_made_is_not_promised_yet() -> None:
    waiting = replace(lived(TO_HAND_IN), shipment_id=None)
    assert returner_headline(replace(HERE, case=waiting)) == "Your code is getting ready."


def test_a_look_by_a_person_says_by_when_they_will_hear() -> None:
    review = replace(HERE.case, stage=Stage.IN_REVIEW, review_due_at=T0 + DAY)
    said = "A person is looking at your photos. You will hear by 04:00 tomorrow."
    assert returner_headline(replace(HERE, case=review)) == said
    assert returner_safe_sentence(replace(HERE, case=review)) == said


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("heading", [Peer(MATCH), Recovery(Channel.WAREHOUSE, Because.POLICY)])
def test_every_stage_has_a_headline_and_a_safe_sentence(
    stage: Stage, heading: Peer | Recovery
) -> None:
    case = replace(HERE.case, stage=stage, heading=heading, shipment_id=TO_WAREHOUSE)
    for bare in (False, True):
        of = replace(HERE, case=case)
        if bare:
            of = replace(of, refund=None, by=None, odds=None, km=None)
        for said in (returner_headline(of), returner_safe_sentence(of)):
            assert said.endswith((".", "?"))
            assert "{" not in said


@pytest.mark.parametrize("said", [TO_MATCHED, TO_HAND_IN])
def test_what_is_read_out_says_nothing_of_where_the_buyer_is(said: object) -> None:
    case = lived(TO_MATCHED if said is TO_MATCHED else TO_HAND_IN)
    assert "km" not in returner_safe_sentence(replace(HERE, case=case))


def test_a_distance_is_rough_or_not_said() -> None:
    assert distance_text(43) == "about 40 km"
    assert distance_text(None) is None
