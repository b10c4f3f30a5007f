"""The second page of a case's life: after X we do Y, who hears what, and what a worker looks at
besides.

Every effect may run more than once and must then change nothing more: it looks at the story first,
and what it asks of a port carries the cause's id as its key.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from onward.domain.events import Recorded
from onward.domain.news import NOTICES
from onward.domain.story import Story
from onward.ports import World
from onward.services import (
    acknowledgements,
    charges,
    devices,
    labels,
    letters,
    matching,
    papers,
    pausing,
    payment_news,
    pricing,
    quality,
    questions,
    queueing,
    reconciling,
    refunds,
    releases,
    shipping,
)
from onward.services.reactions.sweeping import Look

# What an event asks for; it is given the story as it stands and hands on the one it leaves.
Effect = Callable[[World, Recorded, Story], Awaitable[Story]]

# event → what we do. The order of a row is no promise: each effect stands on its own.
REACTIONS: dict[str, tuple[Effect, ...]] = {
    "Approved": (labels.issue_label, pausing.stop_late),
    "PeerChosen": (pausing.stop_late, matching.find_owner),
    "Diverted": (labels.issue_label,),
    "Reserved": (charges.take_payment,),
    "Matched": (labels.point_to_buyer, queueing.pause_siblings, papers.issue_papers),
    "AddressChanged": (labels.follow_address,),
    "LabelStranded": (labels.void_labels,),
    "MatchReleased": (
        refunds.make_buyer_whole,
        labels.void_labels,
        labels.issue_label,
        queueing.reopen,
        matching.find_owner,
        releases.end_lost_exchange,
    ),
    "Relisted": (matching.find_owner,),
    "Repriced": (matching.find_owner,),
    "Proposed": (questions.tell_asked,),
    "ProposalEnded": (queueing.reopen, questions.tell_asked, matching.find_owner),
    "FirstScanned": (labels.void_labels, releases.release_exchange),
    "ExchangeReleased": (refunds.close, papers.issue_papers),
    "ExchangeEnded": (releases.give_back_exchange,),
    "RefundScheduled": (refunds.submit_refund, papers.issue_papers),
    "RefundFreed": (refunds.submit_refund,),
    "RefundPending": (payment_news.ask_pending,),
    "RefundCanceled": (refunds.close,),
    "DisputeClosed": (refunds.close,),
    "RefundSucceeded": (refunds.close,),
    "RefundConverted": (refunds.close,),
    "Received": (refunds.close,),
    "Confirmed": (refunds.earn_bonus, refunds.close),
    "ClaimSettled": (
        refunds.earn_bonus,
        labels.void_labels,
        refunds.close,
        quality.watch_category,
    ),
    "SentBack": (labels.issue_label,),
    "ParcelSilent": (shipping.ask_carrier,),
    "Withdrawn": (labels.void_labels,),
    "WithdrawalDeclared": (acknowledgements.acknowledge,),
    "Expired": (labels.void_labels,),
}

BY_NAME: dict[str, Effect] = {
    effect.__name__: effect for row in REACTIONS.values() for effect in row
} | {"tell": letters.tell}
EFFECTS: dict[str, tuple[str, ...]] = {
    kind: tuple(effect.__name__ for effect in REACTIONS.get(kind, ()))
    + (("tell",) if kind in NOTICES else ())
    for kind in sorted({*REACTIONS, *NOTICES})
}

# What a worker looks at besides, and how long it rests when there was nothing.
LOOKS: dict[Look, timedelta] = {
    pausing.finish: timedelta(minutes=10),
    queueing.end_overdue: timedelta(minutes=1),
    pricing.follow: timedelta(minutes=1),
    reconciling.once_a_day: timedelta(minutes=10),
    devices.forget_old: timedelta(hours=1),
}
