"""The cookie by which a browser is known again: whose it is, what it looks like, when it stays."""

from dataclasses import replace
from datetime import timedelta
from http.cookies import Morsel

import httpx
import pytest

from onward.domain.accounts import Viewer
from onward.services.accounts import link_for, session_for
from onward.store import sql
from onward.web.sessions import COOKIE, DEVICE
from tests.web.site import OURS, Site, cookies_of

pytestmark = pytest.mark.anyio

ASK = {"query": 'mutation { askForCode(input: {email: "rosa@example.com"}) { __typename } }'}
WRONG = {
    "query": 'mutation { signInWithCode(input: {email: "rosa@example.com", code: "0"}) '
    "{ __typename } }"
}
WHO = {"query": "{ viewer { account { id } } }"}
OUT = {"query": "mutation { signOut { ok } }"}


async def comes_in(site: Site, browser: httpx.AsyncClient, viewer: Viewer) -> httpx.Response:
    """By a link."""
    return await browser.get(link_for(site.shop.world, viewer.id).removeprefix(OURS))


async def device_of(site: Site, browser: httpx.AsyncClient, viewer: Viewer) -> object:
    """What the browser is known by once this person has signed in on it."""
    token = cookies_of(await comes_in(site, browser, viewer))[DEVICE].value
    claims = site.shop.world.tokens.read("device", token)
    assert claims is not None
    return claims["device"]


async def written(site: Site) -> "Morsel[str]":
    async with site.client() as browser:
        return cookies_of(await comes_in(site, browser, site.shop.rosa))[DEVICE]


async def test_no_script_and_no_other_site_can_take_it(site: Site) -> None:
    cookie = await written(site)
    assert cookie["httponly"]
    assert cookie["samesite"] == "lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert not cookie["secure"]
    assert int(cookie["max-age"]) == timedelta(days=90).total_seconds()


async def test_over_https_it_travels_by_https_only(page: Site) -> None:
    page.shop.world = replace(page.shop.world, base_url="https://onward.test")
    assert (await written(page))["secure"]


async def test_whoever_passes_by_is_given_none(site: Site) -> None:
    async with site.client() as somebody:
        for said in (ASK, WRONG, WHO):
            answer = await somebody.post("/graphql", json=said)
            assert answer.status_code == 200
            assert "set-cookie" not in answer.headers
        for path in ("/", "/sign-in/nonsense", "/health"):
            assert "set-cookie" not in (await somebody.get(path)).headers
    assert await sql.fetch("SELECT seq FROM devices") == []


async def test_it_is_written_at_sign_in_and_not_with_every_request(site: Site) -> None:
    async with site.client() as browser:
        await comes_in(site, browser, site.shop.rosa)
        answer = await browser.post("/graphql", json=WHO)
        assert answer.json()["data"]["viewer"]
        assert "set-cookie" not in answer.headers


async def test_it_stays_when_one_signs_out_and_the_next_is_known_by_it(site: Site) -> None:
    async with site.client() as phone:
        first = await device_of(site, phone, site.shop.rosa)
        answer = await phone.post("/graphql", json=OUT)
        assert list(cookies_of(answer)) == [COOKIE]
        assert (DEVICE in phone.cookies, COOKIE in phone.cookies) == (True, False)
        assert await device_of(site, phone, site.shop.ben) == first
    rows = await sql.fetch("SELECT digest, account_id FROM devices ORDER BY account_id")
    assert [row["account_id"] for row in rows] == ["ben", "rosa"]
    assert len({row["digest"] for row in rows}) == 1


async def test_two_browsers_are_two_devices(site: Site) -> None:
    found = []
    for _ in range(2):
        async with site.client() as browser:
            found.append(await device_of(site, browser, site.shop.rosa))
    assert found[0] != found[1]


@pytest.mark.parametrize("kind", ["nonsense", "overlong", "a session", "cut short", "empty"])
async def test_a_value_that_is_not_ours_is_replaced(site: Site, kind: str) -> None:
    ours = (await written(site)).value
    forged = {
        "nonsense": "0199",
        "overlong": "x" * 7000,
        "a session": session_for(site.shop.world, site.shop.rosa.account),
        "cut short": ours[:-3],
        "empty": "",
    }[kind]
    async with site.client() as browser:
        browser.cookies.set(DEVICE, forged)
        given = cookies_of(await comes_in(site, browser, site.shop.rosa))[DEVICE].value
    tokens = site.shop.world.tokens
    assert tokens.read("device", given)
    assert tokens.read("device", given) != tokens.read("device", ours)


async def test_an_agent_is_given_none(site: Site) -> None:
    async with site.client() as desk:
        assert list(cookies_of(await comes_in(site, desk, site.shop.ada))) == [COOKIE]


async def test_where_no_device_counts_nobody_is_given_one(site: Site) -> None:
    policy = site.shop.world.policy
    off = replace(policy, matching=replace(policy.matching, device_for=timedelta()))
    site.shop.world = replace(site.shop.world, policy=off)
    async with site.client() as browser:
        assert list(cookies_of(await comes_in(site, browser, site.shop.rosa))) == [COOKIE]
