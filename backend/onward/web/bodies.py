"""How much anybody may send us, measured while it arrives."""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onward.messages import say
from onward.services.condition import SLICE_BYTES

_KIB = 1024
# By the first step of the path; anything else takes no body worth the name.
MOST_BYTES = {"graphql": 256 * _KIB, "uploads": SLICE_BYTES, "webhooks": 256 * _KIB}
_OTHERS = 16 * _KIB


class TooMuch(Exception):
    """More bytes came than this address takes."""


class BodyLimit:
    """Answers 413 for what is too large, at once where the length is told, else as it passes."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = MOST_BYTES.get(scope["path"].lstrip("/").partition("/")[0], _OTHERS)
        if _told_length(scope) > most:
            await _too_large(scope, receive, send)
            return
        came = 0
        begun = False

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise TooMuch
            return message

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, counted, noticed)
        except TooMuch:
            if begun:
                raise
            await _too_large(scope, receive, send)


def _told_length(scope: Scope) -> int:
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(told) if told.isdigit() else 0


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    code = "PICTURE_TOO_LARGE" if scope["path"].startswith("/uploads/") else "BAD_INPUT"
    body = {"code": code, "message": say(f"refusals.{code}")}
    await JSONResponse(body, 413, headers={"Connection": "close"})(scope, receive, send)
