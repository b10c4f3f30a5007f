"""Labels: one code that is always right, leading to the warehouse or to the buyer.

A carrier that did its work and was not heard has sold a label all the same. It is asked for under
the same key again; and where nobody wants it by then, it is kept as stranded and given back.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from onward.domain import carriage
from onward.domain.events import Recorded
from onward.domain.ids import ContactId, ShipmentId, TaskId
from onward.domain.labels import (
    help_asked,
    issued,
    match_of,
    pointed,
    recipient_of,
    sets_out_at,
    stranded,
    to_void,
    unserved,
    voided,
    wants_buyer_label,
    wants_warehouse_label,
)
from onward.domain.life import ShipmentStatus
from onward.domain.promises import goes_on
from onward.domain.refusals import Unserviceable
from onward.domain.shipping import Blind, Destination, Page, Shipment, VoidAnswer, page_key
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import Address, BoughtLabel, NotYet, Parcel, World
from onward.store import accounts, changes, outbox
from onward.store.changes import Decide

# A carrier may take days to say what becomes of a void.
VOID_ASKED_AGAIN = timedelta(hours=12)


async def issue_label(world: World, cause: Recorded, story: Story) -> Story:
    """A code that leads to the warehouse, from approval on; the one there is, if there is one.
    Where no carrier comes, a person has to."""
    if not wants_warehouse_label(story, cause):
        return await _strand(world, cause, story)
    now = await world.clock.now()
    parcel = await _parcel(world, story, Address.of(world.policy.warehouse))
    try:
        label = await world.carrier.buy(parcel, _key(cause))
    except Unserviceable:
        task_id = TaskId(world.tokens.id())
        decide = partial(help_asked, cause=cause, task_id=task_id, now=now)
        return await _change(world, story, decide, now)
    shipment = _shipment(cause, story, label, now)
    await _keep_pages(world, shipment.id, label)
    return await _change(world, story, partial(issued, cause=cause, shipment=shipment), now)


async def point_to_buyer(world: World, cause: Recorded, story: Story) -> Story:
    """The buyer's money is in: the code leads to them from now on, silently."""
    return await _point(world, cause, story)


async def follow_address(world: World, cause: Recorded, story: Story) -> Story:
    """The buyer's parcel goes elsewhere: the code follows as silently, and its old label is given
    back."""
    story = await _point(world, cause, story)
    return await void_labels(world, cause, story)


async def void_labels(world: World, cause: Recorded, story: Story) -> Story:
    """Give back the labels that nobody will need; one that is scanned all the same still counts.
    NotYet while the carrier has not said how it ends."""
    waits = False
    for shipment in to_void(story):
        answer = await world.carrier.void(shipment.tracking_number, f"{shipment.id}:void")
        story = await _note_void(world, story, shipment.id, answer)
        waits = waits or answer is VoidAnswer.SUBMITTED
    if waits:
        raise NotYet("carrier", VOID_ASKED_AGAIN)
    return story


async def _point(world: World, cause: Recorded, story: Story) -> Story:
    """Buy a label to the buyer and make it the code's, as long as this cause is the latest word on
    where they want it."""
    match = wants_buyer_label(story, cause)
    if match is None:
        return await _strand(world, cause, story)
    now = await world.clock.now()
    try:
        label = await _bought_for(world, cause, story, recipient_of(story, match))
    except Unserviceable:
        return await _let_go(world, cause, story)
    shipment = _shipment(cause, story, label, now)
    shipment = replace(shipment, blind=carriage.shows(label.blind, world.policy.parcels))
    if shipment.blind is Blind.NO:
        await _keep_pages(world, shipment.id, label)

    def decide(story: Story) -> Step | None:
        step = pointed(story, cause, shipment)
        return goes_on(story, step, now, world.policy) if step else None

    return await _change(world, story, decide, now)


