"""What a claim leads to by itself: each rule and its reason, and until when it may be made."""

from dataclasses import replace
from typing import Any

import pytest

from onward.domain.claiming import (
    Doubt,
    Told,
    answered,
    likely_fault,
    may_tell_until,
    must_be_in_time,
    must_be_recalled,
    must_be_shown,
    withholds_bonus,
)
from onward.domain.claims import (
    Claim,
    ClaimResolution,
    Fault,
    NoPhoto,
    ReceiptOutcome,
    Settlement,
)
from onward.domain.events import SYSTEM, Actor, ClaimSettled, Recorded, TaskKind
from onward.domain.ids import ClaimId, EventId, TaskId
from onward.domain.life import ClaimStatus
from onward.domain.photos import Occasion
from onward.domain.refusals import NotAllowed, PhotosMissing, WindowClosed
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.domain.terms import ClaimTerms
from tests.domain.examples import (
    AS_AGENT,
    BUYER_LABEL,
    CASE,
    CLAIM,
    DAY,
    HOUR,
    MATCH,
    POLICY,
    T0,
    TO_SEEKING,
    TO_THE_DOOR,
    photo,
    story,
    usd,
)

Out, R = ReceiptOutcome, ClaimResolution
PRESENT = replace(POLICY, claims=ClaimTerms(at_once_minor=20_00))
SHOWN = replace(photo("flaw"), occasion=Occasion.ARRIVAL)
LAST = T0 + 30 * DAY
A_CLAIM = Claim(
    CLAIM, CASE, MATCH, ClaimStatus.RESOLVED, Out.DAMAGED, R.REJECT, T0, resolved_at=LAST
)


def arrived(*, grams: int | None = None, **changes: Any) -> Story:
    parcel = replace(BUYER_LABEL, declared_g=500, weighed_g=grams)
    given: dict[str, Any] = {"photos": (SHOWN,), "shipments": (parcel,)} | changes
    return story(TO_THE_DOOR, **given)


def told(outcome: ReceiptOutcome, of: Story | None = None, **changes: Any) -> Told:
    return replace(Told(of or arrived(), outcome, usd(69_00), 0, 0), **changes)


@pytest.mark.parametrize("outcome", sorted(set(Out) - {Out.COUNTERFEIT, Out.RECALLED}))
def test_a_small_value_is_granted_at_once_and_nothing_is_sent_anywhere(
    outcome: ReceiptOutcome,
) -> None:
    answer = answered(told(outcome, worth=usd(20_00)), PRESENT)
    assert isinstance(answer, Settlement)
    assert (answer.resolution, answer.by_policy) == (R.REFUND, True)
    assert answer.fault in {Fault.CARRIER, Fault.UNKNOWN}


@pytest.mark.parametrize(
    ("outcome", "grams"),
    [(Out.DAMAGED, None), (Out.NOT_AS_DESCRIBED, None), (Out.EMPTY_PACKAGE_OR_DIFFERENT, 520)],
)
def test_what_can_be_sent_back_is_paid_for_when_it_is(
    outcome: ReceiptOutcome, grams: int | None
) -> None:
    answer = answered(told(outcome, arrived(grams=grams)), PRESENT)
    assert isinstance(answer, Settlement)
    assert (answer.resolution, answer.by_policy) == (R.RETURN_TO_WAREHOUSE, True)


@pytest.mark.parametrize(
    "changes",
    [{"worth": usd(20_01)}, {"granted_lately": 1}],
)
def test_above_the_limit_or_a_second_time_it_has_to_come_back(changes: dict[str, Any]) -> None:
    answer = answered(told(Out.DAMAGED, **({"worth": usd(5_00)} | changes)), PRESENT)
    assert isinstance(answer, Settlement)
    assert answer.resolution is R.RETURN_TO_WAREHOUSE


def test_a_shop_that_grants_nothing_at_once_grants_nothing_at_once() -> None:
    answer = answered(told(Out.DAMAGED, worth=usd(1)), POLICY)
    assert isinstance(answer, Settlement)
    assert answer.resolution is R.RETURN_TO_WAREHOUSE


