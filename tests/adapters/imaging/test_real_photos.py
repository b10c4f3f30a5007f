"""Real photos, and hostile ones, through the supervised processes: every single file."""

import asyncio
from itertools import zip_longest
from pathlib import Path

import pytest

from onward.adapters.imaging.decoding import TAKES_HEIC
from onward.adapters.imaging.supervised import SupervisedImaging
from onward.domain.refusals import BadPhoto
from tests.adapters.imaging.pictures import opened, segments
from tests.adapters.imaging.test_cleaning import PIXELS_ONLY
from tests.adapters.imaging.test_supervised import is_there
from tests.shared import shared

pytestmark = pytest.mark.anyio
REFUSED = {
    "broken.png": "PICTURE_CUT_OFF",
    "truncated_image.png": "PICTURE_CUT_OFF",
    "crash-2020-10-test.tif": "NOT_A_PICTURE",
    "decompression_bomb.gif": "NOT_A_PICTURE",
    "decompression_bomb.ico": "NOT_A_PICTURE",
    "oom-8ed3316a4109213ca96fb8a256a0bfefdece1461.icns": "NOT_A_PICTURE",
}
if not TAKES_HEIC:
    REFUSED |= dict.fromkeys(
        ("hopper.heif", "IMG_5195.HEIC", "samplefilehub.heif"), "HEIC_NOT_SUPPORTED"
    )


def files(folder: str) -> list[Path]:
    return sorted(path for path in shared("photos", folder).rglob("*") if path.is_file())


async def said_of(imaging: SupervisedImaging, content: bytes) -> str | None:
    """The code it was refused with; None once it is clean, which is looked at here."""
    try:
        photo = await imaging.clean(content)
    except BadPhoto as refusal:
        return refusal.said
    assert opened(photo.jpeg).size == (photo.width, photo.height)
    assert max(photo.width, photo.height) <= 1600
    assert max(opened(photo.thumbnail).size) <= 400
    for jpeg in (photo.jpeg, photo.thumbnail):
        assert set(segments(jpeg)) <= PIXELS_ONLY
    return None


@pytest.mark.parametrize("folder", ["hostile", "exif"])
async def test_every_awkward_file_is_clean_or_refused_and_ends_no_process(folder: str) -> None:
    async with SupervisedImaging(children=1) as imaging:
        await imaging.clean(files("garments")[0].read_bytes())
        before = imaging.pids
        said = {path.name: await said_of(imaging, path.read_bytes()) for path in files(folder)}
        assert imaging.pids == before
    assert {name: code for name, code in said.items() if code} == {
        name: code for name, code in REFUSED.items() if name in said
    }
    assert None in said.values()


async def test_awkward_files_hold_up_no_other_picture_and_leave_no_process_hanging() -> None:
    awkward = [path.read_bytes() for path in (*files("hostile"), *files("exif"))]
    garments = [path.read_bytes() for path in files("garments")[:10]]
    mixed = [raw for pair in zip_longest(awkward, garments) for raw in pair if raw is not None]
    async with SupervisedImaging(children=2) as imaging:
        said = await asyncio.gather(*(said_of(imaging, raw) for raw in mixed))
        assert len(imaging.pids) == 2
        pids = imaging.pids
    assert [code for raw, code in zip(mixed, said, strict=True) if raw in garments] == [None] * 10
    assert not [pid for pid in pids if is_there(pid)]


async def test_photos_that_hold_a_place_leave_without_it() -> None:
    placed = [path for path in files("exif") if path.suffix == ".jpg" and _holds_a_place(path)]
    assert len(placed) >= 2
    async with SupervisedImaging() as imaging:
        photos = await asyncio.gather(*(imaging.clean(path.read_bytes()) for path in placed))
    assert not any(opened(photo.jpeg).getexif() for photo in photos)


async def test_photos_taken_on_their_side_stand_up() -> None:
    async with SupervisedImaging() as imaging:
        portrait = await imaging.clean(shared("photos", "exif", "portrait_6.jpg").read_bytes())
        landscape = await imaging.clean(shared("photos", "exif", "landscape_6.jpg").read_bytes())
    assert (portrait.width, portrait.height) == (450, 600)
    assert (landscape.width, landscape.height) == (600, 450)


async def test_all_fifty_garments_are_clean_at_their_own_size() -> None:
    garments = files("garments")
    async with SupervisedImaging() as imaging:
        photos = await asyncio.gather(*(imaging.clean(path.read_bytes()) for path in garments))
    assert len(photos) == 50
    for path, photo in zip(garments, photos, strict=True):
        assert opened(path.read_bytes()).size == (photo.width, photo.height)
    assert len({photo.sha256 for photo in photos}) == 50


def _holds_a_place(path: Path) -> bool:
    return bool(opened(path.read_bytes()).getexif().get_ifd(0x8825))
