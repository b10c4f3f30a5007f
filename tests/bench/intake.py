"""Photos through the supervised processes: how many a second, how much memory the processes take
at their most, and how long the most awkward file of all takes."""

import asyncio
import io
import time
from collections.abc import AsyncIterator
from pathlib import Path

from PIL import Image

from onward.adapters.imaging.child import MOST_MEMORY
from onward.adapters.imaging.supervised import SupervisedImaging
from onward.domain.refusals import BadPhoto
from tests.bench.figures import Figure
from tests.bench.garments import originals
from tests.shared import shared

CHILDREN = 2
# Kind of photo: shorter side in pixels, JPEG quality, how many are sent.
KINDS = {"garment_400": (400, 0, 400), "phone_1600": (1200, 86, 100), "camera_12mp": (3024, 90, 40)}


async def figures(_: Path) -> AsyncIterator[Figure]:
    for kind, (side, quality, count) in KINDS.items():
        photos = _photos(side, quality)[:count]
        sent = [photos[at % len(photos)] for at in range(count)]
        async with SupervisedImaging(children=CHILDREN) as imaging:
            await asyncio.gather(*(imaging.clean(sent[0]) for _ in range(CHILDREN)))
            before, started = _cpu_s(imaging.pids), time.perf_counter()
            await asyncio.gather(*(imaging.clean(raw) for raw in sent))
            took = time.perf_counter() - started
            cpu_ms = (_cpu_s(imaging.pids) - before) / count * 1000
            peak = max(_peak_mb(pid) for pid in imaging.pids)
        how = (
            f"{count} photos in {CHILDREN} processes: decoded, encoded twice, measured; mean "
            f"{sum(map(len, sent)) / count / 1000:.0f} kB, {cpu_ms:.0f} ms of CPU each; garments"
            f"{'' if kind == 'garment_400' else ' enlarged to that size'}"
        )
        yield Figure(f"intake_photos_per_s.{kind}", count / took, "1/s", how)
        how = "the process's own high-water mark of resident memory after the same"
        yield Figure(f"intake_peak_mb.{kind}", peak, "MB", how)
    slowest, name, peak = await _awkward()
    how = f"every file of hostile and exif; {name} takes longest"
    yield Figure("hostile_slowest_s", slowest, "s", how)
    how = (
        "the same files, then pictures of 40 megapixels (PNG with alpha, progressive JPEG); the "
        f"kernel allows {MOST_MEMORY >> 20} MB of address space"
    )
    yield Figure("intake_peak_mb.worst", peak, "MB", how)


async def _awkward() -> tuple[float, str, float]:
    """Seconds of the slowest file, its name, and the most memory that was taken."""
    took: dict[str, float] = {}
    async with SupervisedImaging(children=1) as imaging:
        await _settled(imaging, _photos(400, 0)[0])
        for folder in ("hostile", "exif"):
            for path in sorted(shared("photos", folder).iterdir()):
                raw = await asyncio.to_thread(path.read_bytes)
                started = time.perf_counter()
                await _settled(imaging, raw)
                took[path.name] = time.perf_counter() - started
        for raw in _largest():
            await _settled(imaging, raw)
        peak = _peak_mb(imaging.pids[0])
    name = max(took, key=took.__getitem__)
    return took[name], name, peak


async def _settled(imaging: SupervisedImaging, raw: bytes) -> None:
    try:
        await imaging.clean(raw)
    except BadPhoto:
        return


def _photos(side: int, quality: int) -> list[bytes]:
    if not quality:
        return [path.read_bytes() for path in sorted(shared("photos", "garments").rglob("*.jpg"))]
    return enlarged_photos(side, quality)


def enlarged_photos(side: int, quality: int) -> list[bytes]:
    """The garments as larger photos: `side` is the shorter one in pixels."""
    return [_enlarged(one, side, quality) for one in originals()]


def _enlarged(picture: Image.Image, side: int, quality: int) -> bytes:
    by = side / min(picture.size)
    size = (round(picture.width * by), round(picture.height * by))
    return _encoded(picture.resize(size, Image.Resampling.BICUBIC), "JPEG", quality=quality)


def _largest() -> list[bytes]:
    see_through = Image.new("RGBA", (7_900, 5_000), (10, 200, 90, 120))
    full = originals()[0].resize((5_400, 7_200))
    return [
        _encoded(see_through, "PNG", compress_level=1),
        _encoded(full, "JPEG", quality=60, progressive=True, subsampling=0),
    ]


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _peak_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _cpu_s(pids: tuple[int, ...]) -> float:
    """Seconds of processor time these processes have taken (proc(5), fields 14 and 15)."""
    ticks = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
    return sum(int(fields[11]) + int(fields[12]) for fields in ticks) / 100
