"""Labels: one code that is always right, leading to the warehouse or to the buyer."""

from dataclasses import replace
from datetime import datetime, timedelta

from onward.domain import ledger
from onward.domain.diversions import usable_warehouse_label
from onward.domain.events import (
    SYSTEM,
    Channel,
    LabelIssued,
    LabelVoided,
    Matched,
    Recorded,
    Repointed,
)
from onward.domain.ids import MatchId, ShipmentId
from onward.domain.life import (
    HAS_CODE,
    MATCH,
    SHIPMENT,
    MatchStatus,
    ShipmentStatus,
    Stage,
    moved,
)
from onward.domain.refusals import NotFound
from onward.domain.returns import Peer
from onward.domain.shipping import Destination, Shipment, VoidAnswer
from onward.domain.shop import Contact
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import Address, BoughtLabel, Parcel, World
from onward.store import accounts, changes

LABEL_URL_FOR = timedelta(hours=6)


WANTS_WAREHOUSE_LABEL = frozenset({*HAS_CODE, Stage.RETURNING_TO_WAREHOUSE})


async def issue_label(world: World, cause: Recorded, story: Story) -> Story:
    """A code that leads to the warehouse, from approval on; the one there is, if there is one."""
    if not _wants_warehouse_label(story):
        return story
    shipment_id = ShipmentId(cause.id)
    label = await world.carrier.buy(_parcel(world, story, _warehouse(world)), f"{cause.id}:label")
    await world.photos.write(_label_key(shipment_id), label.pdf)
    now = await world.clock.now()

    def decide(story: Story) -> Step | None:
        if not _wants_warehouse_label(story):
            return None
        shipment = _shipment(story, shipment_id, label, Destination.WAREHOUSE, None, now)
        event = LabelIssued(shipment_id, Channel.WAREHOUSE)
        return Step().put(shipment).say(SYSTEM, event, ledger.label_bought(label.cost))

    return await changes.change(cause.case_id, decide, at=now, policy=world.policy, seen=story)


async def point_to_buyer(world: World, cause: Recorded, story: Story) -> Story:
    """The buyer's money is in: the code leads to them from now on, silently."""
    event = cause.event
    if not isinstance(event, Matched):
        return story
    match = story.match
    if match is None or match.id != event.match_id or story.case.stage is not Stage.MATCHED:
        return story
    buyer = await accounts.contact_of(match.buyer_id)
    if buyer is None:
        raise NotFound
    shipment_id = ShipmentId(cause.id)
    label = await world.carrier.buy(_parcel(world, story, _address(buyer)), f"{cause.id}:label")
    now = await world.clock.now()

    def decide(story: Story) -> Step | None:
        current = story.match
        if story.case.stage is not Stage.MATCHED or current is None or current.id != match.id:
            return None
        shipment = _shipment(story, shipment_id, label, Destination.BUYER, match.id, now)
        step = Step().put(shipment)
        step.put(replace(current, status=moved(MATCH, current.status, MatchStatus.LABELED)))
        old = story.label
        step.put(replace(old, superseded=True) if old else None)
        event = Repointed(shipment_id, match.id)
        return step.say(SYSTEM, event, ledger.label_bought(label.cost))

    after = await changes.change(cause.case_id, decide, at=now, policy=world.policy, seen=story)
    if after.shipment(shipment_id) is None:
        await world.carrier.void(label.tracking_number, f"{cause.id}:void")
    return after


async def void_labels(world: World, cause: Recorded, story: Story) -> Story:
    """Give back the labels that nobody will need; one that is scanned all the same still counts."""
    for shipment in _to_void(story):
        answer = await world.carrier.void(shipment.tracking_number, f"{cause.id}:{shipment.id}")
        granted = answer in (VoidAnswer.REFUNDED, VoidAnswer.SUBMITTED)
        story = await _note_void(world, story, shipment.id, granted=granted)
    return story


async def _note_void(
    world: World, story: Story, shipment_id: ShipmentId, *, granted: bool
) -> Story:
    now = await world.clock.now()

    def decide(story: Story) -> Step | None:
        shipment = story.shipment(shipment_id)
        if shipment is None or shipment.status is not ShipmentStatus.PRE_TRANSIT:
            return None
        asked = moved(SHIPMENT, shipment.status, ShipmentStatus.VOID_REQUESTED)
        answer = ShipmentStatus.VOIDED if granted else ShipmentStatus.VOID_REJECTED
        voided = replace(shipment, status=moved(SHIPMENT, asked, answer), superseded=True)
        entries = (ledger.label_refunded(shipment.cost),) if granted else ()
        return Step().put(voided).say(SYSTEM, LabelVoided(shipment_id, answer), *entries)

    return await changes.change(story.case.id, decide, at=now, policy=world.policy, seen=story)


def _to_void(story: Story) -> list[Shipment]:
    unscanned = [s for s in story.shipments if s.status is ShipmentStatus.PRE_TRANSIT]
    case = story.case
    if case.counted_shipment_id is not None:
        claim_return = case.stage is Stage.RETURNING_TO_WAREHOUSE
        keep = case.shipment_id if claim_return else None
        return [s for s in unscanned if s.id not in (case.counted_shipment_id, keep)]
    if case.stage in (Stage.CANCELED, Stage.EXPIRED):
        return unscanned
    alive = story.match.id if story.match else None
    return [s for s in unscanned if s.match_id is not None and s.match_id != alive]


def label_url(world: World, story: Story) -> str | None:
    """The printable label's signed address. Only the warehouse's: a label to a person is printed
    at the counter and nowhere else, because it shows where they live."""
    label = story.label
    if label is None or label.destination is not Destination.WAREHOUSE or label.superseded:
        return None
    token = world.tokens.sign("label", {"key": _label_key(label.id)}, LABEL_URL_FOR)
    return f"/labels/{token}.pdf"


async def label_pdf(world: World, token: str) -> bytes | None:
    """The PDF behind a signed address, or None when it is expired or forged."""
    claims = world.tokens.read("label", token)
    return await world.photos.read(str(claims["key"])) if claims else None


def _wants_warehouse_label(story: Story) -> bool:
    case = story.case
    if case.stage not in WANTS_WAREHOUSE_LABEL:
        return False
    if case.stage is Stage.RETURNING_TO_WAREHOUSE:
        # Only a buyer who sends a claimed item back needs a code; a refused parcel turns by itself.
        return story.claim is not None and case.shipment_id == case.counted_shipment_id
    return usable_warehouse_label(story) is None and case.counted_shipment_id is None


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
    )


def _parcel(world: World, story: Story, recipient: Address) -> Parcel:
    return Parcel(
        reference=story.case.reference,
        recipient=recipient,
        return_to=_warehouse(world),
        weight_g=story.variant.weight_g,
        currency=story.refund.amount.currency,
    )


def _warehouse(world: World) -> Address:
    place = world.policy.warehouse
    return Address(
        place.name, place.street, place.city, place.region, place.postal_code, place.country
    )


def _address(contact: Contact) -> Address:
    return Address(
        contact.name,
        contact.street,
        contact.city,
        contact.region,
        contact.postal_code,
        contact.country,
        contact.phone,
    )


def _label_key(shipment_id: ShipmentId) -> str:
    return f"labels/{shipment_id}.pdf"
