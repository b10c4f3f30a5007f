"""GET /pictures/<product>-<colour>.svg: the catalogue's drawings, made when they are asked for."""

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from onward.demo.catalogue import load_catalogue
from onward.demo.drawings import drawing
from onward.domain.refusals import NotFound


def picture_path(slug: str, colour: str) -> str:
    return f"/pictures/{slug}-{_dashed(colour)}.svg"


async def picture(request: Request) -> Response:
    drawn = _drawn(request.path_params["name"])
    if drawn is None:
        raise NotFound
    headers = {
        "Cache-Control": "public, max-age=86400",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return Response(drawn, 200, headers, "image/svg+xml")


@lru_cache(maxsize=256)
def _drawn(name: str) -> str | None:
    for product in load_catalogue():
        for colour in product.colours:
            if name == f"{product.slug}-{_dashed(colour)}":
                return drawing(product.slug, colour)
    return None


def _dashed(colour: str) -> str:
    return colour.lower().replace(" ", "-")