@pytest.mark.parametrize("worth", [1_00, 69_00])
def test_what_was_called_back_comes_in_whatever_else_is_odd(worth: int) -> None:
    odd = arrived(grams=900, photos=(), claims=(A_CLAIM,), tasks=(STRAY,))
    answer = answered(told(Out.RECALLED, odd, worth=usd(worth), claims_lately=9), PRESENT)
    assert answer == Settlement(R.RETURN_TO_WAREHOUSE, Fault.MERCHANT, by_policy=True)
    must_be_shown(odd, Out.RECALLED, None)


def test_a_recall_opens_what_time_and_earlier_answers_had_closed() -> None:
    twice = arrived(claims=(A_CLAIM, replace(A_CLAIM, id=ClaimId("again"))))
    for of in (arrived(), arrived(claims=(A_CLAIM,)), twice):
        must_be_recalled(of, MATCH, stands=True)
        with pytest.raises(NotAllowed, match="NOT_RECALLED"):
            must_be_recalled(of, MATCH, stands=False)
    unsettled = replace(A_CLAIM, status=ClaimStatus.AWAITING_RETURN)
    with pytest.raises(NotAllowed, match="CLAIM_EXISTS"):
        must_be_recalled(arrived(claims=(unsettled,)), MATCH, stands=True)
    with pytest.raises(NotAllowed, match="STILL_WITH_CARRIER"):
        must_be_recalled(story(TO_SEEKING), MATCH, stands=True)


STRAY = Task(TaskId("t"), CASE, TaskKind.STRAY_PARCEL, T0, None)


@pytest.mark.parametrize("worth", [1_00, 69_00])
@pytest.mark.parametrize(
    ("outcome", "of", "changes", "doubt"),
    [
        (Out.DAMAGED, arrived(claims=(A_CLAIM,)), {}, Doubt.ASKED_AGAIN),
        (Out.EMPTY_PACKAGE_OR_DIFFERENT, arrived(grams=150), {}, Doubt.WEIGHT_DIFFERS),
        (Out.ITEM_NOT_RECEIVED, arrived(grams=900), {}, Doubt.WEIGHT_DIFFERS),
        (Out.DAMAGED, arrived(tasks=(STRAY,)), {}, Doubt.STRANGE_PARCEL),
        (Out.DAMAGED, arrived(), {"claims_lately": 3}, Doubt.CLAIMS_OFTEN),
        (Out.COUNTERFEIT, arrived(), {}, Doubt.NOT_GENUINE),
        (Out.DAMAGED, arrived(photos=(photo("front"),)), {}, Doubt.NO_PHOTO),
    ],
)
def test_policy_never_decides_alone_where_something_is_odd(
    outcome: ReceiptOutcome, of: Story, changes: dict[str, Any], doubt: Doubt, worth: int
) -> None:
    assert answered(told(outcome, of, worth=usd(worth), **changes), PRESENT) is doubt


@pytest.mark.parametrize(
    ("outcome", "doubt"),
    [
        (Out.ITEM_NOT_RECEIVED, Doubt.NOT_RECEIVED),
        (Out.MISSING_ITEMS, Doubt.PART_MISSING),
        (Out.EMPTY_PACKAGE_OR_DIFFERENT, Doubt.MAY_BE_EMPTY),
    ],
)
def test_what_cannot_be_sent_back_is_for_a_person(outcome: ReceiptOutcome, doubt: Doubt) -> None:
    assert answered(told(outcome), PRESENT) is doubt


def test_an_odd_parcel_that_was_cleared_up_is_odd_no_more() -> None:
    of = arrived(tasks=(replace(STRAY, done_at=T0),))
    assert isinstance(answered(told(Out.DAMAGED, of), PRESENT), Settlement)


