"""Store credit: what the shop owes a person in its own goods. One row a movement; a balance is the
sum of a person's rows, and never below zero."""

from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain import ledger
from onward.domain.events import Actor, RefundConverted, RefundSucceeded
from onward.domain.ids import AccountId, CaseId, CreditId
from onward.domain.ledger import Entry
from onward.domain.life import REFUND, RefundStatus, moved
from onward.domain.money import Money
from onward.domain.paying import looked_after
from onward.domain.policy import Policy
from onward.domain.refunds import Payee, Refund, RefundDestination, payable
from onward.domain.refusals import Impossible, WrongStage
from onward.domain.shop import Charge
from onward.domain.steps import Step
from onward.domain.story import Story

# The way to pay that spends it, as a purchase names it.
METHOD = "store_credit"
# What a provider answers that can give money back for a charge, and pays nobody anything else.
NO_PAYOUTS = "payouts_not_supported"


@dataclass(frozen=True, slots=True)
class Credit:
    """`amount` above zero was granted, below zero spent; `memo` is a code, never a name."""

    id: CreditId
    account_id: AccountId
    case_id: CaseId
    amount: Money
    memo: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement with what it was about; `returned`: its owner returned that."""

    credit: Credit
    title: str
    returned: bool


def pays_credit(refund: Refund, charge: Charge | None) -> bool:
    """Whether a refund is store credit: chosen, or because that is what the charge was paid by."""
    by_credit = charge is not None and charge.method == METHOD
    return by_credit or refund.destination is RefundDestination.STORE_CREDIT


def worth_as_credit(amount: Money, policy: Policy) -> Money:
    """What somebody has who takes credit in place of that much money."""
    return amount + amount.share(policy.refunds.credit_bonus_bp)


def granted(story: Story, refund: Refund, actor: Actor, now: datetime, bonus: Money) -> Step:
    """A refund that is store credit is there at once; no provider is asked. `bonus` comes on top,
    and is no part of the refund."""
    sent = moved(REFUND, refund.status, RefundStatus.SUBMITTED)
    paid = replace(
        refund,
        status=moved(REFUND, sent, RefundStatus.SUCCEEDED),
        submitted_at=now,
        succeeded_at=now,
        tries=refund.tries + 1,
        destination=RefundDestination.STORE_CREDIT,
    )
    rows, entries = _credits(story, refund, now, bonus)
    return Step().put(paid, *rows).say(actor, RefundSucceeded(refund.id, refund.amount), *entries)


def converted(story: Story, refund: Refund, actor: Actor, now: datetime, bonus: Money) -> Step:
    """Credit in place of money that a bank does not take. WrongStage where a bank has the refund,
    or may have it."""
    if refund.status not in (RefundStatus.FAILED, RefundStatus.SCHEDULED):
        raise WrongStage(stage=refund.status)
    status = moved(REFUND, refund.status, RefundStatus.CONVERTED_TO_CREDIT)
    rows, entries = _credits(story, refund, now, bonus)
    credit = RefundDestination.STORE_CREDIT
    taken = replace(refund, status=status, destination=credit, succeeded_at=now)
    step = Step().put(taken, *rows)
    step.say(actor, RefundConverted(refund.id, rows[0].id, refund.amount + bonus), *entries)
    return step.join(looked_after(story, refund, now))


def account_of(story: Story, refund: Refund) -> AccountId:
    """Whose money a refund is."""
    if refund.payee is Payee.RETURNER:
        return story.case.returner_id
    bought = (one for one in story.purchases if one.charge_id == refund.charge_id)
    purchase = next(bought, None)
    if purchase is None:
        raise Impossible(f"refund {refund.id} is nobody's")
    return purchase.buyer_id


def spent(
    credit_id: str, account_id: AccountId, case_id: CaseId, amount: Money, now: datetime
) -> Credit:
    """So much less; whether it is there is settled as it is written."""
    return Credit(CreditId(credit_id), account_id, case_id, -amount, "SPENT", now)


def _credits(
    story: Story, refund: Refund, now: datetime, bonus: Money
) -> tuple[list[Credit], list[Entry]]:
    account_id, case_id = account_of(story, refund), story.case.id
    credit = Credit(CreditId(refund.id), account_id, case_id, refund.amount, "REFUND", now)
    entry = ledger.credit_granted(refund.amount, payable(refund))
    if not bonus.minor:
        return [credit], [entry]
    extra = Credit(CreditId(f"{refund.id}.b"), account_id, case_id, bonus, "BONUS", now)
    return [credit, extra], [entry, ledger.credit_bonus(bonus)]
