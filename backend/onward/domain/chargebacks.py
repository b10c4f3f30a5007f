"""What it does to a case that a bank takes a charge back: what is unpaid of that charge waits, and
so does the thank-you; won, it goes on its way, lost, it was paid by the bank. What the law gives a
returner is paid out of their own order's charge, so a buyer's dispute never holds that up."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from onward.domain import ledger
from onward.domain.disputes import GONE, WON, Dispute, DisputeStatus
from onward.domain.events import (
    PROCESSOR,
    SYSTEM,
    ChargeDisputed,
    DisputeClosed,
    HeldBecause,
    RefundCanceled,
    RefundFreed,
    RefundScheduled,
    TaskKind,
    TaskOpened,
)
from onward.domain.holding import HOLDABLE, freed, held
from onward.domain.ids import ChargeId, DisputeId, TaskId
from onward.domain.life import REFUND, RefundStatus, Who, moved
from onward.domain.paying import failed
from onward.domain.policy import Policy
from onward.domain.receipts import tasks_done
from onward.domain.refunds import Refund, RefundFor, payable
from onward.domain.shop import Charge, ChargeStatus
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task

# Banks give at least about so long to answer with evidence.
ANSWER_WITHIN = timedelta(days=7)
# As far as a hold may reach where no law names a day; banks take two months and more.
_DECIDED_WITHIN = timedelta(days=75)


@dataclass(frozen=True, slots=True)
class Told:
    """A dispute as the provider tells it. `at_home` in the one case whose book it is posted in;
    the other cases of the same charge only wait."""

    dispute: Dispute
    charge: Charge
    at_home: bool


def disputed(
    story: Story, told: Told, now: datetime, policy: Policy, task_id: TaskId
) -> Step | None:
    """The bank asks for its money back; None when this case knows that already, as far as it was
    told."""
    dispute = told.dispute
    if dispute.id in _closed(story):
        return None
    known = dispute.id in _opened(story)
    before = next((one for one in story.disputes if one.id == dispute.id), None)
    taken_now = told.at_home and dispute.status in GONE
    if known and not (taken_now and before is not None and before.status not in GONE):
        return None
    entries = [ledger.charged_back(dispute.amount)] if taken_now else []
    step = Step().put(replace(told.charge, status=ChargeStatus.DISPUTED))
    step.put(dispute if told.at_home else None)
    event = ChargeDisputed(told.charge.id, dispute.id, dispute.amount)
    step.say(PROCESSOR, event, *entries)
    if known:
        return step
    for refund in story.refunds:
        if refund.status in HOLDABLE and _is_about(refund, told.charge.id):
            step.join(_held(story.with_rows(step.rows), refund, now, policy))
    return step.join(_asked(story, task_id, now))


def decided(
    story: Story, told: Told, now: datetime, policy: Policy, task_id: TaskId
) -> Step | None:
    """The bank has decided; None when this case knows that already."""
    dispute = told.dispute
    if dispute.id in _closed(story):
        return None
    step = Step()
    if dispute.id not in _opened(story):
        # Its beginning was never told, or comes later than its end.
        begun = replace(dispute, status=DisputeStatus.NEEDS_RESPONSE, closed_at=None)
        step.join(disputed(story, replace(told, dispute=begun), now, policy, task_id) or Step())
        story = story.with_rows(step.rows)
    won = dispute.status in WON
    before = next((one for one in story.disputes if one.id == dispute.id), dispute)
    others = _opened(story).keys() - _closed(story) - {dispute.id}
    still = any(_opened(story)[one] == told.charge.id for one in others)
    whole = dispute.amount.minor >= told.charge.amount.minor
    charge = told.charge
    if not still and (won or not whole):
        # What a bank left of it is good for refunds as it was.
        charge = replace(charge, status=ChargeStatus.CAPTURED)
    step.put(charge)
    entries = _decided_entries(dispute, before) if told.at_home else []
    if told.at_home:
        step.put(replace(dispute, opened_at=before.opened_at, closed_at=now))
    step.say(PROCESSOR, DisputeClosed(charge.id, dispute.id, won), *entries)
    for refund in story.refunds:
        if _waits_for_bank(refund) and _is_about(refund, charge.id) and not still:
            lost = not won and whole and refund.charge_id == charge.id
            after = story.with_rows(step.rows)
            step.join(
                paid_by_bank(refund)
                if lost
                else freed(after, refund, SYSTEM, now=now, policy=policy)
            )
    if not others:
        step.join(tasks_done(story.with_rows(step.rows), TaskKind.CHARGEBACK, SYSTEM, now))
    return step


def stopped(
    story: Story, refund: Refund, charge: Charge | None, now: datetime, policy: Policy
) -> Step | None:
    """What keeps a refund that is about to go out: an open dispute holds it, a lost one has paid
    it. None when nothing does, or when a person has let it go all the same."""
    opened, closed = _opened(story), _closed(story)
    waiting = {one for one, of in opened.items() if one not in closed and _is_about(refund, of)}
    its_own = charge if charge is not None and charge.id == refund.charge_id else None
    taken = its_own is not None and its_own.status is ChargeStatus.DISPUTED
    if not (waiting or taken) or _let_go(story, refund):
        return None
    lost = its_own is not None and not waiting and _lost_whole(story, its_own)
    return paid_by_bank(refund) if lost else _held(story, refund, now, policy)


def bounced(
    story: Story, refund: Refund, why: str, now: datetime, policy: Policy, task_id: TaskId
) -> Step:
    """A bank sends back what it had taken: it is owed again, and tried again."""
    step = failed(story, refund, why, now, policy, task_id, PROCESSOR)
    first = step.said[0]
    again = ledger.paid_back(refund.amount, payable(refund))
    step.said[0] = replace(first, entries=(again, *first.entries))
    return step


def paid_by_bank(refund: Refund) -> Step:
    """They had it from their bank. It keeps why it was held, so that nobody owes it once more."""
    on_hold = refund.status
    if on_hold is RefundStatus.FAILED:
        on_hold = moved(REFUND, on_hold, RefundStatus.ON_HOLD)
    status = moved(REFUND, on_hold, RefundStatus.CANCELED)
    row = replace(refund, status=status, held_because=HeldBecause.CHARGEBACK, held_until=None)
    entry = ledger.taken_by_bank(refund.amount, payable(refund))
    return Step().put(row).say(SYSTEM, RefundCanceled(refund.id), entry)


def paid_twice(story: Story, refund: Refund, now: datetime, task_id: TaskId) -> Step:
    """We had paid them as well, before the bank did, and had not heard of it. Somebody has to look
    whether that money comes back."""
    status = moved(REFUND, refund.status, RefundStatus.SCHEDULED)
    row = replace(refund, status=status, held_because=None)
    entry = ledger.not_taken_by_bank(refund.amount, payable(refund))
    event = RefundScheduled(refund.id, refund.amount, refund.due_at or now)
    return Step().put(row).say(SYSTEM, event, entry).join(_asked(story, task_id, now))


def _opened(story: Story) -> dict[DisputeId, ChargeId]:
    """Every dispute this case was told of, and about which charge."""
    told = (one.event for one in story.history)
    return {one.dispute_id: one.charge_id for one in told if isinstance(one, ChargeDisputed)}


def _closed(story: Story) -> set[DisputeId]:
    told = (one.event for one in story.history)
    return {one.dispute_id for one in told if isinstance(one, DisputeClosed)}


def _is_about(refund: Refund, charge_id: ChargeId) -> bool:
    """What is given back of the charge; and the thank-you of a case with any dispute waits too."""
    return refund.charge_id == charge_id or refund.purpose is RefundFor.BONUS


def _waits_for_bank(refund: Refund) -> bool:
    on_hold = refund.status is RefundStatus.ON_HOLD
    return on_hold and refund.held_because is HeldBecause.CHARGEBACK


def _let_go(story: Story, refund: Refund) -> bool:
    """Whether a person has freed it since the latest dispute was told."""
    for one in reversed(story.history):
        if isinstance(one.event, ChargeDisputed):
            return False
        freed_it = isinstance(one.event, RefundFreed) and one.event.refund_id == refund.id
        if freed_it and one.actor.who is Who.AGENT:
            return True
    return False


def _lost_whole(story: Story, charge: Charge) -> bool:
    """Whether a bank took all of that charge back for good, as far as this case was told."""
    amounts = {
        one.event.dispute_id: one.event.amount
        for one in story.history
        if isinstance(one.event, ChargeDisputed) and one.event.charge_id == charge.id
    }
    return any(
        isinstance(one.event, DisputeClosed)
        and not one.event.won
        and one.event.dispute_id in amounts
        and amounts[one.event.dispute_id].minor >= charge.amount.minor
        for one in story.history
    )


def _held(story: Story, refund: Refund, now: datetime, policy: Policy) -> Step:
    until = now + _DECIDED_WITHIN
    because = HeldBecause.CHARGEBACK
    return held(story, refund, because, until, None, SYSTEM, now=now, policy=policy)


def _asked(story: Story, task_id: TaskId, now: datetime) -> Step:
    if any(one.kind is TaskKind.CHARGEBACK and one.done_at is None for one in story.tasks):
        return Step()
    task = Task(task_id, story.case.id, TaskKind.CHARGEBACK, now, now + ANSWER_WITHIN)
    return Step().put(task).say(SYSTEM, TaskOpened(task_id, TaskKind.CHARGEBACK))


def _decided_entries(dispute: Dispute, before: Dispute) -> list[ledger.Entry]:
    was_gone, won = before.status in GONE, dispute.status in WON
    if won:
        return [ledger.charge_back_won(before.amount)] if was_gone else []
    taken = [] if was_gone else [ledger.charged_back(dispute.amount)]
    return [*taken, ledger.charge_back_lost(before.amount if was_gone else dispute.amount)]
