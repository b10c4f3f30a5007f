"""A merchant's policy file as `domain.policy.Policy`. Unset is an error, unknown is an error: a
policy that is half understood is worse than none."""

from collections.abc import Collection
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

from onward.adapters.policies.categories import SHOTS, read_categories
from onward.adapters.policies.expectations import read_costs, read_impact, read_odds, read_recovery
from onward.adapters.policies.sections import Section, UnreadablePolicy
from onward.adapters.policies.terms import (
    read_claims,
    read_parcels,
    read_refunds,
    read_warranty,
)
from onward.domain import prints
from onward.domain.calibration import SHIPPED
from onward.domain.condition import shots_offered
from onward.domain.devices import COUNTED_TO
from onward.domain.grades import Grade, Verdict
from onward.domain.offers import DemandKind
from onward.domain.policy import (
    Ageing,
    ConditionPolicy,
    DemandPolicy,
    MatchingPolicy,
    Policy,
    Quality,
    Warehouse,
    Windows,
)
from onward.domain.returns import Reason, Remedy

WHOLE = 10_000
# A phone sends nothing longer than this, so a bound beyond it would never be met (pixels).
LONGEST_SIDE = 1600
# Not even grain is as sharp as this; a bound beyond it would never be met.
SHARPEST = 2.0
# A picture that the store finds again is never further from itself than this (bits of 64).
MOST_APART = 2 * prints.REACH
# From here on (bits of 256), front and back of one thing may honestly look the same; one picture
# that was only made smaller and pressed again stays within 7.
TOO_FAR_FOR_ONE = 20


