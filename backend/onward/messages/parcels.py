"""What is said of a parcel on its way: who could read where it goes, and when it is expected. Never
more than the carrier's product holds."""

from datetime import datetime

from onward.domain.carriage import may_show_street
from onward.domain.shipping import Blind, Destination, Shipment
from onward.domain.terms import ParcelTerms
from onward.messages.dates import day
from onward.messages.timelines import Audience
from onward.messages.words import listed, say


def hides_text(label: Shipment) -> str:
    """What its code, or its printed page, tells of where it goes."""
    if label.destination is Destination.WAREHOUSE:
        return say("hides.WAREHOUSE")
    return say(f"hides.{label.blind}")


def expected_text(eta_at: datetime, audience: Audience, zone: str) -> str:
    return say(f"expected.{audience}", day=day(eta_at, zone))


def street_note(terms: ParcelTerms, audience: Audience) -> str | None:
    """What somebody has to know before they choose; None where no label shows a street."""
    if not may_show_street(terms):
        return None
    sure = Blind.NO if not terms.masking else "MAYBE"
    return say(f"street.{audience}.{sure}")


def peer_steps(terms: ParcelTerms) -> tuple[str, ...]:
    """What is to be done on the straight way, in order."""
    note = street_note(terms, Audience.RETURNER)
    steps = listed("routes.P2P.steps")
    return (*steps, note) if note else steps
