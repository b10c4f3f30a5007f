"""A purchase as its buyer and the desk see it: the second sale, with its own number, invoice and
parcel. Nothing here can name the returner."""

from dataclasses import replace
from datetime import datetime

import strawberry
from strawberry import field

from onward.api import cursors
from onward.api.asking import Shot, arrival_shot_views
from onward.api.bought import Bought, bought, for_buyer, parcel_of, return_code
from onward.api.claims import Claim, claim_view
from onward.api.context import Context
from onward.api.cursors import Cursor
from onward.api.enums import PurchaseAction, PurchaseStatus
from onward.api.gradings import Evidence, evidence_view
from onward.api.invoices import Invoice, invoice_view
from onward.api.items import Grade, Item, Photo, PhotoLook, item_view, judged, photo_views
from onward.api.later import awaited, later
from onward.api.money import Money, money_view
from onward.api.notices import Node, Notice
from onward.api.orders import Order, sale_view
from onward.api.papers import CreditNote, buyers_notes
from onward.api.refunds import ForWhom, Refund, refund_view
from onward.api.shipments import DropoffCode, Shipment, code_view, shipment_view
from onward.api.timelines import (
    Needle,
    TimelineEntry,
    TrackStep,
    needle,
    timeline,
    track_views,
)
from onward.domain import listings
from onward.domain.actions import purchase_actions
from onward.domain.album import as_judged
from onward.domain.claiming import may_tell_until
from onward.domain.halves import buyers_photos, differences
from onward.domain.life import Stage
from onward.domain.policy import Policy
from onward.domain.recalls import is_let_go
from onward.domain.refusals import Impossible
from onward.domain.story import Story
from onward.domain.track import TrackState, buyer_track
from onward.messages import (
    Audience,
    because_text,
    buyer_headline,
    paid_with,
    recall_text,
    say,
)


@strawberry.type(description="A piece bought in the open-box shop.")
class Purchase(Node):
    number: str = field(description="The order number it has.")
    status: PurchaseStatus = field(description="How far it is.")
    cursor: Cursor = field(description="Changes with every change; give it as `after` to resume.")
    version: int = field(description="Grows with every change: of two answers the later is higher.")
    headline: str = field(description="Where it stands, in a sentence.")
    because: Notice | None = field(description="Why it did not come about, where it did not.")
    recalled: str | None = field(
        description="That the shop called it back, and what to do; null unless it does now."
    )
    placed_at: datetime = field(description="When it was bought.")
    time_zone: str = field(description="Where its days are counted: America/New_York.")
    item: Item = field(description="What it is.")
    grade: Grade = field(description="Its condition.")
    photos: list[Photo] = field(description="The very piece, before it left.")
    evidence: Evidence = field(description="The piece as it left and as it arrived.")
    shots: list[Shot] = field(description="What may be photographed of how it arrived.")
    order: Order = field(description="The order that this purchase is.")
    invoice: Invoice | None = field(description="Its invoice, once it is paid.")
    credit_notes: list[CreditNote] = field(description="What was taken back of it.")
    shipment: Shipment | None = field(description="Its parcel.")
    track: list[TrackStep] = field(description="The steps of the way.")
    timeline: list[TimelineEntry] = field(description="What happened, oldest first.")
    price: Money = field(description="Without tax.")
    tax: Money = field(description="The tax on it.")
    total: Money = field(description="What was paid.")
    paid_with: str | None = field(description="How it was paid: Visa ·· 4242.")
    refund: Refund | None = field(description="Money going back to the buyer.")
    differences: list[Refund] = field(
        description="Money back while it stays theirs: it costs less than what was paid."
    )
    claim: Claim | None = field(description="What the buyer told us is wrong.")
    return_code: DropoffCode | None = field(
        description="The code to send a claimed item to the warehouse."
    )
    actions: list[PurchaseAction] = field(description="What the buyer may do now.")
    confirm_by: datetime | None = field(description="Silence until then means: as described.")


async def purchase_seen(context: Context, purchase: listings.Purchase, story: Story) -> Purchase:
    """A purchase in its story, as its buyer sees it and the desk reads it out."""
    return purchase_view(context, await bought(context, purchase, story))


