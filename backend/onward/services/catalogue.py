"""A shopper's orders as they look back on them: lines, what can still come back, and what did."""

from collections.abc import Sequence
from dataclasses import dataclass

from onward.domain.accounts import Viewer
from onward.domain.shop import Charge, Order, OrderKind, OrderLine, Variant
from onward.domain.story import Story
from onward.store import exchanges, orders, reads


@dataclass(frozen=True, slots=True)
class OrderTree:
    """An order with all that hangs on it. `taken`: pieces of a line that came or come back;
    `fresh`: whether it brought a fresh piece in exchange."""

    order: Order
    lines: tuple[OrderLine, ...]
    variants: dict[str, Variant]
    charge: Charge | None
    taken: dict[str, int]
    returns: tuple[Story, ...]
    fresh: bool = False


async def orders_of(viewer: Viewer, before: tuple[int, str] | None, limit: int) -> list[OrderTree]:
    """Newest first."""
    return await trees(await orders.of_account(viewer.id, before, limit))


async def order_of(viewer: Viewer, order_id: str) -> OrderTree | None:
    """An order, for whom it belongs to and the desk; None for everybody else."""
    order = await orders.read(order_id)
    if order is None or (order.account_id != viewer.id and not viewer.is_staff):
        return None
    return (await trees([order]))[0]


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
