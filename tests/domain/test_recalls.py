"""Who has a piece that was called back, or is about to, and that each of them is told once."""

from dataclasses import replace
from typing import Any

import pytest

from onward.domain import events as e
from onward.domain.claims import Claim, ClaimResolution, ReceiptOutcome
from onward.domain.events import CARRIER, SYSTEM, Because, Recalled
from onward.domain.ids import MatchId, ShipmentId
from onward.domain.life import ClaimStatus, MatchStatus
from onward.domain.news import NOTICES, buyers_letter, purchase_of
from onward.domain.recalls import has_it, holder, is_let_go, recalled
from onward.domain.story import Story
from tests.domain.examples import (
    A_MATCH,
    A_PURCHASE,
    AS_BUYER,
    CASE,
    CLAIM,
    DAY,
    HOUR,
    MATCH,
    T0,
    TO_BUYER,
    TO_HAND_IN,
    TO_THE_DOOR,
    TO_THE_END,
    TO_THE_ROAD,
    TO_WAREHOUSE,
    Said,
    story,
)

LET_GO = replace(A_MATCH, status=MatchStatus.RELEASED)
CLAIMED = (*TO_THE_DOOR, (AS_BUYER, e.Claimed(CLAIM, MATCH)))
GOES_BACK = (*CLAIMED, (SYSTEM, e.SentBack(Because.CLAIM)))
IN_THE_WAREHOUSE = (*GOES_BACK, (CARRIER, e.Received(TO_WAREHOUSE, T0 + 5 * DAY)))
TO_SENDER = (*TO_THE_ROAD, (CARRIER, e.SentBack(Because.RETURNED_TO_SENDER)))
LOST = (*TO_THE_ROAD, (SYSTEM, e.PresumedLost(TO_BUYER)))
TURNED_UP = (*LOST, (CARRIER, e.Delivered(TO_BUYER, T0 + 9 * DAY)))
ANOTHER_WAY = (
    *TO_HAND_IN,
    (CARRIER, e.FirstScanned(ShipmentId(TO_WAREHOUSE), T0, superseded=True)),
)


def claim(status: ClaimStatus, resolution: ClaimResolution) -> dict[str, Any]:
    told = Claim(CLAIM, CASE, MATCH, status, ReceiptOutcome.DAMAGED, resolution, T0)
    return {"claims": (told,)}


SENT = claim(ClaimStatus.RESOLVED, ClaimResolution.RETURN_TO_WAREHOUSE)
WAITS = claim(ClaimStatus.AWAITING_RETURN, ClaimResolution.RETURN_TO_WAREHOUSE)
KEPT = claim(ClaimStatus.RESOLVED, ClaimResolution.REFUND) | {"matches": (LET_GO,)}


@pytest.mark.parametrize(
    ("said", "rows", "has"),
    [
        (TO_HAND_IN, {}, False),
        (TO_THE_ROAD, {}, True),
        (TO_THE_ROAD, {"matches": (LET_GO,)}, True),
        (ANOTHER_WAY, {}, False),
        (TO_SENDER, {"matches": (LET_GO,)}, False),
        (LOST, {"matches": (LET_GO,)}, False),
        (TURNED_UP, {"matches": (LET_GO,)}, True),
        (TO_THE_DOOR, {}, True),
        (TO_THE_END, {}, True),
        (GOES_BACK, WAITS, True),
        (GOES_BACK, SENT, False),
        (IN_THE_WAREHOUSE, SENT, False),
        ((*CLAIMED, (SYSTEM, e.Closed())), KEPT, True),
    ],
)
def test_a_buyer_has_it_from_the_scan_until_it_is_handed_in_again(
    said: tuple[Said, ...], rows: dict[str, Any], has: bool
) -> None:
    told = story(said, **rows)
    assert has_it(told, A_PURCHASE) == has
    assert (recalled(told, T0) is not None) == has
    assert not has_it(told, replace(A_PURCHASE, match_id=MatchId("somebody-elses")))


def test_whoever_has_it_is_told_once_for_a_recall_and_again_for_a_later_one() -> None:
    step = recalled(story(TO_THE_DOOR), T0)
    assert step
    [said] = step.said
    assert (said.actor, said.event) == (SYSTEM, Recalled(MATCH))
    knows = story((*TO_THE_DOOR, (SYSTEM, Recalled(MATCH))))
    told_at = knows.history[-1].at
    assert recalled(knows, T0) is None
    assert recalled(knows, told_at) is None
    assert recalled(knows, told_at + HOUR) is not None


def test_what_another_was_told_is_not_what_this_one_was() -> None:
    told = story((*TO_THE_DOOR, (SYSTEM, Recalled(MatchId("before")))))
    assert recalled(told, T0) is not None
    assert holder(told) == A_MATCH


@pytest.mark.parametrize(
    ("rows", "letter"),
    [({}, "recalled"), ({"matches": (LET_GO,)}, "recalled_let_go")],
)
def test_the_letter_asks_for_the_piece_only_where_it_is_still_theirs(
    rows: dict[str, Any], letter: str
) -> None:
    told: Story = story((*TO_THE_DOOR, (SYSTEM, Recalled(MATCH))), **rows)
    cause, [notice] = told.history[-1], NOTICES["Recalled"]
    assert purchase_of(told, cause.event) == A_PURCHASE
    assert buyers_letter(told, cause, notice, A_PURCHASE) == letter
    assert is_let_go(told, A_PURCHASE) == (letter != "recalled")
