"""Two books side by side: every line that differs is named, and nothing else."""

from dataclasses import replace

import pytest

from onward.domain.ids import CaseId
from onward.domain.reconciling import Differs, Here, Moved, There, differences, unlike_ledger
from tests.domain.examples import usd

CASE, OTHER = CaseId("case"), CaseId("other")
TAKEN = There(Moved.CAPTURE, "ch_1", "ch_1", usd(69_00), "event-1:payment")
GIVEN = There(Moved.REFUND, "re_1", "ch_1", usd(9_00), "event-2:refund")
OURS = Here(Moved.CAPTURE, "ch_1", "ch_1", usd(69_00), CASE)
BACK = Here(Moved.REFUND, "re_1", "ch_1", usd(9_00), CASE)
KEYS = {TAKEN.key: CASE, GIVEN.key: CASE}


def test_two_books_that_agree_differ_in_nothing() -> None:
    assert differences([TAKEN, GIVEN], [OURS, BACK], KEYS) == ()
    assert differences([], [], {}) == ()


def test_what_we_have_not_written_down_is_missing_here() -> None:
    (found,) = differences([TAKEN, GIVEN], [OURS], KEYS)
    assert (found.differs, found.provider_ref, found.case_id) == (
        Differs.MISSING_HERE,
        "re_1",
        CASE,
    )
    assert (found.ours, found.theirs) == (None, 9_00)


def test_what_the_provider_does_not_know_is_missing_there_within_the_time_compared() -> None:
    (found,) = differences([TAKEN], [OURS, BACK], KEYS)
    assert (found.differs, found.ours, found.theirs) == (Differs.MISSING_THERE, 9_00, None)
    assert differences([TAKEN], [OURS, replace(BACK, in_span=False)], KEYS) == ()


@pytest.mark.parametrize(
    ("theirs", "differs"),
    [
        (replace(GIVEN, amount=usd(9_01)), Differs.OTHER_AMOUNT),
        (replace(GIVEN, amount=replace(usd(9_00), currency="EUR")), Differs.OTHER_CURRENCY),
    ],
)
def test_another_amount_or_currency_is_named(theirs: There, differs: Differs) -> None:
    (found,) = differences([TAKEN, theirs], [OURS, BACK], KEYS)
    assert (found.differs, found.ours, found.theirs) == (differs, 9_00, theirs.amount.minor)


def test_a_key_that_moved_money_twice_is_named_once_for_each_time_too_often() -> None:
    again, third = replace(GIVEN, provider_ref="re_2"), replace(GIVEN, provider_ref="re_3")
    found = differences([TAKEN, GIVEN, again, third], [OURS, BACK], KEYS)
    assert [(one.differs, one.provider_ref) for one in found] == [
        (Differs.TWICE, "re_2"),
        (Differs.TWICE, "re_3"),
    ]
    unknown = differences([TAKEN, GIVEN, again], [OURS], KEYS)
    assert [one.differs for one in unknown] == [Differs.MISSING_HERE, Differs.TWICE]


def test_the_same_line_told_twice_is_one_line() -> None:
    assert differences([TAKEN, TAKEN, GIVEN], [OURS, BACK], KEYS) == ()


def test_a_refund_by_hand_of_a_charge_that_we_took_is_missing_here() -> None:
    by_hand = replace(GIVEN, provider_ref="re_9", key="")
    (found,) = differences([TAKEN, by_hand], [OURS], KEYS)
    assert (found.differs, found.case_id) == (Differs.MISSING_HERE, CASE)


def test_the_shops_other_business_is_none_of_ours() -> None:
    sold = There(Moved.CAPTURE, "ch_shop", "ch_shop", usd(20_00), "")
    back = There(Moved.REFUND, "re_shop", "ch_shop", usd(20_00), "")
    assert differences([sold, back], [], {}) == ()


def test_a_refund_and_a_capture_of_one_name_are_two_lines() -> None:
    odd = Here(Moved.REFUND, "ch_1", "ch_1", usd(69_00), CASE)
    assert [one.differs for one in differences([TAKEN], [OURS, odd], KEYS)] == [
        Differs.MISSING_THERE
    ]


def test_a_case_whose_ledger_is_another_sum_is_named() -> None:
    paid = Here(Moved.PAYOUT, "po_1", "ada", usd(3_00), CASE)
    lost = Here(Moved.DISPUTE, "dp_1", "ch_2", usd(5_00), OTHER)
    moved = [OURS, BACK, paid, lost]
    even = {(CASE, "USD"): 57_00, (OTHER, "USD"): -5_00}
    assert list(unlike_ledger(moved, even)) == []
    (found,) = unlike_ledger(moved, {**even, (CASE, "USD"): 66_00})
    assert (found.differs, found.case_id, found.ours, found.theirs) == (
        Differs.OTHER_IN_LEDGER,
        CASE,
        66_00,
        57_00,
    )
    (never_posted,) = unlike_ledger([lost], {})
    assert (never_posted.ours, never_posted.theirs) == (0, -5_00)
