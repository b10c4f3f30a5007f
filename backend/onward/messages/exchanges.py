"""The other size in words: what it is, what goes back beside it, and where it stands."""

from onward.domain.exchanges import Alternative, Exchange, ExchangeFrom
from onward.domain.shop import Variant
from onward.messages.timelines import Audience
from onward.messages.words import say

_SOURCES = {ExchangeFrom.OPEN_BOX: "exchange.open_box", ExchangeFrom.STOCK: "exchange.stock"}


def other_text(variant: Variant) -> str:
    """A variant as a person tells it from its siblings: "Linen shirt, L, sand"."""
    which = ", ".join(part for part in (variant.size, variant.colour) if part)
    return say("exchange.other", title=variant.title, which=which) if which else variant.title


def alternative_text(piece: Alternative, to: str, by: str) -> str:
    """Where it comes from, and what goes back to `to` (`refunds.pays_to`) beside it. `by` is when
    an open-box one is held at most (`dates.moment`)."""
    source, amount = say(_SOURCES[piece.source], by=by), piece.rest.net + piece.rest.tax
    key = "exchange.back" if amount.minor else "exchange.nothing_back"
    return say(key, source=source, amount=amount, to=to)


def exchange_text(
    exchange: Exchange, other: Variant, number: str, audience: Audience, by: str = ""
) -> str:
    """Where it stands, for the returner and the desk; `by` as above."""
    key = f"exchange.{audience}.{exchange.status}_{exchange.source}"
    return say(key, other=other_text(other), number=number, by=by)
