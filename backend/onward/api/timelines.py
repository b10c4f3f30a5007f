"""What happened and what comes next, in the words of whoever reads it."""

from collections.abc import Iterable
from datetime import datetime

import strawberry
from strawberry import field

from onward.api.enums import TrackState
from onward.domain import track
from onward.domain.events import Recorded
from onward.domain.life import Stage
from onward.domain.policy import Policy
from onward.domain.story import Story
from onward.domain.waiting import wakes_at
from onward.messages import Audience, day, say, timeline_text, told_by


@strawberry.type(description="Something that happened, told to this reader.")
class TimelineEntry:
    seq: int = field(description="Its number in the case's history; not every number is told.")
    kind: str = field(description="What happened, as a past participle: FirstScanned.")
    at: datetime = field(description="When.")
    text: str = field(description="The sentence for this reader.")
    by: str = field(description="Who said it, without a name.")


@strawberry.type(description="A step of the way, as the running stitch shows it.")
class TrackStep:
    key: str = field(description="Stable, for programs: HANDED_IN.")
    label: str = field(description="A word or two.")
    state: TrackState = field(description="Whether it was taken.")
    at: datetime | None = field(description="When it was.")
    hint: str | None = field(description="When the step that is now ends, such as by Wed 25 Nov.")


def timeline(history: Iterable[Recorded], audience: Audience, zone: str) -> list[TimelineEntry]:
    """The entries that are told to this audience."""
    return [
        TimelineEntry(
            seq=told.seq,
            kind=told.event.kind,
            at=told.at,
            text=text,
            by=told_by(told, audience),
        )
        for told in history
        if (text := timeline_text(told, audience, zone))
    ]


_ENDS_ON_A_DAY = frozenset({Stage.APPROVED, Stage.SEEKING, Stage.AWAITING_DROPOFF, Stage.DELIVERED})


def track_views(
    steps: Iterable[track.TrackStep], audience: Audience, hint: str | None
) -> list[TrackStep]:
    """The steps with their labels; the desk reads the returner's. The hint stands at *now*."""
    side = Audience.BUYER if audience is Audience.BUYER else Audience.RETURNER
    return [
        TrackStep(
            key=step.key,
            label=say(f"track.{side}.{step.key}"),
            state=step.state,
            at=step.at,
            hint=hint if step.state is track.TrackState.NOW else None,
        )
        for step in steps
    ]


def track_hint(story: Story, policy: Policy) -> str | None:
    """When the step that is now ends: by the day we stop waiting, or about when it arrives."""
    zone, parcel = story.order.time_zone, story.parcel
    wait = wakes_at(story.case, policy) if story.case.stage in _ENDS_ON_A_DAY else None
    if wait is not None:
        return say("track.by", day=day(wait[0], zone))
    if story.case.stage is Stage.IN_TRANSIT and parcel is not None and parcel.eta_at is not None:
        return say("track.about", day=day(parcel.eta_at, zone))
    return None
