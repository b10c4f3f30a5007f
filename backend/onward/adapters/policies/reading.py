"""A merchant's policy file as `domain.policy.Policy`. Unset is an error, unknown is an error: a
policy that is half understood is worse than none."""

from dataclasses import fields
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from onward.adapters.policies.sections import Section, UnreadablePolicy
from onward.domain.grades import Grade
from onward.domain.policy import (
    CategoryPolicy,
    Policy,
    Question,
    RefundTrigger,
    Warehouse,
    Windows,
)

SHOTS = (
    "front", "back", "tag", "label", "flaw", "packaging", "sole", "serial", "accessories",
)  # fmt: skip
REASONS = frozenset(
    {
        "SIZE_TOO_SMALL", "SIZE_TOO_LARGE", "COLOR", "STYLE", "UNWANTED", "NOT_AS_DESCRIBED",
        "WRONG_ITEM", "DEFECTIVE", "OTHER", "UNKNOWN",
    }
)  # fmt: skip
REMEDIES = frozenset({"REFUND", "STORE_CREDIT", "EXCHANGE"})
Words = TypeVar("Words", bound=StrEnum)


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
    policy = Policy(
        shop=whole.text("shop"),
        warehouse=_warehouse(whole.section("warehouse")),
        windows=_windows(whole.section("windows")),
        categories=_categories(whole),
        peer_enabled=peer.flag("enabled"),
        peer_grades=frozenset(_named(peer, "grades", Grade)),
        peer_excluded_reasons=_of(peer, "excluded_reasons", REASONS),
        peer_excluded_flags=frozenset(peer.words("excluded_flags")),
        peer_limit_minor=peer.minor("limit"),
        max_hops=peer.whole("max_hops", least=1),
        customs_territories=peer.groups("customs_territories"),
        bonus_bp=money.basis_points("bonus"),
        bonus_least_minor=money.minor("bonus_least"),
        refund_trigger=_trigger(money),
        remedies=_of(money, "remedies", REMEDIES),
        open_box_share=money.basis_points("open_box_share") / 10_000,
        tax_bp=_taxes(whole.section("tax")),
        handling_minor=money.minor("handling"),
        tries_before_agent=whole.whole("tries_before_agent", least=1),
    )
    for section in (peer, money, whole):
        section.finish()
    return policy


def _warehouse(section: Section) -> Warehouse:
    warehouse = Warehouse(**{field.name: section.text(field.name) for field in fields(Warehouse)})
    section.finish()
    return warehouse


def _windows(section: Section) -> Windows:
    windows = Windows(**{field.name: section.duration(field.name) for field in fields(Windows)})
    section.finish()
    return windows


def _categories(whole: Section) -> dict[str, CategoryPolicy]:
    questions = _questions(whole.section("questions"))
    section = whole.section("categories")
    names = section.names()
    default = _category("default", section.section("default"), questions, None)
    others = [name for name in names if name != "default"]
    return {"default": default} | {
        name: _category(name, section.section(name), questions, default) for name in others
    }


def _category(
    name: str, section: Section, questions: dict[str, Question], default: CategoryPolicy | None
) -> CategoryPolicy:
    """One category; what it does not say is as in `default`, which must say everything."""

    def inherits(key: str) -> bool:
        return default is not None and not section.has(key)

    category = CategoryPolicy(
        category=name,
        shots=default.shots if default and inherits("shots") else _of_list(section, "shots", SHOTS),
        questions=default.questions
        if default and inherits("questions")
        else tuple(questions[key] for key in _of_list(section, "questions", tuple(questions))),
        discount_bp=default.discount_bp
        if default and inherits("discount")
        else section.basis_points("discount"),
        peer=default.peer if default and inherits("peer") else section.flag("peer"),
    )
    section.finish()
    return category


def _questions(section: Section) -> dict[str, Question]:
    questions = {}
    for key in section.names():
        asked = section.section(key)
        questions[key] = Question(key, asked.flag("good"), asked.flag("breaks_peer"))
        asked.finish()
    return questions


def _taxes(section: Section) -> dict[str, int]:
    """Basis points by "US-OR" (country and region), "GB" (country) or `default`."""
    return {key: section.basis_points(key) for key in section.names()}


def _trigger(money: Section) -> RefundTrigger:
    said = money.text("refund_trigger")
    if said not in set(RefundTrigger):
        raise money.wrong("refund_trigger", f"must be one of {', '.join(RefundTrigger)}")
    return RefundTrigger(said)


def _named(section: Section, key: str, kind: type[Words]) -> list[Words]:
    return [kind(word) for word in _of_list(section, key, tuple(kind))]


def _of(section: Section, key: str, allowed: frozenset[str]) -> frozenset[str]:
    return frozenset(_of_list(section, key, tuple(sorted(allowed))))


def _of_list(section: Section, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    words = section.words(key)
    for word in words:
        if word not in allowed:
            raise section.wrong(key, f"{word!r} is none of {', '.join(allowed)}")
    return words
