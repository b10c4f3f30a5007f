"""A phone's live line: graphql-transport-ws on a real socket, and what was seen on it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from onward.services.watching import LOOK_AGAIN_EVERY

# Less than the time after which a watcher looks again by itself: what comes, a bell brought.
PATIENCE_S = 15
assert PATIENCE_S < LOOK_AGAIN_EVERY


@dataclass
class Watch:
    """What one subscription told, in order; every message also goes into `heard` as it came."""

    _line: ClientConnection
    _heard: list[bytes]
    seen: list[dict[str, Any]] = field(default_factory=list)

    @property
    def latest(self) -> dict[str, Any]:
        return self.seen[-1]

    def each(self, name: str) -> list[Any]:
        """The values a field went through, repeats left out."""
        values = [told[name] for told in self.seen]
        return [value for n, value in enumerate(values) if n == 0 or value != values[n - 1]]

    async def next(self) -> dict[str, Any]:
        """The next thing told."""
        message = await self.message()
        assert message["type"] == "next", message
        payload = message["payload"]
        assert not payload.get("errors"), payload
        [told] = payload["data"].values()
        self.seen.append(told)
        return self.latest

    async def until(self, name: str, *wanted: object) -> dict[str, Any]:
        """Listen until a field is as wanted; what was told then."""
        while not self.seen or self.latest[name] not in wanted:
            await self.next()
        return self.latest

    async def until_refund(self, status: str) -> dict[str, Any]:
        while self.latest["refund"]["status"] != status:
            await self.next()
        return self.latest

    async def message(self) -> dict[str, Any]:
        """The next message, whatever it is; pings are answered on the way."""
        while True:
            text = await asyncio.wait_for(self._line.recv(decode=False), PATIENCE_S)
            self._heard.append(bytes(text))
            message: dict[str, Any] = orjson.loads(text)
            if message["type"] != "ping":
                return message
            await self._say(type="pong")

    async def introduce(self) -> None:
        await self._say(type="connection_init")
        assert (await self.message())["type"] == "connection_ack"

    async def subscribe(self, hash: str, id: str, after: str | None) -> None:
        payload = {
            "query": "",
            "extensions": {"documentId": hash},
            "variables": {"id": id, "after": after},
        }
        await self._say(id="1", type="subscribe", payload=payload)

    async def _say(self, **message: Any) -> None:
        await self._line.send(orjson.dumps(message).decode())


@asynccontextmanager
async def live_line(
    address: str, cookie: str, heard: list[bytes], origin: str = ""
) -> AsyncIterator[Watch]:
    """A socket that was let in, from our own page or another; nothing is watched on it yet."""
    async with connect(
        f"{address.replace('http', 'ws', 1)}/graphql",
        subprotocols=[Subprotocol("graphql-transport-ws")],
        origin=Origin(origin or address),
        additional_headers={"Cookie": cookie} if cookie else {},
        compression=None,
        proxy=None,
    ) as line:
        watch = Watch(line, heard)
        await watch.introduce()
        yield watch
