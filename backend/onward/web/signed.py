"""Photos and labels behind signed addresses that last a while: whoever may see one is given its
address, the address says nothing, and a photo's opens for that account alone."""

from starlette.requests import Request
from starlette.responses import Response

from onward.domain.refusals import NotFound
from onward.ports import World
from onward.services import photos, pictures, printing
from onward.web.sessions import Visit


async def photo(request: Request) -> Response:
    """GET /photos/{token}.jpg"""
    visit: Visit = request.state.visit
    found = await photos.shown(_world(request), visit.viewer, request.path_params["token"])
    if found is None:
        raise NotFound
    # The address changes every hour and what it shows never does.
    return Response(found, 200, {"Cache-Control": "private, max-age=3600, immutable"}, "image/jpeg")


async def catalogue(request: Request) -> Response:
    """GET /catalogue/{sha256}.jpg: the shop's own pictures, which anybody may see."""
    found = await pictures.shown(_world(request), request.path_params["sha256"])
    if found is None:
        raise NotFound
    return Response(
        found, 200, {"Cache-Control": "public, max-age=31536000, immutable"}, "image/jpeg"
    )


async def label(request: Request) -> Response:
    """GET /labels/{token}.pdf"""
    found = await printing.label_pdf(_world(request), request.path_params["token"])
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
