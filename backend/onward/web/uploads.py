"""PUT and HEAD /uploads/{ticket}: a photo in slices to a signed address.

HEAD says how far we got (`Upload-Offset`); PUT adds one slice at its own `Upload-Offset`. While
more is to come the answer is 204; the last slice answers 201 with the photo's id, and so does
every repeat of it. A picture we cannot take answers 422 each time it is asked.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from onward.domain.accounts import Viewer
from onward.domain.photos import Occasion
from onward.domain.refusals import BadInput, BadPhoto, BadTicket, NotAllowed
from onward.ports import Outage, World
from onward.services import photos
from onward.services.photos import Sent
from onward.web.refused import refused
from onward.web.sessions import Visit
from onward.web.slices import NoRoom, Slices, WrongOffset

OFFSET = "Upload-Offset"


@dataclass(frozen=True, slots=True)
class _Ticket:
    viewer: Viewer
    sent: Sent
    slices: Slices


async def upload(request: Request) -> Response:
    ticket = _ticket(request)
    if request.method == "HEAD":
        return _so_far(ticket.slices)
    offset = _offset(request)
    piece = await request.body()
    slices = ticket.slices
    if not slices.is_whole:
        if offset + len(piece) > slices.size:
            return refused(BadPhoto("PICTURE_TOO_LARGE"), 413)
        try:
            await asyncio.to_thread(slices.append, offset, piece)
        except WrongOffset as wrong:
            return refused(BadInput("BAD_OFFSET"), 409, Upload_Offset=str(wrong.expected))
        except NoRoom as full:
            raise Outage("uploads", "there is no room for another slice") from full
    return await _taken_in(request, ticket) if slices.is_whole else _so_far(slices)


async def _taken_in(request: Request, ticket: _Ticket) -> Response:
    """All bytes are here: the photo joins its case. Asked again, it is there already."""
    world: World = request.app.state.world
    slices = ticket.slices
    raw = await asyncio.to_thread(slices.read)
    if raw is not None:
        try:
            await photos.add(world, ticket.viewer, ticket.sent, raw)
        except NotAllowed as refusal:
            # 409 would say "another offset"; this says "not any more".
            return refused(refusal, 422)
        await asyncio.to_thread(slices.finish)
    headers = {OFFSET: str(slices.size), "Cache-Control": "no-store"}
    return JSONResponse({"photoId": ticket.sent.photo_id}, 201, headers)


def _so_far(slices: Slices) -> Response:
    return Response(
        status_code=204, headers={OFFSET: str(slices.offset), "Cache-Control": "no-store"}
    )


def _ticket(request: Request) -> _Ticket:
    """What the ticket allows; BadTicket when it is expired, forged or somebody else's."""
    world: World = request.app.state.world
    visit: Visit = request.state.visit
    claims = world.tokens.read("upload", request.path_params["ticket"])
    if claims is None or visit.viewer is None or claims["by"] != visit.viewer.id:
        raise BadTicket
    folder: Path = request.app.state.uploads
    name = str(claims["photo"])
    occasion = Occasion(claims["occasion"])
    sent = Sent(name, str(claims["about"]), str(claims["shot"]), occasion, str(claims["kind"]))
    return _Ticket(visit.viewer, sent, Slices(folder, name, int(claims["size"])))


def _offset(request: Request) -> int:
    given = request.headers.get(OFFSET, "")
    if not (given.isascii() and given.isdigit()) or len(given) > 12:
        raise BadInput("BAD_OFFSET", field=OFFSET)
    return int(given)
