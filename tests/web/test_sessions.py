"""Cookies, links and pages: who may say what from where."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from starlette.types import Message

from onward.services.accounts import link_for, session_for
from onward.settings import Mode
from onward.web.sessions import COOKIE
from tests.web.site import OURS, Site, cookies_of
from tests.world import FakeMail

pytestmark = pytest.mark.anyio

ROSA = "rosa@example.com"
ASK = """mutation($i: AskForCodeInput!) {
  askForCode(input: $i) { __typename ... on Refused { code } }
}"""
SIGN_IN = "mutation($i: SignInInput!) { signInWithCode(input: $i) { __typename } }"
SIGN_OUT = "mutation { signOut { __typename } }"
WHO = "{ viewer { account { id role } } }"


async def said(client: httpx.AsyncClient, query: str, **given: object) -> httpx.Response:
    variables = {"i": given} if given else {}
    return await client.post("/graphql", json={"query": query, "variables": variables})


def code_in(site: Site) -> str:
    mail = site.shop.world.mail
    assert isinstance(mail, FakeMail)
    return mail.to(ROSA)[-1].subject[:6]


async def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_take(
    site: Site,
) -> None:
    async with site.client() as somebody:
        await said(somebody, ASK, email=ROSA)
        answer = await said(somebody, SIGN_IN, email=ROSA, code=code_in(site))
        assert answer.json()["data"]["signInWithCode"]["__typename"] == "SignedIn"
        cookie = cookies_of(answer)[COOKIE]
        assert cookie["httponly"]
        assert cookie["samesite"].lower() == "lax"
        assert cookie["path"] == "/"
        assert not cookie["secure"]
        assert int(cookie["max-age"]) == timedelta(days=30).total_seconds()
        who = (await said(somebody, WHO)).json()["data"]["viewer"]
        assert who["account"]["role"] == "SHOPPER"


async def test_signing_out_takes_the_cookie_away(site: Site) -> None:
    async with site.client(site.shop.rosa) as rosa:
        assert (await said(rosa, WHO)).json()["data"]["viewer"]
        answer = await said(rosa, SIGN_OUT)
        assert cookies_of(answer)[COOKIE]["max-age"] == "0"


async def test_a_forged_cookie_is_nobody(site: Site) -> None:
    async with site.client() as somebody:
        somebody.cookies.set(COOKIE, session_for(site.shop.world, site.shop.rosa.account)[:-2])
        assert (await said(somebody, WHO)).json()["data"]["viewer"] is None


async def test_a_link_signs_in_and_goes_to_ones_first_page(site: Site) -> None:
    for viewer, page in ((site.shop.rosa, "/"), (site.shop.ada, "/desk")):
        path = link_for(site.shop.world, viewer.id).removeprefix(OURS)
        async with site.client() as somebody:
            answer = await somebody.get(path)
            assert (answer.status_code, answer.headers["location"]) == (303, page)
            assert (await said(somebody, WHO)).json()["data"]["viewer"]["account"]


async def test_a_link_that_is_over_signs_nobody_in(site: Site) -> None:
    over = site.shop.world.tokens.sign("sign-in", {"account": "rosa"}, timedelta(seconds=-1))
    for token in (over, session_for(site.shop.world, site.shop.rosa.account), "nonsense"):
        async with site.client() as somebody:
            answer = await somebody.get(f"/sign-in/{token}")
            assert answer.status_code == 303
            assert "set-cookie" not in answer.headers


async def test_other_sites_may_not_speak_for_somebody(site: Site) -> None:
    for origin in ("https://elsewhere.example", "null", f"{OURS}.elsewhere.example"):
        async with site.client(site.shop.rosa, origin=origin) as elsewhere:
            answer = await said(elsewhere, WHO)
            assert (answer.status_code, answer.json()["code"]) == (403, "WRONG_ORIGIN")


async def test_a_browser_that_hides_the_origin_is_believed_for_its_own_site_only(
    site: Site,
) -> None:
    for told, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200)):
        async with site.client(site.shop.rosa) as rosa:
            del rosa.headers["origin"]
            rosa.headers["sec-fetch-site"] = told
            assert (await said(rosa, WHO)).status_code == status


@pytest.mark.parametrize(("mode", "code"), [(Mode.DEMO, "QUERY"), (Mode.PRODUCTION, "ORIGIN")])
async def test_only_a_demo_is_also_reached_by_the_name_it_was_opened_under(
    site: Site, mode: Mode, code: str
) -> None:
    site.mode = mode
    async with site.client(site.shop.rosa, origin="http://192.0.2.7:8000") as rosa:
        rosa.headers["host"] = "192.0.2.7:8000"
        refused = (await said(rosa, WHO)).text
        # What gets past the origin is refused for its text: neither mode takes any but our own.
        assert ("WRONG_ORIGIN" in refused) == (code == "ORIGIN")
        assert ("UNTRUSTED_DOCUMENT" in refused) == (code == "QUERY")


async def test_a_socket_from_another_site_is_turned_down(site: Site) -> None:
    assert await answers(site, "https://elsewhere.example") == ["websocket.close"]
    assert await answers(site, OURS) == ["websocket.accept"]


async def test_a_socket_that_speaks_another_protocol_is_closed(site: Site) -> None:
    said = await answers(site, OURS, protocol="graphql-ws")
    assert said == ["websocket.accept", "websocket.close"]


async def test_too_many_tries_are_refused_with_a_time_to_come_back(site: Site) -> None:
    async with site.client() as somebody:
        answers = [await said(somebody, ASK, email=ROSA) for _ in range(7)]
        kinds = [answer.json()["data"]["askForCode"] for answer in answers]
        assert [kind["__typename"] for kind in kinds] == ["CodeSent"] * 5 + ["Refused"] * 2
        assert kinds[-1]["code"] == "TOO_MANY_TRIES"


async def answers(site: Site, origin: str, protocol: str = "graphql-transport-ws") -> list[str]:
    """What the server says to a handshake of somebody who then hangs up."""
    heard: list[Message] = []
    told: Iterator[Message] = iter(
        [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]
    )

    async def receive() -> Message:
        return next(told)

    async def send(message: Message) -> None:
        heard.append(message)

    scope = {
        "type": "websocket", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "ws",
        "path": "/graphql", "raw_path": b"/graphql", "root_path": "", "query_string": b"",
        "headers": [(b"host", b"onward.test"), (b"origin", origin.encode())],
        "client": ("192.0.2.1", 5000), "server": ("onward.test", 80),
        "subprotocols": [protocol], "extensions": {}, "state": {},
    }  # fmt: skip
    await site.app()(scope, receive, send)
    return [str(message["type"]) for message in heard]
