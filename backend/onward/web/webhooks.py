"""POST /webhooks/carrier: scans, believed for their signature alone and taken in once each."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from onward.ports import World
from onward.services import shipping


async def carrier(request: Request) -> Response:
    """A forged message is refused with 401, a body that is no scans with 400. A parcel that was
    never ours answers 404 and stays in the log; the others of the same message still count."""
    world: World = request.app.state.world
    scans = world.carrier.scans(request.headers, await request.body())
    await shipping.take_scans(world, scans)
    return JSONResponse({"taken": len(scans)}, headers={"Cache-Control": "no-store"})
