"""Who hears what: the letters an event sends to the returner and to the buyer."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.claiming import claims_of
from onward.domain.days import end_of_day
from onward.domain.events import (
    SYSTEM,
    Because,
    Claimed,
    ClaimSettled,
    Diverted,
    Event,
    ExchangeEnded,
    FirstScanned,
    MatchReleased,
    MovedBecause,
    NewPriceFell,
    PromiseMoved,
    Recorded,
    RefundConverted,
    RefundFailed,
    Relisted,
    ReviewAsked,
)
from onward.domain.exchanging import number_of
from onward.domain.holds import was_held_at_scan
from onward.domain.life import RefundStatus
from onward.domain.listings import Purchase
from onward.domain.money import Money
from onward.domain.pricing import open_box_price
from onward.domain.refunds import Payee, Refund, RefundFor
from onward.domain.story import Story
from onward.domain.swapping import is_exchange
from onward.domain.thanks import YEAR, bonus_left, thank_you
from onward.messages import (
    Audience,
    because_text,
    claim_text,
    day,
    exchange_text,
    letter,
    moment,
    other_text,
    pays_to,
    refund_line,
)
from onward.ports import Letter, World
from onward.store import accounts, orders, thanks


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter (a key of the message file) to one of the two."""

    to: Payee
    letter: str


_R, _B = Payee.RETURNER, Payee.BUYER
NOTICES: dict[str, tuple[Notice, ...]] = {
    "ReviewAsked": (Notice(_R, "review"),),
    "Approved": (Notice(_R, "approved"),),
    "LabelIssued": (Notice(_R, "code_ready"),),
    "Diverted": (Notice(_R, "window_ended"),),
    "Relisted": (Notice(_R, "buyer_gone"),),
    "Repointed": (Notice(_R, "owner_found"),),
    "Matched": (Notice(_B, "bought"),),
    "MatchReleased": (Notice(_B, "canceled"),),
    "BuyerReplaced": (Notice(_B, "replaced"),),
    "FirstScanned": (Notice(_R, "refund_started"), Notice(_B, "on_its_way")),
    "Delivered": (Notice(_B, "delivered"),),
    "RefundSucceeded": (Notice(_R, "refund_done"), Notice(_B, "made_whole")),
    "RefundFailed": (Notice(_R, "refund_failed"),),
    "PromiseMoved": (Notice(_R, "refund_held"),),
    "RefundConverted": (Notice(_R, "credit_given"),),
    "CreditOffered": (Notice(_R, "credit_offered"), Notice(_B, "credit_offered")),
    "ExchangeReleased": (Notice(_R, "exchange_sent"),),
    "ExchangeEnded": (Notice(_R, "exchange_gone"),),
    "Withdrawn": (Notice(_R, "withdrawn"),),
    "Expired": (Notice(_R, "expired"),),
    "Received": (Notice(_R, "received"),),
    "PresumedLost": (Notice(_R, "lost"),),
    "Claimed": (Notice(_B, "claim_open"),),
    "ClaimSettled": (Notice(_B, "claim_settled"),),
}

# A diversion that the returner asked for, or that was plain from the start, is no news to them.
_NO_NEWS = frozenset({Because.RETURNER_CHOSE, Because.POLICY, Because.AGENT_DECIDED})


async def tell(world: World, cause: Recorded, story: Story) -> Story:
    """Send the letters of an event. Each has a key of its own, so that twice is once."""
    for notice in NOTICES[cause.event.kind]:
        if notice.to is Payee.RETURNER:
            await _tell_returner(world, story, cause, notice)
        else:
            await _tell_buyer(world, story, cause, notice)
    return story


async def _tell_returner(world: World, story: Story, cause: Recorded, notice: Notice) -> None:
    event = cause.event
    refund = _refund_of(story, event) or story.refund
    if refund.payee is not Payee.RETURNER or _is_no_news(story, event):
        return
    if _has_failed_before(story, cause) or _took_it_themselves(cause):
        return
    name = notice.letter
    if name == "refund_done" and refund.id != story.case.refund_id:
        name = "bonus_done"
    if name == "refund_started" and refund.status is RefundStatus.ESTIMATED:
        name = "handed_in"
    to = pays_to(story.charge.method if story.charge else None, refund.destination)
    await _send(world, story, cause, story.case.returner_id, name, refund, to)


