"""Labels: one code that is always right, leading to the warehouse or to the buyer."""

from dataclasses import replace
from datetime import datetime, timedelta

from onward.domain import carriage, ledger
from onward.domain.diversions import relisted
from onward.domain.events import (
    SYSTEM,
    Because,
    Channel,
    LabelIssued,
    Recorded,
    TaskKind,
    TaskOpened,
)
from onward.domain.ids import ContactId, MatchId, ShipmentId, TaskId
from onward.domain.labels import (
    pointed,
    to_void,
    voided,
    wants_buyer_label,
    wants_warehouse_label,
)
from onward.domain.life import ShipmentStatus, Stage
from onward.domain.listings import Match
from onward.domain.promises import goes_on
from onward.domain.recovery import fallback_of
from onward.domain.refusals import NotFound, Unserviceable
from onward.domain.returns import Peer
from onward.domain.shipping import Blind, Destination, Shipment, VoidAnswer, page_key
from onward.domain.shop import Contact
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.tasks import Task
from onward.ports import Address, BoughtLabel, NotYet, Parcel, World
from onward.store import accounts, changes

# A carrier may take days to say what becomes of a void.
VOID_ASKED_AGAIN = timedelta(hours=12)
_ANSWERS = {
    VoidAnswer.SUBMITTED: ShipmentStatus.VOID_REQUESTED,
    VoidAnswer.REFUNDED: ShipmentStatus.VOIDED,
    VoidAnswer.REJECTED: ShipmentStatus.VOID_REJECTED,
    VoidAnswer.NOT_APPLICABLE: ShipmentStatus.VOID_REJECTED,
}


async def issue_label(world: World, cause: Recorded, story: Story) -> Story:
    """A code that leads to the warehouse, from approval on; the one there is, if there is one.
    Where no carrier comes, a person has to."""
    if not wants_warehouse_label(story):
        return story
    shipment_id = ShipmentId(cause.id)
    parcel = _parcel(world, story, Address.of(world.policy.warehouse), await _sender(story))
    now = await world.clock.now()
    try:
        label = await world.carrier.buy(parcel, f"{cause.id}:label")
    except Unserviceable:
        return await _ask_for_help(world, story, now)
    await world.photos.write(page_key(shipment_id), label.pdf)

    def decide(story: Story) -> Step | None:
        if not wants_warehouse_label(story) or story.shipment(shipment_id):
            return None
        shipment = _shipment(story, shipment_id, label, Destination.WAREHOUSE, None, now)
        event = LabelIssued(shipment_id, Channel.WAREHOUSE)
        return Step().put(shipment).say(SYSTEM, event, ledger.label_bought(label.cost))

    return await changes.change(cause.case_id, decide, at=now, policy=world.policy, seen=story)


async def point_to_buyer(world: World, cause: Recorded, story: Story) -> Story:
    """The buyer's money is in: the code leads to them from now on, silently."""
    return await _point(world, cause, story)


async def follow_address(world: World, cause: Recorded, story: Story) -> Story:
    """The buyer's parcel goes elsewhere: the code follows as silently, and its old label is given
    back."""
    story = await _point(world, cause, story)
    return await void_labels(world, cause, story)


async def _point(world: World, cause: Recorded, story: Story) -> Story:
    """Buy a label to the buyer and make it the code's, as long as this cause is the latest word on
    where they want it."""
    match = wants_buyer_label(story, cause)
    if match is None:
        return story
    shipment_id, now = ShipmentId(cause.id), await world.clock.now()
    try:
        label = await _bought_for(world, cause, story, _recipient_of(story, match))
    except Unserviceable:
        return await _let_go(world, story, match.id, now)
    blind = carriage.shows(label.blind, world.policy.parcels)
    if blind is Blind.NO:
        await world.photos.write(page_key(shipment_id), label.pdf)

    def decide(story: Story) -> Step | None:
        current = wants_buyer_label(story, cause)
        if current is None:
            return None
        shipment = _shipment(story, shipment_id, label, Destination.BUYER, match.id, now)
        step = pointed(story, current, replace(shipment, blind=blind))
        return goes_on(story, step, now, world.policy)

    after = await changes.change(cause.case_id, decide, at=now, policy=world.policy, seen=story)
    if after.shipment(shipment_id) is None:
        await world.carrier.void(label.tracking_number, _void_key(shipment_id))
    return after


