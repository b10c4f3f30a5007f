"""A policy's terms for parcels, refunds, claims and the warranty, read and held against one
another."""

from collections.abc import Collection

from onward.adapters.policies.sections import Section
from onward.domain.returns import Reason
from onward.domain.shipping import Blind
from onward.domain.terms import (
    ClaimTerms,
    ParcelTerms,
    RefundTerms,
    RefundTrigger,
    ShippingBack,
)
from onward.domain.warranties import LEAST_LEGAL_MONTHS, LEGAL_MONTHS, WarrantyTerms

_WHOLE = 10_000
_MOST_MONTHS = 120


def read_parcels(section: Section) -> ParcelTerms:
    terms = ParcelTerms(
        masking=section.flag("masking"),
        blind=frozenset(Blind(word) for word in section.some_of("blind", Blind)),
        weight_bp=section.part("weight_differs"),
    )
    section.finish()
    if not terms.blind:
        raise section.wrong("blind", "is empty; to send nothing between customers, peer.enabled")
    return terms


def read_refunds(section: Section) -> RefundTerms:
    terms = RefundTerms(
        trigger=section.chosen("trigger", RefundTrigger),
        fee_minor=section.minor("fee"),
        free_reasons=frozenset(section.some_of("free_reasons", Reason)),
        shipping=section.chosen("shipping", ShippingBack),
        known_after=section.whole("known_after"),
        high_minor=section.minor("high") if section.has("high") else None,
        claims_most=section.whole("claims_most", least=1),
        claims_within=section.duration("claims_within"),
        credit_bonus_bp=section.basis_points("credit_bonus"),
        retry_after=section.durations("retry_after"),
        bonus_year_minor=section.minor("bonus_year") if section.has("bonus_year") else None,
    )
    section.finish()
    if terms.credit_bonus_bp == _WHOLE:
        raise section.wrong("credit_bonus", "would give back twice what was paid")
    return terms


def read_claims(section: Section) -> ClaimTerms:
    terms = ClaimTerms(
        at_once_minor=section.minor("at_once"),
        at_once_most=section.whole("at_once_most"),
        at_once_within=section.duration("at_once_within"),
        reopen_for=section.duration("reopen_for"),
    )
    section.finish()
    return terms


def read_warranty(section: Section, categories: Collection[str]) -> WarrantyTerms:
    terms = WarrantyTerms(
        months=section.whole("months", most=_MOST_MONTHS),
        legal_months=section.whole("legal_months", least=LEAST_LEGAL_MONTHS, most=LEGAL_MONTHS),
        by_category=_months(section.section("by_category"), categories),
    )
    section.finish()
    return terms


def _months(section: Section, categories: Collection[str]) -> dict[str, int]:
    for name in section.names():
        if name not in categories:
            raise section.wrong(name, f"{name!r} is no category of this shop")
    return {name: section.whole(name, most=_MOST_MONTHS) for name in section.names()}
