"""What Prometheus is told: counts and what waits, for whoever holds the token, in closed words."""

import httpx
import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as open_metrics,
)
from prometheus_client.parser import text_string_to_metric_families

from onward import counting
from onward.counting import CODES, OTHER, Carried, Room
from onward.domain.events import TaskKind
from onward.domain.hearing import Heard
from onward.domain.strange import Source
from onward.services.reactions import BY_NAME
from onward.store import pulse, sql, strange
from onward.web.metrics import _Gauges
from tests.counts import Counts, read, rising
from tests.web.site import Site
from tests.world import MORNING

pytestmark = pytest.mark.anyio

TOKEN = "the token of a scraper, long enough"
BEARER = f"Bearer {TOKEN}"


async def asked(site: Site, bearer: str | None = BEARER, **headers: str) -> httpx.Response:
    given = headers | ({"authorization": bearer} if bearer is not None else {})
    async with site.client(app=site.app(metrics_token=TOKEN)) as scraper:
        del scraper.headers["origin"]
        return await scraper.get("/metrics", headers=given)


async def scraped(site: Site) -> Counts:
    return read((await asked(site)).text)


async def test_without_a_token_there_is_no_such_page(page: Site) -> None:
    async with page.client() as anybody:
        for headers in ({}, {"authorization": "Bearer "}, {"authorization": BEARER}):
            answer = await anybody.get("/metrics", headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    "bearer", [None, "", "Bearer", "Bearer ", TOKEN, f"Basic {TOKEN}", BEARER[:-1], f"{BEARER}x"]
)
async def test_only_the_token_opens_it(page: Site, bearer: str | None) -> None:
    answer = await asked(page, bearer)
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGN_IN_NEEDED")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "onward_" not in answer.text


async def test_a_token_of_any_bytes_is_refused_and_no_fault(page: Site) -> None:
    async with page.client(app=page.app(metrics_token=TOKEN)) as scraper:
        answer = await scraper.get("/metrics", headers=[(b"authorization", b"Bearer \xff\xfe")])
    assert answer.status_code == 401


async def test_either_format_is_spoken_and_parses(page: Site) -> None:
    counting.begin(BY_NAME)
    plain = await asked(page)
    assert plain.headers["content-type"].startswith("text/plain; version=")
    assert plain.headers["cache-control"] == "no-store"
    named = {family.name for family in text_string_to_metric_families(plain.text)}
    modern = await asked(page, accept="application/openmetrics-text; version=1.0.0")
    assert modern.headers["content-type"].startswith("application/openmetrics-text")
    families = open_metrics(modern.text)  # type: ignore[no-untyped-call]
    ours = {family.name for family in families if "onward" in family.name}
    assert ours == {name for name in named if "onward" in name}
    assert {"onward_webhooks", "onward_refusals", "onward_faults", "onward_effects"} <= ours


async def test_every_label_is_a_word_of_a_closed_list_and_there_from_nought(page: Site) -> None:
    await page.shop.matched()
    await strange.keep(Source.PAYMENTS, "evt", "a word of theirs", "rosa@example.com", MORNING)
    counting.begin(BY_NAME)
    counting.refused("rosa@example.com")
    outcomes, ends = _lower(Heard), _lower(Carried)
    expected = {
        "onward_webhooks_total": {f"{end} {who}" for end in outcomes for who in _lower(Source)},
        "onward_refusals_total": CODES | {OTHER},
        "onward_faults_total": _lower(Room),
        "onward_effects_total": {f"{name} {end}" for name in BY_NAME for end in ends},
        "onward_tasks_open": _lower(TaskKind),
        "onward_strange_messages_waiting": _lower(Source),
        "onward_effects_due": {""},
        "onward_database_up": {""},
    }
    found: dict[str, set[str]] = {}
    for series in await scraped(page):
        name, _, words = series.partition(" ")
        found.setdefault(name, set()).add(words)
    assert found == expected


async def test_what_waits_is_told_as_it_stands(site: Site) -> None:
    shop = site.shop
    before = await scraped(site)
    assert before["onward_database_up"] == 1
    assert "onward_worker_silent_seconds" not in before
    story = await shop.seeking()
    shop.world.carrier.down_for(1_000)  # type: ignore[attr-defined]
    await shop.bought(story)
    # Its next try lies ahead, so nothing is late.
    assert (await scraped(site))["onward_effects_due"] == 0
    for _ in range(shop.world.policy.tries_before_agent - 1):
        await shop.try_again()
    await sql.execute("UPDATE effects SET due_at = 0 WHERE due_at IS NOT NULL")
    for key in ("one", "another", "seen"):
        await strange.keep(Source.CARRIER, key, "batch.created", "{}", MORNING)
    await strange.saw((await strange.unseen(1))[0].id, MORNING)
    await pulse.beat()
    after = await scraped(site)
    assert after["onward_effects_due"] == 1
    waiting = {name for name, n in after.items() if n and name.startswith("onward_tasks_open")}
    assert waiting == {"onward_tasks_open port_down"}
    assert after["onward_strange_messages_waiting carrier"] == 2
    assert after["onward_strange_messages_waiting payments"] == 0
    assert 0 <= after["onward_worker_silent_seconds"] < 60


def test_while_the_database_is_away_that_much_is_said() -> None:
    registry = CollectorRegistry()
    registry.register(_Gauges(None))
    assert read(generate_latest(registry).decode()) == {"onward_database_up": 0}


async def test_asking_without_the_token_is_counted_as_any_refusal(page: Site) -> None:
    with rising() as rose:
        await asked(page, "Bearer wrong")
        await asked(page)
    assert rose == {"onward_refusals_total SIGN_IN_NEEDED": 1}


def _lower(words: type[Source | Heard | Room | Carried | TaskKind]) -> set[str]:
    return {word.lower() for word in words}
