"""What happened and what comes next, in the words of whoever reads it."""

from collections.abc import Iterable
from datetime import datetime

import strawberry
from strawberry import field

from onward.api.enums import TrackState
from onward.domain import track
from onward.domain.events import Recorded
from onward.messages import Audience, say, timeline_text, told_by


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
    hint: str | None = field(description="What would help with the next step, if anything.")


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


def track_views(steps: Iterable[track.TrackStep], audience: Audience) -> list[TrackStep]:
    """The steps with their labels; the desk reads the returner's."""
    side = Audience.BUYER if audience is Audience.BUYER else Audience.RETURNER
    return [
        TrackStep(
            key=step.key,
            label=say(f"track.{side}.{step.key}"),
            state=step.state,
            at=step.at,
            hint=None,
        )
        for step in steps
    ]
