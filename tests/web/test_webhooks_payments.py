"""The payment provider's webhook: believed for its signature, taken in once, refused plainly."""

import httpx
import pytest

from onward.domain.life import RefundStatus, ShipmentStatus
from onward.store import sql, strange
from tests.web.site import Site
from tests.world import FakePayments

pytestmark = pytest.mark.anyio

HOOK = "/webhooks/payments"


def bank(site: Site) -> FakePayments:
    played = site.shop.world.payments
    assert isinstance(played, FakePayments)
    return played


async def post(site: Site, headers: dict[str, str], body: bytes) -> httpx.Response:
    async with site.client() as machine:
        del machine.headers["origin"]
        return await machine.post(HOOK, headers=headers, content=body)


async def test_news_of_a_refund_counts_once_however_often_and_late_it_comes(site: Site) -> None:
    await sql.execute("UPDATE charges SET provider_ref = ?", ["card_refund_pending:1001"])
    story = await site.shop.matched()
    await site.shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    refund = (await site.shop.story(story.case.id)).refund
    bank(site).settle_pending()
    went = bank(site).hand_in(refund.provider_ref or "")
    assert (await post(site, *went)).status_code == 200
    after = await site.shop.story(story.case.id)
    assert after.refund.status is RefundStatus.SUCCEEDED
    assert (await post(site, *went)).json() == {"taken": 1}
    assert await site.shop.story(story.case.id) == after


async def test_a_forged_message_is_refused_and_one_without_sense_too(page: Site) -> None:
    headers, body = bank(page).signed({"id": "evt_1"})
    for given, sent in (({}, body), (headers, body + b" ")):
        answer = await post(page, given, sent)
        assert (answer.status_code, answer.json()["code"]) == (401, "FORGED_WEBHOOK")
    assert await strange.unseen(10) == []
    answer = await post(page, headers, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_INPUT")
    assert [one.kind for one in await strange.unseen(10)] == ["BAD_INPUT kind"]
    assert (await post(page, {}, b"x" * 300_000)).status_code == 413


async def test_what_nobody_knows_is_answered_well_and_kept_for_a_person(page: Site) -> None:
    row = {"id": "evt_1", "kind": "payout.paused", "at": "2026-11-23T09:00:00Z"}
    for _ in range(2):
        assert (await post(page, *bank(page).signed(row))).status_code == 200
    assert [one.kind for one in await strange.unseen(10)] == ["payout.paused"]
