"""A piece goes to the channel that earns most of those the policy admits for its grade, and what
somebody has to see first goes to the warehouse."""

from dataclasses import replace

import pytest

from onward.domain.assumed import Terms
from onward.domain.events import Channel
from onward.domain.grades import Grade, ReviewReason
from onward.domain.recovery import fallback_channel, fallback_of
from tests.domain.examples import POLICY, TO_APPROVED, story
from tests.domain.test_routes import PALLET, TERMS
from tests.domain.test_routing import BARRED, FACTS

EVERY = tuple(Channel)
# On its own shelf an opened piece brings little here, so the others are worth a look.
POOR_SHELF = Terms(dict.fromkeys(Grade, 2_000), ships_out=True)
OPEN = replace(
    POLICY,
    recovery=replace(
        POLICY.recovery, channels=EVERY, terms={**TERMS, Channel.WAREHOUSE: POOR_SHELF}
    ),
)


@pytest.mark.parametrize(
    ("grade", "channel"),
    [
        (Grade.LIKE_NEW, Channel.RECOMMERCE),
        (Grade.GOOD, Channel.RECOMMERCE),
        (Grade.DAMAGED, Channel.LIQUIDATION),
        (None, Channel.WAREHOUSE),
    ],
)
def test_it_takes_the_channel_that_earns_most_for_its_grade(
    grade: Grade | None, channel: Channel
) -> None:
    assert fallback_channel(FACTS, grade, OPEN) is channel


@pytest.mark.parametrize("grade", Grade)
def test_as_shipped_everything_goes_to_the_warehouse(grade: Grade) -> None:
    assert fallback_channel(FACTS, grade, POLICY) is Channel.WAREHOUSE


def test_a_channel_that_is_not_in_use_gets_nothing() -> None:
    unused = replace(OPEN, recovery=replace(OPEN.recovery, channels=(Channel.WAREHOUSE,)))
    assert fallback_channel(FACTS, Grade.GOOD, unused) is Channel.WAREHOUSE


@pytest.mark.parametrize("code", ["FLAG_LITHIUM", "REASON_EXCLUDED", "STOPPED", "CATEGORY_PAUSED"])
def test_what_somebody_must_see_goes_to_the_warehouse(code: str) -> None:
    facts, policy = BARRED[code]
    barred = replace(policy, recovery=OPEN.recovery)
    assert fallback_channel(facts, Grade.LIKE_NEW, barred) is Channel.WAREHOUSE


def test_what_the_shop_does_not_sell_any_more_goes_to_the_warehouse() -> None:
    gone = replace(FACTS, price=None)
    assert fallback_channel(gone, Grade.LIKE_NEW, OPEN) is Channel.WAREHOUSE


def test_a_case_takes_its_own_grade_or_the_one_that_is_being_given() -> None:
    told = story(TO_APPROVED)
    assert fallback_of(told, OPEN) is Channel.RECOMMERCE
    assert fallback_of(told, OPEN, Grade.DAMAGED) is Channel.LIQUIDATION


@pytest.mark.parametrize(
    ("because", "channel"),
    [
        (ReviewReason.OTHER_ITEM, Channel.WAREHOUSE),
        (ReviewReason.PHOTOS_UNCLEAR, Channel.WAREHOUSE),
        (ReviewReason.LOOKS_WORN, Channel.RECOMMERCE),
    ],
)
def test_what_a_person_doubts_is_seen_first(because: ReviewReason, channel: Channel) -> None:
    assert fallback_of(story(TO_APPROVED), OPEN, Grade.GOOD, because) is channel


def test_a_pallet_takes_every_grade_it_names() -> None:
    assert all(PALLET.takes(grade) for grade in Grade)