def read_policy(path: Path | None = None) -> Policy:
    """The policy in a TOML file, or the one that ships; UnreadablePolicy names key and line."""
    if path is None:
        return policy_of(files("onward").joinpath("policy.toml").read_text(encoding="utf-8"))
    try:
        return policy_of(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as trouble:
        raise UnreadablePolicy("", f"{path} cannot be read: {trouble}") from trouble


def policy_of(text: str) -> Policy:
    """The policy written in TOML."""
    whole = Section.parsed(text)
    peer, money = whole.section("peer"), whole.section("money")
    condition, quality = whole.section("condition"), whole.section("quality")
    excluded = frozenset(peer.some_of("excluded_reasons", Reason))
    categories = read_categories(whole, excluded)
    policy = Policy(
        shop=whole.text("shop"),
        warehouse=_warehouse(whole.section("warehouse")),
        windows=_windows(whole.section("windows")),
        categories=categories,
        peer_enabled=peer.flag("enabled"),
        peer_grades=_grades(peer),
        peer_excluded_reasons=excluded,
        peer_excluded_flags=frozenset(peer.words("excluded_flags")),
        peer_limit_minor=peer.minor("limit"),
        max_hops=peer.whole("max_hops", least=1),
        customs_territories=peer.groups("customs_territories"),
        bonus_bp=money.basis_points("bonus"),
        bonus_least_minor=money.minor("bonus_least"),
        remedies=frozenset(money.some_of("remedies", Remedy)),
        open_box_share=money.basis_points("open_box_share") / 10_000,
        tax_bp=_taxes(whole.section("tax"), categories),
        handling_minor=money.minor("handling"),
        tries_before_agent=whole.whole("tries_before_agent", least=1),
        condition=_condition(condition),
        quality=_quality(quality),
        demand=_demand(whole.section("demand")),
        matching=_matching(whole.section("matching")),
        ageing=_ageing(whole.section("ageing")) if whole.has("ageing") else None,
        odds_least=peer.basis_points("odds_least") / WHOLE,
        odds=read_odds(whole.section("odds")) if whole.has("odds") else SHIPPED,
        peer_least_minor=peer.minor("least"),
        costs=read_costs(whole.section("costs")),
        impact=read_impact(whole.section("impact")),
        recovery=read_recovery(whole.section("recovery")),
        parcels=read_parcels(whole.section("parcels")),
        refunds=read_refunds(whole.section("refunds")),
        claims=read_claims(whole.section("claims")),
        warranty=read_warranty(whole.section("warranty"), categories),
    )
    for section in (peer, money, condition, quality, whole):
        section.finish()
    _every_grade_can_be_given(peer, policy)
    _something_is_in_range(peer, policy)
    _barcodes_are_shown(condition, policy)
    if policy.bonus_bp == WHOLE:
        raise money.wrong("bonus", "would give the returner all that the next owner pays")
    return policy


def _warehouse(section: Section) -> Warehouse:
    warehouse = Warehouse(**{field.name: section.text(field.name) for field in fields(Warehouse)})
    section.finish()
    return warehouse


def _windows(section: Section) -> Windows:
    windows = Windows(**{field.name: section.duration(field.name) for field in fields(Windows)})
    section.finish()
    return windows


def _grades(peer: Section) -> frozenset[Grade]:
    grades = frozenset(Grade(grade) for grade in peer.some_of("grades", Grade))
    if not grades:
        raise peer.wrong("grades", "is empty; to send nothing between customers, enabled = false")
    return grades


def _condition(section: Section) -> ConditionPolicy:
    return ConditionPolicy(
        side_least=section.whole("side_least", least=1, most=LONGEST_SIDE),
        sharpness_least=section.number("sharpness_least", most=SHARPEST),
        dark_most=section.part("dark_most") / 10_000,
        bright_most=section.part("bright_most") / 10_000,
        reuse_bits=section.whole("reuse_bits", most=MOST_APART),
        twice_bits=section.whole("twice_bits", most=TOO_FAR_FOR_ONE - 1),
        barcode_shots=frozenset(section.some_of("barcode_shots", SHOTS)),
        appeals=section.whole("appeals", most=1),
    )


def _quality(section: Section) -> Quality:
    quality = Quality(
        inspect_bp=section.basis_points("inspect"),
        pause_above_bp=section.part("pause_above"),
        pause_over=section.whole("pause_over", least=1),
    )
    if quality.inspect_bp == WHOLE:
        raise section.wrong("inspect", "would inspect everything; that is peer.enabled = false")
    return quality


def _demand(section: Section) -> DemandPolicy:
    named = section.some_of("precedence", DemandKind)
    if set(named) != set(DemandKind) or named[-1] != DemandKind.SHOP:
        kinds = ", ".join(DemandKind)
        raise section.wrong(
            "precedence", f"must name {kinds}, the shop last: it takes whoever comes"
        )
    demand = DemandPolicy(
        standing_offers=section.flag("standing_offers"),
        precedence=tuple(DemandKind(kind) for kind in named),
        ask_for=section.duration("ask_for"),
        waking_from=section.whole("waking_from", most=23),
        waking_until=section.whole("waking_until", least=1, most=24),
        most_asks=section.whole("most_asks", least=1),
        most_silences=section.whole("most_silences", least=1),
        offer_for=section.duration("offer_for"),
        most_offers=section.whole("most_offers", least=1),
        order_waits_for=section.duration("order_waits_for"),
    )
    section.finish()
    if demand.waking_until <= demand.waking_from:
        raise section.wrong("waking_until", "must be later in the day than waking_from")
    return demand


def _matching(section: Section) -> MatchingPolicy:
    matching = MatchingPolicy(
        per_100_km_minor=section.minor("per_100_km"),
        per_day_waited_minor=section.minor("per_day_waited"),
        scarcity_minor=section.minor("scarcity"),
        returned_before_for=section.duration("returned_before_for"),
        device_for=section.duration_or_nothing("device_for"),
        device_accounts_most=section.whole("device_accounts_most", least=2, most=COUNTED_TO - 1),
    )
    section.finish()
    return matching


def _ageing(section: Section) -> Ageing:
    ageing = Ageing(section.duration("after"), section.part("discount"))
    section.finish()
    return ageing


def _taxes(section: Section, categories: Collection[str]) -> dict[str, int]:
    """Basis points by "US-OR" (country and region), "GB" (country) or `default`, and of these by
    category: "US-NY.clothing"."""
    for key in section.names():
        _, dot, category = key.partition(".")
        if dot and category not in categories:
            raise section.wrong(key, f"{category!r} is no category of this shop")
    return {key: section.basis_points(key) for key in section.names()}


def _every_grade_can_be_given(peer: Section, policy: Policy) -> None:
    """A grade that is admitted and that nothing leads to would be a rule that never fires."""
    given = {Grade.LIKE_NEW} | {
        question.grade
        for category in policy.categories.values()
        for question in category.questions
        if category.peer and question.otherwise is not Verdict.NOT_FOR_PEER
    }
    if Reason.DEFECTIVE not in policy.peer_excluded_reasons:
        given.add(Grade.DAMAGED)
    for grade in Grade:
        if grade in policy.peer_grades and grade not in given:
            raise peer.wrong("grades", f"{grade} is a grade that no answer leads to")


def _something_is_in_range(peer: Section, policy: Policy) -> None:
    if policy.peer_least_minor > policy.peer_limit_minor:
        raise peer.wrong("least", "must not be above the limit, or nothing goes between customers")


def _barcodes_are_shown(condition: Section, policy: Policy) -> None:
    shown = {shot for category in policy.categories.values() for shot in shots_offered(category)}
    for shot in sorted(policy.condition.barcode_shots - shown):
        raise condition.wrong("barcode_shots", f"{shot!r} is a shot that no category takes")
