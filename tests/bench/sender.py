"""A process that sends photos as phones do, all at once: `python -m tests.bench.sender FOLDER`.

FOLDER holds the photos and `sending.json`: the server's address, the session cookie, and the
upload address of each photo. It prints how many were taken in and how many seconds that took."""

import asyncio
import sys
import time
from pathlib import Path

import httpx
import orjson

from onward.services.photos import SLICE_BYTES
from onward.web.sessions import COOKIE


async def main(folder: Path) -> None:
    sending = orjson.loads(await asyncio.to_thread((folder / "sending.json").read_bytes))
    cookies = {COOKIE: sending["session"]}
    address = sending["address"]
    headers = {"origin": address}
    async with httpx.AsyncClient(
        base_url=address, cookies=cookies, headers=headers, timeout=120
    ) as client:
        started = time.perf_counter()
        photos = sending["photos"].items()
        answers = await asyncio.gather(*(_send(client, folder / name, url) for name, url in photos))
    taken = sum(answer == 201 for answer in answers)
    print(orjson.dumps({"taken": taken, "seconds": time.perf_counter() - started}).decode())


async def _send(client: httpx.AsyncClient, path: Path, url: str) -> int:
    """Slice after slice; the status of the last answer."""
    raw = await asyncio.to_thread(path.read_bytes)
    status = 0
    for offset in range(0, len(raw), SLICE_BYTES):
        piece = raw[offset : offset + SLICE_BYTES]
        answer = await client.put(url, content=piece, headers={"upload-offset": str(offset)})
        status = answer.status_code
    return status


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
