"""Photos and labels behind signed addresses that last a while: whoever may see one is given its
address, the address says nothing, and a photo's opens for that account alone."""

from starlette.requests import Request
from starlette.responses import Response

from onward.domain.refusals import NotFound
from onward.domain.shipping import Page
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
    headers = {
        "Content-Disposition": 'inline; filename="return-label.pdf"',
        # A browser's own viewer brings its styles along.
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return await _page(request, Page.PDF, headers, "application/pdf")


async def thermal_label(request: Request) -> Response:
    """GET /labels/{token}.zpl: no browser shows it, so it is kept as a file."""
    headers = {"Content-Disposition": 'attachment; filename="return-label.zpl"'}
    return await _page(request, Page.ZPL, headers, "application/zpl")


async def _page(request: Request, page: Page, headers: dict[str, str], kind: str) -> Response:
    found = await printing.label_page(_world(request), request.path_params["token"], page)
    if found is None:
        raise NotFound
    return Response(found, 200, {"Cache-Control": "private, no-store", **headers}, kind)


def _world(request: Request) -> World:
    world: World = request.app.state.world
    return world
