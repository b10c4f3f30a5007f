"""Sessions and known devices in cookies, and requests that must come from our own pages.

A `Visit` is one request or one socket as the API sees it: who is there, and how to let them in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onward.domain.accounts import Viewer
from onward.domain.refusals import NotAllowed, Refusal
from onward.domain.shop import STAFF, Account
from onward.ports import World
from onward.services import accounts, devices
from onward.web.refused import refused
from onward.web.tries import Tries

COOKIE = "onward_session"
DEVICE = "onward_device"
_OVER = timedelta()
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Only these ask who is there; the app's files and labels are the same for everybody.
_ASKS_WHO = ("/graphql", "/uploads/", "/photos/", "/papers/")
# Machines sign what they send and carry no cookie.
_OPEN_TO_ALL = "/webhooks/"


@dataclass(frozen=True, slots=True)
class _Cookie:
    name: str
    value: str
    lasts_for: timedelta


@dataclass(slots=True)
class Visit:
    """`viewer` is who holds the session the request came with, or nobody; `device` is what the
    browser has been known by since somebody first signed in on it, and stays when they go."""

    world: World
    viewer: Viewer | None
    device: str | None
    tries: Tries
    address: str
    cookies: list[_Cookie] = field(default_factory=list, init=False)

    async def let_in(self, account: Account) -> None:
        """Hand a session of this account out with the answer, and know the browser again."""
        session = accounts.session_for(self.world, account)
        self.cookies.append(_Cookie(COOKIE, session, accounts.SESSION_FOR))
        device = await devices.signed_in_on(self.world, account, self.device)
        if device is not None:
            known_for = self.world.policy.matching.device_for
            self.cookies.append(_Cookie(DEVICE, device, known_for))

    def see_out(self) -> None:
        """Take the session away with the answer."""
        self.cookies.append(_Cookie(COOKIE, "", _OVER))

    def count_try(self, action: str, whom: str) -> None:
        """One more try to sign in; TooManyTries when it is one too many."""
        self.tries.count(action, whom, self.address)


class Sessions:
    """Refuses what other sites send, finds the viewer, and writes the cookies.

    `own_host_too` takes the address a page was really loaded from, so that a demo works under
    127.0.0.1 and over the local network; production knows one address only. `beside` is what else
    a request finds in its state.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        world: World,
        tries: Tries,
        own_host_too: bool,
        beside: Mapping[str, object],
    ):
        self._app = app
        self._beside = beside
        self._world = world
        self._tries = tries
        self._own_host_too = own_host_too
        self._secure = world.base_url.startswith("https:")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if not self._is_ours(connection):
            refusal = refused(NotAllowed("WRONG_ORIGIN"), 403)
            await (_closed if scope["type"] == "websocket" else refusal)(scope, receive, send)
            return
        address = connection.client.host if connection.client else ""
        viewer, device = await self._viewer(connection), connection.cookies.get(DEVICE)
        visit = Visit(self._world, viewer, device, self._tries, address)
        scope["state"] = {**scope.get("state", {}), **self._beside, "visit": visit}

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for cookie in visit.cookies:
                    headers.append("Set-Cookie", self._written(cookie))
            await send(message)

        await self._app(scope, receive, sending)

    async def _viewer(self, connection: HTTPConnection) -> Viewer | None:
        session = connection.cookies.get(COOKIE)
        if not session or not connection.url.path.startswith(_ASKS_WHO):
            return None
        return await accounts.viewer_of(self._world, session)

    def _is_ours(self, connection: HTTPConnection) -> bool:
        """Whether a page of ours sent this, or no page at all."""
        plain = connection.scope["type"] == "http" and connection.scope["method"] in _SAFE
        if plain or connection.url.path.startswith(_OPEN_TO_ALL):
            return True
        origin = connection.headers.get("origin")
        if origin is None:
            return connection.headers.get("sec-fetch-site", "same-origin") == "same-origin"
        if origin == self._world.base_url:
            return True
        return self._own_host_too and urlsplit(origin).netloc == connection.headers.get("host")

    def _written(self, cookie: _Cookie) -> str:
        answer = Response()
        answer.set_cookie(
            cookie.name,
            cookie.value,
            max_age=int(cookie.lasts_for.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=self._secure,
        )
        return answer.headers["set-cookie"]


async def open_link(request: Request) -> Response:
    """GET /sign-in/{token}: let the holder of a link in, and go to their first page."""
    world: World = request.app.state.world
    visit: Visit = request.state.visit
    try:
        account = await accounts.account_of_link(world, request.path_params["token"])
    except Refusal:
        return _away("/?link=over")
    await visit.let_in(account)
    return _away("/desk" if account.role in STAFF else "/")


def _away(path: str) -> Response:
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


async def _closed(_scope: Scope, receive: Receive, send: Send) -> None:
    """Turn a handshake down: the server answers 403."""
    await receive()
    await send({"type": "websocket.close", "code": 1008, "reason": "origin"})
