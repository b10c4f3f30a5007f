"""POST /webhooks/carrier and /webhooks/payments: what machines tell us, believed for its signature
alone and taken in once each. Every one is counted, and what is refused stands in the log."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from onward import counting
from onward.domain.hearing import Heard
from onward.domain.refusals import BadInput, ForgedWebhook, UnknownParcel
from onward.domain.strange import Source
from onward.ports import World
from onward.services import payment_news, shipping, strangers

log = structlog.get_logger()
T = TypeVar("T")
Read = Callable[[Mapping[str, str], bytes], tuple[T, ...]]
Take = Callable[[World, tuple[T, ...]], Awaitable[Heard]]
_AT = {"/webhooks/carrier": Source.CARRIER, "/webhooks/payments": Source.PAYMENTS}
_REFUSED: Mapping[type[Exception], Heard] = {
    ForgedWebhook: Heard.FORGED,
    BadInput: Heard.SENSELESS,
    UnknownParcel: Heard.UNKNOWN_PARCEL,
}


async def carrier(request: Request) -> Response:
    """A forged message is refused with 401, a body that is no scans with 400. A parcel that was
    never ours answers 404 and stays in the log; the others of the same message still count."""
    world: World = request.app.state.world
    return await _heard(request, Source.CARRIER, world.carrier.scans, shipping.take_scans)


async def payments(request: Request) -> Response:
    """A forged message is refused with 401, one that makes no sense with 400. What says nothing we
    know is kept for a person and answered 200, so that nobody sends it for days."""
    world: World = request.app.state.world
    return await _heard(request, Source.PAYMENTS, world.payments.news, payment_news.take_news)


def was_too_large(path: str) -> None:
    """A body that was refused unread, where it was meant for us."""
    if source := _AT.get(path):
        log.warning("webhook_refused", sender=source.value, why=Heard.TOO_LARGE.value)
        counting.heard(source, Heard.TOO_LARGE)


async def _heard(request: Request, source: Source, read: Read[T], take: Take[T]) -> Response:
    world: World = request.app.state.world
    # One that breaks off here, or is too large, was never heard.
    body = await request.body()
    try:
        told = await _read(world, source, read, request.headers, body)
        outcome = await take(world, told)
    except Exception as trouble:
        counting.heard(source, _REFUSED.get(type(trouble), Heard.FAILED))
        raise
    counting.heard(source, outcome)
    return JSONResponse({"taken": len(told)}, headers={"Cache-Control": "no-store"})


async def _read(
    world: World, source: Source, read: Read[T], headers: Mapping[str, str], body: bytes
) -> tuple[T, ...]:
    """What it says. A body is only read once its signature held, so one without sense is genuine,
    and kept for a person."""
    try:
        return read(headers, body)
    except ForgedWebhook as forged:
        log.warning("webhook_refused", sender=source.value, why=forged.said, size=len(body))
        raise
    except BadInput as wrong:
        why = f"{wrong.said} {wrong.field or ''}"
        kept = await strangers.keep(world, source, why, body)
        log.warning("webhook_refused", sender=source.value, why=why, size=len(body), kept=kept)
        raise
