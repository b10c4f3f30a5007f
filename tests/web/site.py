"""The app as a browser meets it: people with their cookies, and a page that is ours or not."""

from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from onward.app import create_app
from onward.domain.accounts import Viewer
from onward.services.accounts import session_for
from onward.settings import Mode, read_settings
from onward.web.sessions import COOKIE
from tests.services.shop import Shop

OURS = "http://onward.test"


@dataclass
class Site:
    """`folder` is the shop's home; `mode` may be changed before the app is asked for."""

    shop: Shop
    folder: Path
    mode: Mode = Mode.DEVELOPMENT

    @property
    def frontend(self) -> Path:
        return self.folder / "frontend"

    def app(self, **given: Any) -> ASGIApp:
        production = {"secret": "long enough to be taken seriously", "base_url": OURS}
        settings = read_settings(
            **{
                "mode": self.mode,
                "home": self.folder / "home",
                "frontend": self.frontend,
                **(production if self.mode is Mode.PRODUCTION else {}),
                **given,
            }
        )
        return create_app(settings, self.shop.world)

    def client(
        self, viewer: Viewer | None = None, *, app: ASGIApp | None = None, origin: str = OURS
    ) -> httpx.AsyncClient:
        """A browser on a page of this origin, signed in as this person."""
        cookies = {COOKIE: session_for(self.shop.world, viewer.account)} if viewer else {}
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app or self.app(), raise_app_exceptions=False),
            base_url=OURS,
            cookies=cookies,
            headers={"origin": origin},
        )


def cookies_of(answer: httpx.Response) -> "SimpleCookie":
    """Every cookie that comes with an answer."""
    cookies = SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        cookies.load(line)
    return cookies
