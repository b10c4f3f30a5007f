"""Parcels, their scans, and the code that is always right. Places are for the desk alone: either
end of a parcel's way says where somebody lives."""

from collections.abc import Iterable
from datetime import datetime

import strawberry
from strawberry import field

from onward.api.enums import BlindLevel, RouteType, ShipmentStatus, Stage
from onward.api.later import awaited, later
from onward.domain import shipping
from onward.domain.actions import has_code
from onward.domain.condition import needs_bag
from onward.domain.policy import Policy
from onward.domain.shipping import Destination, KnownScan
from onward.domain.story import Story
from onward.domain.waiting import wakes_at
from onward.messages import Audience, bag_text, expected_text, hides_text, status_text
from onward.ports import World
from onward.services.printing import label_url, thermal_url

_ROUTES = {Destination.BUYER: RouteType.P2P, Destination.WAREHOUSE: RouteType.WAREHOUSE}


@strawberry.type(description="What the carrier saw.")
class Scan:
    status: ShipmentStatus = field(description="The parcel's status by this scan.")
    text: str = field(description="In words for this reader.")
    at: datetime = field(description="When, by the carrier's clock.")
    place: str | None = field(description="Where; told at the desk only.")


@strawberry.type(description="The parcel that counts, or the label it will have.")
class Shipment:
    status: ShipmentStatus = field(description="Where it is.")
    status_text: str = field(description="In words for this reader.")
    tracking_number: str = field(description="The carrier's number.")
    carrier: str = field(description="The carrier's name.")
    first_scan_at: datetime | None = field(description="When it was handed in: proof of sending.")
    eta_at: datetime | None = field(description="When the carrier expects to deliver it.")
    expected: str | None = field(
        description="The same in words, from the first scan until it is there."
    )
    scans: list[Scan] = field(description="What the carrier saw, oldest first.")


@strawberry.type(description="The one code for the counter, right whatever happens meanwhile.")
class DropoffCode:
    code: str = field(description="Grouped in fours, to be read out.")
    payload: str = field(description="What the QR code holds.")
    tracking_number: str = field(description="The carrier's number of this label.")
    route: RouteType = field(description="Where it leads to now.")
    label_url: str | None = field(
        description="A page to print: to the warehouse, and elsewhere only where blind is NO."
    )
    blind: BlindLevel = field(description="Whether its label could be read for where it goes.")
    hides: str = field(description="The same in a sentence, which promises no more than that.")
    hand_in_by: datetime | None = field(description="Until when it is to be handed in.")
    unpacked: str | None = field(
        description="What to do with an item that has no bag or box; null where it has one."
    )


@strawberry.type(description="One label of a case, as the desk sees it.")
class Parcel:
    route: RouteType = field(description="Where it leads to.")
    status: ShipmentStatus = field(description="Where it is.")
    tracking_number: str = field(description="The carrier's number.")
    superseded: bool = field(description="Whether the code leads elsewhere by now.")
    issued_at: datetime = field(description="When the label was made.")
    scans: list[Scan] = field(description="What the carrier saw, oldest first.")
    label_url: str | None = field(
        description="A page to print, until it is handed in; null where a code is the only way."
    )
    thermal_url: str | None = field(
        description="The same for a thermal printer (ZPL); null where the carrier made none."
    )


def shipment_view(
    parcel: shipping.Shipment,
    scans: Iterable[KnownScan],
    audience: Audience,
    zone: str,
    status: ShipmentStatus | None = None,
) -> Shipment:
    """A parcel for this reader, whose days are counted in `zone`; `status` where they are told an
    earlier one than it has now."""
    shown = status or parcel.status
    return Shipment(
        status=shown,
        status_text=later(lambda: status_text(shown, audience)),
        tracking_number=parcel.tracking_number,
        carrier=parcel.carrier,
        first_scan_at=parcel.first_scan_at,
        eta_at=parcel.eta_at,
        expected=later(lambda: _expected(parcel, shown, audience, zone)),
        scans=later(lambda: scan_views(scans, audience)),
    )


def _expected(
    parcel: shipping.Shipment, shown: ShipmentStatus, audience: Audience, zone: str
) -> str | None:
    waits = parcel.first_scan_at is not None and shown in shipping.AWAITED
    return expected_text(parcel.eta_at, audience, zone) if waits and parcel.eta_at else None


def scan_views(scans: Iterable[KnownScan], audience: Audience) -> list[Scan]:
    desk = audience is Audience.AGENT
    return [
        Scan(
            status=scan.status,
            text=status_text(scan.status, audience),
            at=scan.at,
            place=scan.place if desk else None,
        )
        for scan in scans
    ]


def code_view(world: World, story: Story) -> DropoffCode | None:
    """The code of a case's current label, if it has one."""
    label = story.label
    if label is None:
        return None
    return DropoffCode(
        code=grouped(label.counter_code),
        payload=label.counter_code,
        tracking_number=label.tracking_number,
        route=_ROUTES[label.destination],
        label_url=later(lambda: label_url(world, story)),
        blind=label.blind,
        hides=later(lambda: hides_text(label)),
        hand_in_by=hand_in_by(story, world.policy),
        unpacked=_unpacked(story, world.policy),
    )


def _unpacked(story: Story, policy: Policy) -> str | None:
    category = policy.category(story.variant.category)
    return bag_text(Audience.RETURNER) if needs_bag(category, story.case.answers or {}) else None


def hand_in_by(story: Story, policy: Policy) -> datetime | None:
    """When we stop waiting for the parcel."""
    wait = wakes_at(story.case, policy)
    return wait[0] if wait and story.case.stage is Stage.AWAITING_DROPOFF else None


def parcel_view(world: World, story: Story, parcel: shipping.Shipment) -> Parcel:
    """As the desk sees it. What can be printed is the code's own label, as long as it is a code."""
    printed = has_code(story.case) and parcel == story.label
    return Parcel(
        route=_ROUTES[parcel.destination],
        status=parcel.status,
        tracking_number=parcel.tracking_number,
        superseded=parcel.superseded,
        issued_at=parcel.issued_at,
        scans=scan_views(story.scans_of(parcel), Audience.AGENT),
        label_url=later(lambda: label_url(world, story) if printed else None),
        thermal_url=awaited(lambda: _thermal(world, story if printed else None)),
    )


async def _thermal(world: World, story: Story | None) -> str | None:
    return await thermal_url(world, story) if story else None


def grouped(code: str) -> str:
    """A code in groups of four, as people read it out."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
