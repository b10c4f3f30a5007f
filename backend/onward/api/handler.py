"""GraphQL over HTTP and over a socket: one ASGI app for /graphql.

`graphql(world, mode=…, documents=…)` makes it. The web room puts `visit` (context.Visit) and, in
the demo, `demo` (context.DemoShop) into the scope's state before a request gets here, and has
checked its origin. POST with JSON only: no GET, no batches, no multipart. In development any text
is run beside the trusted documents.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from onward.api.context import Context
from onward.api.documents import Documents
from onward.api.faults import masked
from onward.api.refusals import as_error, count
from onward.api.schema import schema
from onward.api.sockets import Sockets
from onward.domain.refusals import BadInput, Refusal
from onward.ports import World

OPEN_MODE = "development"
MOST_BYTES = 256 * 1024
_OPERATIONS = (OperationType.QUERY, OperationType.MUTATION)


def graphql(world: World, *, mode: str, documents: Mapping[str, str] | None) -> ASGIApp:
    """The app for POST /graphql and for its socket. `documents` are the trusted ones by their
    hash; without any, only development answers at all."""
    return _GraphQL(world, mode, Documents(documents or {}, open_to_all=mode == OPEN_MODE))


class _GraphQL:
    def __init__(self, world: World, mode: str, documents: Documents):
        self._world, self._mode, self._documents = world, mode, documents
        self._sockets = Sockets(schema, documents, self._context)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._sockets(scope, receive, send)
            return
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    def _context(self, scope: Scope) -> Context:
        state = scope.get("state", {})
        visit = state.get("visit")
        viewer = visit.viewer if visit else None
        return Context(self._world, viewer, self._mode, visit, state.get("demo"))

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            return _json({"errors": []}, status=405, allow="POST")
        if not request.headers.get("content-type", "").startswith("application/json"):
            return _refused(BadInput(), status=415)
        try:
            asked = _asked(await request.body())
            text = self._documents.text(asked)
        except Refusal as refusal:
            return _refused(refusal)
        return await self._run(text, asked, self._context(request.scope))

    async def _run(self, text: str, asked: Mapping[str, Any], context: Context) -> Response:
        try:
            result = await schema.execute(
                text,
                variable_values=asked.get("variables"),
                context_value=context,
                operation_name=asked.get("operationName"),
                allowed_operation_types=_OPERATIONS,
            )
        except CannotGetOperationTypeError as unclear:
            return _errors([GraphQLError(unclear.as_http_error_reason())])
        except InvalidOperationTypeError as wrong:
            return _errors([GraphQLError(wrong.as_http_error_reason("POST"))])
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            # Once more, for what went wrong outside the operation itself.
            answer["errors"] = [error.formatted for error in masked(result.errors)]
        return _json(answer)


def _asked(body: bytes) -> dict[str, Any]:
    """The request's object; BadInput for anything else."""
    if len(body) > MOST_BYTES:
        raise BadInput("TOO_COMPLEX")
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError as wrong:
        raise BadInput from wrong
    if not isinstance(asked, dict):
        raise BadInput
    if not isinstance(asked.get("variables"), dict | None):
        raise BadInput(field="variables")
    if not isinstance(asked.get("operationName"), str | None):
        raise BadInput(field="operationName")
    return asked


def _refused(refusal: Refusal, status: int = 400) -> Response:
    return _errors([as_error(refusal)], status)


def _errors(errors: list[GraphQLError], status: int = 400) -> Response:
    count(errors)
    return _json({"errors": [error.formatted for error in errors]}, status)


def _json(answer: object, status: int = 200, **headers: str) -> Response:
    return Response(orjson.dumps(answer), status, headers=headers, media_type="application/json")
