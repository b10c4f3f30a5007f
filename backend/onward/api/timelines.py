"""What happened and what comes next, in the words of whoever reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
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
from onward.messages import Audience, day, say, timeline_text, told_by, track_label


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


@dataclass(frozen=True, slots=True)
class Needle:
    """What is known of the step that is now: the case's stage, until when we wait, about when it
    arrives, and by when the money is there. Nothing of the case where it is not this reader's."""

    zone: str
    pays_by: datetime | None
    stage: Stage | None = None
    waits_until: datetime | None = None
    arrives_at: datetime | None = None


def needle(story: Story, zone: str, policy: Policy, pays_by: datetime | None) -> Needle:
    """Where the case stands, for whoever has it now."""
    stage, parcel = story.case.stage, story.parcel
    wait = wakes_at(story.case, policy) if stage in _ENDS_ON_A_DAY else None
    eta = parcel.eta_at if parcel and stage is Stage.IN_TRANSIT else None
    until = wait[0] if wait else None
    if stage is Stage.SEEKING:
        # An answer that is awaited ends sooner than the looking does.
        until = story.case.window_ends_at or until
    return Needle(zone, pays_by, stage, until, eta)


def track_views(
    steps: Iterable[track.TrackStep], audience: Audience, now: Needle
) -> list[TrackStep]:
    """The steps with their labels, and a hint where the needle stands."""
    return [
        TrackStep(
            key=step.key,
            label=track_label(step, audience, now.stage),
            state=step.state,
            at=step.at,
            hint=_hint(step.key, now) if step.state is track.TrackState.NOW else None,
        )
        for step in steps
    ]


def _hint(key: str, now: Needle) -> str | None:
    until = now.pays_by if key == "REFUNDED" else now.waits_until
    if until is not None:
        return say("track.by", day=day(until, now.zone))
    if now.arrives_at is not None and key == "ARRIVED":
        return say("track.about", day=day(now.arrives_at, now.zone))
    return None
