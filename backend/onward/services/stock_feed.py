"""Stock moves of all cases in one feed, for the merchant's ERP: carried on from a place, each move
under an id that never changes."""

from datetime import timedelta

from onward.domain.accounts import Viewer
from onward.domain.refusals import NotAllowed
from onward.domain.shop import Role
from onward.domain.stock_moves import MOVERS, StockMove, stock_moves
from onward.store import histories, reads

# So long after it happened a move is told: by then nothing older can still come in between.
SETTLED_FOR = timedelta(seconds=10)
_KINDS = tuple(kind.__name__ for kind in MOVERS)


async def moves_for(
    viewer: Viewer, after: str | None, events: int
) -> tuple[list[StockMove], str | None]:
    """As `moves`, for a lead or a merchant; NotAllowed for everybody else."""
    if viewer.role not in (Role.LEAD, Role.MERCHANT):
        raise NotAllowed
    return await moves(after, events)


async def moves(
    after: str | None, events: int, *, settled_for: timedelta = SETTLED_FOR
) -> tuple[list[StockMove], str | None]:
    """The moves of the next so many events behind `after`, and the place they end at; None where
    there is nothing new. Some events move nothing, so a page may be empty and go on."""
    found = await histories.of_kinds(_KINDS, after or "", settled_for, events)
    if not found:
        return [], None
    wanted = {event_id for _, event_id in found}
    there: list[StockMove] = []
    for case_id in dict.fromkeys(case_id for case_id, _ in found):
        story = await reads.story(case_id)
        if story is not None:
            there += [one for one in stock_moves(story) if one.event_id in wanted]
    return sorted(there, key=lambda one: one.id), found[-1][1]
