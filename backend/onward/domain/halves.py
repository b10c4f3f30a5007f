"""Which half of a case's history is whose. Two people share one case and neither may read the
other's half: a buyer's is their match and their money, a returner's everything but that money."""

from collections.abc import Iterable, Iterator

from onward.domain.album import as_judged
from onward.domain.events import (
    AddressChanged,
    BuyerReplaced,
    Claimed,
    ClaimSettled,
    CreditOffered,
    DocumentIssued,
    FirstScanned,
    LabelIssued,
    MatchReleased,
    NewPriceFell,
    PhotoAdded,
    PromiseMoved,
    Recalled,
    Recorded,
    RefundCanceled,
    RefundConverted,
    RefundFailed,
    RefundFreed,
    RefundHeld,
    RefundPending,
    RefundScheduled,
    RefundSubmitted,
    RefundSucceeded,
    Reserved,
)
from onward.domain.ids import ClaimId, DocumentId, RefundId
from onward.domain.listings import Purchase
from onward.domain.papers import invoice_id, note_id
from onward.domain.photos import Occasion, Photo
from onward.domain.refunds import PARTLY, Payee, Refund
from onward.domain.story import Story

_OF_A_REFUND = (
    RefundScheduled,
    RefundSubmitted,
    RefundPending,
    RefundSucceeded,
    RefundFailed,
    RefundCanceled,
    RefundHeld,
    RefundFreed,
    PromiseMoved,
    CreditOffered,
    RefundConverted,
)


def returners_half(story: Story) -> tuple[Recorded, ...]:
    """The history as the returner may read it: without the money and the pictures of any buyer."""
    buyers = {refund.id for refund in story.refunds if refund.payee is Payee.BUYER}
    papers = {one for bought in story.purchases for one in _papers(bought, buyers)}
    return tuple(
        told
        for told in story.history
        if refund_of(told) not in buyers
        and not _is_the_buyers_alone(told)
        and not (isinstance(told.event, DocumentIssued) and told.event.document_id in papers)
    )


def buyers_half(story: Story, purchase: Purchase) -> tuple[Recorded, ...]:
    """The history as this buyer may read it: while the unit was theirs, and their own money."""
    theirs = [story.buyer_refund(purchase), *differences(story, purchase)]
    return tuple(_buyers(story, purchase, {refund.id for refund in theirs if refund}))


def differences(story: Story, purchase: Purchase) -> tuple[Refund, ...]:
    """What this buyer gets back while the piece stays theirs: because its price fell, or because
    something was wrong with it."""
    charge = purchase.charge_id
    return tuple(
        one for one in story.refunds if charge and one.charge_id == charge and one.purpose in PARTLY
    )


def buyers_photos(story: Story, half: Iterable[Recorded]) -> Iterator[Photo]:
    """How the unit left, and of what came after only what was added in this buyer's half."""
    events = (told.event for told in half)
    theirs = {event.photo_id for event in events if isinstance(event, PhotoAdded)}
    before = {Occasion.ASSESSMENT, Occasion.APPEAL}
    return (one for one in as_judged(story) if one.occasion in before or one.id in theirs)


def refund_of(told: Recorded) -> RefundId | None:
    """The refund an entry is about, if it is about one."""
    return told.event.refund_id if isinstance(told.event, _OF_A_REFUND) else None


def _papers(purchase: Purchase, theirs: set[RefundId]) -> set[DocumentId]:
    """The documents of a buyer whose refunds are `theirs`."""
    notes = {note_id(one) for one in (purchase.id, *theirs)}
    return notes | {invoice_id(purchase.id)}


def _is_the_buyers_alone(told: Recorded) -> bool:
    event = told.event
    arrived = isinstance(event, PhotoAdded) and event.occasion is Occasion.ARRIVAL
    # The code follows the buyer to another address without a word.
    moved = isinstance(event, AddressChanged)
    moved = moved or (isinstance(event, LabelIssued) and event.channel is None)
    return arrived or moved or isinstance(event, NewPriceFell)


def _buyers(story: Story, purchase: Purchase, theirs: set[RefundId]) -> Iterator[Recorded]:
    held = False
    claims: set[ClaimId] = set()
    for told in story.history:
        event = told.event
        match event:
            case Reserved(match_id=purchase.match_id):
                held = True
            case Claimed(match_id=purchase.match_id):
                claims.add(event.claim_id)
        if _named(told, purchase, theirs, claims, held=held):
            yield told
        if isinstance(event, MatchReleased) and event.match_id == purchase.match_id:
            held = False


def _named(
    told: Recorded,
    purchase: Purchase,
    theirs: set[RefundId],
    claims: set[ClaimId],
    *,
    held: bool,
) -> bool:
    """Whether an entry is about this buyer; anything unnamed is while they hold the unit."""
    refund = refund_of(told)
    if refund is not None:
        return refund in theirs
    match told.event:
        case ClaimSettled(claim_id=claim_id):
            return claim_id in claims
        case DocumentIssued(document_id=document_id):
            return document_id in _papers(purchase, theirs)
        case (
            MatchReleased(match_id=match_id)
            | BuyerReplaced(match_id=match_id)
            | Recalled(match_id=match_id)
        ):
            return match_id == purchase.match_id
        case FirstScanned(superseded=True):
            return False
        case _:
            return held
