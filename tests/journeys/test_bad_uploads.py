"""Tickets and pictures that are not what they say, sent through the real upload to the process that
decodes them: a plain no, the same each time, and nothing joins the case."""

from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from onward.services.photos import MOST_BYTES
from tests.journeys.browser import Browser
from tests.journeys.customers import BEN, ROSA
from tests.journeys.pictures import snapshot
from tests.journeys.refusing import no, nothing_written
from tests.journeys.road import line_of, seen, start, ticket_for
from tests.journeys.town import Town
from tests.shared import shared

pytestmark = pytest.mark.anyio

TITLE = "Linen overshirt"
# What no phone sends: cut off, bombs, and what a fuzzer found.
HOSTILE = {
    "broken.png", "truncated_image.png", "decompression_bomb.gif", "decompression_bomb.ico",
    "crash-2020-10-test.tif", "oom-8ed3316a4109213ca96fb8a256a0bfefdece1461.icns",
}  # fmt: skip


async def drafted(town: Town) -> tuple[Browser, dict[str, Any]]:
    await town.opens()
    rosa = await town.browser(ROSA.email)
    [case] = await start(rosa, (await line_of(rosa, TITLE))["id"])
    return rosa, case


def plain(answer: httpx.Response) -> tuple[int, str]:
    told = answer.json()
    assert told["message"][0].isupper()
    assert told["message"].endswith(".")
    return answer.status_code, told["code"]


async def refused_twice(window: Browser, url: str, raw: bytes) -> tuple[int, str]:
    """What becomes of all these bytes, and that it becomes of them again."""
    async with nothing_written():
        first = await window.send(url, raw)
        again = await window.put(url, b"", len(raw))
        assert (again.status_code, again.text) == (first.status_code, first.text)
    return plain(first)


async def test_hostile_pictures_are_refused_and_others_come_out_clean(quiet_town: Town) -> None:
    rosa, case = await drafted(quiet_town)
    refused = set()
    for path in sorted(shared("photos", "hostile").iterdir()):
        raw = path.read_bytes()
        ticket = await ticket_for(rosa, case["id"], "front", len(raw))
        if path.name in HOSTILE:
            status, _ = await refused_twice(rosa, ticket["url"], raw)
            assert status == 422, path.name
            refused.add(path.name)
        else:
            await taken_or_refused(rosa, case["id"], ticket, path.name, raw)
    assert refused == HOSTILE


async def taken_or_refused(
    rosa: Browser, case_id: str, ticket: dict[str, Any], name: str, raw: bytes
) -> None:
    """Odd, but perhaps a picture: then it is a JPEG of ours with nothing hidden in it."""
    answer = await rosa.send(ticket["url"], raw)
    if answer.status_code != 201:
        assert plain(answer)[0] == 422, name
        return
    photos = (await seen(rosa, case_id))["photos"]
    [photo] = [one for one in photos if one["id"] == ticket["photoId"]]
    clean = (await rosa.http.get(photo["url"])).content
    with Image.open(BytesIO(clean)) as image:
        assert image.format == "JPEG", name
        assert not image.getexif(), name
        assert "exif" not in image.info, name


