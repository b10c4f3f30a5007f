"""A case's history in words, one telling for each who may read it."""

from dataclasses import fields
from datetime import datetime
from enum import StrEnum

from onward.domain.events import Because, Channel, Recorded, TaskKind
from onward.domain.grades import Grade
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


def _in_words(name: str, fact: object, audience: Audience, zone: str) -> object:
    match fact:
        case datetime():
            return day(fact, zone)
        case Because():
            return because_text(fact, audience)
        case ShipmentStatus():
            return status_text(fact, audience)
        case Channel():
            return say(f"channels.{fact}").lower()
        case Grade():
            return say(f"grades.{fact}")
        case TaskKind():
            return say(f"tasks.{fact}")
        case str() if name == "shot":
            return say(f"shots.{fact}.named")
        case str() if name == "reason":
            return say(f"reasons.{fact}").lower()
        case str() if name == "remedy":
            return say(f"remedies.{fact}").lower()
        case str() if name == "resolution":
            return say(f"resolutions.{fact}")
        case _:
            return fact
