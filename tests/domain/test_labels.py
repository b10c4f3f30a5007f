"""Which labels a case wants, and what becomes of one that nobody wants any more."""

from dataclasses import replace

import pytest

from onward.domain import events as e
from onward.domain.events import Recorded
from onward.domain.ids import ContactId, EventId, TaskId
from onward.domain.labels import (
    help_asked,
    issued,
    pointed,
    stranded,
    to_void,
    voided,
    wants_buyer_label,
    wants_warehouse_label,
)
from onward.domain.life import MatchStatus, ShipmentStatus
from onward.domain.shipping import Shipment, VoidAnswer
from onward.domain.steps import Step
from onward.domain.story import Story
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_MATCH,
    AS_BUYER,
    BUYER_LABEL,
    MATCH,
    T0,
    TO_APPROVED,
    TO_MATCHED,
    WAREHOUSE_LABEL,
    story,
)

S = ShipmentStatus


def caused(said: Recorded, shipment: Shipment) -> Recorded:
    """As if what was said had asked for that label."""
    return replace(said, id=EventId(str(shipment.id)))


def approved() -> tuple[Story, Recorded]:
    whole = story(TO_APPROVED[:-1], matches=(), shipments=())
    return whole, caused(whole.history[-1], WAREHOUSE_LABEL)


def matched() -> tuple[Story, Recorded]:
    paid = replace(A_MATCH, status=MatchStatus.PAID)
    whole = story(TO_MATCHED, matches=(paid,), shipments=(WAREHOUSE_LABEL,))
    return whole, caused(whole.history[-1], BUYER_LABEL)


def moved(whole: Story) -> Story:
    """Their buyer wants it elsewhere."""
    event = e.AddressChanged(MATCH, ContactId("elsewhere"))
    return applied(whole, Step().say(AS_BUYER, event), T0)


def memos(step: Step | None) -> list[str]:
    assert step is not None
    return [entry.memo for said in step.said for entry in said.entries]


def test_a_wanted_label_becomes_the_codes_and_is_paid() -> None:
    whole, cause = approved()
    assert wants_warehouse_label(whole, cause)
    step = issued(whole, cause, WAREHOUSE_LABEL)
    assert step is not None
    assert (kinds(step), memos(step)) == (["LabelIssued"], ["LABEL"])
    after = applied(whole, step, T0)
    assert after.label == after.warehouse_label() == WAREHOUSE_LABEL
    assert not wants_warehouse_label(after, cause)


def test_a_label_that_comes_too_late_is_paid_and_never_shown() -> None:
    whole, cause = matched()
    assert wants_buyer_label(whole, cause) is not None
    whole = moved(whole)
    assert wants_buyer_label(whole, cause) is None
    step = pointed(whole, cause, BUYER_LABEL)
    assert step is not None
    assert (kinds(step), memos(step)) == (["LabelStranded"], ["LABEL"])
    after = applied(whole, step, T0)
    assert after.label == WAREHOUSE_LABEL
    assert (after.labels, len(after.shipments)) == ((WAREHOUSE_LABEL,), 2)
    assert [one.id for one in to_void(after)] == [BUYER_LABEL.id]
    assert after.matches == whole.matches


def test_a_second_code_to_the_warehouse_does_not_take_the_firsts_place() -> None:
    whole, cause = approved()
    first = issued(whole, cause, WAREHOUSE_LABEL)
    assert first is not None
    whole = applied(whole, first, T0)
    late = replace(WAREHOUSE_LABEL, id=BUYER_LABEL.id, tracking_number="W2")
    step = issued(whole, caused(cause, late), late)
    assert step is not None
    assert kinds(step) == ["LabelStranded"]
    assert applied(whole, step, T0).warehouse_label() == WAREHOUSE_LABEL


def test_what_is_known_is_not_stranded_again() -> None:
    whole, cause = matched()
    step = stranded(whole, BUYER_LABEL)
    assert step is not None
    after = applied(whole, step, T0)
    assert stranded(after, BUYER_LABEL) is None
    assert pointed(after, cause, BUYER_LABEL) is None


@pytest.mark.parametrize(
    ("answer", "status", "memo"),
    [
        (VoidAnswer.REFUNDED, S.VOIDED, ["LABEL_VOID"]),
        (VoidAnswer.REJECTED, S.VOID_REJECTED, []),
        (VoidAnswer.NOT_APPLICABLE, S.VOID_REJECTED, []),
    ],
)
def test_only_what_the_carrier_takes_back_is_paid_back(
    answer: VoidAnswer, status: S, memo: list[str]
) -> None:
    whole, _ = matched()
    step = stranded(whole, BUYER_LABEL)
    assert step is not None
    whole = applied(whole, step, T0)
    assert voided(whole, BUYER_LABEL.id, VoidAnswer.SUBMITTED) is None
    answered = voided(whole, BUYER_LABEL.id, answer)
    assert answered is not None
    assert memos(answered) == memo
    after = applied(whole, answered, T0)
    assert [one.status for one in after.shipments if one.id == BUYER_LABEL.id] == [status]
    assert (to_void(after), voided(after, BUYER_LABEL.id, answer)) == ([], None)


def test_a_person_is_asked_once_and_only_where_a_code_is_missing() -> None:
    whole, cause = approved()
    step = help_asked(whole, cause, TaskId("task"), T0)
    assert step is not None
    assert kinds(step) == ["TaskOpened"]
    assert help_asked(applied(whole, step, T0), cause, TaskId("other"), T0) is None
    has_one = issued(whole, cause, WAREHOUSE_LABEL)
    assert has_one is not None
    assert help_asked(applied(whole, has_one, T0), cause, TaskId("task"), T0) is None
