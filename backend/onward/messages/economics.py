"""What a policy says of money and roads, in plain sentences, and where it loses by its own sums."""

from collections.abc import Iterable, Iterator

from onward.domain.assumed import Terms
from onward.domain.contradictions import (
    Contradiction,
    Idle,
    Loses,
    Pointless,
    grades_given,
    paying_prices,
)
from onward.domain.grades import Grade
from onward.domain.policy import Policy
from onward.messages.conditions import category_label, grade_label
from onward.messages.saying import amount, channel_name, either, share
from onward.messages.words import listed, say


def contradiction_text(one: Contradiction, policy: Policy) -> str:
    """What is at odds, with the category and the numbers."""
    match one:
        case Pointless(code=code):
            return say(f"policy.against.{code}")
        case Loses():
            return _losing(one, policy)
        case Idle():
            return _idle(one)


def cost_facts(policy: Policy) -> dict[str, object]:
    costs = policy.costs
    return {
        "label": amount(costs.label_minor),
        "per_kg": amount(costs.per_kg_minor),
        "per_100_km": amount(costs.per_100_km_minor),
        "weight": costs.weight_g,
        "service": amount(costs.service_minor),
        "storage": amount(costs.storage_per_day_minor),
        "days": costs.storage_days,
        "full": share(costs.full_price_bp),
        "claims": share(costs.claims_bp),
        "no_ship": share(costs.no_ship_bp),
        "waiting": share(costs.waiting_bp),
    }


def paying(policy: Policy) -> Iterator[str]:
    """At which prices each category and grade pays between customers."""
    for category in policy.categories.values():
        for grade in grades_given(category, policy) if category.peer else ():
            yield _pays(
                "policy.explain.costs.pays",
                "policy.explain.costs.pays_nowhere",
                paying_prices(category.category, grade, policy),
                category=category_label(category.category),
                grade=grade_label(grade).lower(),
                discount=share(category.discount_of(grade)),
            )


def impact_facts(policy: Policy) -> dict[str, object]:
    impact = policy.impact
    return {
        "to": f"{impact.to_warehouse_km:,}",
        "from": f"{impact.from_warehouse_km:,}",
        "between": f"{impact.between_km:,}",
        "low": f"{impact.low_g:,}",
        "likely": f"{impact.likely_g:,}",
        "high": f"{impact.high_g:,}",
        "package": impact.package_g,
        "package_co2e": impact.package_co2e_g,
    }


def recovery_told(policy: Policy) -> Iterator[str]:
    recovery = policy.recovery
    channels = either(channel_name(one) for one in recovery.channels)
    yield from listed("policy.explain.recovery.said", channels=channels)
    if len(recovery.channels) > 1:
        yield say("policy.explain.recovery.unsold")
    for channel, terms in recovery.terms.items():
        used = "in_use" if channel in recovery.channels else "not_in_use"
        yield say(
            f"policy.explain.recovery.{'given_away' if channel.gives_away else 'terms'}",
            channel=say(f"channels.{channel}"),
            use=say(f"policy.explain.recovery.{used}"),
            worth=", ".join(_worth(terms)),
            grades=_either_grade(terms.worth_bp),
            extra=amount(terms.extra_minor),
        )


def _losing(one: Loses, policy: Policy) -> str:
    then = "then_barred" if policy.costs.compare else "then_offered"
    return say(
        "policy.against.LOSES",
        category=category_label(one.category),
        grade=grade_label(one.grade).lower(),
        discount=share(one.discount_bp),
        price=amount(one.price_minor),
        km=f"{one.km:,}",
        peer=amount(one.peer_minor),
        other=amount(one.other_minor),
        channel=channel_name(one.other),
        loss=amount(one.loss_minor),
        pays=_pays("policy.against.pays_between", "policy.against.pays_nowhere", one.pays),
        then=say(f"policy.against.{then}"),
    )


def _idle(one: Idle) -> str:
    key = "policy.against.IDLE" if one.all_it_takes else "policy.against.IDLE_IN_SOME"
    return say(key, channel=channel_name(one.channel), grades=_either_grade(one.grades))


def _either_grade(grades: Iterable[Grade]) -> str:
    return either(grade_label(one).lower() for one in grades)


def _pays(between: str, nowhere: str, prices: tuple[int, int] | None, **facts: str) -> str:
    if prices is None:
        return say(nowhere, **facts)
    return say(between, least=amount(prices[0]), most=amount(prices[1]), **facts)


def _worth(terms: Terms) -> Iterator[str]:
    for grade, worth_bp in terms.worth_bp.items():
        label = grade_label(grade).lower()
        yield say("policy.explain.recovery.worth", share=share(worth_bp), grade=label)
