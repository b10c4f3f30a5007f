"""A policy in plain sentences, table by table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields

from onward.domain.grades import Grade
from onward.domain.policy import CategoryPolicy, Policy
from onward.messages.conditions import category_label, grade_label, shot_title
from onward.messages.economics import cost_facts, impact_facts, paying, recovery_told
from onward.messages.saying import amount, either, names, share, span
from onward.messages.terms import parcels_told, refunds_told, warranty_told
from onward.messages.words import listed, say


@dataclass(frozen=True, slots=True)
class Chapter:
    """One table of the file: what it is about, and what it says."""

    heading: str
    sentences: tuple[str, ...]


def explained(policy: Policy) -> tuple[Chapter, ...]:
    """The whole policy, in the order of its file."""
    costs = (*_switched("costs", policy.costs.compare), *_plain("costs", cost_facts(policy)))
    peer = _switched("peer", policy.peer_enabled)
    demand = () if policy.demand.standing_offers else (say("policy.explain.demand.no_offers"),)
    return (
        _chapter("shop", _plain("shop", _shop(policy))),
        _chapter("windows", _plain("windows", _windows(policy))),
        _chapter("peer", (*peer, *_plain("peer", _peer(policy)), *_going_on(policy))),
        _chapter("odds", _plain("odds", _odds(policy))),
        _chapter("demand", (*demand, *_plain("demand", _demand(policy)))),
        _chapter("matching", (*_plain("matching", _matching(policy)), *_devices(policy))),
        _chapter("ageing", _ageing(policy)),
        _chapter("money", _plain("money", _money(policy))),
        _chapter("refunds", refunds_told(policy)),
        _chapter("parcels", parcels_told(policy)),
        _chapter("claims", _claims(policy)),
        _chapter("warranty", warranty_told(policy)),
        _chapter("costs", (*costs, *paying(policy))),
        _chapter("impact", _plain("impact", impact_facts(policy))),
        _chapter("recovery", recovery_told(policy)),
        _chapter("tax", _plain("tax", {"rates": _rates(policy)})),
        _chapter("condition", _plain("condition", _condition(policy))),
        _chapter("quality", _plain("quality", _quality(policy))),
        _chapter("categories", _categories(policy)),
    )


def _chapter(table: str, sentences: Iterable[str]) -> Chapter:
    return Chapter(say(f"policy.explain.{table}.heading"), tuple(sentences))


def _going_on(policy: Policy) -> tuple[str, ...]:
    again = policy.admitted(1) if policy.max_hops > 1 else frozenset()
    if not again:
        return ()
    grades = either(grade_label(one).lower() for one in Grade if one in again)
    return (say("policy.explain.peer.again", grades=grades),)


def _plain(table: str, known: Mapping[str, object]) -> tuple[str, ...]:
    return listed(f"policy.explain.{table}.said", **known)


def _switched(table: str, on: bool) -> tuple[str, ...]:
    return (say(f"policy.explain.{table}.{'on' if on else 'off'}"),)


def _shop(policy: Policy) -> dict[str, object]:
    return {**asdict(policy.warehouse), "tries": policy.tries_before_agent}


def _windows(policy: Policy) -> dict[str, object]:
    windows = policy.windows
    return {one.name: span(getattr(windows, one.name)) for one in fields(windows)}


def _peer(policy: Policy) -> dict[str, object]:
    return {
        "grades": either(grade_label(one).lower() for one in Grade if one in policy.peer_grades),
        "hops": policy.max_hops,
        "reasons": names(f"reasons.{one}" for one in sorted(policy.peer_excluded_reasons)),
        "flags": ", ".join(one.replace("_", " ") for one in sorted(policy.peer_excluded_flags)),
        "least": amount(policy.peer_least_minor),
        "limit": amount(policy.peer_limit_minor),
        "odds": share(round(policy.odds_least * 10_000)),
    }


def _demand(policy: Policy) -> dict[str, object]:
    demand = policy.demand
    return {
        "precedence": ", ".join(one.lower().replace("_", " ") for one in demand.precedence),
        "ask_for": span(demand.ask_for),
        "from": demand.waking_from,
        "until": demand.waking_until,
        "asks": demand.most_asks,
        "silences": demand.most_silences,
        "offer_for": span(demand.offer_for),
        "offers": demand.most_offers,
        "order_waits_for": span(demand.order_waits_for),
    }


def _matching(policy: Policy) -> dict[str, object]:
    matching = policy.matching
    return {
        "per_100_km": amount(matching.per_100_km_minor),
        "per_day": amount(matching.per_day_waited_minor),
        "scarcity": amount(matching.scarcity_minor),
        "before": span(matching.returned_before_for),
    }


def _devices(policy: Policy) -> tuple[str, ...]:
    matching = policy.matching
    if not matching.device_for:
        return (say("policy.explain.matching.no_devices"),)
    return listed(
        "policy.explain.matching.devices",
        device_for=span(matching.device_for),
        accounts=matching.device_accounts_most,
    )


def _odds(policy: Policy) -> dict[str, object]:
    odds = policy.odds
    return {
        "source": odds.source,
        "orders": f"{odds.prior_orders:g}",
        "days": f"{odds.prior_days:g}",
        "week": f"{odds.week:g}",
        "month": f"{odds.month:g}",
        "quarter": f"{odds.quarter:g}",
        "taken": share(round(odds.offer_taken * 10_000)),
        "asks": odds.asks_per_day,
    }


def _ageing(policy: Policy) -> tuple[str, ...]:
    step = policy.ageing
    if step is None:
        return (say("policy.explain.ageing.never"),)
    return _plain("ageing", {"after": span(step.after), "discount": share(step.discount_bp)})


def _money(policy: Policy) -> dict[str, object]:
    return {
        "trigger": say(f"policy.explain.triggers.{policy.refunds.trigger}"),
        "remedies": names(f"remedies.{one}" for one in sorted(policy.remedies)),
        "bonus": share(policy.bonus_bp),
        "least": amount(policy.bonus_least_minor),
        "handling": amount(policy.handling_minor),
        "share": share(round(policy.open_box_share * 10_000)),
    }


def _rates(policy: Policy) -> str:
    elsewhere = say("policy.explain.tax.default")
    rates = sorted(policy.tax_bp.items(), key=lambda one: (one[0] == "default", one[0]))
    return ", ".join(
        f"{elsewhere if place == 'default' else place} {share(rate)}" for place, rate in rates
    )


def _condition(policy: Policy) -> dict[str, object]:
    condition = policy.condition
    return {
        "side": condition.side_least,
        "sharpness": f"{condition.sharpness_least:g}",
        "dark": share(round(condition.dark_most * 10_000)),
        "bright": share(round(condition.bright_most * 10_000)),
        "reuse": condition.reuse_bits,
        "twice": condition.twice_bits,
        "barcodes": either(shot_title(one).lower() for one in sorted(condition.barcode_shots)),
        "appeals": condition.appeals,
    }


def _claims(policy: Policy) -> tuple[str, ...]:
    terms = policy.claims
    granted = terms.at_once_minor > 0 and terms.at_once_most > 0
    at_once = say(
        f"policy.explain.claims.{'on' if granted else 'off'}",
        at_once=amount(terms.at_once_minor),
        within=span(terms.at_once_within),
        most=terms.at_once_most,
    )
    return (at_once, *_plain("claims", {"again": span(terms.reopen_for)}))


def _quality(policy: Policy) -> dict[str, object]:
    quality = policy.quality
    return {
        "inspect": share(quality.inspect_bp),
        "above": share(quality.pause_above_bp),
        "over": quality.pause_over,
    }


def _categories(policy: Policy) -> Iterator[str]:
    for category in policy.categories.values():
        name = category_label(category.category)
        if not category.peer:
            yield say("policy.explain.categories.excluded", category=name)
            continue
        yield say(
            "policy.explain.categories.said",
            category=name,
            discount=share(category.discount_bp),
            others="".join(_other_discounts(category)),
            shots=", ".join(shot_title(one).lower() for one in category.shots),
            questions=", ".join(one.key.replace("_", " ") for one in category.questions),
        )
        if category.excluded_reasons:
            reasons = names(f"reasons.{one}" for one in sorted(category.excluded_reasons))
            yield say("policy.explain.categories.reasons", category=name, reasons=reasons)


def _other_discounts(category: CategoryPolicy) -> Iterator[str]:
    for grade, discount in category.discounts_bp.items():
        label = grade_label(grade).lower()
        yield say("policy.explain.categories.other", discount=share(discount), grade=label)
