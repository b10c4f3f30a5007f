"""The buyer's word on what arrived: taken at once where policy says so, else decided at a desk."""

from collections.abc import Callable
from datetime import datetime

from onward.domain.accounts import Viewer, must_be_staff
from onward.domain.claiming import (
    Told,
    answered,
    must_be_in_time,
    must_be_recalled,
    must_be_shown,
)
from onward.domain.claims import ClaimResolution, NoPhoto, ReceiptOutcome, Settlement
from onward.domain.events import SYSTEM, Actor
from onward.domain.ids import ClaimId, RefundId, TaskId
from onward.domain.life import Who
from onward.domain.listings import Purchase
from onward.domain.making_good import worth
from onward.domain.receipts import claimed, confirmed, settled
from onward.domain.refusals import AlreadyReturned, NotFound, WrongStage
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import changes, listings, reads, recalls
from onward.store import claims as past
from onward.store.answers import Question

Decide = Callable[[Story, Purchase], Step]


async def confirm(world: World, viewer: Viewer, purchase_id: str, key: str) -> Story:
    """As described."""
    question = Question(viewer.id, key, "confirmReceipt", [purchase_id])
    now = await world.clock.now()

    def decide(story: Story, purchase: Purchase) -> Step:
        return confirmed(story, Actor(Who.BUYER, viewer.id), now, silently=False)

    purchase = await _theirs(viewer, purchase_id)
    return await _say(world, purchase, question, decide, now)


async def open_claim(
    world: World,
    viewer: Viewer,
    purchase_id: str,
    outcome: ReceiptOutcome,
    key: str,
    no_photo: NoPhoto | None = None,
) -> Story:
    """Something is wrong; once more after a decision that left something open, and then a person
    decides. What was called back comes in without either.

    Raises PhotosMissing, NotAllowed, WindowClosed.
    """
    question = Question(viewer.id, key, "openClaim", [purchase_id, outcome.value, no_photo or ""])
    claim_id, refund_id = ClaimId(world.tokens.id()), RefundId(world.tokens.id())
    task_id, policy = TaskId(world.tokens.id()), world.policy
    now = await world.clock.now()
    purchase = await _theirs(viewer, purchase_id)
    # The buyer's other claims hold still meanwhile, so that two at a time are counted one by one.
    async with changes.together(purchase.case_id):
        since = now - policy.claims.at_once_within, now - policy.refunds.claims_within
        lately = await past.lately(viewer.id, *since)
        returned = await past.is_returned(purchase.case_id)
        recalled = outcome is ReceiptOutcome.RECALLED and await _is_recalled(purchase.case_id)

        def decide(story: Story, purchase: Purchase) -> Step:
            _must_not_come_back(returned=returned)
            if outcome is ReceiptOutcome.RECALLED:
                must_be_recalled(story, purchase.match_id, stands=recalled)
            else:
                must_be_in_time(story, purchase.match_id, policy, now)
            must_be_shown(story, outcome, no_photo)
            told = Told(story, outcome, worth(story, purchase), lately.granted, lately.made)
            answer = answered(told, policy)
            buyer = Actor(Who.BUYER, viewer.id)
            if not isinstance(answer, Settlement):
                given = (story, buyer, outcome, claim_id, task_id, now)
                return claimed(*given, doubt=answer, no_photo=no_photo)
            step = claimed(story, buyer, outcome, claim_id, None, now, no_photo=no_photo)
            done = settled(
                story.with_rows(step.rows),
                SYSTEM,
                answer,
                now,
                policy=policy,
                refund_id=refund_id,
                task_id=task_id,
            )
            return step.join(done)

        return await _say(world, purchase, question, decide, now)


async def settle(
    world: World, viewer: Viewer, case_id: str, settlement: Settlement, key: str
) -> Story:
    """A person's decision. Raises BadInput for an amount nobody could pay back."""
    must_be_staff(viewer)
    now = await world.clock.now()
    amount = settlement.amount
    given = [case_id, settlement.resolution.value, settlement.fault.value]
    given += [str(amount.minor), amount.currency] if amount else []
    question = Question(viewer.id, key, "settleClaim", given)
    refund_id, task_id = RefundId(world.tokens.id()), TaskId(world.tokens.id())
    pays = settlement.resolution is not ClaimResolution.REJECT
    returned = pays and await past.is_returned(case_id)

    def decide(story: Story) -> Step:
        _must_not_come_back(returned=returned)
        return settled(
            story,
            Actor(Who.AGENT, viewer.id),
            settlement,
            now,
            policy=world.policy,
            refund_id=refund_id,
            task_id=task_id,
        )

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def _theirs(viewer: Viewer, purchase_id: str) -> Purchase:
    purchase = await listings.purchase(purchase_id)
    if purchase is None or purchase.buyer_id != viewer.id:
        raise NotFound(field="purchaseId")
    return purchase


async def _is_recalled(case_id: str) -> bool:
    story = await reads.story(case_id)
    return story is not None and await recalls.since(story.variant) is not None


def _must_not_come_back(*, returned: bool) -> None:
    """AlreadyReturned where the buyer sends the piece back as a return of their own: that pays."""
    if returned:
        raise AlreadyReturned(field="purchaseId")


async def _say(
    world: World, purchase: Purchase, question: Question, decide: Decide, now: datetime
) -> Story:
    def checked(story: Story) -> Step:
        match, now_is = story.match, story.purchase(purchase.id)
        if match is None or now_is is None or match.purchase_id != purchase.id:
            raise WrongStage(stage=story.case.stage)
        return decide(story, now_is)

    return await changes.change(
        purchase.case_id, checked, at=now, policy=world.policy, question=question
    )
