"""How much anybody may send us, measured while it arrives."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onward import counting
from onward.messages import say
from onward.services.photos import SLICE_BYTES
from onward.web import webhooks

_KIB = 1024
# By the first step of the path; anything else takes no body worth the name.
MOST_BYTES = {"graphql": 256 * _KIB, "uploads": SLICE_BYTES, "webhooks": 256 * _KIB}
_OTHERS = 16 * _KIB
# Who is still sending reads no answer, and a connection cut meanwhile takes the answer with it.
_LET_RUN_OUT = 16 * _KIB * _KIB


class TooMuch(HTTPException):
    """More bytes came than this address takes."""

    def __init__(self) -> None:
        super().__init__(413)


class BodyLimit:
    """Answers 413 for what is too large, at once where the length is told, else as it passes."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = MOST_BYTES.get(scope["path"].lstrip("/").partition("/")[0], _OTHERS)
        told = _told_length(scope)
        if told > most:
            if told <= _LET_RUN_OUT:
                await _run_out(receive)
            await _too_large(scope["path"])(scope, receive, send)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise TooMuch
            return message

        await self._app(scope, counted, send)


async def _run_out(receive: Receive) -> None:
    """Read the rest and keep nothing of it."""
    while (await receive()).get("more_body", False):
        pass


async def on_too_much(request: Request, _trouble: Exception) -> Response:
    """For the app's handlers."""
    return _too_large(request.url.path)


def _told_length(scope: Scope) -> int:
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(told) if told.isdigit() else 0


def _too_large(path: str) -> Response:
    code = "PICTURE_TOO_LARGE" if path.startswith("/uploads/") else "BAD_INPUT"
    counting.refused(code)
    webhooks.was_too_large(path)
    body = {"code": code, "message": say(f"refusals.{code}")}
    return JSONResponse(body, 413, headers={"Connection": "close"})
