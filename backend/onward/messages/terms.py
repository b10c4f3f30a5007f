"""A policy's terms for refunds, parcels and the warranty, in plain sentences."""

from collections.abc import Iterator

from onward.domain.policy import Policy
from onward.domain.shipping import Blind
from onward.messages.conditions import category_label
from onward.messages.saying import amount, either, names, share, span
from onward.messages.warranties import months_text
from onward.messages.words import listed, say


def refunds_told(policy: Policy) -> Iterator[str]:
    """What of the money goes back, when it goes out later, and what is promised on top."""
    terms = policy.refunds
    if terms.fee_minor:
        free = names(f"reasons.{one}" for one in sorted(terms.free_reasons))
        yield _said("fee", fee=amount(terms.fee_minor))
        if free:
            yield _said("free", reasons=free)
        yield _said("by_law")
    else:
        yield _said("no_fee")
    yield _said(f"delivery.{terms.shipping}")
    if terms.known_after:
        yield _said("known", refunds=terms.known_after)
    if terms.high_minor is not None:
        yield _said("high", high=amount(terms.high_minor))
    yield _said("claims", claims=terms.claims_most, within=span(terms.claims_within))
    if terms.retry_after:
        yield _said("again", gaps=", ".join(span(gap) for gap in terms.retry_after))
    if terms.credit_bonus_bp:
        yield _said("credit", more=share(terms.credit_bonus_bp))
    if terms.bonus_year_minor is not None:
        yield _said("thanks", most=amount(terms.bonus_year_minor))


def parcels_told(policy: Policy) -> Iterator[str]:
    """What a parcel to another customer may show, and when its weight is looked at."""
    terms = policy.parcels
    if terms.masking:
        allowed = (say(f"policy.explain.blind.{one}") for one in Blind if one in terms.blind)
        yield say("policy.explain.parcels.masked", allowed=either(allowed))
    else:
        yield say("policy.explain.parcels.open")
    yield say("policy.explain.parcels.weight", differs=share(terms.weight_bp))


def warranty_told(policy: Policy) -> Iterator[str]:
    """What the law and the shop stand for when an opened piece fails."""
    terms = policy.warranty
    yield from listed("policy.explain.warranty.said", legal=months_text(terms.legal_months))
    yield _promised("everything", terms.months)
    for category, months in terms.by_category.items():
        yield _promised("category", months, category=category_label(category).lower())


def _promised(of: str, months: int, **known: object) -> str:
    key = f"policy.explain.warranty.{of}.{'own' if months else 'none'}"
    return say(key, own=months_text(months), **known)


def _said(key: str, **known: object) -> str:
    return say(f"policy.explain.refunds.{key}", **known)
