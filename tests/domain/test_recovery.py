"""A piece goes to the channel that earns most of those the policy admits for its grade, and what
somebody has to see first goes to the warehouse."""

from dataclasses import replace

import pytest

from onward.domain.assumed import RecoveryPolicy, Terms
from onward.domain.events import Channel
from onward.domain.grades import Grade, ReviewReason
from onward.domain.policy import Policy
from onward.domain.recovery import fallback_channel, fallback_of
from tests.domain.examples import POLICY, TO_APPROVED, story, usd
from tests.domain.test_routes import GIVEN, PALLET, RECYCLED, SHELF, TERMS
from tests.domain.test_routing import BARRED, FACTS

EVERY = (Channel.WAREHOUSE, Channel.RECOMMERCE, Channel.LIQUIDATION)
# On its own shelf an opened piece brings little here, so the others are worth a look.
POOR_SHELF = Terms(dict.fromkeys(Grade, 2_000), ships_out=True)
OPEN = replace(
    POLICY,
    recovery=replace(
        POLICY.recovery, channels=EVERY, terms={**TERMS, Channel.WAREHOUSE: POOR_SHELF}
    ),
)
GIVE = (Channel.WAREHOUSE, Channel.DONATE, Channel.RECYCLE)
CHEAP = replace(FACTS, price=usd(20_00))


def giving(*channels: Channel, shelf: Terms = SHELF, given: Terms = GIVEN) -> Policy:
    """In use: these channels, with the shelf as it ships; ACCEPTABLE is given away and recycled."""
    terms = {Channel.WAREHOUSE: shelf, Channel.DONATE: given, Channel.RECYCLE: RECYCLED}
    return replace(POLICY, recovery=RecoveryPolicy(channels, terms))


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


@pytest.mark.parametrize(
    ("channels", "grade", "channel"),
    [
        (GIVE, Grade.DAMAGED, Channel.RECYCLE),
        (GIVE[:2], Grade.DAMAGED, Channel.WAREHOUSE),
        (GIVE[:2], Grade.ACCEPTABLE, Channel.DONATE),
        (GIVE, Grade.ACCEPTABLE, Channel.RECYCLE),
        (GIVE[:1], Grade.ACCEPTABLE, Channel.WAREHOUSE),
        (GIVE, Grade.LIKE_NEW, Channel.WAREHOUSE),
    ],
)
def test_what_would_cost_more_on_the_shelf_is_given_away_or_recycled(
    channels: tuple[Channel, ...], grade: Grade, channel: Channel
) -> None:
    assert fallback_channel(CHEAP, grade, giving(*channels)) is channel


def test_what_the_shelf_sells_for_more_is_not_given_away() -> None:
    dear = replace(FACTS, price=usd(80_00))
    assert fallback_channel(dear, Grade.ACCEPTABLE, giving(*GIVE)) is Channel.WAREHOUSE


def test_a_damaged_piece_is_recycled_though_the_shelf_would_cost_less() -> None:
    """A shelf on which it is worth nothing is no way for it to go."""
    assert RECYCLED.extra_minor > SHELF.extra_minor
    assert fallback_channel(FACTS, Grade.DAMAGED, giving(*GIVE)) is Channel.RECYCLE
    sold_by_lot = Terms({**SHELF.worth_bp, Grade.DAMAGED: 1})
    shelved = giving(*GIVE, shelf=sold_by_lot)
    assert fallback_channel(FACTS, Grade.DAMAGED, shelved) is Channel.WAREHOUSE


def test_of_two_alike_it_takes_the_one_named_first() -> None:
    same = replace(GIVEN, extra_minor=RECYCLED.extra_minor)
    given_first = giving(*GIVE, given=same)
    recycled_first = giving(GIVE[0], GIVE[2], GIVE[1], given=same)
    assert fallback_channel(CHEAP, Grade.ACCEPTABLE, given_first) is Channel.DONATE
    assert fallback_channel(CHEAP, Grade.ACCEPTABLE, recycled_first) is Channel.RECYCLE


def test_of_all_channels_the_one_that_earns_most_is_taken() -> None:
    everywhere = replace(
        OPEN, recovery=replace(OPEN.recovery, channels=tuple(Channel), terms={
            **OPEN.recovery.terms, Channel.RECYCLE: RECYCLED,
        })
    )  # fmt: skip
    assert fallback_channel(FACTS, Grade.DAMAGED, everywhere) is Channel.LIQUIDATION
    penny = replace(FACTS, price=usd(1_00))
    assert fallback_channel(penny, Grade.GOOD, everywhere) is Channel.LIQUIDATION
    assert fallback_channel(FACTS, Grade.LIKE_NEW, everywhere) is Channel.RECOMMERCE
    no_lots = replace(everywhere, recovery=replace(
        everywhere.recovery, channels=(*EVERY[:2], Channel.DONATE, Channel.RECYCLE)
    ))  # fmt: skip
    assert fallback_channel(penny, Grade.GOOD, no_lots) is Channel.DONATE
    assert fallback_channel(penny, Grade.DAMAGED, no_lots) is Channel.RECYCLE


@pytest.mark.parametrize("code", ["FLAG_LITHIUM", "REASON_EXCLUDED", "STOPPED", "CATEGORY_PAUSED"])
def test_what_somebody_must_see_is_neither_given_away_nor_recycled(code: str) -> None:
    facts, policy = BARRED[code]
    barred = replace(policy, recovery=giving(*GIVE).recovery)
    assert fallback_channel(facts, Grade.DAMAGED, barred) is Channel.WAREHOUSE
