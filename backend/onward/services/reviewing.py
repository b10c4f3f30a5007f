"""What a person judges a piece by: every photo of it, what the rules ask about these photos, hints
that no rule decides by, and what would become of the piece with each grade. Deciding is
`condition`'s work."""

from collections.abc import Mapping
from dataclasses import dataclass

from onward.domain.accounts import Viewer, must_be_staff
from onward.domain.album import as_judged, departures
from onward.domain.condition import grade, hints
from onward.domain.grades import Grade, Reasons, Verdict
from onward.domain.life import Stage
from onward.domain.policy import ConditionPolicy, Policy
from onward.domain.refusals import Refusal
from onward.domain.reports import Report
from onward.domain.routing import facts_of, peer_barrier
from onward.domain.story import Story
from onward.ports import World
from onward.store import pauses, reads, reports


@dataclass(frozen=True, slots=True)
class Sheet:
    """`doubts` are of the photos as they are now, one sent with an appeal among them. `barriers`
    names, for each grade, the rule that keeps the piece off the peer path with it; None where it
    may go. `bounds` are what a photo is held against."""

    story: Story
    doubts: Reasons
    hints: Reasons
    barriers: Mapping[Grade, str | None]
    bounds: ConditionPolicy


async def sheet(world: World, viewer: Viewer, case_id: str) -> Sheet | None:
    must_be_staff(viewer)
    story = await reads.story(case_id)
    if story is None:
        return None
    policy = await pauses.in_force(world.policy)
    facts, shown = facts_of(story), departures(as_judged(story))
    report = await reports.report(story, story.case.answers or {}, shown, policy)
    return Sheet(
        story=story,
        doubts=_doubts(story, report, policy),
        hints=hints(report, policy),
        barriers={one: peer_barrier(facts, one, policy) for one in Grade},
        bounds=policy.condition,
    )


def _doubts(story: Story, report: Report, policy: Policy) -> Reasons:
    """What the rules would ask a person now, as long as a person is asked."""
    if story.case.stage is not Stage.IN_REVIEW:
        return ()
    try:
        judgement = grade(report, policy)
    except Refusal:
        # The policy asks for more than it did when this was sent in.
        return ()
    return judgement.reasons if judgement.verdict is Verdict.PERSON_MUST_LOOK else ()