async def test_a_picture_too_large_cut_off_or_none_at_all_is_refused(quiet_town: Town) -> None:
    rosa, case = await drafted(quiet_town)
    photo = {"caseId": case["id"], "shot": "front", "size": 9, "contentType": "image/jpeg"}
    for wrong, code in (
        ({"size": MOST_BYTES + 1}, ("PICTURE_TOO_LARGE", "size")),
        ({"size": 0}, ("PICTURE_TOO_LARGE", "size")),
        ({"size": -5}, ("PICTURE_TOO_LARGE", "size")),
        ({"contentType": "text/html"}, ("NOT_A_PICTURE", "contentType")),
        ({"shot": "the neighbour"}, ("UNKNOWN_SHOT", "shot")),
    ):
        assert await no(rosa, "UploadPhoto", **{**photo, **wrong}) == code
    whole = next(iter(sorted(shared("photos", "garments", "dress").glob("*.jpg")))).read_bytes()
    for raw, said in (
        (whole[: len(whole) // 2], "PICTURE_CUT_OFF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "NOT_A_PICTURE"),
        (b"\x00", "NOT_A_PICTURE"),
        (b"%PDF-1.7 a letter", "NOT_A_PICTURE"),
    ):
        ticket = await ticket_for(rosa, case["id"], "front", len(raw))
        assert await refused_twice(rosa, ticket["url"], raw) == (422, said)
    assert (await seen(rosa, case["id"]))["photos"] == []


async def test_more_bytes_than_were_announced_are_refused(quiet_town: Town) -> None:
    rosa, case = await drafted(quiet_town)
    raw = snapshot("front")
    ticket = await ticket_for(rosa, case["id"], "front", len(raw) - 1)
    async with nothing_written():
        assert plain(await rosa.put(ticket["url"], raw, 0)) == (413, "PICTURE_TOO_LARGE")
        assert plain(await rosa.put(ticket["url"], b"y" * 3_000_000, 0))[0] == 413
        for offset in ("-1", "many", "", "9" * 40):
            assert plain(await rosa.put(ticket["url"], b"y", offset)) == (400, "BAD_OFFSET")
    assert await rosa.offset(ticket["url"]) == 0


async def test_a_ticket_is_for_one_person_one_photo_and_one_time(quiet_town: Town) -> None:
    town = quiet_town
    rosa, case = await drafted(town)
    ben, nobody = await town.browser(BEN.email), await town.browser()
    raw = snapshot("front")
    ticket = await ticket_for(rosa, case["id"], "front", len(raw))
    head, body, signature = ticket["url"].split(".")
    forged = (f"{head}.{body}.{signature[::-1]}", ticket["url"][:-3], "/uploads/nonsense")
    async with nothing_written():
        for window in (ben, nobody):
            assert plain(await window.put(ticket["url"], raw, 0)) == (403, "BAD_TICKET")
        for url in forged:
            assert plain(await rosa.put(url, raw, 0)) == (403, "BAD_TICKET")
    first = await rosa.send(ticket["url"], raw)
    other = snapshot("another picture")[: len(raw)]
    async with nothing_written():
        # Spent: whatever is sent with it again, the photo that came is the photo there is.
        again = await rosa.put(ticket["url"], other, 0)
        assert (again.status_code, again.json()) == (201, first.json())
    late = await ticket_for(rosa, case["id"], "back", len(raw))
    await rosa.does("WithdrawReturn", caseId=case["id"])
    assert await refused_twice(rosa, late["url"], raw) == (422, "WRONG_STAGE")


async def test_an_address_of_one_thing_opens_no_other(quiet_town: Town) -> None:
    """Photos and labels lie behind signed addresses; a token for one is none for the other."""
    rosa, case = await drafted(quiet_town)
    raw = snapshot("front")
    ticket = await ticket_for(rosa, case["id"], "front", len(raw))
    await rosa.send(ticket["url"], raw)
    [photo] = (await seen(rosa, case["id"]))["photos"]
    token = photo["url"].removeprefix("/photos/").removesuffix(".jpg")
    upload = ticket["url"].removeprefix("/uploads/")
    for path in (
        f"/labels/{token}.pdf",
        f"/photos/{upload}.jpg",
        f"/photos/{token[:-2]}.jpg",
        "/labels/x.pdf",
    ):
        assert plain(await rosa.http.get(path)) == (404, "NOT_FOUND"), path
    # The app's own files answer for what looks like none of our addresses.
    outside = await rosa.http.get("/photos/..%2F..%2Fonward.sqlite3.jpg")
    assert (outside.status_code, outside.text) == (404, "We cannot find that.")
    assert plain(await rosa.put(f"/uploads/{token}", raw, 0)) == (403, "BAD_TICKET")
