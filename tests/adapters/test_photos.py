"""Photos under keys, in a folder and in memory alike."""

import os
from pathlib import Path

import pytest

from onward.adapters.photos import ObjectPhotos
from onward.ports import Outage, Photos
from tests.world import FakePhotos

pytestmark = pytest.mark.anyio
KEY = "cases/0199/front.jpg"


def in_folder(folder: Path) -> Photos:
    return ObjectPhotos((folder / "photos").as_uri())


def in_memory(folder: Path) -> Photos:
    return FakePhotos()


@pytest.fixture(params=[in_folder, in_memory])
def photos(request: pytest.FixtureRequest, tmp_path: Path) -> Photos:
    made: Photos = request.param(tmp_path)
    return made


async def test_what_is_written_is_read(photos: Photos) -> None:
    content = os.urandom(300_000)
    await photos.write(KEY, content)
    assert await photos.read(KEY) == content


async def test_what_was_never_written_is_none(photos: Photos) -> None:
    assert await photos.read(KEY) is None


async def test_the_last_write_stays(photos: Photos) -> None:
    await photos.write(KEY, b"one")
    await photos.write(KEY, b"two")
    assert await photos.read(KEY) == b"two"


async def test_deleting_takes_one_and_leaves_its_neighbour(photos: Photos) -> None:
    await photos.write(KEY, b"one")
    await photos.write(f"{KEY}.small", b"two")
    await photos.delete(KEY)
    await photos.delete(KEY)
    assert await photos.read(KEY) is None
    assert await photos.read(f"{KEY}.small") == b"two"


async def test_another_process_finds_them(tmp_path: Path) -> None:
    await in_folder(tmp_path).write(KEY, b"one")
    assert await in_folder(tmp_path).read(KEY) == b"one"


async def test_no_key_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    with pytest.raises(ValueError, match="secret"):
        await in_folder(tmp_path).read("../secret")


async def test_a_folder_that_takes_no_photos_is_an_outage(tmp_path: Path) -> None:
    photos = in_folder(tmp_path)
    (tmp_path / "photos").rmdir()
    (tmp_path / "photos").write_text("a file where the folder should be")
    with pytest.raises(Outage):
        await photos.write(KEY, b"one")
