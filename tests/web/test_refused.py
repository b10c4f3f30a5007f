"""What goes wrong behind a plain address: a port that is down, and a bug of ours."""

import dataclasses
from typing import Any

import pytest

from onward.ports import Outage
from onward.services.photos import ANYONE
from onward.services.photos import url as photo_url
from tests.services.shop import picture
from tests.web.site import Site
from tests.web.test_uploads import a_ticket, photos, put
from tests.world import FakePhotos

pytestmark = pytest.mark.anyio


class TroubledPhotos(FakePhotos):
    """Photos that fail as long as there is some trouble."""

    trouble: Exception | None = None

    async def write(self, key: str, content: bytes) -> None:
        if self.trouble:
            raise self.trouble
        await super().write(key, content)

    async def read(self, key: str) -> bytes | None:
        if self.trouble:
            raise self.trouble
        return await super().read(key)


def troubled(site: Site) -> TroubledPhotos:
    kept = TroubledPhotos()
    site.shop.world = dataclasses.replace(site.shop.world, photos=kept)
    return kept


async def test_while_the_photo_store_is_down_an_upload_waits_and_then_succeeds(
    page: Site,
) -> None:
    kept = troubled(page)
    raw = picture("front")
    case_id, url = await a_ticket(page, len(raw))
    async with page.client(page.shop.rosa) as rosa:
        kept.trouble = Outage("photos", "down")
        answer = await put(rosa, url, raw, 0)
        assert (answer.status_code, answer.json()["code"]) == (503, "OUTAGE")
        assert await photos(page, case_id) == 0
        assert (await rosa.head(url)).headers["upload-offset"] == str(len(raw))
        kept.trouble = None
        assert (await put(rosa, url, b"", len(raw))).status_code == 201
    assert await photos(page, case_id) == 1


async def test_a_bug_of_ours_is_masked_and_named_by_a_reference(page: Site) -> None:
    kept = troubled(page)
    kept.trouble = RuntimeError("the inner workings")
    async with page.client() as anybody:
        answer = await anybody.get(photo_url(page.shop.world, ANYONE, "some-photo"))
    assert answer.status_code == 500
    assert "inner workings" not in answer.text
    body = answer.json()
    assert body["code"] == "FAULT"
    assert answer.headers["x-request-id"] in body["message"]


async def test_who_hangs_up_in_the_middle_of_a_request_is_no_fault_of_ours(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    heard = iter([{"type": "http.request", "body": b"{", "more_body": True}])
    said: list[Any] = []

    async def receive() -> dict[str, Any]:
        return next(heard, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "headers": [(b"host", b"onward.test"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("onward.test", 80),
        "scheme": "http",
    }
    await site.app()(scope, receive, send)
    assert said[0]["status"] == 499
    assert "Traceback" not in capsys.readouterr().out
