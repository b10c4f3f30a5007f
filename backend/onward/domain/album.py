"""The photos of a case by occasion: who may still add which, and departure beside arrival."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from onward.domain.accounts import Viewer
from onward.domain.actions import may_show
from onward.domain.appeals import may_appeal
from onward.domain.claiming import claims_of, may_tell_until
from onward.domain.condition import shots_offered
from onward.domain.events import Appealed, PhotoAdded
from onward.domain.ids import PhotoId
from onward.domain.life import Stage, Who, may
from onward.domain.photos import Occasion, Photo, latest_of_each_shot
from onward.domain.policy import Policy
from onward.domain.refusals import BadInput, NotFound, WrongStage
from onward.domain.returns import Peer
from onward.domain.story import Story

# How many of one occasion a case takes.
MOST_PHOTOS = 24
PACKING_SHOT = "packing"
FLAW_SHOT = "flaw"
_DEPARTURE = frozenset({Occasion.ASSESSMENT, Occasion.APPEAL})


@dataclass(frozen=True, slots=True)
class Pair:
    """One shot as it left and as it arrived; one of the two may be missing."""

    shot: str
    departure: Photo | None
    arrival: Photo | None


def as_judged(story: Story) -> tuple[Photo, ...]:
    """Every photo of the case, without those of an appeal that nobody has made: they were never
    looked at."""
    unasked: set[PhotoId] = set()
    for told in story.history:
        match told.event:
            case PhotoAdded(photo_id, _, Occasion.APPEAL):
                unasked.add(photo_id)
            case Appealed():
                unasked.clear()
    return tuple(one for one in story.photos if one.id not in unasked)


def departures(photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """The newest photo of each shot that shows the unit before it left."""
    return latest_of_each_shot(one for one in photos if one.occasion in _DEPARTURE)


def arrivals(photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """The newest photo of each shot that the buyer took."""
    return latest_of_each_shot(one for one in photos if one.occasion is Occasion.ARRIVAL)


def arrival_shots(story: Story, policy: Policy) -> tuple[str, ...]:
    """What a buyer is asked to photograph: the same as showed how it left, in the order in which it
    was asked for, and whatever is wrong."""
    left = {one.shot for one in departures(as_judged(story))}
    offered = shots_offered(policy.category(story.variant.category))
    return tuple(
        shot for shot in dict.fromkeys((*offered, FLAW_SHOT)) if shot in left | {FLAW_SHOT}
    )


def packing(photos: Iterable[Photo]) -> Photo | None:
    """The last picture of the item in the open parcel."""
    shown = [one for one in photos if one.occasion is Occasion.PACKING]
    return shown[-1] if shown else None


def pairs(photos: Iterable[Photo]) -> tuple[Pair, ...]:
    """Departure beside arrival, shot by shot; what only one side shows comes after."""
    photos = tuple(photos)
    left = {one.shot: one for one in departures(photos)}
    came = {one.shot: one for one in arrivals(photos)}
    shots = [*(shot for shot in left if shot in came), *dict.fromkeys([*left, *came])]
    return tuple(Pair(shot, left.get(shot), came.get(shot)) for shot in dict.fromkeys(shots))


def who_sends(viewer: Viewer, story: Story, occasion: Occasion) -> Who:
    """The relation in which this person adds such a photo; NotFound for everybody else."""
    match = story.match
    if occasion is Occasion.ARRIVAL and match is not None and match.buyer_id == viewer.id:
        return Who.BUYER
    if occasion is not Occasion.ARRIVAL and story.case.returner_id == viewer.id:
        return Who.RETURNER
    raise NotFound(field="caseId")


def must_be_wanted(story: Story, shot: str, occasion: Occasion, who: Who, policy: Policy) -> None:
    """WrongStage or BadInput where this photo is not wanted now."""
    case = story.case
    if not may(case.stage, "PhotoAdded", who) or not _is_time_for(story, occasion, policy):
        raise WrongStage(stage=case.stage)
    if shot not in set(_shots(story, occasion, policy)):
        raise BadInput("UNKNOWN_SHOT", field="shot")
    if sum(1 for one in story.photos if one.occasion is occasion) >= MOST_PHOTOS:
        raise BadInput("TOO_MANY_PHOTOS", field="shot")


def wants_packing(story: Story) -> bool:
    """Whether a picture of the item in the open parcel is of use: it goes to a person next."""
    case = story.case
    return case.stage is Stage.AWAITING_DROPOFF and isinstance(case.heading, Peer)


def may_show_arrival(story: Story, policy: Policy, now: datetime) -> bool:
    """Whether a picture of how it arrived still serves anybody."""
    match = story.match
    purchase = story.purchase(match.purchase_id) if match else None
    if match is None or purchase is None:
        return False
    told = claims_of(story, match.id)
    until = may_tell_until(story, match.id, policy)
    return may_show(purchase, story.case, told[-1] if told else None, until, now)


def _is_time_for(story: Story, occasion: Occasion, policy: Policy) -> bool:
    case = story.case
    match occasion:
        case Occasion.ASSESSMENT:
            return case.stage is Stage.DRAFTED
        case Occasion.APPEAL:
            return may_appeal(story, policy)
        case Occasion.PACKING:
            return wants_packing(story)
        case Occasion.ARRIVAL:
            return story.match is not None


def _shots(story: Story, occasion: Occasion, policy: Policy) -> Iterator[str]:
    if occasion is Occasion.PACKING:
        yield PACKING_SHOT
    else:
        yield from shots_offered(policy.category(story.variant.category))
    if occasion is Occasion.ARRIVAL:
        yield FLAW_SHOT
