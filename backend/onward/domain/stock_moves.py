"""What a case means for the merchant's stock: a projection of its history, for an ERP to take over.
An accepted piece counts as an open-box SKU of its own at a virtual PEER location until it is handed
in for somebody; the warehouse counts only what has arrived there. Fresh pieces that replace others
leave the warehouse by orders of their own, which the ERP knows already."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.events import (
    Approved,
    Channel,
    Delivered,
    Diverted,
    Event,
    Expired,
    FirstScanned,
    Inspected,
    PresumedLost,
    Received,
    Recorded,
    SentBack,
    Withdrawn,
)
from onward.domain.grades import Grade
from onward.domain.ids import CaseId
from onward.domain.shipping import Destination
from onward.domain.story import Story

# What the kinds of events are that may move stock; no other does.
MOVERS = (
    Approved, Diverted, Withdrawn, Expired, FirstScanned, PresumedLost, Delivered, Received,
    Inspected,
)  # fmt: skip
# As good as new to whoever opens the next carton.
_SELLABLE = frozenset({Grade.NEW_SEALED, Grade.LIKE_NEW})


class Location(StrEnum):
    """Where a piece is counted: with a customer who passes it on, or in the warehouse."""

    PEER = "PEER"
    WAREHOUSE = "WAREHOUSE"


class Disposition(StrEnum):
    """What may be done with a piece (Shopify's words, and AVAILABLE for what is on offer)."""

    AVAILABLE = "AVAILABLE"
    NOT_RESTOCKED = "NOT_RESTOCKED"
    PROCESSING_REQUIRED = "PROCESSING_REQUIRED"
    RESTOCKED = "RESTOCKED"
    MISSING = "MISSING"


@dataclass(frozen=True, slots=True)
class StockMove:
    """`quantity` pieces more (or less, below zero) of a SKU at a location under a disposition.
    `id` never changes, so that whoever reads a move twice takes it once; `event_id` is its
    cause."""

    id: str
    event_id: str
    case_id: CaseId
    reference: str
    at: datetime
    sku: str
    location: Location
    disposition: Disposition
    quantity: int


def open_box_sku(sku: str) -> str:
    """The SKU that an opened piece is counted under."""
    return f"{sku}-OB"


Line = tuple[str, Location, Disposition]


def stock_moves(story: Story) -> tuple[StockMove, ...]:
    """All moves of a case, in the order of its history. What is counted anywhere is taken off
    there before it is counted elsewhere, so that a case never counts a piece twice."""
    counted: Line | None = None
    channel = Channel.WAREHOUSE
    moves: list[StockMove] = []
    for told in story.history:
        channel = _channel_then(told.event, channel)
        if not isinstance(told.event, MOVERS):
            continue
        then = _counted_then(story, told.event, counted, channel)
        if then == counted:
            continue
        moves += _moves(story, told, counted, then)
        counted = then
    return tuple(moves)


def _channel_then(event: Event, channel: Channel) -> Channel:
    """Which channel the dock hands the piece to after this event, as the case's heading has it."""
    match event:
        case Diverted(channel=named):
            return named
        case Approved() | SentBack():
            return Channel.WAREHOUSE
        case _:
            return channel


def _counted_then(
    story: Story, event: Event, counted: Line | None, channel: Channel
) -> Line | None:
    """Where the piece is counted after this event. What is given away passes the dock and is never
    stock again, whatever it is found to be."""
    sku = story.variant.sku
    on_offer = (open_box_sku(sku), Location.PEER, Disposition.AVAILABLE)
    match event:
        case Approved():
            return on_offer
        case Diverted() | Withdrawn() | Expired():
            return None if counted == on_offer else counted
        case FirstScanned(shipment_id=shipment_id):
            return _passed_on(sku) if _goes_to_a_buyer(story, shipment_id) else None
        case PresumedLost(shipment_id=shipment_id):
            to_buyer = _goes_to_a_buyer(story, shipment_id)
            location = Location.PEER if to_buyer else Location.WAREHOUSE
            return sku, location, Disposition.MISSING
        case Delivered(shipment_id=shipment_id):
            return _passed_on(sku) if _goes_to_a_buyer(story, shipment_id) else counted
        case Received():
            gone = channel.gives_away
            disposition = Disposition.NOT_RESTOCKED if gone else Disposition.PROCESSING_REQUIRED
            return sku, Location.WAREHOUSE, disposition
        case Inspected(grade=grade):
            good = grade in _SELLABLE and not channel.gives_away
            disposition = Disposition.RESTOCKED if good else Disposition.NOT_RESTOCKED
            return sku, Location.WAREHOUSE, disposition
        case _:
            return counted


def _passed_on(sku: str) -> Line:
    """The original is back from its first owner and never saw the warehouse."""
    return sku, Location.PEER, Disposition.NOT_RESTOCKED


def _goes_to_a_buyer(story: Story, shipment_id: str) -> bool:
    shipment = story.shipment(shipment_id)
    return shipment is not None and shipment.destination is Destination.BUYER


def _moves(
    story: Story, told: Recorded, before: Line | None, then: Line | None
) -> Iterator[StockMove]:
    lines = [(before, -1)] if before else []
    lines += [(then, 1)] if then else []
    for number, ((sku, location, disposition), quantity) in enumerate(lines):
        yield StockMove(
            id=f"{told.id}:{number}",
            event_id=told.id,
            case_id=told.case_id,
            reference=story.case.reference,
            at=told.at,
            sku=sku,
            location=location,
            disposition=disposition,
            quantity=quantity,
        )
