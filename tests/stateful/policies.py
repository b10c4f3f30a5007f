"""Policies of other shops, to try whole cases under."""

from dataclasses import replace

from onward.domain.grades import Verdict
from onward.domain.policy import CategoryPolicy, Policy
from onward.domain.terms import RefundTrigger, ShippingBack


def without_photos(policy: Policy) -> Policy:
    """No photos are asked for, and the last question of each category calls for a person."""
    unseen = {name: _unseen(one) for name, one in policy.categories.items()}
    return replace(policy, categories=policy.categories | unseen)


def strict(policy: Policy) -> Policy:
    """Money late and with a fee; nobody's claim is granted without a person."""
    late = RefundTrigger.ON_DELIVERY
    refunds = replace(policy.refunds, trigger=late, fee_minor=300, known_after=1)
    return replace(policy, refunds=refunds, claims=replace(policy.claims, at_once_minor=0))


def kind(policy: Policy) -> Policy:
    """The delivery's share goes back, credit is worth more, small claims are granted at once."""
    share, most = ShippingBack.SHARE, 700
    refunds = replace(policy.refunds, shipping=share, credit_bonus_bp=1_000, bonus_year_minor=most)
    return replace(policy, refunds=refunds, claims=replace(policy.claims, at_once_minor=9_000))


def _unseen(category: CategoryPolicy) -> CategoryPolicy:
    questions = [replace(one, shown_in=None) for one in category.questions]
    if questions:
        questions[-1] = replace(questions[-1], otherwise=Verdict.PERSON_MUST_LOOK, grade=None)
    return replace(category, shots=(), questions=tuple(questions))
