"""Sound values to start a test from; each test changes only what it is about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from onward.domain import events as e
from onward.domain.events import CARRIER, SYSTEM, Actor, Event, Recorded
from onward.domain.grades import Grade, Verdict
from onward.domain.ids import (
    AccountId,
    CaseId,
    ChargeId,
    ClaimId,
    ContactId,
    EventId,
    LineId,
    ListingId,
    MatchId,
    OrderId,
    PhotoId,
    ProductId,
    RefundId,
    ShipmentId,
    UnitId,
    VariantId,
)
from onward.domain.life import (
    ListingStatus,
    MatchStatus,
    PurchaseStatus,
    RefundStatus,
    ShipmentStatus,
    Who,
)
from onward.domain.listings import Listing, Match, Purchase
from onward.domain.money import Money
from onward.domain.photos import Photo
from onward.domain.policy import (
    CategoryPolicy,
    Policy,
    Question,
    Warehouse,
    Windows,
)
from onward.domain.refunds import Payee, Refund, RefundFor
from onward.domain.returns import ReturnCase, after
from onward.domain.shipping import Destination, Shipment
from onward.domain.shop import Charge, ChargeStatus, Order, OrderKind, OrderLine, Unit, Variant
from onward.domain.story import Story

T0 = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONE = "America/New_York"

CASE, ORDER, LINE, UNIT = CaseId("case"), OrderId("order"), LineId("line"), UnitId("unit")
VARIANT, LISTING, MATCH = VariantId("variant"), ListingId("listing"), MatchId("match")
PURCHASE, CLAIM = OrderId("purchase"), ClaimId("claim")
RETURNER, BUYER = AccountId("returner"), AccountId("buyer")
TO_WAREHOUSE, TO_BUYER = ShipmentId("to-warehouse"), ShipmentId("to-buyer")
REFUND, BONUS, BUYERS_REFUND = RefundId("refund"), RefundId("bonus"), RefundId("buyers-refund")
CHARGE, BUYERS_CHARGE = ChargeId("charge"), ChargeId("buyers-charge")

AS_RETURNER = Actor(Who.RETURNER, RETURNER)
AS_BUYER = Actor(Who.BUYER, BUYER)
AS_AGENT = Actor(Who.AGENT, "agent")


def usd(minor: int) -> Money:
    return Money(minor, "USD")


CLOTHING = CategoryPolicy(
    category="clothing",
    shots=("front", "back", "tag"),
    questions=(
        Question("tags_attached", True, Verdict.ACCEPTED, Grade.VERY_GOOD, "tag"),
        Question("worn", False, Verdict.NOT_FOR_PEER, Grade.GOOD),
        Question("flaw", False, Verdict.PERSON_MUST_LOOK, Grade.VERY_GOOD, "flaw"),
    ),
    discount_bp=2000,
    peer=True,
)
GOOD_ANSWERS = {"tags_attached": True, "worn": False, "flaw": False}

WINDOWS = Windows(
    return_for=30 * DAY,
    draft_for=7 * DAY,
    review_for=DAY,
    choose_for=3 * DAY,
    window_for=3 * DAY,
    ship_for=3 * DAY,
    hand_in_for=30 * DAY,
    investigate_for=timedelta(days=7),
    silence_for=14 * DAY,
    confirm_for=3 * DAY,
    claim_for=14 * DAY,
    lost_for=30 * DAY,
    reserve_for=timedelta(minutes=15),
    settle_for=DAY,
)

POLICY = Policy(
    shop="A shop",
    warehouse=Warehouse("Dock", "1 Dock Road", "Reno", "NV", "89506", "US"),
    windows=WINDOWS,
    categories={
        "default": replace(CLOTHING, category="default", discount_bp=1500),
        "clothing": CLOTHING,
        "swimwear": replace(CLOTHING, category="swimwear", peer=False),
    },
    peer_enabled=True,
    peer_grades=frozenset({Grade.NEW_SEALED, Grade.LIKE_NEW}),
    peer_excluded_reasons=frozenset({"DEFECTIVE", "WRONG_ITEM"}),
    peer_excluded_flags=frozenset({"lithium", "hygiene", "final_sale", "recalled"}),
    peer_limit_minor=250_00,
    max_hops=2,
    customs_territories=(frozenset({"DE", "FR", "NL"}),),
    bonus_bp=500,
    bonus_least_minor=3_00,
    remedies=frozenset({"REFUND"}),
    open_box_share=0.25,
    tax_bp={"US-CA": 725, "GB": 2000},
    handling_minor=9_00,
    tries_before_agent=5,
)

AN_ORDER = Order(
    id=ORDER,
    number="1001",
    kind=OrderKind.SHOP,
    account_id=RETURNER,
    contact_id=ContactId("contact"),
    placed_at=T0 - 10 * DAY,
    delivered_at=T0 - 5 * DAY,
    country="US",
    region="NY",
    postal_area="100",
    currency="USD",
    charge_id=CHARGE,
    time_zone=ZONE,
)
A_LINE = OrderLine(LINE, ORDER, VARIANT, "Linen shirt", 1, usd(80_00), usd(16_00), usd(0))
A_VARIANT = Variant(
    VARIANT, ProductId("product"), "SHIRT-M", None, "Linen shirt", "M", "sand", "clothing", 300,
    frozenset(), usd(80_00), None,
)  # fmt: skip
A_REFUND = Refund(
    REFUND, CASE, Payee.RETURNER, RefundFor.ITEM, CHARGE, RefundStatus.ESTIMATED, usd(64_00),
    usd(0), T0 + 7 * DAY, None,
)  # fmt: skip
A_LISTING = Listing(
    LISTING, CASE, UNIT, VARIANT, ListingStatus.LIVE, Grade.LIKE_NEW, usd(64_00), usd(80_00), "US",
    T0, T0 + 3 * DAY,
)  # fmt: skip
A_MATCH = Match(MATCH, CASE, UNIT, LISTING, PURCHASE, BUYER, MatchStatus.PAID, T0, T0 + HOUR, km=43)
A_PURCHASE = Purchase(
    PURCHASE, MATCH, CASE, LISTING, BUYER, PurchaseStatus.PAID, usd(64_00), usd(5_00),
    "card_visa_4242", BUYERS_CHARGE, None, T0,
)  # fmt: skip
WAREHOUSE_LABEL = Shipment(
    TO_WAREHOUSE, CASE, Destination.WAREHOUSE, None, "sandbox", "W1", "W-1",
    ShipmentStatus.PRE_TRANSIT, False, usd(6_00), T0,
)  # fmt: skip
BUYER_LABEL = Shipment(
    TO_BUYER, CASE, Destination.BUYER, MATCH, "sandbox", "B1", "B-1",
    ShipmentStatus.PRE_TRANSIT, False, usd(6_00), T0,
)  # fmt: skip


def photo(shot: str, *, width: int = 1200, height: int = 1600) -> Photo:
    return Photo(PhotoId(f"photo-{shot}"), CASE, shot, "0" * 64, width, height, 100_000, T0)


OPENED = e.Opened(
    ORDER, LINE, UNIT, VARIANT, RETURNER, "AB12CD34", "SIZE_TOO_SMALL", "REFUND", REFUND, False
)
CHOSEN = e.PeerChosen(LISTING, usd(64_00), usd(3_20), T0 + 3 * DAY)

Said = tuple[Actor, Event]
TO_APPROVED: tuple[Said, ...] = (
    (AS_RETURNER, OPENED),
    (AS_RETURNER, e.PhotoAdded(PhotoId("photo-front"), "front")),
    (AS_RETURNER, e.Submitted(GOOD_ANSWERS)),
    (SYSTEM, e.Approved(Grade.LIKE_NEW, ())),
    (SYSTEM, e.LabelIssued(TO_WAREHOUSE, e.Channel.WAREHOUSE)),
)
TO_SEEKING: tuple[Said, ...] = (*TO_APPROVED, (AS_RETURNER, CHOSEN))
TO_MATCHED: tuple[Said, ...] = (
    *TO_SEEKING,
    (AS_BUYER, e.Reserved(MATCH, LISTING, PURCHASE, T0 + HOUR)),
    (SYSTEM, e.Matched(MATCH, BUYERS_CHARGE, usd(69_00))),
)
TO_HAND_IN: tuple[Said, ...] = (*TO_MATCHED, (SYSTEM, e.Repointed(TO_BUYER, MATCH)))
TO_THE_ROAD: tuple[Said, ...] = (
    *TO_HAND_IN,
    (CARRIER, e.FirstScanned(TO_BUYER, T0 + 10 * HOUR, superseded=False)),
    (SYSTEM, e.RefundScheduled(REFUND, usd(64_00), T0 + 10 * DAY)),
)
TO_THE_DOOR: tuple[Said, ...] = (*TO_THE_ROAD, (CARRIER, e.Delivered(TO_BUYER, T0 + 2 * DAY)))
TO_THE_END: tuple[Said, ...] = (
    *TO_THE_DOOR,
    (AS_BUYER, e.Confirmed(MATCH, silently=False)),
    (SYSTEM, e.Closed()),
)


def told(said: Iterable[Said], *, first: int = 1, since: datetime = T0) -> tuple[Recorded, ...]:
    """The events as a history: one an hour, numbered without gaps."""
    return tuple(
        Recorded(EventId(f"event-{seq}"), CASE, seq, since + (seq - 1) * HOUR, actor, event)
        for seq, (actor, event) in enumerate(said, first)
    )


def lived(said: Iterable[Said]) -> ReturnCase:
    """The case after these events."""
    case: ReturnCase | None = None
    for recorded in told(said):
        case = after(case, recorded)
    assert case is not None
    return case


def story(said: Iterable[Said], **changes: object) -> Story:
    """The whole story after these events, with the rows that usually go with them."""
    happened = tuple(said)
    case = lived(happened)
    whole = Story(
        case=case,
        order=AN_ORDER,
        line=A_LINE,
        unit=Unit(UNIT, LINE, 0, 0),
        variant=A_VARIANT,
        charge=Charge(CHARGE, ORDER, ChargeStatus.CAPTURED, usd(99_00), "card_visa_4242", "ch", T0),
        history=told(happened),
        photos=(photo("front"),),
        listing=A_LISTING if case.listing_id else None,
        matches=(A_MATCH,) if case.match_id else (),
        purchases=(A_PURCHASE,) if case.match_id else (),
        sales=(),
        sale_lines=(),
        shipments=(WAREHOUSE_LABEL, BUYER_LABEL),
        scans=(),
        refunds=(A_REFUND,),
        claims=(),
        tasks=(),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]
