"""The desk: find a case, see one story with both parties redacted, know what may be read out."""

from datetime import UTC, datetime

import strawberry
from strawberry import field

from onward.api.books import LedgerEntry, ledger_views
from onward.api.bought import Bought, bought, for_buyer
from onward.api.claims import ClaimFacts, claim_facts
from onward.api.context import Context, Look, look
from onward.api.enums import CaseAction, DisputeEvidence, DisputeStatus, Party
from onward.api.gradings import Evidence, evidence_view
from onward.api.items import PhotoLook
from onward.api.money import Money, money_view
from onward.api.purchases import Purchase, purchase_view
from onward.api.returns import ReturnCase, case_view, for_returner, seen
from onward.api.shipments import Parcel, parcel_view
from onward.domain import disputes, redaction, tasks
from onward.domain.actions import actions, may_tick_off
from onward.domain.contesting import evidence
from onward.domain.holding import waits
from onward.domain.refusals import NotFound
from onward.domain.story import Story
from onward.messages import (
    Audience,
    buyer_safe_sentence,
    evidence_text,
    refusal_text,
    returner_safe_sentence,
    task_text,
)
from onward.services.packing import packed_code
from onward.services.support import CaseFile as File


@strawberry.type(description="Something a person at the desk must look at.")
class Task:
    id: strawberry.ID = field(description="Its id.")
    kind: str = field(description="Stable, for programs: REVIEW_CONDITION.")
    text: str = field(description="What is to be done.")
    opened_at: datetime = field(description="When it was opened.")
    due_at: datetime | None = field(description="By when it should be done.")
    done_at: datetime | None = field(description="When it was done; null while it waits.")
    can_tick_off: bool = field(
        description="Whether saying done is enough; what waits for a decision is done by deciding."
    )
    return_case: ReturnCase = field(description="The case it is about.")


@strawberry.type(description="A person, redacted: enough to know who is calling.")
class PartyBrief:
    initials: str = field(description="Of the name.")
    region: str = field(description="Region and country.")
    masked_email: str = field(description="The first letter and the domain.")


@strawberry.type(description="Work that an event set off and that is not done yet.")
class Effect:
    name: str = field(description="Its name.")
    attempts: int = field(description="How often it was tried.")
    next_try_at: datetime | None = field(description="When it is tried again.")
    dead: bool = field(description="Whether we gave up, and a person must look.")
    text: str = field(description="What went wrong last; empty when nothing did.")


@strawberry.type(description="A charge that a bank takes back.")
class Dispute:
    id: strawberry.ID = field(description="The provider's name for it.")
    status: DisputeStatus = field(description="How it stands.")
    amount: Money = field(description="What the bank takes back.")
    opened_at: datetime = field(description="When we heard of it.")
    closed_at: datetime | None = field(description="When it was decided; null while it is open.")
    evidence: list[DisputeEvidence] = field(description="What this case has to show the bank.")
    evidence_text: list[str] = field(description="The same in words.")


@strawberry.type(description="One case, one story, with both parties redacted.")
class CaseFile:
    return_case: ReturnCase = field(description="The returner's side.")
    purchase: Purchase | None = field(description="The buyer's side: the latest purchase.")
    caller: Party = field(description="Who is calling.")
    returner: PartyBrief = field(description="Who sends it on.")
    buyer: PartyBrief | None = field(description="Who bought it last.")
    safe_sentence: str = field(description="May be read out to this caller.")
    next_action: CaseAction | None = field(description="The next right thing for the agent.")
    evidence: Evidence = field(description="The piece as it left and as it arrived.")
    claim_facts: ClaimFacts | None = field(description="What helps to settle its latest claim.")
    packed_code: str | None = field(
        description="What has to stand beside the item in the picture of the open parcel."
    )
    parcels: list[Parcel] = field(description="Every label that was ever made.")
    ledger: list[LedgerEntry] = field(description="All money of this case.")
    balanced: bool = field(description="Whether nobody is owed anything.")
    tasks: list[Task] = field(description="What was and is to be done, oldest first.")
    effects: list[Effect] = field(description="Work that is not done yet.")
    disputes: list[Dispute] = field(description="Charges of this case that a bank takes back.")


async def file_view(context: Context, file: File, caller: Party) -> CaseFile:
    story = file.story
    of = await look(context, story)
    last = story.purchases[-1] if story.purchases else None
    sold = await bought(context, last, story) if last else None
    case = case_view(of)
    next_actions = actions(story.case, of.who, claim=story.claim)
    return CaseFile(
        return_case=case,
        purchase=purchase_view(context, sold) if sold else None,
        caller=caller,
        returner=_party(file.returner),
        buyer=_party(file.buyer) if file.buyer else None,
        safe_sentence=_safe(of, sold, caller),
        next_action=next_actions[0] if next_actions else None,
        evidence=evidence_view(
            story.photos, PhotoLook(context.world, of.viewer.id, Audience.AGENT)
        ),
        claim_facts=claim_facts(story, context.world.policy),
        packed_code=packed_code(context.world, story),
        parcels=[parcel_view(context.world, story, parcel) for parcel in story.shipments],
        ledger=ledger_views(file.postings),
        balanced=file.balanced,
        tasks=[_task(task, story, case) for task in story.tasks],
        effects=[
            Effect(
                name=one.effect,
                attempts=one.attempts,
                next_try_at=_instant(one.due_at),
                dead=one.dead,
                text=one.trouble or "",
            )
            for one in file.effects
        ],
        disputes=[_dispute(story, one) for one in story.disputes],
    )


async def task_view(context: Context, task: tasks.Task, story: Story) -> Task:
    return _task(task, story, await seen(context, story))


def _task(task: tasks.Task, story: Story, case: ReturnCase) -> Task:
    return Task(
        id=strawberry.ID(task.id),
        kind=task.kind.value,
        text=task_text(task.kind),
        opened_at=task.opened_at,
        due_at=task.due_at,
        done_at=task.done_at,
        can_tick_off=may_tick_off(task, story.case, story.claim, held=waits(story)),
        return_case=case,
    )


def _dispute(story: Story, dispute: disputes.Dispute) -> Dispute:
    shown = evidence(story, dispute)
    return Dispute(
        id=strawberry.ID(dispute.id),
        status=dispute.status,
        amount=money_view(dispute.amount),
        opened_at=dispute.opened_at,
        closed_at=dispute.closed_at,
        evidence=list(shown),
        evidence_text=[evidence_text(one) for one in shown],
    )


def _safe(of: Look, sold: Bought | None, caller: Party) -> str:
    if caller is Party.RETURNER:
        return returner_safe_sentence(for_returner(of))
    if sold is None:
        # Nobody has bought it: a caller who says they did is told no more than a stranger.
        return refusal_text(NotFound())
    return buyer_safe_sentence(for_buyer(sold, of.world.policy))


def _party(brief: redaction.PartyBrief) -> PartyBrief:
    return PartyBrief(initials=brief.initials, region=brief.region, masked_email=brief.masked_email)


def _instant(ms: int | None) -> datetime | None:
    return datetime.fromtimestamp(ms / 1000, UTC) if ms is not None else None
