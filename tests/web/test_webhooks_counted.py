"""Each webhook is counted once, by what became of it: exact counts after exact messages."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from structlog.testing import capture_logs

from onward.domain.shipping import Scan
from onward.store import sql, strange
from tests.counts import rising
from tests.services.shop import usd
from tests.web.site import Site
from tests.web.test_webhooks import a_scan, carrier
from tests.web.test_webhooks_payments import bank
from tests.world import FakeCarrier

pytestmark = pytest.mark.anyio

CARRIER, PAYMENTS = "/webhooks/carrier", "/webhooks/payments"
TOO_MUCH = b"x" * 300_000
UNKNOWN_KIND = {"id": "evt_1", "kind": "payout.paused", "at": "2026-11-23T09:00:00Z"}


class BrokenCarrier(FakeCarrier):
    """Reads nothing, for a bug of ours."""

    def scans(self, headers: Mapping[str, str], body: bytes) -> tuple[Scan, ...]:
        raise RuntimeError("a bug of ours")


async def status(
    site: Site, hook: str, headers: Mapping[str, str], body: bytes | AsyncIterator[bytes]
) -> int:
    async with site.client() as machine:
        del machine.headers["origin"]
        answer: httpx.Response = await machine.post(hook, headers=headers, content=body)
        return answer.status_code


async def scanned(site: Site, *scans: Scan) -> int:
    return await status(site, CARRIER, *carrier(site).hand_in(*scans))


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    """A body whose length nobody tells beforehand."""
    for at in range(0, len(body), 50_000):
        yield body[at : at + 50_000]


async def test_news_and_repeats_whatever_their_order(site: Site) -> None:
    story = await site.shop.matched()
    first = await a_scan(site, story)
    later = replace(first, key="later")
    with rising() as rose:
        assert await scanned(site, first) == 200
        assert await scanned(site, first) == 200
        # One that was told and one that was not: together they are news.
        assert await scanned(site, first, later) == 200
        assert await scanned(site, later, first) == 200
    webhooks = {name: n for name, n in rose.items() if "webhooks" in name}
    assert webhooks == {
        "onward_webhooks_total taken carrier": 2,
        "onward_webhooks_total repeated carrier": 2,
    }
    assert not [name for name in rose if "refusals" in name or "faults" in name]


async def test_of_the_same_webhook_told_at_once_one_is_news(site: Site) -> None:
    scan = await a_scan(site, await site.shop.matched())
    with rising() as rose:
        assert set(await asyncio.gather(*(scanned(site, scan) for _ in range(5)))) == {200}
    assert {name: n for name, n in rose.items() if "webhooks" in name} == {
        "onward_webhooks_total taken carrier": 1,
        "onward_webhooks_total repeated carrier": 4,
    }


@pytest.mark.parametrize("year", [1, 1970, 9999])
async def test_an_absurd_time_is_taken_as_it_can_be_and_counted(site: Site, year: int) -> None:
    story = await site.shop.matched()
    scan = replace(await a_scan(site, story), at=datetime(year, 6, 1, tzinfo=UTC))
    with rising() as rose:
        assert await scanned(site, scan) == 200
        assert await scanned(site, scan) == 200
    assert rose["onward_webhooks_total absurd carrier"] == 1
    assert rose["onward_webhooks_total repeated carrier"] == 1
    parcel = (await site.shop.story(story.case.id)).parcel
    now = await site.shop.world.clock.now()
    assert parcel
    assert parcel.first_scan_at
    assert parcel.issued_at <= parcel.first_scan_at <= now
    assert [one.kind for one in await strange.unseen(10)] == ["ABSURD_SCAN"]


async def test_what_a_carrier_may_not_say_is_counted_by_its_reason(site: Site) -> None:
    story = await site.shop.matched()
    scan = await a_scan(site, story)
    headers, body = carrier(site).hand_in(scan)
    senseless = carrier(site).signed({"scans": [{"key": "only"}]})
    stranger = replace(scan, key="of a stranger", tracking_number="NOT-OURS")
    with rising() as rose:
        assert await status(site, CARRIER, {}, body) == 401
        assert await status(site, CARRIER, headers, body + b" ") == 401
        # Signed, but by the bank.
        assert await status(site, CARRIER, *bank(site).signed(UNKNOWN_KIND)) == 401
        assert await status(site, CARRIER, *senseless) == 400
        assert await scanned(site, stranger, scan) == 404
        assert await scanned(site, stranger, scan) == 404
        assert await status(site, CARRIER, *carrier(site).signed({"scans": []})) == 200
        assert await status(site, CARRIER, {}, TOO_MUCH) == 413
        assert await status(site, CARRIER, {}, in_pieces(TOO_MUCH)) == 413
    assert {name: n for name, n in rose.items() if "effects" not in name} == {
        "onward_webhooks_total forged carrier": 3,
        "onward_webhooks_total senseless carrier": 1,
        "onward_webhooks_total unknown_parcel carrier": 2,
        "onward_webhooks_total ignored carrier": 1,
        "onward_webhooks_total too_large carrier": 2,
        "onward_refusals_total FORGED_WEBHOOK": 3,
        "onward_refusals_total BAD_INPUT": 3,
        "onward_refusals_total UNKNOWN_PARCEL": 2,
    }
    assert len(await strange.unseen(10)) == 2


async def test_what_is_refused_stands_in_the_log_without_what_it_said(page: Site) -> None:
    headers, senseless = carrier(page).signed({"scans": [{"key": "12 Alder Way"}]})
    with capture_logs() as logs:
        await status(page, CARRIER, {}, senseless)
        await status(page, CARRIER, headers, senseless)
        await status(page, PAYMENTS, {}, TOO_MUCH)
    refused = [entry for entry in logs if entry["event"] == "webhook_refused"]
    assert [(entry["sender"], entry["why"]) for entry in refused] == [
        ("CARRIER", "FORGED_WEBHOOK"),
        ("CARRIER", "BAD_INPUT scans"),
        ("PAYMENTS", "TOO_LARGE"),
    ]
    assert refused[1]["kept"] is True
    assert "Alder" not in str(logs)


async def test_what_the_bank_says_is_counted_alike(site: Site) -> None:
    await sql.execute("UPDATE charges SET provider_ref = ?", ["card_refund_pending:1001"])
    story = await site.shop.matched()
    assert await scanned(site, await a_scan(site, story)) == 200
    await site.shop.settle()
    refund = (await site.shop.story(story.case.id)).refund
    bank(site).settle_pending()
    went = bank(site).hand_in(refund.provider_ref or "")
    with rising() as rose:
        assert await status(site, PAYMENTS, *went) == 200
        assert await status(site, PAYMENTS, *went) == 200
        assert await status(site, PAYMENTS, *bank(site).signed(UNKNOWN_KIND)) == 200
        assert await status(site, PAYMENTS, {}, went[1]) == 401
        assert await status(site, PAYMENTS, *bank(site).signed({"id": "evt_2"})) == 400
        assert await status(site, PAYMENTS, {}, TOO_MUCH) == 413
    assert {name: n for name, n in rose.items() if "webhooks" in name} == {
        f"onward_webhooks_total {outcome} payments": 1
        for outcome in ("taken", "repeated", "kept", "forged", "senseless", "too_large")
    }


async def test_a_dispute_told_again_is_no_news(page: Site) -> None:
    await page.shop.matched()
    charge = await sql.fetch_one("SELECT provider_ref, amount_minor FROM charges")
    assert charge
    dispute = bank(page).open_dispute(charge["provider_ref"], usd(charge["amount_minor"]))
    told = bank(page).hand_in(dispute)
    with rising() as rose:
        for _ in range(3):
            assert await status(page, PAYMENTS, *told) == 200
    webhooks = {name: n for name, n in rose.items() if "webhooks" in name}
    assert webhooks == {
        "onward_webhooks_total taken payments": 1,
        "onward_webhooks_total repeated payments": 2,
    }


async def test_where_too_many_wait_it_is_said_that_another_was_dropped(page: Site) -> None:
    rows = [[f"PAYMENTS:{n}", "PAYMENTS", "k", "", n, None] for n in range(strange.MOST_UNSEEN)]
    await sql.execute_many(strange.STRANGE.insert(), rows)
    with rising() as rose:
        assert await status(page, PAYMENTS, *bank(page).signed(UNKNOWN_KIND)) == 200
    assert rose == {"onward_webhooks_total dropped payments": 1}


async def test_what_fails_on_our_side_is_counted_as_that(page: Site) -> None:
    page.shop.world = replace(page.shop.world, carrier=BrokenCarrier())
    with rising() as rose:
        assert await status(page, CARRIER, {}, b"{}") == 500
    assert rose == {"onward_webhooks_total failed carrier": 1, "onward_faults_total web": 1}


async def test_a_signed_body_of_any_bytes_is_kept_for_a_person(site: Site) -> None:
    """PostgreSQL holds no byte of nought."""
    for body in (b"\x00", b"\xff\xfe\x00\x01", b"[" * 5_000, b""):
        headers = FakeCarrier().signed_bytes(body)
        with rising() as rose:
            assert await status(site, CARRIER, headers, body) == 400
        assert rose["onward_webhooks_total senseless carrier"] == 1
    assert len(await strange.unseen(10)) == 4


async def test_nothing_else_that_is_too_large_is_taken_for_a_webhook(page: Site) -> None:
    with rising() as rose:
        assert await status(page, "/webhooks/nobody", {}, TOO_MUCH) == 413
        assert await status(page, "/graphql", {}, TOO_MUCH) == 413
    assert rose == {"onward_refusals_total BAD_INPUT": 2}
