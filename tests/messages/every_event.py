"""One event of every kind there is, for the tests that every kind has its words."""

from onward.domain import events as e
from onward.domain.events import (
    CARRIER,
    PROCESSOR,
    SYSTEM,
    Because,
    Channel,
    Event,
    Recorded,
    TaskKind,
)
from onward.domain.grades import Grade, GradeReason
from onward.domain.ids import ExchangeId, OfferId, PhotoId, ProposalId, TaskId
from onward.domain.life import ShipmentStatus
from tests.domain.examples import (
    AS_AGENT,
    AS_BUYER,
    AS_RETURNER,
    BONUS,
    BUYERS_CHARGE,
    CHOSEN,
    CLAIM,
    DAY,
    GOOD_ANSWERS,
    LISTING,
    MATCH,
    OPENED,
    PURCHASE,
    REFUND,
    T0,
    TO_BUYER,
    TO_WAREHOUSE,
    Said,
    told,
    usd,
)

SAID: tuple[Said, ...] = (
    (AS_RETURNER, OPENED),
    (AS_RETURNER, e.PhotoAdded(PhotoId("photo-front"), "front")),
    (AS_RETURNER, e.Submitted(GOOD_ANSWERS)),
    (SYSTEM, e.Approved(Grade.LIKE_NEW, ())),
    (SYSTEM, e.ReviewAsked((GradeReason("PHOTO_TOO_SMALL", "front"),), T0 + DAY)),
    (AS_RETURNER, e.Appealed(PhotoId("photo-front"), T0 + DAY)),
    (AS_RETURNER, CHOSEN),
    (AS_BUYER, e.Reserved(MATCH, LISTING, PURCHASE, T0)),
    (SYSTEM, e.Proposed(ProposalId("proposal"), OfferId("offer"), T0)),
    (SYSTEM, e.ProposalEnded(ProposalId("proposal"), Because.LAPSED)),
    (SYSTEM, e.Repriced(usd(60_00), usd(80_00))),
    (SYSTEM, e.NewPriceFell(PURCHASE, REFUND, usd(70_00))),
    (AS_RETURNER, e.ExchangeHeld(ExchangeId("exchange"), "variant-m")),
    (SYSTEM, e.ExchangeReleased(ExchangeId("exchange"))),
    (SYSTEM, e.ExchangeEnded(ExchangeId("exchange"), Because.WITHDRAWN)),
    (SYSTEM, e.Matched(MATCH, BUYERS_CHARGE, usd(69_00))),
    (SYSTEM, e.MatchReleased(MATCH, Because.BUYER_CANCELED)),
    (SYSTEM, e.Relisted(Because.BUYER_CANCELED)),
    (SYSTEM, e.LabelIssued(TO_WAREHOUSE, Channel.WAREHOUSE)),
    (SYSTEM, e.Repointed(TO_BUYER, MATCH)),
    (SYSTEM, e.LabelVoided(TO_WAREHOUSE, ShipmentStatus.VOIDED)),
    (SYSTEM, e.Diverted(Channel.WAREHOUSE, Because.NO_BUYER)),
    (CARRIER, e.FirstScanned(TO_BUYER, T0, superseded=False)),
    (CARRIER, e.Tracked(TO_BUYER, ShipmentStatus.OUT_FOR_DELIVERY, T0)),
    (CARRIER, e.StrayScanned(TO_WAREHOUSE, ShipmentStatus.IN_TRANSIT, T0)),
    (CARRIER, e.Delivered(TO_BUYER, T0)),
    (CARRIER, e.Received(TO_WAREHOUSE, T0)),
    (AS_AGENT, e.Inspected(Grade.VERY_GOOD)),
    (AS_AGENT, e.SentBack(Because.CLAIM)),
    (SYSTEM, e.PresumedLost(TO_BUYER)),
    (AS_BUYER, e.Confirmed(MATCH, silently=False)),
    (AS_BUYER, e.Claimed(CLAIM, MATCH)),
    (AS_AGENT, e.ClaimSettled(CLAIM, "RETURN_TO_WAREHOUSE")),
    (SYSTEM, e.RefundScheduled(REFUND, usd(64_00), T0 + 5 * DAY)),
    (SYSTEM, e.RefundSubmitted(REFUND)),
    (PROCESSOR, e.RefundPending(REFUND)),
    (PROCESSOR, e.RefundSucceeded(REFUND, usd(64_00))),
    (PROCESSOR, e.RefundFailed(REFUND, "expired_or_canceled_card")),
    (SYSTEM, e.RefundCanceled(REFUND)),
    (SYSTEM, e.BuyerReplaced(MATCH, PURCHASE)),
    (SYSTEM, e.BonusEarned(BONUS, usd(3_20))),
    (AS_RETURNER, e.Withdrawn(Because.WITHDRAWN)),
    (SYSTEM, e.Expired()),
    (SYSTEM, e.Closed()),
    (SYSTEM, e.PortFailed("carrier", "issue_label", 3)),
    (SYSTEM, e.TaskOpened(TaskId("task"), TaskKind.DECIDE_CLAIM)),
    (SYSTEM, e.TaskDone(TaskId("task"))),
)
ENTRIES: tuple[Recorded, ...] = told(SAID)


def entry(kind: type[Event]) -> Recorded:
    """The example of this kind."""
    return next(one for one in ENTRIES if isinstance(one.event, kind))
