"""GET /health: whether the database answers and somebody does the work that events set off."""

from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from onward.services import pulse

VERSION = version("onward")


async def health(_request: Request) -> Response:
    """200 when all is well, 503 when the database is away. A worker that is silent is said, and is
    no reason to take the pages away."""
    felt = await pulse.feel()
    body = {
        "status": "ok" if felt.database and felt.worker else "degraded",
        "database": felt.database,
        "worker": felt.worker,
        "version": VERSION,
    }
    headers = {"Cache-Control": "no-store"}
    return JSONResponse(body, 200 if felt.database else 503, headers)
