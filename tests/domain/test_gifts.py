"""Whose business a gift is, and from whom what becomes of it is kept."""

from dataclasses import replace

from onward.domain.gifts import gave_it, may_read, returner_of, was_given_it
from onward.domain.ids import AccountId
from tests.domain.examples import AN_ORDER, RETURNER

HANA = AccountId("hana")
SEALED = replace(AN_ORDER, gift=True, gift_code="digest")
OPENED = replace(SEALED, recipient_id=HANA)


def test_an_order_is_its_customers_and_a_gift_whose_receipt_was_shown() -> None:
    assert returner_of(AN_ORDER) == returner_of(replace(AN_ORDER, gift=True)) == RETURNER
    assert returner_of(SEALED) is None
    assert returner_of(OPENED) == HANA


def test_what_becomes_of_a_gift_is_kept_from_its_giver_alone() -> None:
    assert gave_it(SEALED, RETURNER)
    assert gave_it(OPENED, RETURNER)
    assert not gave_it(OPENED, HANA)
    assert not gave_it(OPENED, None)
    assert not gave_it(replace(AN_ORDER, gift=True), RETURNER)


def test_what_it_cost_is_kept_from_who_was_given_it() -> None:
    assert was_given_it(OPENED, HANA)
    assert not was_given_it(OPENED, RETURNER)
    assert not was_given_it(AN_ORDER, None)
    assert not was_given_it(SEALED, None)


def test_who_shows_the_receipt_of_their_own_order_keeps_nothing_from_themselves() -> None:
    kept = replace(SEALED, recipient_id=RETURNER)
    assert not gave_it(kept, RETURNER)
    assert not was_given_it(kept, RETURNER)
    assert returner_of(kept) == RETURNER


def test_giver_and_receiver_may_read_it_and_nobody_else() -> None:
    assert may_read(OPENED, RETURNER)
    assert may_read(OPENED, HANA)
    assert not may_read(SEALED, HANA)
