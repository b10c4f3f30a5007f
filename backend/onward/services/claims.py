"""The buyer's word on what arrived, and the desk's decision when something is wrong."""

from collections.abc import Callable

from onward.domain.accounts import Viewer, must_be_staff
from onward.domain.actions import claim_until
from onward.domain.claims import ClaimResolution, ReceiptOutcome
from onward.domain.events import Actor
from onward.domain.ids import ClaimId, TaskId
from onward.domain.life import Who
from onward.domain.receipts import claimed, confirmed, delivered_at, settled
from onward.domain.refusals import NotAllowed, NotFound, WindowClosed, WrongStage
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import changes, listings
from onward.store.answers import Question


async def confirm(world: World, viewer: Viewer, purchase_id: str, key: str) -> Story:
    """As described."""
    question = Question(viewer.id, key, "confirmReceipt", [purchase_id])

    now = await world.clock.now()

    def decide(story: Story) -> Step:
        return confirmed(story, Actor(Who.BUYER, viewer.id), now, silently=False)

    return await _say(world, viewer, purchase_id, question, decide)


async def open_claim(
    world: World, viewer: Viewer, purchase_id: str, outcome: ReceiptOutcome, key: str
) -> Story:
    """Something is wrong; once per purchase, until the claim's time is over."""
    question = Question(viewer.id, key, "openClaim", [purchase_id, outcome.value])
    claim_id, task_id = ClaimId(world.tokens.id()), TaskId(world.tokens.id())
    now = await world.clock.now()

    def decide(story: Story) -> Step:
        match = story.match
        if match and any(claim.match_id == match.id for claim in story.claims):
            raise NotAllowed("CLAIM_EXISTS")
        arrived = delivered_at(story)
        until = claim_until(arrived, world.policy)
        if until is None:
            raise NotAllowed("STILL_WITH_CARRIER")
        if now > until:
            raise WindowClosed("CLAIM_WINDOW_CLOSED")
        return claimed(story, Actor(Who.BUYER, viewer.id), outcome, claim_id, task_id, now)

    return await _say(world, viewer, purchase_id, question, decide)


async def settle(
    world: World, viewer: Viewer, case_id: str, resolution: ClaimResolution, key: str
) -> Story:
    """An agent's decision."""
    must_be_staff(viewer)
    now = await world.clock.now()
    question = Question(viewer.id, key, "settleClaim", [case_id, resolution.value])

    def decide(story: Story) -> Step:
        return settled(story, Actor(Who.AGENT, viewer.id), resolution, now)

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def _say(
    world: World,
    viewer: Viewer,
    purchase_id: str,
    question: Question,
    decide: Callable[[Story], Step],
) -> Story:
    purchase = await listings.purchase(purchase_id)
    if purchase is None or purchase.buyer_id != viewer.id:
        raise NotFound(field="purchaseId")

    def checked(story: Story) -> Step:
        match = story.match
        if match is None or match.purchase_id != purchase_id:
            raise WrongStage(stage=story.case.stage)
        return decide(story)

    now = await world.clock.now()
    return await changes.change(
        purchase.case_id, checked, at=now, policy=world.policy, question=question
    )
