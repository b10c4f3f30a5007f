"""What a policy expects of costs, roads and the merchant's own channels, read and held against one
another."""

import math
from itertools import pairwise

from onward.adapters.policies.sections import Section
from onward.domain.assumed import CostPolicy, ImpactPolicy, RecoveryPolicy, Terms
from onward.domain.calibration import Calibration
from onward.domain.events import Channel
from onward.domain.grades import Grade

# Half the way round the earth: no two postcodes are further apart (km).
FURTHEST_KM = 20_038
# A tonne by plane is under this; more is a slip of the pen (grams of CO2e per tonne-km).
MOST_G = 100_000
# Nothing that was counted weighs more (orders, days, weights of odds).
_MOST_COUNTED = 1_000.0
_FACTORS = ("low", "likely", "high")


def read_costs(section: Section) -> CostPolicy:
    costs = CostPolicy(
        compare=section.flag("compare"),
        label_minor=section.minor("label"),
        per_kg_minor=section.minor("per_kg"),
        per_100_km_minor=section.minor("per_100_km"),
        weight_g=section.whole("weight_g", least=1),
        service_minor=section.minor("service"),
        storage_per_day_minor=section.minor("storage_per_day"),
        storage_days=section.whole("storage_days"),
        full_price_bp=section.basis_points("full_price"),
        claims_bp=section.basis_points("claims"),
        no_ship_bp=section.basis_points("no_ship"),
        waiting_bp=section.basis_points("waiting_per_day"),
        typical_minor=section.minor("typical_price"),
    )
    if costs.typical_minor < 2:
        raise section.wrong("typical_price", "must be a price that can be lowered")
    section.finish()
    return costs


def read_impact(section: Section) -> ImpactPolicy:
    low, likely, high = _factors(section, section.section("grams_per_tonne_km"))
    impact = ImpactPolicy(
        to_warehouse_km=section.whole("to_warehouse_km", most=FURTHEST_KM),
        from_warehouse_km=section.whole("from_warehouse_km", most=FURTHEST_KM),
        between_km=section.whole("between_km", most=FURTHEST_KM),
        low_g=low,
        likely_g=likely,
        high_g=high,
        package_g=section.whole("package_g"),
        package_co2e_g=section.whole("package_co2e_g"),
    )
    section.finish()
    return impact


def read_odds(section: Section) -> Calibration:
    weekdays = section.numbers("weekdays", 7)
    whole = sum(weekdays)
    if not math.isclose(whole, 7, abs_tol=0.01):
        raise section.wrong("weekdays", "must add up to seven: an even week is seven ones")
    calibration = Calibration(
        prior_orders=section.number("prior_orders", _MOST_COUNTED),
        prior_days=section.number("prior_days", _MOST_COUNTED),
        week=section.number("week", _MOST_COUNTED),
        month=section.number("month", _MOST_COUNTED),
        quarter=section.number("quarter", _MOST_COUNTED),
        source=section.text("source"),
        # As written they are rounded.
        weekdays=tuple(one * 7 / whole for one in weekdays),
        offer_taken=section.basis_points("offer_taken") / 10_000,
        asks_per_day=section.whole("asks_per_day", most=24),
    )
    section.finish()
    return calibration


def read_recovery(section: Section) -> RecoveryPolicy:
    channels = tuple(Channel(name) for name in section.some_of("channels", Channel))
    if not channels or channels[0] is not Channel.WAREHOUSE:
        raise section.wrong("channels", "must begin with WAREHOUSE: it takes what no other does")
    recovery = RecoveryPolicy(
        channels=channels,
        terms={one: _terms(section.section(one), one) for one in Channel if section.has(one)},
    )
    for channel in channels:
        if channel not in recovery.terms:
            raise section.wrong(channel, "is missing, and channels names it")
    section.finish()
    return recovery


def _factors(above: Section, section: Section) -> tuple[int, int, int]:
    low, likely, high = (section.whole(name, least=1, most=MOST_G) for name in _FACTORS)
    section.finish()
    if not low <= likely <= high:
        raise above.wrong("grams_per_tonne_km", "must rise from low over likely to high")
    return low, likely, high


def _terms(section: Section, channel: Channel) -> Terms:
    return _given_away(section) if channel.gives_away else _sold(section, channel)


def _sold(section: Section, channel: Channel) -> Terms:
    worth = section.section("worth")
    grades = tuple(Grade)
    for name in worth.names():
        if name not in grades:
            raise worth.wrong(name, f"is none of {', '.join(Grade)}")
    terms = Terms(
        worth_bp={grade: worth.basis_points(grade) for grade in Grade if worth.has(grade)},
        extra_minor=section.minor("extra"),
        ships_out=section.flag("parcel"),
    )
    section.finish()
    missing = [grade for grade in Grade if not terms.takes(grade)]
    if channel is Channel.WAREHOUSE and missing:
        raise section.wrong("worth", f"must name {missing[0]}: the warehouse takes every grade")
    if not terms.worth_bp:
        raise section.wrong("worth", "is empty: it would take nothing")
    _falls_with_the_grade(section, terms)
    return terms


def _falls_with_the_grade(section: Section, terms: Terms) -> None:
    """A worse piece that brings more is a slip of the pen, and would be sent where it is not."""
    named = [grade for grade in Grade if terms.takes(grade)]
    for better, worse in pairwise(named):
        if terms.worth_bp[worse] > terms.worth_bp[better]:
            raise section.wrong("worth", f"{worse} must not bring more than {better}")


def _given_away(section: Section) -> Terms:
    grades = [Grade(name) for name in section.some_of("grades", Grade)]
    if not grades:
        raise section.wrong("grades", "is empty: it would take nothing")
    terms = Terms(dict.fromkeys(grades, 0), section.minor("extra"))
    section.finish()
    return terms
