"""A withdrawal in words: which pieces, and by when they go back."""

from datetime import datetime

from onward.domain.shop import OrderLine, Variant
from onward.messages.dates import day
from onward.messages.words import say


def piece_text(line: OrderLine, variant: Variant, count: int) -> str:
    """So many pieces of a line, as the order names them: "2 times Linen shirt, L, sand"."""
    which = ", ".join(part for part in (line.title, variant.size, variant.colour) if part)
    return say("withdrawals.piece", count=count, which=which)


def send_back_text(by: datetime | None, zone: str) -> str:
    """What is to be done next; `by` None while nothing has arrived."""
    if by is None:
        return say("withdrawals.send_back_once_there")
    return say("withdrawals.send_back", by=day(by, zone))
