"""What a settled claim may give a buyer who keeps the piece: a part of their money, never more than
they paid less what went back before."""

from dataclasses import replace
from datetime import datetime

from onward.domain import ledger
from onward.domain.claims import Claim, ClaimResolution, ReceiptOutcome, Settlement
from onward.domain.events import SYSTEM, RefundScheduled
from onward.domain.ids import RefundId
from onward.domain.listings import Purchase
from onward.domain.money import Money, parts
from onward.domain.owing import Owed
from onward.domain.payouts import given_back
from onward.domain.policy import Policy
from onward.domain.refunds import RefundFor, owed_to_buyer
from onward.domain.refusals import BadInput, Impossible, WrongStage
from onward.domain.steps import Step
from onward.domain.story import Story


def left_of(story: Story, purchase: Purchase) -> Owed:
    """What was paid and has not gone back yet: net and tax."""
    net, tax = given_back(story, purchase)
    return Owed(purchase.price - net, purchase.tax - tax)


def worth(story: Story, purchase: Purchase) -> Money:
    """The same in one amount."""
    left = left_of(story, purchase)
    return left.net + left.tax


def must_be_sound(story: Story, claim: Claim, settlement: Settlement) -> None:
    """BadInput for a decision that nobody could carry out; WrongStage where the buyer is gone."""
    purchase = _claimed_purchase(story, claim)
    by, amount = settlement.resolution, settlement.amount
    sends = by is ClaimResolution.RETURN_TO_WAREHOUSE
    if sends and claim.outcome is ReceiptOutcome.ITEM_NOT_RECEIVED:
        raise BadInput("NOTHING_TO_SEND_BACK", field="resolution")
    left = worth(story, purchase)
    if by is not ClaimResolution.REJECT and left.minor <= 0:
        raise BadInput("CLAIM_NOTHING_LEFT", field="resolution")
    if by is not ClaimResolution.PARTIAL_REFUND:
        if amount is not None:
            raise BadInput("CLAIM_AMOUNT_UNWANTED", field="amount")
        return
    if amount is None or amount.minor <= 0:
        raise BadInput("CLAIM_AMOUNT_MISSING", field="amount")
    if amount.currency != left.currency:
        raise BadInput("CLAIM_OTHER_CURRENCY", field="amount")
    if left < amount:
        raise BadInput("CLAIM_AMOUNT_TOO_MUCH", field="amount", left=left)


def part_owed(
    story: Story, claim: Claim, amount: Money, refund_id: RefundId, now: datetime, policy: Policy
) -> Step:
    """Part of the price goes back with its share of the tax; whoever returns the piece later gets
    what they paid after all."""
    purchase = _claimed_purchase(story, claim)
    left = left_of(story, purchase)
    net, tax = parts(amount, [left.net.minor, left.tax.minor])
    refund = owed_to_buyer(
        refund_id,
        story.case.id,
        RefundFor.CLAIM,
        purchase.charge_id,
        Owed(net, tax),
        now,
        policy,
    )
    if refund.due_at is None:
        raise Impossible("money owed to a buyer with no day it is due")
    lines = (line for line in story.sale_lines if line.order_id == purchase.id)
    cheaper = [replace(one, discount=one.discount + net, tax=one.tax - tax) for one in lines]
    step = Step().put(refund, *cheaper)
    event = RefundScheduled(refund_id, refund.amount, refund.due_at)
    return step.say(SYSTEM, event, ledger.claim_part(net, tax))


def _claimed_purchase(story: Story, claim: Claim) -> Purchase:
    match = story.match
    purchase = story.purchase(match.purchase_id) if match else None
    if match is None or purchase is None or match.id != claim.match_id:
        raise WrongStage(stage=story.case.stage)
    return purchase