async def _bought_for(
    world: World, cause: Recorded, story: Story, contact_id: ContactId | None
) -> BoughtLabel:
    """A label to the buyer, of a product that hides where it goes as policy wants it; Unserviceable
    where there is none. A carrier that was asked before answers with what it sold then."""
    contact = await accounts.contact(contact_id) if contact_id else None
    if contact is None:
        raise NotFound
    terms, sender = world.policy.parcels, await _sender(story)
    parcel = _parcel(world, story, Address.of(contact), sender, hides=terms.masking)
    chosen = carriage.to_buyer(await world.carrier.quote(parcel), terms)
    if chosen.blind is Blind.NO:
        parcel = replace(parcel, recipient=Address.of(carriage.for_the_printer(contact)))
    label = await world.carrier.buy(parcel, f"{cause.id}:label", chosen.product)
    if not carriage.may_carry(label.blind, terms):
        await world.carrier.void(label.tracking_number, _void_key(ShipmentId(cause.id)))
        raise Unserviceable
    return label


def _recipient_of(story: Story, match: Match) -> ContactId | None:
    sale = story.sale(match.purchase_id)
    return sale.contact_id if sale else None


async def _let_go(world: World, story: Story, match_id: MatchId, now: datetime) -> Story:
    """No parcel can go to this buyer: they are made whole, and the item is on offer again."""

    def decide(story: Story) -> Step | None:
        if story.match is None or story.match.id != match_id:
            return None
        channel = fallback_of(story, world.policy)
        step = relisted(story, SYSTEM, Because.UNSERVICEABLE, now, channel)
        return goes_on(story, step, now, world.policy)

    return await changes.change(story.case.id, decide, at=now, policy=world.policy, seen=story)


async def _ask_for_help(world: World, story: Story, now: datetime) -> Story:
    task_id = TaskId(world.tokens.id())

    def decide(story: Story) -> Step | None:
        asked = any(one.kind is TaskKind.NO_LABEL and not one.done_at for one in story.tasks)
        if asked or not wants_warehouse_label(story):
            return None
        task = Task(task_id, story.case.id, TaskKind.NO_LABEL, now, None)
        return Step().put(task).say(SYSTEM, TaskOpened(task_id, TaskKind.NO_LABEL))

    return await changes.change(story.case.id, decide, at=now, policy=world.policy, seen=story)


async def void_labels(world: World, cause: Recorded, story: Story) -> Story:
    """Give back the labels that nobody will need; one that is scanned all the same still counts.
    NotYet while the carrier has not said how it ends."""
    waits = False
    for shipment in to_void(story):
        answer = await world.carrier.void(shipment.tracking_number, _void_key(shipment.id))
        story = await _note_void(world, story, shipment.id, _ANSWERS[answer])
        waits = waits or answer is VoidAnswer.SUBMITTED
    if waits:
        raise NotYet("carrier", VOID_ASKED_AGAIN)
    return story


async def _note_void(
    world: World, story: Story, shipment_id: ShipmentId, answer: ShipmentStatus
) -> Story:
    now = await world.clock.now()

    def decide(story: Story) -> Step | None:
        return voided(story, shipment_id, answer)

    return await changes.change(story.case.id, decide, at=now, policy=world.policy, seen=story)


def _shipment(
    story: Story,
    shipment_id: ShipmentId,
    label: BoughtLabel,
    destination: Destination,
    match_id: MatchId | None,
    now: datetime,
) -> Shipment:
    # A buyer may be matched while the warehouse label is being made: it then waits, superseded.
    heads_elsewhere = isinstance(story.case.heading, Peer) and match_id is None
    return Shipment(
        id=shipment_id,
        case_id=story.case.id,
        destination=destination,
        match_id=match_id,
        carrier=label.carrier,
        tracking_number=label.tracking_number,
        counter_code=label.counter_code,
        status=ShipmentStatus.PRE_TRANSIT,
        superseded=heads_elsewhere,
        cost=label.cost,
        issued_at=now,
        eta_at=now + label.eta_for,
        product=label.product,
        blind=label.blind,
        declared_g=story.variant.weight_g,
    )


def _parcel(
    world: World,
    story: Story,
    recipient: Address,
    sender: Contact | None,
    *,
    hides: bool = False,
) -> Parcel:
    return Parcel(
        reference=story.case.reference,
        recipient=recipient,
        return_to=Address.of(world.policy.warehouse),
        weight_g=story.variant.weight_g,
        currency=story.refund.amount.currency,
        origin=Address.of(sender) if sender else None,
        hides_recipient=hides,
    )


async def _sender(story: Story) -> Contact | None:
    """Where the parcel sets out: at the returner's, or where a claimed item was sent to."""
    contact_id = story.order.contact_id
    if story.case.stage is Stage.RETURNING_TO_WAREHOUSE and story.claim:
        match = next(one for one in story.matches if one.id == story.claim.match_id)
        contact_id = _recipient_of(story, match)
    return await accounts.contact(contact_id) if contact_id else None


def _void_key(shipment_id: ShipmentId) -> str:
    """One for all who may ask, so that asking again tells how the first asking stands."""
    return f"{shipment_id}:void"
