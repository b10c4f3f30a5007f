"""Whose refund starts at the first scan, and whose once the parcel has arrived: known customers
sooner; new ones, high values and those who claim often later. The law's day caps both."""

from dataclasses import dataclass

from onward.domain.money import Money
from onward.domain.policy import Policy
from onward.domain.terms import RefundTerms, RefundTrigger


@dataclass(frozen=True, slots=True)
class Record:
    """What a person's past says: how many refunds of theirs went well, and how many claims they
    made or had against what they returned, within the time that policy looks back."""

    went_well: int
    claims: int


def is_asked(policy: Policy, worth: Money) -> bool:
    """Whether somebody's record makes any difference to a refund of that worth."""
    return trigger(policy, worth, None) is RefundTrigger.ON_CARRIER_ACCEPTANCE


def trigger(policy: Policy, worth: Money, record: Record | None) -> RefundTrigger:
    """What starts a refund of that worth for who has this record; None: nobody asked for it."""
    terms = policy.refunds
    if terms.trigger is RefundTrigger.ON_DELIVERY or _is_doubtful(terms, worth, record):
        return RefundTrigger.ON_DELIVERY
    return RefundTrigger.ON_CARRIER_ACCEPTANCE


def _is_doubtful(terms: RefundTerms, worth: Money, record: Record | None) -> bool:
    if terms.high_minor is not None and worth.minor > terms.high_minor:
        return True
    if record is None:
        return False
    return record.went_well < terms.known_after or record.claims >= terms.claims_most
