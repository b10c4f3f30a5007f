"""A case's history in words, one telling for each who may read it."""

from dataclasses import fields
from datetime import datetime
from enum import StrEnum

from onward.domain.events import Because, HeldBecause, MovedBecause, Recorded
from onward.domain.life import ShipmentStatus
from onward.messages.dates import day
from onward.messages.words import knows, say


class Audience(StrEnum):
    RETURNER = "returner"
    BUYER = "buyer"
    AGENT = "agent"


def timeline_text(told: Recorded, audience: Audience, zone: str) -> str | None:
    """The sentence of this entry; None when it is not told to them."""
    facts = {
        field.name: _in_words(field.name, getattr(told.event, field.name), audience, zone)
        for field in fields(told.event)
    }
    key = f"timeline.{audience}.{told.event.kind}"
    because = getattr(told.event, "because", None)
    if because is not None and knows(f"{key}_{because}"):
        key = f"{key}_{because}"
    return say(key, **facts) or None


def told_by(told: Recorded, audience: Audience) -> str:
    """Who said it, as this reader knows them; never a name."""
    return say(f"by.{audience}.{told.actor.who}")


def because_text(because: str, audience: Audience) -> str:
    return say(f"because.{audience}.{because}")


def status_text(status: ShipmentStatus, audience: Audience) -> str:
    """A parcel's status for this reader."""
    return say(f"shipment.{audience}.{status}")


_BY_NAME = {
    "shot": "shots.{}.named",
    "reason": "reasons.{}",
    "remedy": "remedies.{}",
    "resolution": "resolutions.{}",
    "channel": "channels.{}",
    "grade": "grades.{}",
    "task": "tasks.{}",
    "document": "documents.{}",
}
_WITHIN_A_SENTENCE = {"reason", "remedy", "channel"}


def _in_words(name: str, fact: object, audience: Audience, zone: str) -> object:
    """A fact of an event as a sentence holds it; codes of other systems stay as they are."""
    match fact:
        case datetime():
            return day(fact, zone)
        case Because():
            return because_text(fact, audience)
        case HeldBecause():
            return say(f"held_because.{fact}")
        case MovedBecause():
            return say(f"moved_because.{fact}")
        case ShipmentStatus():
            return status_text(fact, audience)
        case str() if name in _BY_NAME:
            text = say(_BY_NAME[name].format(fact))
            return text.lower() if name in _WITHIN_A_SENTENCE else text
        case _:
            return fact
