"""A demo shop in a process of its own, Debian's Chromium as a phone or a desk, and its people."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.complaints import Complaints
from tests.e2e.server import DemoServer, demo_server
from tests.machine import chromium

# Two cores are shared with a server, three browsers and whoever else works here.
PATIENCE_MS = 20_000
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
    "permissions": ["camera", "notifications"],
}
DESK: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "device_scale_factor": 1,
    "is_mobile": False,
    "has_touch": False,
}
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
)
NewContext = Callable[..., BrowserContext]


class SignIn(Protocol):
    """Somebody's phone, or with `**DESK` their desk, on a page of its own.

    The demo's people by name; anybody else, or nobody, by their cookies.
    """

    def __call__(
        self, person: str, at: str = "/", cookies: Sequence[Any] = (), **options: Any
    ) -> Page: ...


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, quiet, with a camera that shows a test picture."""
    return {**browser_type_launch_args, "executable_path": str(chromium()), "args": [*_QUIET]}


@pytest.fixture(scope="session")
def base_url(shop: DemoServer) -> str:
    """Where every relative address leads."""
    return shop.address


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Somebody in Portland who does not care for things that move."""
    return {
        **browser_context_args,
        "locale": "en-US",
        "timezone_id": "America/Los_Angeles",
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    """The one demo shop of the session; each test returns other things."""
    expect.set_options(timeout=PATIENCE_MS)
    with demo_server(tmp_path_factory.mktemp("demo") / "shop") as server:
        yield server


@pytest.fixture
def sign_in(shop: DemoServer, new_context: NewContext) -> Iterator[SignIn]:
    """Sign people in by their demo links. At the end no page may have complained of anything."""
    watched: list[Complaints] = []

    def signed_in(person: str, at: str = "/", cookies: Sequence[Any] = (), **options: Any) -> Page:
        context = new_context(**{**PHONE, **options})
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies(cookies)
        page = context.new_page()
        watched.append(Complaints(page))
        if person in shop.links:
            page.goto(shop.links[person])
        page.goto(at)
        return page

    yield signed_in
    assert [said for one in watched for said in one.heard] == []
