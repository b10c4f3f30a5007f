"""What a refund is made of, line by line, where it is more than the price of a piece."""

import strawberry
from strawberry import field

from onward.api.money import Money, money_view
from onward.domain.owing import Owed
from onward.messages import say


@strawberry.type(description="One line of a refund.")
class AmountLine:
    label: str = field(description="What it is for.")
    amount: Money = field(description="Above zero what goes back, below what is kept.")


def amount_lines(due: Owed) -> list[AmountLine]:
    """The piece, its share of the delivery, and the fee; nothing where it is the piece alone."""
    sent, fee = due.delivery, due.fee
    if sent is None and fee is None:
        return []
    lines = [("piece", due.piece.whole), ("delivery", sent), ("fee", -fee if fee else None)]
    return [
        AmountLine(label=say(f"owed.{name}"), amount=money_view(amount))
        for name, amount in lines
        if amount is not None
    ]
