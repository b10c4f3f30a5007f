"""Photos and labels: whoever holds the signed address sees them, for a while."""

from datetime import timedelta

import pytest

from onward.services.photos import ANYONE
from onward.services.photos import url as photo_url
from onward.services.printing import label_url, thermal_url
from tests.web.site import Site

pytestmark = pytest.mark.anyio


async def test_a_signed_address_shows_a_clean_photo(site: Site) -> None:
    story = await site.shop.approved()
    for thumbnail in (False, True):
        url = photo_url(site.shop.world, ANYONE, story.photos[0].id, thumbnail=thumbnail)
        async with site.client() as anybody:
            answer = await anybody.get(url)
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "image/jpeg"
            assert answer.headers["cache-control"].startswith("private")
            assert answer.content.startswith(b"\xff\xd8")
            assert b"Exif" not in answer.content


async def test_the_warehouse_label_is_a_pdf(site: Site) -> None:
    story = await site.shop.approved()
    url = label_url(site.shop.world, story)
    assert url
    async with site.client() as anybody:
        answer = await anybody.get(url)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.content.startswith(b"%PDF")


async def test_the_label_for_a_thermal_printer_is_a_file_of_its_own(site: Site) -> None:
    story = await site.shop.approved()
    url = await thermal_url(site.shop.world, story)
    assert url
    async with site.client() as anybody:
        answer = await anybody.get(url)
        assert answer.headers["content-type"].startswith("application/zpl")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.content.startswith(b"^XA")
        assert (await anybody.get(url.replace(".zpl", ".pdf"))).status_code == 404


async def test_an_address_that_is_over_or_forged_shows_nothing(site: Site) -> None:
    story = await site.shop.approved()
    tokens = site.shop.world.tokens
    good = photo_url(site.shop.world, ANYONE, story.photos[0].id).split("/")[2].removesuffix(".jpg")
    over = tokens.sign("photo", {"key": f"photos/{story.photos[0].id}.jpg"}, timedelta(seconds=-1))
    async with site.client() as anybody:
        for token in (over, good[:-4], "x"):
            answer = await anybody.get(f"/photos/{token}.jpg")
            assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
        assert (await anybody.get(f"/labels/{good}.pdf")).status_code == 404


async def test_a_catalogue_picture_is_drawn(site: Site) -> None:
    async with site.client() as anybody:
        answer = await anybody.get("/pictures/linen-overshirt-indigo.svg")
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert answer.text.startswith("<svg")
        assert (await anybody.get("/pictures/no-such-thing.svg")).status_code == 404
