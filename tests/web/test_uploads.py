"""A photo in slices: resumed where it was cut off, taken in once, refused in plain words."""

import secrets
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from onward.domain.accounts import Viewer
from onward.services import returns
from onward.services.photos import MOST_BYTES, SLICE_BYTES, Ticket, Wanted, ticket
from tests.shared import shared
from tests.web.site import Site

pytestmark = pytest.mark.anyio


def noisy(size: int = 700) -> bytes:
    """A real JPEG of more than two slices."""
    out = BytesIO()
    image = Image.frombytes("RGB", (size, size), secrets.token_bytes(size * size * 3))
    image.save(out, "JPEG", quality=95)
    assert len(out.getvalue()) > 2 * SLICE_BYTES
    return out.getvalue()


async def a_ticket(site: Site, size: int, key: str = "k1", shot: str = "front") -> tuple[str, str]:
    """A case of Rosa's, and the address one of its photos goes to."""
    story = await site.shop.start()
    given = await ticket_for(site, story.case.id, size, key, shot)
    return story.case.id, f"/uploads/{given.token}"


async def ticket_for(
    site: Site, case_id: str, size: int, key: str = "k1", shot: str = "front"
) -> Ticket:
    wanted = Wanted(case_id, shot, size, "image/jpeg")
    return await ticket(site.shop.world, site.shop.rosa, wanted, key)


async def send(client: httpx.AsyncClient, url: str, raw: bytes, offset: int = 0) -> httpx.Response:
    """Slice after slice from an offset; the last answer."""
    while True:
        piece = raw[offset : offset + SLICE_BYTES]
        answer = await put(client, url, piece, offset)
        offset += len(piece)
        if answer.status_code != 204 or offset >= len(raw):
            return answer


async def put(client: httpx.AsyncClient, url: str, piece: bytes, offset: object) -> httpx.Response:
    return await client.put(url, content=piece, headers={"upload-offset": str(offset)})


async def photos(site: Site, case_id: str, viewer: Viewer | None = None) -> int:
    story = await returns.of_case(viewer or site.shop.rosa, case_id)
    assert story is not None
    return len(story.photos)


async def test_a_photo_arrives_in_slices_and_joins_its_case(site: Site) -> None:
    raw = noisy()
    case_id, url = await a_ticket(site, len(raw))
    async with site.client(site.shop.rosa) as rosa:
        assert (await rosa.head(url)).headers["upload-offset"] == "0"
        answer = await send(rosa, url, raw)
        assert answer.status_code == 201
        story = await site.shop.story(case_id)
        assert answer.json() == {"photoId": story.photos[0].id}
        assert (await rosa.head(url)).headers["upload-offset"] == str(len(raw))


async def test_an_upload_goes_on_where_it_was_cut_off_even_after_a_restart(site: Site) -> None:
    raw = noisy()
    case_id, url = await a_ticket(site, len(raw))
    async with site.client(site.shop.rosa) as rosa:
        first = await put(rosa, url, raw[:SLICE_BYTES], 0)
        assert (first.status_code, first.headers["upload-offset"]) == (204, str(SLICE_BYTES))
    async with site.client(site.shop.rosa, app=site.app()) as rosa:
        offset = int((await rosa.head(url)).headers["upload-offset"])
        assert offset == SLICE_BYTES
        assert (await send(rosa, url, raw, offset)).status_code == 201
    assert await photos(site, case_id) == 1


async def test_a_slice_at_the_wrong_place_is_told_the_right_one(site: Site) -> None:
    raw = noisy()
    _, url = await a_ticket(site, len(raw))
    async with site.client(site.shop.rosa) as rosa:
        await put(rosa, url, raw[:SLICE_BYTES], 0)
        for offset in (0, SLICE_BYTES + 1):
            again = await put(rosa, url, raw[:100], offset)
            assert again.status_code == 409
            assert again.headers["upload-offset"] == str(SLICE_BYTES)
            assert again.json()["code"] == "BAD_OFFSET"
            assert again.json()["message"]


async def test_the_last_slice_sent_twice_is_one_photo(site: Site) -> None:
    raw = noisy()
    case_id, url = await a_ticket(site, len(raw))
    last = len(raw) - len(raw) % SLICE_BYTES
    async with site.client(site.shop.rosa) as rosa:
        first = await send(rosa, url, raw)
        second = await put(rosa, url, raw[last:], last)
        assert (second.status_code, second.json()) == (201, first.json())
    assert await photos(site, case_id) == 1


@pytest.mark.parametrize("offset", ["", "-1", "many", "٣", "9" * 30])
async def test_an_offset_that_is_no_number_is_refused(site: Site, offset: str) -> None:
    _, url = await a_ticket(site, 1000)
    async with site.client(site.shop.rosa) as rosa:
        answer = await rosa.put(url, content=b"x", headers={b"upload-offset": offset.encode()})
        assert (answer.status_code, answer.json()["code"]) == (400, "BAD_OFFSET")


async def test_a_ticket_is_for_one_person(site: Site) -> None:
    _, url = await a_ticket(site, 1000)
    for viewer in (site.shop.ben, site.shop.ada, None):
        async with site.client(viewer) as other:
            answer = await put(other, url, b"x" * 1000, 0)
            assert (answer.status_code, answer.json()["code"]) == (403, "BAD_TICKET")
            assert (await other.head(url)).status_code == 403