async def _keep_pages(world: World, shipment_id: ShipmentId, label: BoughtLabel) -> None:
    await world.photos.write(page_key(shipment_id), label.pdf)
    if label.zpl:
        await world.photos.write(page_key(shipment_id, Page.ZPL), label.zpl.encode())


async def _bought_for(
    world: World, cause: Recorded, story: Story, contact_id: ContactId | None
) -> BoughtLabel:
    """A label to the buyer, of a product that hides where it goes as policy wants it; Unserviceable
    where there is none. A carrier that was asked before answers with what it sold then."""
    contact = await accounts.contact(contact_id) if contact_id else None
    if contact is None:
        raise Unserviceable
    terms = world.policy.parcels
    parcel = await _parcel(world, story, Address.of(contact), hides=terms.masking)
    chosen = carriage.to_buyer(await world.carrier.quote(parcel), terms)
    if chosen.blind is Blind.NO:
        parcel = replace(parcel, recipient=Address.of(carriage.for_the_printer(contact)))
    label = await world.carrier.buy(parcel, _key(cause), chosen.product)
    if not carriage.may_carry(label.blind, terms):
        raise Unserviceable
    return label


async def _let_go(world: World, cause: Recorded, story: Story) -> Story:
    """No parcel can go to this buyer. A label for them may have been sold before that was so."""
    now = await world.clock.now()
    label = await world.carrier.sold(_key(cause))
    sold = _shipment(cause, story, label, now) if label else None
    decide = partial(unserved, cause=cause, sold=sold, now=now, policy=world.policy)
    return await _change(world, story, decide, now)


async def _strand(world: World, cause: Recorded, story: Story) -> Story:
    """Nobody wants this cause's label any more. Whether an earlier try bought it and never heard of
    it, only the carrier knows; a first try has no earlier one."""
    known = story.shipment(ShipmentId(cause.id)) is not None
    if known or not await outbox.tried_before(cause):
        return story
    label = await world.carrier.sold(_key(cause))
    if label is None:
        return story
    now = await world.clock.now()
    shipment = _shipment(cause, story, label, now)
    return await _change(world, story, partial(stranded, shipment=shipment), now)


async def _note_void(
    world: World, story: Story, shipment_id: ShipmentId, answer: VoidAnswer
) -> Story:
    now = await world.clock.now()
    decide = partial(voided, shipment_id=shipment_id, answer=answer)
    return await _change(world, story, decide, now)


async def _change(world: World, story: Story, decide: Decide, now: datetime) -> Story:
    return await changes.change(story.case.id, decide, at=now, policy=world.policy, seen=story)


async def _parcel(world: World, story: Story, recipient: Address, *, hides: bool = False) -> Parcel:
    contact_id = sets_out_at(story)
    sender = await accounts.contact(contact_id) if contact_id else None
    return Parcel(
        reference=story.case.reference,
        recipient=recipient,
        return_to=Address.of(world.policy.warehouse),
        weight_g=story.variant.weight_g,
        currency=story.refund.amount.currency,
        origin=Address.of(sender) if sender else None,
        hides_recipient=hides,
    )


def _shipment(cause: Recorded, story: Story, label: BoughtLabel, now: datetime) -> Shipment:
    match_id = match_of(cause)
    return Shipment(
        id=ShipmentId(cause.id),
        case_id=story.case.id,
        destination=Destination.BUYER if match_id else Destination.WAREHOUSE,
        match_id=match_id,
        carrier=label.carrier,
        tracking_number=label.tracking_number,
        counter_code=label.counter_code,
        status=ShipmentStatus.PRE_TRANSIT,
        superseded=False,
        cost=label.cost,
        issued_at=now,
        eta_at=now + label.eta_for,
        product=label.product,
        blind=label.blind,
        declared_g=story.variant.weight_g,
    )


def _key(cause: Recorded) -> str:
    """One for all tries, so that the carrier sells once and can tell what it sold."""
    return f"{cause.id}:label"
