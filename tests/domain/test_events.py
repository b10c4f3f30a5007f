"""Events are kept for ever, so what they may carry is checked here."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import get_type_hints

import pytest

from onward.domain.events import KINDS, SYSTEM, Actor, Event, Expired
from onward.domain.life import Who

PERSONAL = {"name", "email", "phone", "street", "city", "address", "postal_code", "text", "note"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_an_event_is_frozen_and_carries_nothing_of_a_person(kind: type[Event]) -> None:
    assert is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert not {field.name for field in fields(kind)} & PERSONAL


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_an_event_has_a_version_and_whole_types(kind: type[Event]) -> None:
    assert kind.version >= 1
    hints = get_type_hints(kind)
    assert all(field.name in hints for field in fields(kind))
    assert all(
        hints[field.name] is datetime for field in fields(kind) if field.name.endswith("_at")
    )


def test_an_event_names_its_own_kind() -> None:
    assert Expired().kind == "Expired"


def test_the_system_speaks_without_an_account() -> None:
    assert Actor(Who.SYSTEM) == SYSTEM
    assert SYSTEM.account is None