async def _tell_buyer(world: World, story: Story, cause: Recorded, notice: Notice) -> None:
    event = cause.event
    purchase = _purchase_of(story, event)
    refund = _refund_of(story, event)
    if purchase is None or (refund is not None and refund.payee is not Payee.BUYER):
        return
    if isinstance(event, Claimed) and _is_answered(story, event):
        # What was granted in the same breath is told by the letter about that.
        return
    unpaid = purchase.charge_id is None
    if notice.letter == "bought" and is_exchange(story, purchase.id):
        # The letter of the exchange has said so.
        return
    if notice.letter == "canceled" and not unpaid:
        # A paid purchase is made whole, and that letter says why.
        return
    mine = refund or story.buyer_refund(purchase)
    name = _difference(story, refund) or notice.letter
    to = pays_to(purchase.method)
    await _send(world, story, cause, purchase.buyer_id, name, mine, to, purchase)


def _is_answered(story: Story, event: Claimed) -> bool:
    return any(one.id == event.claim_id and one.by_policy for one in story.claims)


def _difference(story: Story, refund: Refund | None) -> str | None:
    """The letter of money that goes back while the purchase stands; None for any other."""
    if refund is not None and refund.purpose is RefundFor.CLAIM:
        return "claim_part"
    if refund is None or refund.purpose is not RefundFor.DIFFERENCE:
        return None
    falls = (told.event for told in story.history if isinstance(told.event, NewPriceFell))
    fell = any(event.refund_id == refund.id for event in falls)
    return "price_fell" if fell else "order_opened"


async def _send(
    world: World,
    story: Story,
    cause: Recorded,
    account_id: str,
    name: str,
    refund: Refund | None,
    to: str,
    purchase: Purchase | None = None,
) -> None:
    contact = await accounts.contact_of(account_id)
    if contact is None or contact.email is None:
        return
    now = await world.clock.now()
    facts = _facts(world, story, cause, now, purchase) | await _exchange_facts(story, cause.event)
    if name == "approved":
        facts["bonus"] = await _thank_you(world, story)
        name = name if facts["bonus"] else "approved_plainly"
    line = refund_line(refund, to, _zone(story, purchase), now) if refund else ""
    page = f"purchase/{purchase.id}" if purchase else f"case/{story.case.id}"
    link = f"{world.base_url}/{page}"
    amount = refund.amount if refund else purchase.total if purchase else story.refund.amount
    written = letter(name, line=line, link=link, amount=amount, **facts)
    key = f"{cause.id}:{name}"
    await world.mail.send(Letter(contact.email, written.subject, written.text), key)


def _facts(
    world: World, story: Story, cause: Recorded, now: datetime, purchase: Purchase | None
) -> dict[str, object]:
    zone = _zone(story, purchase)
    event = cause.event
    because = getattr(event, "because", None)
    audience = Audience.BUYER if purchase else Audience.RETURNER
    if isinstance(event, MatchReleased) or because is None:
        because = because or _why_released(story, purchase)
    said = isinstance(because, Because)
    return {
        "item": story.variant.title,
        "shop": world.policy.shop,
        "reference": story.case.reference,
        "number": (story.sale(purchase.id) or story.order).number if purchase else "",
        "day": day(now, zone),
        "by": _by(world, story, event, zone, now),
        "because": because_text(str(because), audience) if said else "",
        "outcome": _claim_told(story),
    }


def _claim_told(story: Story) -> str:
    claim = story.claim
    if claim is None:
        return ""
    return claim_text(claim, again=claims_of(story, claim.match_id)[0] != claim)


