"""Where a piece goes that does not go to a next owner: of the merchant's channels the one that
earns most, of those the policy admits for its grade. Every parcel goes to the warehouse's dock
first, with its grade and photos; the channel says what becomes of it there: shelved, sold on, given
away or recycled."""

from dataclasses import replace

from onward.domain.economics import best_recovery
from onward.domain.events import Channel
from onward.domain.grades import Grade, ReviewReason
from onward.domain.policy import Policy
from onward.domain.routing import UnitFacts, facts_of, is_priced, piece, recovery_barrier
from onward.domain.story import Story

_SEEN_FIRST = frozenset({
    ReviewReason.INCOMPLETE,
    ReviewReason.OTHER_ITEM,
    ReviewReason.PHOTOS_UNCLEAR,
    ReviewReason.PHOTOS_NOT_OF_IT,
})  # fmt: skip


def fallback_channel(facts: UnitFacts, grade: Grade | None, policy: Policy) -> Channel:
    """Whatever somebody has to see first stays with the warehouse; so does a piece without a grade
    or a price."""
    if grade is None or not is_priced(facts) or recovery_barrier(facts, policy) is not None:
        return Channel.WAREHOUSE
    return best_recovery(piece(replace(facts, grade=grade), policy), policy)[0]


def fallback_of(
    story: Story,
    policy: Policy,
    grade: Grade | None = None,
    because: ReviewReason | None = None,
) -> Channel:
    """The same for a case; `grade` where it is only being given, `because` where a person gives it
    against what the rules propose. What they doubt, or miss a part of, is seen first."""
    if because in _SEEN_FIRST:
        return Channel.WAREHOUSE
    return fallback_channel(facts_of(story), grade or story.case.grade, policy)
