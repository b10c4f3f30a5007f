"""A refusal, an outage or a fault as a plain HTTP answer: a code and its sentence."""

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from onward import counting
from onward.counting import Room
from onward.domain.refusals import (
    BadInput,
    BadPhoto,
    BadTicket,
    ForgedWebhook,
    NotAllowed,
    NotFound,
    Refusal,
    SignInNeeded,
    TooManyTries,
    UnknownParcel,
)
from onward.messages import refusal_text, say
from onward.ports import Outage

# The first kind that fits gives the status.
_STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (ForgedWebhook, 401),
    (SignInNeeded, 401),
    (BadTicket, 403),
    (NotFound, 404),
    (UnknownParcel, 404),
    (TooManyTries, 429),
    (NotAllowed, 409),
    (BadPhoto, 422),
    (BadInput, 400),
    (Refusal, 409),
)
log = structlog.get_logger()


def refused(refusal: Refusal, status: int | None = None, **headers: str) -> Response:
    """The JSON `{code, message}` of a refusal, with the status its kind has."""
    if status is None:
        status = next(code for kind, code in _STATUS if isinstance(refusal, kind))
    counting.refused(refusal.said)
    seconds = refusal.facts.get("seconds")
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if isinstance(refusal, TooManyTries) and seconds is not None:
        given["Retry-After"] = str(seconds)
    body = {"code": refusal.said, "message": refusal_text(refusal)}
    return JSONResponse(body, status, headers=given | {"Cache-Control": "no-store"})


async def on_refusal(_request: Request, refusal: Exception) -> Response:
    """For the app's handlers: whatever a route refuses."""
    return refused(refusal) if isinstance(refusal, Refusal) else await on_fault(_request, refusal)


async def on_outage(_request: Request, outage: Exception) -> Response:
    log.warning("outage", port=getattr(outage, "port", None))
    counting.refused("OUTAGE")
    body = {"code": "OUTAGE", "message": say("refusals.OUTAGE")}
    return JSONResponse(body, 503, headers={"Retry-After": "5", "Cache-Control": "no-store"})


async def on_fault(request: Request, _fault: Exception) -> Response:
    """Our bug: the log has the traceback under the same reference."""
    reference = str(request.scope.get("onward.request_id", ""))
    log.error("fault", reference=reference, exc_info=_fault)
    counting.fault(Room.WEB)
    body = {"code": "FAULT", "message": say("refusals.FAULT", reference=reference)}
    return JSONResponse(body, 500, headers={"Cache-Control": "no-store"})


async def on_gone(_request: Request, _gone: Exception) -> Response:
    """Whoever asked hung up in the middle: nobody's fault, and nobody reads this."""
    return Response(status_code=499)


HANDLERS = {
    Refusal: on_refusal,
    Outage: on_outage,
    ClientDisconnect: on_gone,
    Exception: on_fault,
}
