"""The shorter way gives what graphql-core gives: for real answers, and for everything odd."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import pytest
import strawberry
from graphql import GraphQLSchema, execute, parse
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from onward.adapters.tokens import SigningTokens
from onward.api.execution import Executor
from onward.api.later import awaited, later, told
from onward.api.schema import schema
from onward.domain.life import ShipmentStatus
from tests.api.asking import context
from tests.api.everything import everything
from tests.services.shop import Shop
from tests.world import SECRET

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class StillTokens(SigningTokens):
    """Signs the same thing the same way, whatever second it is."""

    def sign(self, purpose: str, claims: Mapping[str, Any], lasts_for: timedelta) -> str:
        return f"{purpose}-{sorted(claims.items())}"


async def answered(core: GraphQLSchema, text: str, executor: Any, **more: Any) -> Any:
    result = execute(core, parse(text), executor_class=executor, operation_extensions=None, **more)
    result = await result if hasattr(result, "__await__") else result
    return result.formatted


async def both(core: GraphQLSchema, text: str, **more: Any) -> tuple[Any, Any]:
    """What graphql-core answers, and what we do."""
    plain = await answered(core, text, StrawberryGraphQLCoreExecutionContext, **more)
    return plain, await answered(core, text, Executor, **more)


@pytest.mark.anyio
async def test_real_answers_are_the_same_to_the_byte_and_in_the_same_order(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    still = dataclasses.replace(
        shop, world=dataclasses.replace(shop.world, tokens=StillTokens(SECRET))
    )
    core, types = schema._schema, schema._schema.type_map
    asked = [
        (shop.rosa, everything(types, "returnCase"), story.case.id),
        (shop.rosa, everything(types, "order"), story.order.id),
        (shop.ben, everything(types, "purchase"), story.purchases[0].id),
        (shop.ben, everything(types, "listing"), story.purchases[0].listing_id),
        (shop.ada, everything(types, "case", "desk", ", caller: RETURNER"), story.case.id),
    ]
    for viewer, text, thing_id in asked:
        more = {"variable_values": {"id": thing_id}, "context_value": context(still, viewer)}
        plain, ours = await both(core, text, **more)
        assert plain["data"] is not None
        assert "errors" not in plain
        assert str(ours) == str(plain)


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


strawberry.enum(Colour)


@strawberry.type
class Thing:
    text: str
    maybe: str | None
    count: int
    share: float
    is_so: bool
    at: datetime
    maybe_at: datetime | None
    colour: Colour
    maybe_colour: Colour | None
    id: strawberry.ID


@strawberry.type
class Things:
    thing: Thing
    maybe_thing: Thing | None
    things: list[Thing]
    texts: list[str]


FIELDS = "text maybe count share isSo at maybeAt colour maybeColour id __typename again: text"
TEXT = (
    "{ texts thing { %s } maybeThing { %s } things { id count %s } __typename }" % ((FIELDS,) * 3)
)  # fmt: skip
TINY = strawberry.Schema(query=Things, config=StrawberryConfig(default_resolver=told))._schema


def thing(**odd: Any) -> Thing:
    usual: dict[str, Any] = {
        "text": "a", "maybe": None, "count": 1, "share": 0.5, "is_so": True, "at": MOMENT,
        "maybe_at": None, "colour": Colour.RED, "maybe_colour": None, "id": strawberry.ID("7"),
    }  # fmt: skip
    return Thing(**{**usual, **odd})


def failing() -> str:
    raise ValueError("no")


async def soon() -> str:
    return "later"


@pytest.mark.anyio
@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"maybe": "b", "maybe_at": MOMENT, "maybe_colour": Colour.BLUE},
        {"text": None},
        {"text": 5},
        {"text": True},
        {"text": object()},
        {"count": 2**31},
        {"count": -(2**31)},
        {"count": True},
        {"count": 2.0},
        {"count": 2.5},
        {"count": "3"},
        {"count": None},
        {"is_so": 1},
        {"is_so": "yes"},
        {"share": 1},
        {"share": float("nan")},
        {"id": 12},
        {"id": None},
        {"at": "2026-11-23"},
        {"at": None},
        {"maybe_at": 3},
        {"colour": "RED"},
        {"colour": "GREEN"},
        {"colour": None},
        {"maybe_colour": []},
        {"maybe": later(failing)},
        {"text": later(failing)},
        {"text": later(lambda: "worked out")},
        {"text": awaited(soon)},
        {"maybe": awaited(soon), "text": None},
    ],
)
async def test_whatever_is_odd_is_answered_as_graphql_core_does(odd: dict[str, Any]) -> None:
    for root in (
        Things(thing=thing(**odd), maybe_thing=thing(), things=[thing()], texts=["a"]),
        Things(thing=thing(), maybe_thing=thing(**odd), things=[], texts=[]),
        Things(thing=thing(), maybe_thing=None, things=[thing(), thing(**odd)], texts=["x"]),
    ):
        plain, ours = await both(TINY, TEXT, root_value=root)
        assert str(ours) == str(plain)


def test_there_are_shortcuts_to_be_tested() -> None:
    kind = TINY.type_map["Thing"]
    known = kind.extensions["onward-shortcuts"]
    assert {"text", "count", "isSo", "at", "colour", "id"} <= set(known)
    assert "share" not in known
