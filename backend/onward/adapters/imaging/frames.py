"""How the server and an imaging process speak: frames of four bytes of length and their content.

The process first says READY. A request is one frame, the raw file. An answer is three: what was
found as JSON, the photo, the thumbnail.
"""

import asyncio
from dataclasses import asdict
from typing import Any, BinaryIO

import orjson

from onward.domain.findings import Findings
from onward.domain.refusals import BadPhoto
from onward.ports import CleanPhoto

READY = b"ready"
_LENGTH = 4


def framed(content: bytes) -> bytes:
    return len(content).to_bytes(_LENGTH) + content


def read_frame(source: BinaryIO) -> bytes | None:
    """The next frame, or None where the other side has closed."""
    head = source.read(_LENGTH)
    return source.read(int.from_bytes(head)) if len(head) == _LENGTH else None


async def receive_frame(source: asyncio.StreamReader) -> bytes:
    """The next frame; IncompleteReadError where the other side is gone."""
    return await source.readexactly(int.from_bytes(await source.readexactly(_LENGTH)))


def photo_answer(photo: CleanPhoto) -> bytes:
    found = {
        "width": photo.width,
        "height": photo.height,
        "sha256": photo.sha256,
        "findings": asdict(photo.findings),
    }
    return framed(orjson.dumps(found)) + framed(photo.jpeg) + framed(photo.thumbnail)


def refusal_answer(refusal: BadPhoto) -> bytes:
    said = {"said": refusal.said, "facts": refusal.facts}
    return framed(orjson.dumps(said)) + framed(b"") + framed(b"")


async def receive_answer(source: asyncio.StreamReader) -> CleanPhoto | BadPhoto:
    """The photo, or the refusal as the other side said it."""
    found: dict[str, Any] = orjson.loads(await receive_frame(source))
    jpeg, thumbnail = await receive_frame(source), await receive_frame(source)
    if "said" in found:
        return BadPhoto(found["said"], **found["facts"])
    measured = found["findings"]
    for listed in ("codes", "colours"):
        measured[listed] = tuple(measured[listed])
    findings = Findings(**measured)
    return CleanPhoto(jpeg, thumbnail, found["width"], found["height"], found["sha256"], findings)
