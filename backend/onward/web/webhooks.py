"""POST /webhooks/carrier and /webhooks/payments: what machines tell us, believed for its signature
alone and taken in once each. What is refused stands in the log."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from onward.domain.refusals import BadInput, ForgedWebhook
from onward.domain.strange import Source
from onward.ports import World
from onward.services import payment_news, shipping, strangers

log = structlog.get_logger()
T = TypeVar("T")
Read = Callable[[Mapping[str, str], bytes], tuple[T, ...]]


async def carrier(request: Request) -> Response:
    """A forged message is refused with 401, a body that is no scans with 400. A parcel that was
    never ours answers 404 and stays in the log; the others of the same message still count."""
    world: World = request.app.state.world
    scans = await _heard(request, world, Source.CARRIER, world.carrier.scans)
    await shipping.take_scans(world, scans)
    return _taken(len(scans))


async def payments(request: Request) -> Response:
    """A forged message is refused with 401, one that makes no sense with 400. What says nothing we
    know is kept for a person and answered 200, so that nobody sends it for days."""
    world: World = request.app.state.world
    news = await _heard(request, world, Source.PAYMENTS, world.payments.news)
    await payment_news.take_news(world, news)
    return _taken(len(news))


async def _heard(request: Request, world: World, source: Source, read: Read[T]) -> tuple[T, ...]:
    """What it says. A body is only read once its signature held, so one without sense is genuine,
    and kept for a person."""
    body = await request.body()
    try:
        return read(request.headers, body)
    except (ForgedWebhook, BadInput) as refusal:
        if isinstance(refusal, BadInput):
            await strangers.keep(world, source, f"{refusal.said} {refusal.field or ''}", body)
        log.warning("webhook_refused", sender=source.value, why=refusal.said, size=len(body))
        raise


def _taken(count: int) -> Response:
    return JSONResponse({"taken": count}, headers={"Cache-Control": "no-store"})
