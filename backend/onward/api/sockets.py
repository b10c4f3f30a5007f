"""The socket: graphql-transport-ws, with the same trusted documents as over HTTP. A client that
does not introduce itself in time is let go, and one socket carries only so many watches."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.schema.base import BaseSchema
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import SubscribeMessage

from onward.api.context import Context
from onward.api.documents import Documents
from onward.api.refusals import as_error, count
from onward.domain.refusals import BadInput, Refusal

INTRODUCED_WITHIN = timedelta(seconds=10)
MOST_WATCHES = 20


class _Handler(BaseGraphQLTransportWSHandler[Context, None]):
    """Puts the trusted text where strawberry expects a query."""

    view: "Sockets"

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        if not self.connection_acknowledged:
            await self.websocket.close(code=4401, reason="Unauthorized")
            return
        try:
            payload = _payload(message)
            text = self.view.documents.text(payload)
        except Refusal as refusal:
            await self._refuse(message["id"], as_error(refusal))
            return
        message["payload"]["query"] = text
        await super().handle_subscribe(message)

    async def _refuse(self, id: str, error: GraphQLError) -> None:
        count([error])
        await self.send_message({"id": id, "type": "error", "payload": [error.formatted]})


class Sockets(GraphQL[Context, None]):
    """Strawberry's socket and nothing else of its app."""

    graphql_transport_ws_handler_class = _Handler

    def __init__(
        self, schema: BaseSchema, documents: Documents, context: Callable[[Scope], Context]
    ):
        super().__init__(
            schema,
            graphql_ide=None,
            allow_queries_via_get=False,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=INTRODUCED_WITHIN,
            max_subscriptions_per_connection=MOST_WATCHES,
        )
        self.documents = documents
        self._context = context

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        return self._context(request.scope)

    def encode_json(self, data: object) -> str:
        return orjson.dumps(data).decode()


def _payload(message: SubscribeMessage) -> dict[str, Any]:
    payload: Any = message["payload"]
    if not isinstance(payload, dict) or not isinstance(payload.get("variables"), Mapping | None):
        raise BadInput
    return payload