async def _exchange_facts(story: Story, event: Event) -> dict[str, object]:
    """Of the exchange that the event is about: the other piece, and where it stands."""
    wanted = getattr(event, "exchange_id", None)
    exchange = next((one for one in story.exchanges if one.id == wanted), None)
    if exchange is None:
        return {}
    other = (await orders.variants([exchange.variant_id]))[exchange.variant_id]
    number = number_of(story, exchange.id)
    said = exchange_text(exchange, other, number, Audience.RETURNER)
    return {"other": other_text(other), "exchange": said}


def _zone(story: Story, purchase: Purchase | None) -> str:
    """Where whoever reads it counts their days: each side by their own order."""
    sale = story.sale(purchase.id) if purchase else None
    return (sale or story.order).time_zone


async def _thank_you(world: World, story: Story) -> Money | None:
    """What was promised, or what the peer path would bring, as its card says: a share of the
    open-box price, within the year's most. None where that is nothing."""
    price, promised = story.variant.price, story.case.bonus
    if promised is None and price is not None and price.minor > 0:
        lower = open_box_price(price, world.policy.category(story.variant.category))
        case, since = story.case, await world.clock.now() - YEAR
        earned = await thanks.promised(case.returner_id, case.id, since, price.currency)
        promised = thank_you(world.policy, lower, bonus_left(world.policy, earned))
    return promised if promised and promised.minor else None


def _by(world: World, story: Story, event: Event, zone: str, now: datetime) -> str:
    windows = world.policy.windows
    if isinstance(event, ReviewAsked):
        return moment(event.due_at, zone, now)
    if isinstance(event, Relisted) and story.case.window_ends_at:
        return day(story.case.window_ends_at, zone)
    waits = {"Delivered": windows.claim_for, "Matched": windows.ship_for}
    waits |= {"Repointed": windows.ship_for}
    return day(end_of_day(now, zone, after=waits.get(event.kind, windows.hand_in_for)), zone)


def _why_released(story: Story, purchase: Purchase | None) -> Because | None:
    for told in story.history:
        event = told.event
        if isinstance(event, MatchReleased) and purchase and event.match_id == purchase.match_id:
            return event.because
    return None


def _is_no_news(story: Story, event: Event) -> bool:
    if event.kind == "LabelIssued":
        # The code's first appearance is news only to who chose no path: the others just saw it.
        kinds = [told.event.kind for told in story.history]
        return "Approved" in kinds or kinds.count("LabelIssued") > 1
    if isinstance(event, FirstScanned):
        # The letter of the exchange says what comes and what goes back, once that is known.
        return was_held_at_scan(story)
    if isinstance(event, ExchangeEnded):
        return event.because is not Because.SOLD_OUT
    if isinstance(event, PromiseMoved):
        # Any other change is told by the letter of what made it, and this one is for the worse.
        return event.because is not MovedBecause.ON_HOLD
    return isinstance(event, Diverted) and event.because in _NO_NEWS


def _took_it_themselves(cause: Recorded) -> bool:
    return isinstance(cause.event, RefundConverted) and cause.actor != SYSTEM


def _has_failed_before(story: Story, cause: Recorded) -> bool:
    """Whether this is another failure of a refund. The first is told; after that there is nothing
    to say until there is something to choose."""
    event = cause.event
    return isinstance(event, RefundFailed) and any(
        isinstance(one.event, RefundFailed) and one.event.refund_id == event.refund_id
        for one in story.history[: cause.seq - 1]
    )


def _refund_of(story: Story, event: Event) -> Refund | None:
    wanted = getattr(event, "refund_id", None)
    return next((refund for refund in story.refunds if refund.id == wanted), None)


def _purchase_of(story: Story, event: Event) -> Purchase | None:
    """Whose news it is: the match the event names, the refund's purchase, else who holds it now."""
    match_id = getattr(event, "match_id", None) or (story.match.id if story.match else None)
    refund = _refund_of(story, event)
    if isinstance(event, ClaimSettled):
        claim = next((one for one in story.claims if one.id == event.claim_id), None)
        match_id = claim.match_id if claim else None
    for purchase in story.purchases:
        if refund is not None and refund.payee is Payee.BUYER:
            if refund.charge_id == purchase.charge_id:
                return purchase
        elif purchase.match_id == match_id:
            return purchase
    return None
