"""The running stitch in words: what was reached, what is going on, what is still ahead."""

from onward.domain.life import Stage
from onward.domain.track import TrackState, TrackStep
from onward.messages.timelines import Audience
from onward.messages.words import knows, say


def track_label(step: TrackStep, audience: Audience, stage: Stage | None) -> str:
    """A word or two for this step; the desk reads the returner's. `stage` is the case's, where it
    is this reader's: it may say more closely what is going on now."""
    side = Audience.BUYER if audience is Audience.BUYER else Audience.RETURNER
    if step.state is not TrackState.NOW:
        return say(f"track.{side}.{step.key}")
    now = f"track.now.{side}.{step.key}"
    closer = f"{now}_{stage}"
    return say(closer if knows(closer) else now)
