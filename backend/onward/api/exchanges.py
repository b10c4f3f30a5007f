"""The other size in place of a piece that comes back: what there is, and what is held."""

from datetime import datetime

import strawberry
from strawberry import field

from onward.api.context import Look
from onward.api.enums import ExchangeSource, ExchangeStatus
from onward.api.items import Item, item_view
from onward.api.money import Money, money_view
from onward.api.notices import Notice
from onward.domain import exchanges as domain
from onward.domain.exchanging import number_of
from onward.domain.holds import worth
from onward.domain.story import Story
from onward.messages import (
    Audience,
    alternative_text,
    because_text,
    exchange_text,
    moment,
    pays_to,
    say,
)
from onward.services import exchanges


@strawberry.type(description="The piece that takes the returned one's place.")
class Exchange:
    id: strawberry.ID = field(description="Its id.")
    variant_id: strawberry.ID = field(description="Which one.")
    item: Item = field(description="What it is.")
    source: ExchangeSource = field(description="Where it comes from.")
    status: ExchangeStatus = field(description="Held, on its way, or none after all.")
    price: Money = field(description="What it costs, tax included, out of the refund.")
    difference: Money = field(description="What of the refund goes back all the same; may be 0.")
    held_at: datetime = field(description="Since when it is held.")
    held_until: datetime | None = field(
        description="Until when an open-box piece is held; a fresh one is as long as the return."
    )
    order_number: str = field(description="The order it travels in, once it is released.")
    because: Notice | None = field(description="Why it ended, where it did.")
    sentence: str = field(description="Where it stands, in a sentence.")


@strawberry.type(description="A piece that may take the returned one's place.")
class ExchangeOption:
    variant_id: strawberry.ID = field(description="Which one.")
    item: Item = field(description="What it is.")
    source: ExchangeSource = field(description="Where it comes from.")
    price: Money = field(description="What it costs, tax included; with `difference` the refund.")
    difference: Money = field(description="What of the refund goes back all the same; may be 0.")
    sentence: str = field(description="Where it comes from and what goes back.")


async def exchange_view(of: Look) -> Exchange | None:
    """The latest exchange of this case, if there was one."""
    exchange = of.story.exchange
    if exchange is None:
        return None
    variant = await exchanges.variant_of(exchange)
    number = number_of(of.story, exchange.id)
    price = exchange.price + exchange.tax
    until = await exchanges.held_until(exchange)
    by = moment(until, of.zone, of.now) if until else ""
    whole, because = worth(of.story), exchange.because
    return Exchange(
        id=strawberry.ID(exchange.id),
        variant_id=strawberry.ID(variant.id),
        item=item_view(variant.title, variant),
        source=exchange.source,
        status=exchange.status,
        price=money_view(price),
        difference=money_view(whole.net + whole.tax - price),
        held_at=exchange.held_at,
        held_until=until,
        order_number=number,
        because=_because(because, of.audience) if because else None,
        sentence=exchange_text(exchange, variant, number, of.audience, by),
    )


async def option_views(of: Look) -> list[ExchangeOption]:
    """What may be chosen now, the likeliest first."""
    choice = await exchanges.choice(of.world, of.story)
    return [_option(of, one) for one in choice.alternatives]


async def dearer_text(of: Look) -> str | None:
    """That something fits and costs more than what goes back, where that is so."""
    choice = await exchanges.choice(of.world, of.story)
    return say("exchange.dearer") if choice.dearer else None


def _option(of: Look, piece: domain.Alternative) -> ExchangeOption:
    variant, listing = piece.variant, piece.listing
    by = moment(listing.ends_at, of.zone, of.now) if listing else ""
    return ExchangeOption(
        variant_id=strawberry.ID(variant.id),
        item=item_view(variant.title, variant),
        source=piece.source,
        price=money_view(piece.price + piece.tax),
        difference=money_view(piece.rest.net + piece.rest.tax),
        sentence=alternative_text(piece, _goes_back_to(of.story), by),
    )


def _because(code: str, audience: Audience) -> Notice:
    return Notice(code=code, message=because_text(code, audience))


def _goes_back_to(story: Story) -> str:
    return pays_to(story.charge.method if story.charge else None)