@pytest.mark.parametrize(
    ("outcome", "grams", "fault"),
    [
        (Out.DAMAGED, None, Fault.CARRIER),
        (Out.ITEM_NOT_RECEIVED, 500, Fault.CARRIER),
        (Out.NOT_AS_DESCRIBED, 500, Fault.UNKNOWN),
        (Out.EMPTY_PACKAGE_OR_DIFFERENT, 150, Fault.RETURNER),
        (Out.MISSING_ITEMS, 150, Fault.RETURNER),
        (Out.DAMAGED, 150, Fault.UNKNOWN),
    ],
)
def test_a_first_guess_at_whose_doing_it_was(
    outcome: ReceiptOutcome, grams: int | None, fault: Fault
) -> None:
    assert likely_fault(arrived(grams=grams), outcome, POLICY) is fault


def test_a_photo_shows_it_or_they_say_why_none_does() -> None:
    unseen = arrived(photos=(photo("front"),))
    with pytest.raises(PhotosMissing, match="CLAIM_PHOTO_MISSING"):
        must_be_shown(unseen, Out.DAMAGED, None)
    must_be_shown(unseen, Out.DAMAGED, NoPhoto.CAMERA_FAILS)
    must_be_shown(unseen, Out.ITEM_NOT_RECEIVED, None)
    must_be_shown(arrived(), Out.DAMAGED, None)


def test_the_time_to_say_so_counts_from_the_delivery() -> None:
    delivered = story(TO_THE_DOOR).history[-1].at
    until = may_tell_until(arrived(), MATCH, POLICY)
    assert until == delivered + 14 * DAY
    must_be_in_time(arrived(), MATCH, POLICY, until)
    with pytest.raises(WindowClosed, match="CLAIM_WINDOW_CLOSED"):
        must_be_in_time(arrived(), MATCH, POLICY, until + HOUR)
    with pytest.raises(NotAllowed, match="STILL_WITH_CARRIER"):
        must_be_in_time(story(TO_SEEKING), MATCH, POLICY, T0)


@pytest.mark.parametrize("by", R)
def test_a_decision_that_left_something_open_may_be_asked_about_once_more(
    by: ClaimResolution,
) -> None:
    once = replace(A_CLAIM, resolution=by)
    of = arrived(claims=(once,))
    if by not in {R.REJECT, R.PARTIAL_REFUND}:
        with pytest.raises(NotAllowed, match="CLAIM_SETTLED"):
            must_be_in_time(of, MATCH, POLICY, LAST)
        return
    must_be_in_time(of, MATCH, POLICY, LAST + 14 * DAY)
    with pytest.raises(WindowClosed):
        must_be_in_time(of, MATCH, POLICY, LAST + 14 * DAY + HOUR)
    twice = arrived(claims=(once, replace(once, id=ClaimId("second"))))
    with pytest.raises(NotAllowed, match="CLAIM_LOOKED_AT_TWICE"):
        must_be_in_time(twice, MATCH, POLICY, LAST)


@pytest.mark.parametrize("status", [ClaimStatus.OPEN, ClaimStatus.AWAITING_RETURN])
def test_what_is_being_looked_at_needs_no_second_word(status: ClaimStatus) -> None:
    of = arrived(claims=(replace(A_CLAIM, status=status, resolved_at=None),))
    with pytest.raises(NotAllowed, match="CLAIM_EXISTS"):
        must_be_in_time(of, MATCH, POLICY, T0)


@pytest.mark.parametrize("actor", [AS_AGENT, SYSTEM])
@pytest.mark.parametrize("fault", [*Fault, None])
@pytest.mark.parametrize("by", R)
def test_only_a_person_withholds_a_thank_you_and_only_for_the_returners_doing(
    actor: Actor, fault: Fault | None, by: ClaimResolution
) -> None:
    event = ClaimSettled(CLAIM, by.value, fault.value if fault else None)
    said = Recorded(EventId("e"), CASE, 1, T0, actor, event)
    granted = by is not R.REJECT
    expected = actor is AS_AGENT and fault is Fault.RETURNER and granted
    assert withholds_bonus(said) is expected
