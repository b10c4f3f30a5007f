"""Which domain value lives in which table, and the unique guards computed from it."""

from functools import lru_cache
from typing import Any

import orjson

from onward.domain.claims import Claim
from onward.domain.credits import Credit
from onward.domain.disputes import Dispute
from onward.domain.events import Because, Channel
from onward.domain.exchanges import Exchange
from onward.domain.findings import SeenPrint
from onward.domain.ids import MatchId
from onward.domain.life import ENDS, MatchStatus, ProposalStatus, Stage
from onward.domain.listings import Listing, Match, Purchase
from onward.domain.offers import Proposal, Spot, StandingOffer
from onward.domain.papers import Document
from onward.domain.photos import Photo
from onward.domain.places import Place
from onward.domain.quality import Outcome
from onward.domain.refunds import Refund
from onward.domain.returns import Heading, Peer, Recovery, ReturnCase
from onward.domain.shipping import KnownScan, Shipment
from onward.domain.shop import Account, Charge, Order, OrderLine, Unit, Variant
from onward.domain.tasks import Task
from onward.domain.withdrawals import Withdrawal
from onward.store.rows import Mapping


def _write_heading(heading: Heading) -> str:
    if isinstance(heading, Peer):
        return f"P2P:{heading.match_id}"
    return f"{heading.channel.value}:{heading.because.value}"


def _read_heading(text: str) -> Heading:
    where, _, rest = text.partition(":")
    return Peer(MatchId(rest)) if where == "P2P" else Recovery(Channel(where), Because(rest))


def _unit_taken(case: ReturnCase) -> str | None:
    given_up = case.stage in ENDS - {Stage.CLOSED} and case.counted_shipment_id is None
    return None if given_up else case.unit_id


def _unit_held(match: Match) -> str | None:
    return None if match.status is MatchStatus.RELEASED else match.unit_id


def _unit_asked(proposal: Proposal) -> str | None:
    return proposal.unit_id if proposal.status is ProposalStatus.ASKED else None


def _offer_taken(proposal: Proposal) -> str | None:
    taken = proposal.status in (ProposalStatus.ASKED, ProposalStatus.ACCEPTED)
    return proposal.offer_id if taken else None


def _write_spot(spot: Spot) -> str:
    return orjson.dumps(spot).decode()


@lru_cache(maxsize=16_384)
def _read_spot(text: str) -> Spot:
    """Whole tenths of degrees: thousands of people live on one."""
    return Spot(**orjson.loads(text))


CASES = Mapping(
    ReturnCase,
    "cases",
    extra={"unit_taken": _unit_taken},
    special={"heading": (_write_heading, _read_heading)},
)
ACCOUNTS = Mapping(Account, "accounts")
VARIANTS = Mapping(Variant, "variants")
ORDERS = Mapping(Order, "orders")
LINES = Mapping(OrderLine, "order_lines")
UNITS = Mapping(Unit, "units")
CHARGES = Mapping(Charge, "charges")
PHOTOS = Mapping(Photo, "photos")
LISTINGS = Mapping(Listing, "listings")
MATCHES = Mapping(Match, "matches", extra={"unit_held": _unit_held})
PURCHASES = Mapping(Purchase, "purchases")
SHIPMENTS = Mapping(Shipment, "shipments")
SCANS = Mapping(KnownScan, "scans")
REFUNDS = Mapping(Refund, "refunds")
CLAIMS = Mapping(Claim, "claims")
OUTCOMES = Mapping(Outcome, "outcomes")
PRINTS = Mapping(SeenPrint, "prints")
TASKS = Mapping(Task, "tasks")
OFFERS = Mapping(StandingOffer, "offers", special={"spot": (_write_spot, _read_spot)})
PROPOSALS = Mapping(
    Proposal, "proposals", extra={"unit_asked": _unit_asked, "offer_taken": _offer_taken}
)
EXCHANGES = Mapping(Exchange, "exchanges")
PLACES = Mapping(Place, "places")
CREDITS = Mapping(Credit, "credits")
DISPUTES = Mapping(Dispute, "disputes")
DOCUMENTS = Mapping(Document, "documents")
WITHDRAWALS = Mapping(Withdrawal, "withdrawals")

# What may be written beside a case by `cases.record`.
BESIDE_A_CASE: dict[type[Any], Mapping[Any]] = {
    mapping.kind: mapping
    for mapping in (
        ORDERS,
        LINES,
        UNITS,
        CHARGES,
        PHOTOS,
        LISTINGS,
        MATCHES,
        PURCHASES,
        SHIPMENTS,
        SCANS,
        REFUNDS,
        CLAIMS,
        TASKS,
        OUTCOMES,
        PRINTS,
        OFFERS,
        PROPOSALS,
        EXCHANGES,
        CREDITS,
        DISPUTES,
        WITHDRAWALS,
    )
}
