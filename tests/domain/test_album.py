"""Each occasion takes its own photos, from its own person, in its own time."""

from dataclasses import replace

import pytest

from onward.domain import events as e
from onward.domain.accounts import Viewer
from onward.domain.album import (
    MOST_PHOTOS,
    arrivals,
    departures,
    must_be_wanted,
    packing,
    pairs,
    who_sends,
)
from onward.domain.events import SYSTEM, Because, Channel
from onward.domain.grades import Grade, GradeReason
from onward.domain.ids import AccountId, ContactId, PhotoId
from onward.domain.life import Who
from onward.domain.photos import Occasion, Photo
from onward.domain.refusals import BadInput, NotFound, WrongStage
from onward.domain.shop import Account, Role
from tests.domain.examples import (
    BUYER,
    POLICY,
    RETURNER,
    T0,
    TO_APPROVED,
    TO_HAND_IN,
    TO_THE_DOOR,
    Said,
    photo,
    story,
)

NOT_ACCEPTED = e.Diverted(
    Channel.WAREHOUSE, Because.NOT_ACCEPTED, (GradeReason("WORN"),), None, Grade.GOOD
)
REFUSED = (*TO_APPROVED[:3], (SYSTEM, NOT_ACCEPTED))
RIGHT_TIME: dict[Occasion, tuple[Said, ...]] = {
    Occasion.ASSESSMENT: TO_APPROVED[:1],
    Occasion.APPEAL: REFUSED,
    Occasion.PACKING: TO_HAND_IN,
    Occasion.ARRIVAL: TO_THE_DOOR,
}
SHOT = dict.fromkeys(Occasion, "front") | {Occasion.PACKING: "packing"}
SENDER = dict.fromkeys(Occasion, Who.RETURNER) | {Occasion.ARRIVAL: Who.BUYER}


def viewer(account: AccountId, role: Role = Role.SHOPPER) -> Viewer:
    return Viewer(Account(account, role, ContactId("c"), T0))


def taken(shot: str, occasion: Occasion, name: str = "") -> Photo:
    return replace(photo(shot), id=PhotoId(name or f"{occasion}-{shot}"), occasion=occasion)


@pytest.mark.parametrize("occasion", Occasion)
@pytest.mark.parametrize("time", Occasion)
def test_each_occasion_has_its_time(occasion: Occasion, time: Occasion) -> None:
    whole = story(RIGHT_TIME[time])
    given = (whole, SHOT[occasion], occasion, SENDER[occasion], POLICY)
    if occasion is time:
        must_be_wanted(*given)
    else:
        with pytest.raises(WrongStage):
            must_be_wanted(*given)


def test_a_shot_nobody_asked_for_is_refused() -> None:
    with pytest.raises(BadInput, match="UNKNOWN_SHOT"):
        must_be_wanted(story(TO_APPROVED[:1]), "sole", Occasion.ASSESSMENT, Who.RETURNER, POLICY)
    with pytest.raises(BadInput, match="UNKNOWN_SHOT"):
        must_be_wanted(story(TO_HAND_IN), "front", Occasion.PACKING, Who.RETURNER, POLICY)


def test_a_buyer_may_always_show_what_is_wrong() -> None:
    must_be_wanted(story(TO_THE_DOOR), "flaw", Occasion.ARRIVAL, Who.BUYER, POLICY)


def test_more_than_enough_of_one_occasion_is_refused() -> None:
    many = tuple(taken("front", Occasion.ASSESSMENT, f"p{n}") for n in range(MOST_PHOTOS))
    with pytest.raises(BadInput, match="TOO_MANY_PHOTOS"):
        must_be_wanted(
            story(TO_APPROVED[:1], photos=many),
            "front",
            Occasion.ASSESSMENT,
            Who.RETURNER,
            POLICY,
        )


def test_each_sends_in_their_own_part_and_a_stranger_in_none() -> None:
    whole = story(TO_THE_DOOR)
    assert who_sends(viewer(RETURNER), whole, Occasion.PACKING) is Who.RETURNER
    assert who_sends(viewer(BUYER), whole, Occasion.ARRIVAL) is Who.BUYER
    for account, occasion in (
        (RETURNER, Occasion.ARRIVAL),
        (BUYER, Occasion.PACKING),
        (AccountId("stranger"), Occasion.ARRIVAL),
    ):
        with pytest.raises(NotFound):
            who_sends(viewer(account), whole, occasion)
    with pytest.raises(NotFound):
        who_sends(viewer(AccountId("agent"), Role.AGENT), whole, Occasion.ASSESSMENT)


def test_departure_stands_beside_arrival_and_the_newest_counts() -> None:
    first = taken("front", Occasion.ASSESSMENT)
    better = taken("front", Occasion.APPEAL)
    back, came = taken("back", Occasion.ASSESSMENT), taken("front", Occasion.ARRIVAL)
    flaw, packed = taken("flaw", Occasion.ARRIVAL), taken("packing", Occasion.PACKING)
    photos = (first, back, better, packed, came, flaw)
    assert departures(photos) == (better, back)
    assert arrivals(photos) == (came, flaw)
    assert packing(photos) == packed
    assert packing((first,)) is None
    assert [(pair.shot, pair.departure, pair.arrival) for pair in pairs(photos)] == [
        ("front", better, came),
        ("back", back, None),
        ("flaw", None, flaw),
    ]
