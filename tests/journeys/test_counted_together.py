"""Several processes of one machine count in one folder: whichever of them is asked tells of all,
and what was counted outlives whoever counted it."""

from contextlib import AsyncExitStack

import httpx
import pytest

from onward.adapters.carriers.sandbox_counter import scan_of
from onward.domain.life import ShipmentStatus
from onward.services import pulse
from onward.store import sql
from tests.counts import Counts, read
from tests.journeys.processes import address_of, process
from tests.journeys.test_bad_scans import HOOK, on_the_counter
from tests.journeys.town import Town
from tests.polling import until

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

TOKEN = "the token of a scraper, long enough"
FORGED = "onward_webhooks_total forged carrier"
TAKEN = "onward_webhooks_total taken carrier"


async def scraped(address: str) -> Counts:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as scraper:
        answer = await scraper.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return read(answer.text)


async def told(address: str, headers: dict[str, str], body: bytes) -> int:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as machine:
        return (await machine.post(HOOK, headers=headers, content=body)).status_code


async def a_worker_works() -> bool:
    return (await pulse.feel()).worker


async def done_in_the_database() -> int:
    rows = await sql.fetch("SELECT count(*) AS n FROM effects WHERE done_at IS NOT NULL")
    return int(rows[0]["n"])


async def test_two_webs_and_a_worker_are_told_of_as_one(quiet_town: Town) -> None:
    town = quiet_town
    _, case = await on_the_counter(town)
    await town.settle()
    before, now = await done_in_the_database(), await town.world.clock.now()
    town.left_to_others = True
    folder = town.settings.home / "counts"
    beside = {"PROMETHEUS_MULTIPROC_DIR": str(folder), "ONWARD_METRICS_TOKEN": TOKEN}
    async with AsyncExitStack() as others:
        webs = [
            await others.enter_async_context(process(town, "serve", "--port", "0", beside=beside))
            for _ in "12"
        ]
        worker = await others.enter_async_context(process(town, "worker", beside=beside))
        one, other = [await address_of(web) for web in webs]
        await until(a_worker_works, within=60)
        assert (await scraped(one))[FORGED] == 0
        for address, times in ((one, 2), (other, 3)):
            for _ in range(times):
                assert await told(address, {}, b"{}") == 401
        scan = scan_of(case["dropoff"]["trackingNumber"], ShipmentStatus.IN_TRANSIT, now)
        assert await told(other, *town.carrier.sign_scans([scan])) == 200
        await town.settle()
        worker.terminate()
        assert await worker.wait() == 0
        by_worker = await done_in_the_database() - before
        assert by_worker > 0
        for address in (one, other):
            counts = await scraped(address)
            assert (counts[FORGED], counts[TAKEN]) == (5, 1)
            done = [n for name, n in counts.items() if name.endswith(" done")]
            assert sum(done) == by_worker
            assert counts["onward_database_up"] == 1
    assert list(folder.glob("*.db"))
