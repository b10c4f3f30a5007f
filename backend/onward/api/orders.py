"""Orders as a shopper looks back on them: lines, what can still come back, and what did."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import strawberry
from strawberry import field

from onward.api.context import Context
from onward.api.enums import OrderKind
from onward.api.later import awaited, later
from onward.api.money import Money, money_or_none, money_view
from onward.api.notices import Node, Notice
from onward.api.papers import Paper, order_papers
from onward.api.returns import ReturnCase, all_seen
from onward.api.withdrawing import OrderWithdrawal, withdrawal_of, withdrawal_of_tree
from onward.domain import money, shop
from onward.domain.entitlement import (
    LineFacts,
    arrived_at,
    not_returnable_because,
    return_until,
)
from onward.domain.gifts import was_given_it
from onward.domain.refusals import NotAllowed, WindowClosed
from onward.messages import paid_with, refusal_text
from onward.services import catalogue
from onward.services.catalogue import OrderTree


@strawberry.type(description="A paid line of an order.")
class OrderLine(Node):
    variant_id: strawberry.ID = field(description="The id of this very size and colour.")
    title: str = field(description="What was bought.")
    size: str = field(description="Its size; may be empty.")
    colour: str = field(description="Its colour; may be empty.")
    sku: str = field(description="The shop's number for it.")
    category: str = field(description="The category whose rules apply to it.")
    picture: str | None = field(description="The shop's own picture of it.")
    quantity: int = field(description="How many pieces were bought.")
    unit_price: Money | None = field(
        description="The price of a piece, before discount and tax; null for whom it was given to."
    )
    discount: Money | None = field(description="The discount on the whole line; null likewise.")
    tax: Money | None = field(description="The tax on the whole line; null likewise.")
    total: Money | None = field(
        description="What was paid for all pieces, tax included; null likewise."
    )
    returnable: int = field(description="How many pieces can still come back.")
    not_returnable_because: Notice | None = field(description="Why none can, where none can.")
    return_until: datetime | None = field(description="The last moment to start a return.")
    returns: list[ReturnCase] = field(description="The returns of its pieces.")


@strawberry.type(description="An order; a purchase in the open-box shop is one as well.")
class Order(Node):
    number: str = field(description="Its number, as on the invoice.")
    placed_at: datetime = field(description="When it was placed.")
    delivered_at: datetime | None = field(description="When it arrived.")
    time_zone: str = field(description="Where its days are counted: America/New_York.")
    country: str = field(description="Where it went: ISO 3166-1 code.")
    currency: str = field(description="ISO 4217 code; an order has one.")
    paid_with: str | None = field(
        description="How it was paid: Visa ·· 4242; null for whom it was given to."
    )
    lines: list[OrderLine] = field(description="What was bought.")
    delivery: Money | None = field(
        description="What of it was for the delivery, if known; null for whom it was given to."
    )
    gift: bool = field(description="Bought for somebody else, who has store credit back.")
    total: Money | None = field(
        description="What was paid, tax included; null for whom it was given to."
    )
    kind: OrderKind = field(description="Which shop it was placed in.")
    papers: list[Paper] = field(description="Its documents that were issued here.")
    withdrawal: OrderWithdrawal = field(
        description="Whether its contract can be withdrawn from by law, until when and of what."
    )


async def order_view(context: Context, tree: OrderTree) -> Order:
    """An order whose lines are read already."""
    now = await context.world.clock.now()
    view = order_of(
        tree.order,
        tree.lines,
        paid_with(tree.charge.method) if tree.charge else None,
        later(lambda: line_views(context, tree, now)),
        awaited(lambda: order_papers(context.world, context.viewer, tree.order)),
        later(lambda: withdrawal_of_tree(context, tree, now)),
    )
    return _without_price(view) if _was_given(context, tree.order) else view


def _was_given(context: Context, order: shop.Order) -> bool:
    return was_given_it(order, context.viewer.id if context.viewer else None)


def _without_price(order: Order) -> Order:
    return replace(order, paid_with=None, delivery=None, total=None)


def sale_view(
    context: Context, order: shop.Order, lines: tuple[shop.OrderLine, ...], method: str
) -> Order:
    """The order that a purchase is; its lines are read when they are asked for."""
    read = awaited(lambda: lines_of(context, order))
    papers = awaited(lambda: order_papers(context.world, context.viewer, order))
    withdrawal = awaited(lambda: withdrawal_of(context, order))
    return order_of(order, lines, paid_with(method), read, papers, withdrawal)


def order_of(
    order: shop.Order,
    lines: tuple[shop.OrderLine, ...],
    paid: str | None,
    line_views: list[OrderLine],
    papers: list[Paper],
    withdrawal: OrderWithdrawal,
) -> Order:
    return Order(
        id=strawberry.ID(order.id),
        number=order.number,
        placed_at=order.placed_at,
        delivered_at=order.delivered_at,
        time_zone=order.time_zone,
        country=order.country,
        currency=order.currency,
        paid_with=paid,
        lines=line_views,
        delivery=money_or_none(order.delivery),
        gift=order.gift,
        total=later(lambda: money_view(_total(order, lines))),
        kind=order.kind,
        papers=papers,
        withdrawal=withdrawal,
    )


def _total(order: shop.Order, lines: Iterable[shop.OrderLine]) -> money.Money:
    delivery = order.delivery or money.zero(order.currency)
    return sum((line.total for line in lines), delivery)


async def lines_of(context: Context, order: shop.Order) -> list[OrderLine]:
    """The lines of one order, for whoever may see it."""
    tree = await catalogue.order_of(context.signed_in(), order.id)
    now = await context.world.clock.now()
    return line_views(context, tree, now) if tree else []


def line_views(context: Context, tree: OrderTree, now: datetime) -> list[OrderLine]:
    return [_line(context, tree, line, now) for line in tree.lines]


def _line(context: Context, tree: OrderTree, line: shop.OrderLine, now: datetime) -> OrderLine:
    order, variant, policy = tree.order, tree.variants[line.variant_id], context.world.policy
    left = max(line.quantity - tree.taken.get(line.id, 0), 0)
    arrived = arrived_at(order, policy, fresh=tree.fresh)
    facts = LineFacts(arrived, order.time_zone, coming_back=left == 0, country=order.country)
    because = "GIVEN_AWAY" if tree.given_away else not_returnable_because(facts, policy, now)
    paid = None if _was_given(context, order) else line
    stories = [story for story in tree.returns if story.line.id == line.id]
    return OrderLine(
        id=strawberry.ID(line.id),
        variant_id=strawberry.ID(line.variant_id),
        title=line.title,
        size=variant.size,
        colour=variant.colour,
        sku=variant.sku,
        category=variant.category,
        picture=variant.picture,
        quantity=line.quantity,
        unit_price=money_view(paid.unit_price) if paid else None,
        discount=money_view(paid.discount) if paid else None,
        tax=money_view(paid.tax) if paid else None,
        total=money_view(paid.total) if paid else None,
        returnable=0 if because else left,
        not_returnable_because=_notice(because) if because else None,
        return_until=None if tree.given_away else return_until(facts, policy),
        returns=awaited(lambda: all_seen(context, stories)),
    )


def _notice(code: str) -> Notice:
    # The sentence says of what the time is over.
    said = "RETURN_WINDOW_CLOSED" if code == WindowClosed.code else code
    return Notice(code=code, message=refusal_text(NotAllowed(said)))