def purchase_view(context: Context, of: Bought) -> Purchase:
    story, purchase, world = of.story, of.purchase, context.world
    sale = story.sale(purchase.id)
    if sale is None:
        raise Impossible(f"purchase {purchase.id} without its order")
    lines = tuple(line for line in story.sale_lines if line.order_id == sale.id)
    method = purchase.method
    at_desk = context.viewer is not None and context.viewer.is_staff
    whom = ForWhom(method, of.zone, of.now, Audience.BUYER, of.half, world.policy, at_desk)
    refund, claim, because = story.buyer_refund(purchase), of.claim, of.because
    viewer = context.viewer.id if context.viewer else purchase.buyer_id
    photo_look = PhotoLook(world, viewer, Audience.BUYER)
    return Purchase(
        id=strawberry.ID(purchase.id),
        number=sale.number,
        status=purchase.status,
        cursor=cursors.version(of.version),
        version=of.version,
        headline=later(lambda: buyer_headline(for_buyer(of, world.policy))),
        because=_because(because) if because else None,
        recalled=later(lambda: _recalled(of)) if of.recalled else None,
        placed_at=purchase.placed_at,
        time_zone=of.zone,
        item=item_view(story.variant.title, story.variant),
        grade=later(lambda: judged(story, photo_look)),
        photos=later(lambda: photo_views(photo_look, as_judged(story))),
        evidence=later(lambda: evidence_view(buyers_photos(story, of.half), photo_look)),
        shots=later(lambda: arrival_shot_views(story, world.policy)),
        order=later(lambda: sale_view(context, sale, lines, method)),
        invoice=awaited(lambda: invoice_view(context, purchase)),
        credit_notes=awaited(lambda: buyers_notes(world, context.viewer, purchase, sale.number)),
        shipment=_shipment(of),
        track=later(lambda: _track(of, world.policy)),
        timeline=later(lambda: timeline(of.half, Audience.BUYER, of.zone)),
        price=money_view(purchase.price),
        tax=money_view(purchase.tax),
        total=money_view(purchase.total),
        paid_with=paid_with(method),
        refund=refund_view(refund, whom) if refund else None,
        differences=[refund_view(one, whom) for one in differences(story, purchase)],
        claim=claim_view(story, claim, world.policy) if claim else None,
        return_code=later(lambda: code_view(world, story)) if return_code(of) else None,
        actions=later(lambda: _actions(context, of)),
        confirm_by=of.confirm_by(world.policy),
    )


def _shipment(of: Bought) -> Shipment | None:
    parcel = parcel_of(of)
    if parcel is None:
        return None
    return shipment_view(parcel.shipment, parcel.scans, Audience.BUYER, of.zone, parcel.status)


def _track(of: Bought, policy: Policy) -> list[TrackStep]:
    held = of.story.match is not None and of.story.match.purchase_id == of.purchase.id
    refund = of.story.buyer_refund(of.purchase)
    pays_by = refund.promised_at if refund else None
    now = needle(of.story, of.zone, policy, pays_by) if held else Needle(of.zone, pays_by)
    views = track_views(buyer_track(of.story, of.purchase), Audience.BUYER, now)
    asked = now.stage is Stage.DELIVERED
    return [_called_back(step) for step in views] if asked and of.recalled else views


def _called_back(step: TrackStep) -> TrackStep:
    """Nobody is asked whether what was called back is as described, nor by when."""
    if step.state is not TrackState.NOW:
        return step
    return replace(step, label=say("track.now.buyer.CONFIRMED_RECALLED"), hint=None)


def _because(code: str) -> Notice:
    return Notice(code=code, message=because_text(code, Audience.BUYER))


def _recalled(of: Bought) -> str:
    let_go = is_let_go(of.story, of.purchase)
    return recall_text(of.purchase.status, of.claim, let_go=let_go)


def _actions(context: Context, of: Bought) -> list[PurchaseAction]:
    """What the buyer may do; the desk does none of it for them."""
    viewer = context.viewer
    if viewer is None or viewer.id != of.purchase.buyer_id:
        return []
    until = may_tell_until(of.story, of.purchase.match_id, context.world.policy)
    case, recalled = of.story.case, of.recalled
    return list(purchase_actions(of.purchase, case, of.claim, until, of.now, recalled=recalled))
