"""What a monitor hears: the database, the worker, the version."""

import pytest

from onward.services.pulse import SILENT_AFTER_S
from onward.store import pulse, sql
from tests.web.site import Site

pytestmark = pytest.mark.anyio


async def test_without_a_worker_the_pages_still_answer(site: Site) -> None:
    async with site.client() as monitor:
        answer = await monitor.get("/health")
        assert answer.status_code == 200
        body = answer.json()
        assert (body["status"], body["database"], body["worker"]) == ("degraded", True, False)
        assert body["version"]


async def test_a_worker_that_gave_a_sign_of_life_is_well(site: Site) -> None:
    await pulse.beat()
    async with site.client() as monitor:
        assert (await monitor.get("/health")).json()["status"] == "ok"


async def test_a_worker_that_is_silent_for_long_is_said(site: Site) -> None:
    await pulse.beat()
    await sql.execute("UPDATE settings SET value = value - ?", [int(SILENT_AFTER_S * 1000) + 1000])
    async with site.client() as monitor:
        assert (await monitor.get("/health")).json()["worker"] is False
