"""Another look by a person: when a returner may ask for one. Once, with another photo."""

from onward.domain.events import Because
from onward.domain.grades import Grade
from onward.domain.life import Stage
from onward.domain.policy import Policy
from onward.domain.returns import Recovery, ReturnCase
from onward.domain.story import Story

# Off the peer path by a judgement, not by a rule of the shop or the returner's own choice.
_JUDGED = frozenset({Because.NOT_ACCEPTED, Because.NOBODY_LOOKED})
# Nothing better is to be had.
_BEST = frozenset({Grade.NEW_SEALED, Grade.LIKE_NEW})


def may_appeal(story: Story, policy: Policy) -> bool:
    """Whether this returner may ask for another look now."""
    case = story.case
    asked = sum(1 for told in story.history if told.event.kind == "Appealed")
    if asked >= policy.condition.appeals or case.counted_shipment_id is not None:
        return False
    return _is_disappointing(case)


def _is_disappointing(case: ReturnCase) -> bool:
    if case.stage is Stage.APPROVED:
        return case.grade not in _BEST
    if case.stage is Stage.AWAITING_DROPOFF and isinstance(case.heading, Recovery):
        return case.heading.because in _JUDGED and bool(case.grade_reasons)
    return False
