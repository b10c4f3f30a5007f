"""Photos and labels behind signed addresses that last some hours: whoever may see one is given its
address, and the address says nothing."""

from starlette.requests import Request
from starlette.responses import Response

from onward.domain.refusals import NotFound
from onward.ports import World
from onward.services import condition, labels


async def photo(request: Request) -> Response:
    """GET /photos/{token}.jpg"""
    found = await condition.photo_bytes(_world(request), request.path_params["token"])
    if found is None:
        raise NotFound
    # The address changes every few hours and what it shows never does.
    return Response(
        found, 200, {"Cache-Control": "private, max-age=21600, immutable"}, "image/jpeg"
    )


async def label(request: Request) -> Response:
    """GET /labels/{token}.pdf"""
    found = await labels.label_pdf(_world(request), request.path_params["token"])
    if found is None:
        raise NotFound
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": 'inline; filename="return-label.pdf"',
        # A browser's own viewer brings its styles along.
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return Response(found, 200, headers, "application/pdf")


def _world(request: Request) -> World:
    world: World = request.app.state.world
    return world
