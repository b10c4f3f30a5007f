"""What a payment provider tells unasked, and what it is asked again: how refunds ended that it had
taken, and charges that a bank takes back. The same news twice, or late, changes nothing more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from onward.domain.chargebacks import Told, bounced, decided, disputed
from onward.domain.disputes import WON, Dispute, DisputeStatus
from onward.domain.events import PROCESSOR, Recorded, RefundPending
from onward.domain.hearing import Heard, weightiest
from onward.domain.ids import CaseId, DisputeId, TaskId
from onward.domain.life import RefundStatus
from onward.domain.money import Money
from onward.domain.paying import failed, key_of, succeeded
from onward.domain.refunds import Refund
from onward.domain.refusals import Impossible
from onward.domain.shop import Charge, ChargeStatus
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.strange import Source
from onward.ports import NewsKind, NotYet, PaymentNews, World
from onward.store import changes, disputes, orders, strange

log = structlog.get_logger()
_REFUNDS = frozenset({NewsKind.REFUND_SUCCEEDED, NewsKind.REFUND_FAILED})
_ASKED_AGAIN_IN = timedelta(hours=12)


async def take_news(world: World, news: Sequence[PaymentNews]) -> Heard:
    """Each message once. What says nothing we know is kept for a person."""
    return weightiest([await _take(world, one) for one in news])


async def ask_pending(world: World, cause: Recorded, story: Story) -> Story:
    """How a refund stands that was pending: asked again until the provider can tell, for webhooks
    get lost."""
    event = cause.event
    if not isinstance(event, RefundPending):
        raise Impossible(f"{event.kind} asks nothing")
    refund = next(one for one in story.refunds if one.id == event.refund_id)
    if refund.status is not RefundStatus.PENDING:
        return story
    charge = (await orders.charges([refund.charge_id or ""])).get(refund.charge_id or "")
    key = key_of(story, replace(refund, tries=refund.tries - 1))
    if charge is None:
        answer = await world.payments.pay_out(story.case.returner_id, refund.amount, key)
    else:
        answer = await world.payments.refund(charge.provider_ref, refund.amount, key)
    if answer.status == "pending":
        raise NotYet("payments", _ASKED_AGAIN_IN)
    went = answer.status == "succeeded"
    why = None if went else answer.failure or "unknown"
    story, _ = await _ended(world, story.case.id, answer.provider_ref, refund.amount, why)
    return story


async def _take(world: World, one: PaymentNews) -> Heard:
    if one.kind in _REFUNDS:
        return await _refund_ended(world, one)
    if one.kind is NewsKind.UNKNOWN:
        return await _keep(world, one, "unknown kind")
    return await _dispute_moved(world, one)


async def _refund_ended(world: World, one: PaymentNews) -> Heard:
    case_id = await disputes.case_of_refund(one.subject)
    if case_id is None:
        # Our own record of it may still be on its way, and is asked about when it is there; a
        # refund that somebody gave by hand is found when the books are compared.
        ours = await disputes.charge_named(_names(one)) is not None
        log.info("refund_not_known", refund=one.subject, ours=ours)
        return Heard.IGNORED if ours else await _keep(world, one, "unknown refund")
    why = (one.failure or "unknown") if one.kind is NewsKind.REFUND_FAILED else None
    story, heard = await _ended(world, case_id, one.subject, one.amount, why)
    refund = next((mine for mine in story.refunds if mine.provider_ref == one.subject), None)
    if refund is not None and one.amount != refund.amount:
        return await _keep(world, one, "another amount")
    return heard


async def _ended(
    world: World, case_id: CaseId, provider_ref: str, amount: Money | None, why: str | None
) -> tuple[Story, Heard]:
    """The refund of that name went well, or not: `why`; and whether that was news."""
    now = await world.clock.now()
    task_id = TaskId(world.tokens.id())

    def decide(story: Story) -> Step | None:
        refund = next((one for one in story.refunds if one.provider_ref == provider_ref), None)
        if refund is None or refund.amount != amount:
            return None
        return _answered(world, story, refund, why, now, task_id)

    return await _changed(world, case_id, decide, now)


async def _changed(
    world: World, case_id: CaseId, decide: changes.Decide, now: datetime
) -> tuple[Story, Heard]:
    """The case as it then stands, and whether there was anything to decide."""
    step: Step | None = None

    def deciding(story: Story) -> Step | None:
        nonlocal step
        step = decide(story)
        return step

    story = await changes.change(case_id, deciding, at=now, policy=world.policy)
    return story, Heard.REPEATED if step is None else Heard.TAKEN


def _answered(
    world: World, story: Story, refund: Refund, why: str | None, now: datetime, task_id: TaskId
) -> Step | None:
    waits = refund.status in (RefundStatus.SUBMITTED, RefundStatus.PENDING)
    if why is None:
        return succeeded(story, refund, now, PROCESSOR) if waits else None
    if refund.status is RefundStatus.SUCCEEDED:
        return bounced(story, refund, why, now, world.policy, task_id)
    return failed(story, refund, why, now, world.policy, task_id, PROCESSOR) if waits else None


async def _dispute_moved(world: World, one: PaymentNews) -> Heard:
    charge = await disputes.charge_named(_names(one))
    if charge is None:
        return await _keep(world, one, "unknown charge")
    amount = one.amount
    if amount is None or not _is_sound(amount, charge):
        return await _keep(world, one, "amount does not fit the charge")
    closed = one.kind is NewsKind.DISPUTE_CLOSED
    status = one.status or (DisputeStatus.LOST if closed else DisputeStatus.NEEDS_RESPONSE)
    concerned = await disputes.cases_of(charge)
    if not concerned:
        won = closed and status in WON
        now_is = ChargeStatus.CAPTURED if won else ChargeStatus.DISPUTED
        await disputes.mark(replace(charge, status=now_is))
        return await _keep(world, one, "no return is about it")
    home = await disputes.home_of(one.subject) or concerned[0]
    now = await world.clock.now()
    dispute = Dispute(DisputeId(one.subject), charge.id, home, status, amount, now)
    return weightiest(
        [
            await _tell(world, case_id, Told(dispute, charge, case_id == home), now, closed=closed)
            for case_id in concerned
        ]
    )


async def _tell(world: World, case_id: CaseId, told: Told, now: datetime, *, closed: bool) -> Heard:
    task_id = TaskId(world.tokens.id())
    change = decided if closed else disputed

    def decide(story: Story) -> Step | None:
        return change(story, told, now, world.policy, task_id)

    _, heard = await _changed(world, case_id, decide, now)
    return heard


def _is_sound(amount: Money, charge: Charge) -> bool:
    return amount.currency == charge.amount.currency and 0 < amount.minor <= charge.amount.minor


def _names(one: PaymentNews) -> list[str]:
    return [name for name in (one.charge_ref, one.alias) if name]


async def _keep(world: World, one: PaymentNews, why: str) -> Heard:
    now = await world.clock.now()
    spelled = f"{one.subject} {one.charge_ref} {one.amount}"
    kept = await strange.keep(Source.PAYMENTS, one.key, one.told, one.body or spelled, now)
    log.warning("strange_message", sender=Source.PAYMENTS.value, kind=one.told, why=why, kept=kept)
    return Heard.KEPT if kept else Heard.DROPPED
