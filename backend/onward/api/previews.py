"""What a return would be, before anything is written: every rule that needs no photo."""

import strawberry
from strawberry import field

from onward.api.amounts import AmountLine, amount_lines
from onward.api.asking import Question, Shot, question_views, shot_views
from onward.api.context import Context
from onward.api.enums import Reason
from onward.api.money import Money, money_view
from onward.api.notices import Notice
from onward.domain.refunds import RefundDestination
from onward.domain.refusals import NotFound
from onward.domain.returns import ASKED, Remedy
from onward.messages import barrier, say
from onward.services import openings


@strawberry.type(description="A reason one may give.")
class ReasonOption:
    reason: Reason = field(description="The reason.")
    label: str = field(description="In words.")


@strawberry.type(description="What a return of a line would be.")
class ReturnPreview:
    peer_possible: bool = field(description="Whether it may go straight to its next owner.")
    because: Notice | None = field(description="Why not.")
    refund: Money = field(description="What goes back for all pieces asked about, either way.")
    lines: list[AmountLine] = field(
        description="What that is made of, where it is more than the price: delivery, a fee."
    )
    to: str | None = field(description="Where it goes, where that is not how it was paid.")
    shots: list[Shot] = field(description="The photos that will be asked for; none if not.")
    questions: list[Question] = field(description="The questions that will be asked.")
    reasons: list[ReasonOption] = field(description="Every reason there is.")


async def preview(
    context: Context, line_id: str, reason: Reason, quantity: int
) -> ReturnPreview | None:
    """None for a line that is absent or somebody else's, and for who is not signed in."""
    if context.viewer is None:
        return None
    try:
        found = await openings.preview(context.world, context.viewer, line_id, reason, quantity)
    except NotFound:
        return None
    possible = found.barrier is None
    to_credit = found.destination is RefundDestination.STORE_CREDIT
    return ReturnPreview(
        peer_possible=possible,
        because=_because(found.barrier) if found.barrier else None,
        refund=money_view(found.refund.amount),
        lines=[] if found.given else amount_lines(found.refund),
        to=say(f"remedies.{Remedy.STORE_CREDIT}") if to_credit else None,
        shots=shot_views(found.category) if possible else [],
        questions=question_views(found.category) if possible else [],
        reasons=[ReasonOption(reason=one, label=say(f"reasons.{one}")) for one in ASKED],
    )


def _because(code: str) -> Notice:
    return Notice(code=code, message=barrier(code))
