"""Withdrawing from a contract, as the law wants it offered: "withdraw from contract here", then
"confirm withdrawal", and an acknowledgement with its date."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.context import Context, Info
from onward.api.later import awaited
from onward.api.notices import Node, Notice
from onward.api.operations import does
from onward.api.refusals import Refused, keyed
from onward.domain import shop
from onward.domain.entitlement import arrived_at
from onward.domain.ids import LineId
from onward.domain.refusals import BadInput, NotAllowed
from onward.domain.withdrawals import Right, left_of, right_of
from onward.messages import refusal_text, send_back_text, stamp
from onward.services import acknowledgements, withdrawals
from onward.services.acknowledgements import Acknowledged
from onward.services.catalogue import OrderTree
from onward.services.withdrawals import Declarant


@strawberry.type(description="What of a line can still be withdrawn from.")
class WithdrawableLine:
    line_id: strawberry.ID = field(description="The order line.")
    pieces: int = field(description="How many pieces of it.")


@strawberry.type(description="A piece, or several alike, that was withdrawn from.")
class WithdrawnPiece:
    title: str = field(description="What was bought.")
    size: str = field(description="Its size; may be empty.")
    colour: str = field(description="Its colour; may be empty.")
    quantity: int = field(description="How many.")


@strawberry.type(description="A notice of withdrawal as it was acknowledged.")
class Withdrawal(Node):
    number: str = field(description="What it is known by.")
    declared_at: datetime = field(description="When it was received; dates count from here.")
    received: str = field(description="The same in words, as its letter says it.")
    order_number: str = field(description="Of which order.")
    pieces: list[WithdrawnPiece] = field(description="What it is about.")
    next: str = field(description="What to do next, and by when.")
    case_ids: list[strawberry.ID] = field(description="The returns of its pieces.")


@strawberry.type(description="Whether an order can be withdrawn from, and what was.")
class OrderWithdrawal:
    possible: bool = field(description="Whether it can be, at least in part.")
    because: Notice | None = field(description="Why not, where it cannot.")
    until: datetime | None = field(description="The last moment; null while it has not arrived.")
    lines: list[WithdrawableLine] = field(description="What can be, line by line.")
    acknowledged: list[Withdrawal] = field(description="What was, the latest first.")


ConfirmWithdrawalAnswer = Annotated[
    Withdrawal | Refused,
    strawberry.union(
        "ConfirmWithdrawalAnswer", description="The notice as acknowledged, or why there is none."
    ),
]


@strawberry.input(description="So many pieces of a line.")
class WithdrawnLineInput:
    line_id: strawberry.ID = field(description="The order line.")
    pieces: int = field(description="How many pieces of it.")


@strawberry.input(description="A notice of withdrawal. No reason is asked.")
class ConfirmWithdrawalInput:
    order_id: strawberry.ID = field(description="The order.")
    lines: list[WithdrawnLineInput] = field(description="What of it.")
    name: str = field(description="Who withdraws.")
    email: str = field(description="Where the acknowledgement goes.")
    key: str = field(description="The idempotency key: a request sent twice is one request.")


@strawberry.type(description="Withdrawing from a contract.")
class WithdrawalMutations:
    @does("Withdraw from the contract for these pieces. Acknowledged by e-mail, with its date.")
    async def confirm_withdrawal(
        self, info: Info, input: Annotated[ConfirmWithdrawalInput, argument(description="What.")]
    ) -> ConfirmWithdrawalAnswer:
        context, wanted = info.context, {LineId(one.line_id): one.pieces for one in input.lines}
        if len(wanted) != len(input.lines):
            raise BadInput(field="lines")
        withdrawal = await withdrawals.confirm(
            context.world,
            context.signed_in(),
            input.order_id,
            wanted,
            Declarant(input.name, input.email),
            keyed(input.key),
        )
        return _withdrawal(await acknowledgements.of_withdrawal(withdrawal))


def withdrawal_of_tree(context: Context, tree: OrderTree, now: datetime) -> OrderWithdrawal:
    """Of an order whose lines and returns are read already."""
    left = [
        left_of(
            line,
            [story.case for story in tree.returns if story.line.id == line.id],
            tree.taken.get(line.id, 0),
        )
        for line in tree.lines
    ]
    arrived = arrived_at(tree.order, context.world.policy, fresh=tree.fresh)
    return _order_withdrawal(context, tree.order, right_of(tree.order, arrived, left, now))


async def withdrawal_of(context: Context, order: shop.Order) -> OrderWithdrawal:
    right = await withdrawals.right(context.world, context.signed_in(), order.id)
    return _order_withdrawal(context, order, right)


def _order_withdrawal(context: Context, order: shop.Order, right: Right) -> OrderWithdrawal:
    because = right.because
    said = Notice(code=because, message=refusal_text(NotAllowed(because))) if because else None
    open_still = [one for one in right.lines if one.pieces and not because]
    return OrderWithdrawal(
        possible=because is None,
        because=said,
        until=right.until,
        lines=[
            WithdrawableLine(line_id=strawberry.ID(one.line_id), pieces=one.pieces)
            for one in open_still
        ],
        acknowledged=awaited(lambda: _of_order(context, order)),
    )


async def _of_order(context: Context, order: shop.Order) -> list[Withdrawal]:
    told = await acknowledgements.of_order(context.signed_in(), order.id)
    return [_withdrawal(one) for one in told]


def _withdrawal(told: Acknowledged) -> Withdrawal:
    withdrawal, zone = told.withdrawal, told.order.time_zone
    return Withdrawal(
        id=strawberry.ID(withdrawal.id),
        number=withdrawal.number,
        declared_at=withdrawal.declared_at,
        received=stamp(withdrawal.declared_at, zone),
        order_number=told.order.number,
        pieces=[
            WithdrawnPiece(
                title=line.title, size=variant.size, colour=variant.colour, quantity=count
            )
            for line, variant, count in told.pieces
        ],
        next=send_back_text(told.send_back_by, zone),
        case_ids=[strawberry.ID(case.id) for case in told.cases],
    )
