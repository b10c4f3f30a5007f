"""Asking the API: inside the process, over HTTP without a network, and over a socket."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from starlette.types import ASGIApp, Message

from onward.api.context import Context
from onward.api.handler import graphql
from onward.api.schema import schema
from onward.domain.accounts import Viewer
from onward.domain.shop import Account
from tests.services.shop import Shop

SAYS_WITHIN_S = 10


@dataclass
class Coming:
    """A visit as the web room would bring it; remembers what was done to the cookie."""

    viewer: Viewer | None = None
    session: str | None = None
    tries: list[tuple[str, str]] = field(default_factory=list)

    async def let_in(self, account: Account) -> None:
        self.session = f"a session of {account.id}"

    def see_out(self) -> None:
        self.session = ""

    def count_try(self, action: str, email: str) -> None:
        self.tries.append((action, email))


def context(shop: Shop, viewer: Viewer | None, visit: Coming | None = None) -> Context:
    return Context(shop.world, viewer, "development", visit)


async def ask(shop: Shop, viewer: Viewer | None, text: str, /, **variables: Any) -> dict[str, Any]:
    """The answer's data; an error fails the test with its message."""
    result = await schema.execute(
        text, variable_values=variables, context_value=context(shop, viewer)
    )
    assert not result.errors, [error.message for error in result.errors]
    assert result.data is not None
    return result.data


async def refused(shop: Shop, viewer: Viewer | None, text: str, /, **variables: Any) -> list[Any]:
    """The errors of a request that must not succeed."""
    result = await schema.execute(
        text, variable_values=variables, context_value=context(shop, viewer)
    )
    assert result.errors
    return [error.formatted for error in result.errors]


def app_of(
    shop: Shop, documents: Mapping[str, str] | None = None, mode: str = "production"
) -> ASGIApp:
    return graphql(shop.world, mode=mode, documents=documents)


async def post(app: ASGIApp, body: object, visit: Coming | None = None) -> httpx.Response:
    """One POST of JSON (or of bytes as they are) by whoever visits."""
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    return await request(app, "POST", content, "application/json", visit)


async def request(
    app: ASGIApp, method: str, content: bytes, kind: str, visit: Coming | None = None
) -> httpx.Response:
    transport = httpx.ASGITransport(_visited(app, visit or Coming()))
    async with httpx.AsyncClient(transport=transport, base_url="http://onward.test") as client:
        return await client.request(
            method, "/graphql", content=content, headers={"content-type": kind}
        )


@dataclass
class Phone:
    """One end of a socket."""

    heard: "asyncio.Queue[Message]"
    said: "asyncio.Queue[Message]"

    async def say(self, message: object) -> None:
        text = orjson.dumps(message).decode()
        await self.said.put({"type": "websocket.receive", "text": text})

    async def hear(self) -> dict[str, Any]:
        """The next message."""
        message = await asyncio.wait_for(self.heard.get(), SAYS_WITHIN_S)
        assert message["type"] == "websocket.send", message
        heard: dict[str, Any] = orjson.loads(message["text"])
        return heard

    async def closed(self) -> int:
        """The code with which the other end hung up."""
        message = await asyncio.wait_for(self.heard.get(), SAYS_WITHIN_S)
        assert message["type"] == "websocket.close", message
        code: int = message["code"]
        return code

    async def subscribe(self, payload: object, id: str = "1") -> None:
        await self.say({"id": id, "type": "subscribe", "payload": payload})


@asynccontextmanager
async def socket(
    app: ASGIApp, viewer: Viewer | None, *, introduced: bool = True
) -> AsyncIterator[Phone]:
    """A socket to the app, introduced already unless asked otherwise."""
    phone = Phone(asyncio.Queue(), asyncio.Queue())
    scope = {
        "type": "websocket",
        "path": "/graphql",
        "headers": [(b"host", b"onward.test")],
        "subprotocols": ["graphql-transport-ws"],
        "state": {"visit": Coming(viewer)},
        "query_string": b"",
    }
    await phone.said.put({"type": "websocket.connect"})
    served = asyncio.create_task(_serve(app, scope, phone))
    try:
        accepted = await asyncio.wait_for(phone.heard.get(), SAYS_WITHIN_S)
        assert accepted["type"] == "websocket.accept"
        if introduced:
            await phone.say({"type": "connection_init"})
            assert await phone.hear() == {"type": "connection_ack"}
        yield phone
    finally:
        await phone.said.put({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(served, SAYS_WITHIN_S)


async def _serve(app: ASGIApp, scope: dict[str, Any], phone: Phone) -> None:
    await app(scope, phone.said.get, phone.heard.put)


def _visited(app: ASGIApp, visit: Coming) -> ASGIApp:
    async def with_visit(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "state": {"visit": visit}}, receive, send)

    return with_visit
