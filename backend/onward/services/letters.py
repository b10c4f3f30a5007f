"""Sends the letters of an event to the returner and to the buyer; `domain.news` knows which."""

from datetime import datetime

from onward.domain.claiming import claims_of
from onward.domain.days import end_of_day
from onward.domain.events import (
    Because,
    Event,
    MatchReleased,
    Recorded,
    Relisted,
    ReviewAsked,
)
from onward.domain.exchanging import number_of
from onward.domain.listings import Purchase
from onward.domain.money import Money
from onward.domain.news import (
    NOTICES,
    Notice,
    buyers_letter,
    purchase_of,
    refund_of,
    returners_letter,
)
from onward.domain.pricing import open_box_price
from onward.domain.refunds import Payee, Refund
from onward.domain.story import Story
from onward.domain.thanks import YEAR, bonus_left, thank_you
from onward.domain.warranties import warranty_of
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
from onward.messages.warranties import warranty_text
from onward.ports import Letter, World
from onward.store import accounts, orders, thanks


async def tell(world: World, cause: Recorded, story: Story) -> Story:
    """Send the letters of an event. Each has a key of its own, so that twice is once."""
    for notice in NOTICES[cause.event.kind]:
        if notice.to is Payee.RETURNER:
            await _tell_returner(world, story, cause, notice)
        else:
            await _tell_buyer(world, story, cause, notice)
    return story


async def _tell_returner(world: World, story: Story, cause: Recorded, notice: Notice) -> None:
    name = returners_letter(story, cause, notice)
    if name is None:
        return
    refund = refund_of(story, cause.event) or story.refund
    to = pays_to(story.charge.method if story.charge else None, refund.destination)
    await _send(world, story, cause, story.case.returner_id, name, refund, to)


async def _tell_buyer(world: World, story: Story, cause: Recorded, notice: Notice) -> None:
    purchase = purchase_of(story, cause.event)
    name = buyers_letter(story, cause, notice, purchase) if purchase else None
    if purchase is None or name is None:
        return
    mine = refund_of(story, cause.event) or story.buyer_refund(purchase)
    await _send(
        world, story, cause, purchase.buyer_id, name, mine, pays_to(purchase.method), purchase
    )


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
        "warranty": _warranty(world, story, purchase) if purchase else "",
    }


def _warranty(world: World, story: Story, purchase: Purchase) -> str:
    """As it was told before they paid, by where it goes."""
    country = (story.sale(purchase.id) or story.order).country
    return warranty_text(warranty_of(world.policy.warranty, story.variant.category, country))


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