async def test_a_ticket_that_is_forged_or_over_is_refused(site: Site) -> None:
    story = await site.shop.start()
    claims = {
        "photo": "p", "about": story.case.id, "shot": "front", "size": 10, "by": site.shop.rosa.id
    }  # fmt: skip
    tokens = site.shop.world.tokens
    over = tokens.sign("upload", claims, timedelta(seconds=-1))
    other_purpose = tokens.sign("photo", claims, timedelta(hours=1))
    for token in (over, other_purpose, "nonsense", over[:-3]):
        async with site.client(site.shop.rosa) as rosa:
            answer = await put(rosa, f"/uploads/{token}", b"0123456789", 0)
            assert (answer.status_code, answer.json()["code"]) == (403, "BAD_TICKET")


async def test_more_than_was_announced_is_refused_and_keeps_nothing(site: Site) -> None:
    _, url = await a_ticket(site, 1000)
    async with site.client(site.shop.rosa) as rosa:
        answer = await put(rosa, url, b"x" * 1001, 0)
        assert (answer.status_code, answer.json()["code"]) == (413, "PICTURE_TOO_LARGE")
        assert (await rosa.head(url)).headers["upload-offset"] == "0"


async def test_a_slice_that_is_too_long_is_refused_before_it_is_read(site: Site) -> None:
    _, url = await a_ticket(site, MOST_BYTES)
    async with site.client(site.shop.rosa) as rosa:
        answer = await put(rosa, url, b"x" * (SLICE_BYTES + 1), 0)
        assert (answer.status_code, answer.json()["code"]) == (413, "PICTURE_TOO_LARGE")


async def test_a_slice_of_unknown_length_is_stopped_as_it_passes(site: Site) -> None:
    _, url = await a_ticket(site, MOST_BYTES)

    async def endless() -> object:
        for _ in range(20):
            yield b"x" * (SLICE_BYTES // 10)

    async with site.client(site.shop.rosa) as rosa:
        answer = await rosa.put(url, content=endless(), headers={"upload-offset": "0"})  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["code"]) == (413, "PICTURE_TOO_LARGE")
        assert (await rosa.head(url)).headers["upload-offset"] == "0"


async def test_what_is_no_picture_is_refused_each_time_it_is_asked(site: Site) -> None:
    raw = b"This is a letter, not a picture." * 10
    case_id, url = await a_ticket(site, len(raw))
    async with site.client(site.shop.rosa) as rosa:
        for _ in range(2):
            answer = await put(rosa, url, raw, 0)
            assert (answer.status_code, answer.json()["code"]) == (422, "NOT_A_PICTURE")
    assert await photos(site, case_id) == 0


async def test_a_photo_for_a_case_that_moved_on_is_refused(site: Site) -> None:
    raw = noisy()
    case_id, url = await a_ticket(site, len(raw))
    await returns.withdraw(site.shop.world, site.shop.rosa, case_id, "no more")
    async with site.client(site.shop.rosa) as rosa:
        answer = await send(rosa, url, raw)
        assert (answer.status_code, answer.json()["code"]) == (422, "WRONG_STAGE")


def hostile() -> list[Path]:
    return sorted(path for path in shared("photos", "hostile").iterdir() if path.is_file())


async def test_every_hostile_file_is_refused_in_plain_words(site: Site) -> None:
    story = await site.shop.start()
    async with site.client(site.shop.rosa) as rosa:
        refused = []
        for number, path in enumerate(hostile()):
            raw = path.read_bytes()
            if not 0 < len(raw) <= MOST_BYTES:
                continue
            given = await ticket_for(site, story.case.id, len(raw), f"h{number}")
            answer = await send(rosa, f"/uploads/{given.token}", raw)
            assert answer.status_code in (201, 422), f"{path.name}: {answer.text}"
            if answer.status_code == 422:
                assert answer.json()["message"]
                refused.append(path.name)
        assert refused


async def test_another_site_cannot_send_a_photo(site: Site) -> None:
    _, url = await a_ticket(site, 1000)
    async with site.client(site.shop.rosa, origin="https://elsewhere.example") as elsewhere:
        answer = await put(elsewhere, url, b"x" * 1000, 0)
        assert (answer.status_code, answer.json()["code"]) == (403, "WRONG_ORIGIN")


async def test_a_full_disk_is_said_in_plain_words_and_the_photo_arrives_once_there_is_room(
    site: Site,
) -> None:
    raw = noisy()
    case_id, url = await a_ticket(site, len(raw))
    async with site.client(site.shop.rosa) as rosa:
        await put(rosa, url, raw[:SLICE_BYTES], 0)
        [part] = site.folder.rglob("*.part")
        kept = part.rename(part.with_suffix(".kept"))
        part.symlink_to("/dev/full")
        answer = await put(rosa, url, raw[:SLICE_BYTES], 0)
        assert (answer.status_code, answer.json()["code"]) == (503, "OUTAGE")
        assert "Nothing is lost" in answer.json()["message"]
        part.unlink()
        kept.rename(part)
        assert (await send(rosa, url, raw, SLICE_BYTES)).status_code == 201
    assert await photos(site, case_id) == 1


async def test_a_picture_of_another_kind_than_was_announced_is_refused(site: Site) -> None:
    out = BytesIO()
    Image.new("RGB", (640, 800), "navy").save(out, "PNG")
    case_id, url = await a_ticket(site, len(out.getvalue()))
    async with site.client(site.shop.rosa) as rosa:
        answer = await send(rosa, url, out.getvalue())
    assert (answer.status_code, answer.json()["code"]) == (422, "PICTURE_OF_OTHER_KIND")
    assert await photos(site, case_id) == 0
