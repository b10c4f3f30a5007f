"""A shopper's orders as they look back on them: lines, what can still come back, and what did."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onward.domain.accounts import Viewer
from onward.domain.gifts import gave_it, may_read
from onward.domain.shop import Charge, Order, OrderKind, OrderLine, Variant
from onward.domain.story import Story
from onward.store import exchanges, orders, reads


@dataclass(frozen=True, slots=True)
class OrderTree:
    """An order with all that hangs on it. `taken`: pieces of a line that came or come back;
    `fresh`: whether it brought a fresh piece in exchange; `given_away`: whether its reader gave it
    away, so that what becomes of it is told to somebody else."""

    order: Order
    lines: tuple[OrderLine, ...]
    variants: dict[str, Variant]
    charge: Charge | None
    taken: dict[str, int]
    returns: tuple[Story, ...]
    fresh: bool = False
    given_away: bool = False


async def orders_of(viewer: Viewer, before: tuple[int, str] | None, limit: int) -> list[OrderTree]:
    """Newest first."""
    found = await trees(await orders.of_account(viewer.id, before, limit))
    return [_for(viewer, tree) for tree in found]


async def order_of(viewer: Viewer, order_id: str) -> OrderTree | None:
    """An order, for whom it belongs to or was given to, and the desk; None for everybody else."""
    order = await orders.read(order_id)
    if order is None or not (may_read(order, viewer.id) or viewer.is_staff):
        return None
    return _for(viewer, (await trees([order]))[0])


def _for(viewer: Viewer, tree: OrderTree) -> OrderTree:
    """Of what they gave away they read what they bought, and nothing of what became of it."""
    if not gave_it(tree.order, viewer.id):
        return tree
    return replace(tree, taken={}, returns=(), given_away=True)


async def trees(found: Sequence[Order]) -> list[OrderTree]:
    """Orders with their lines, variants, charges and returns, in a handful of reads."""
    lines = await orders.lines([order.id for order in found])
    variants = await orders.variants([line.variant_id for line in lines])
    charges = await orders.charges([order.charge_id for order in found if order.charge_id])
    taken = await orders.taken_of([line.id for line in lines])
    cases = await reads.cases_of_lines([line.id for line in lines])
    fresh = await exchanges.fresh([order.id for order in found if order.kind is OrderKind.EXCHANGE])
    stories = [story for case in cases if (story := await reads.story(case.id))]
    return [
        OrderTree(
            order,
            tuple(line for line in lines if line.order_id == order.id),
            variants,
            charges.get(order.charge_id or ""),
            taken,
            tuple(story for story in stories if story.order.id == order.id),
            order.id in fresh,
        )
        for order in found
    ]
