"""Photos taken where there is no signal, on their way when the server loses its power: the upload
goes on where it was, and the case has its grade."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, CDPSession, Page, Request, Response, expect

from onward.services.photos import SLICE_BYTES
from tests.e2e.film import Looking, film, grainy, looking, scene
from tests.e2e.hands import Hands, hands_of
from tests.e2e.restarts import Power, fresh_database
from tests.e2e.screens import Returner, headline
from tests.e2e.test_offline import KEPT
from tests.polling import until_seen

# Somebody with a few things at home that may go to another customer.
HANNA = "hanna.halloran@example.com"
SKIRT, COLOUR = "Pleated skirt", "Plum"
SHOTS = {"front": ("The front", "red"), "back": ("The back", "green"), "tag": ("The tag", "blue")}
# Bytes a second: a photo of three slices takes some seconds, so that half-way is a time and place.
SLOW = 160 * 1024
ALL_OF_IT = -1


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def power(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Power]:
    with fresh_database(request.param) as url:
        power = Power(tmp_path / "shop", url)
        yield power
        power.cut()


@pytest.fixture
def phone(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    tmp_path: Path,
) -> Iterator[Looking]:
    scenes = [grainy(scene(SKIRT, COLOUR, shot)) for shot in SHOTS]
    seen = film(tmp_path / "home.y4m", *scenes)
    context = {**browser_context_args, "base_url": None}
    with looking(browser_type, browser_type_launch_args, seen, **context) as phone:
        yield phone


def test_photos_taken_offline_go_on_from_half_way_after_the_server_was_killed(
    power: Power, phone: Looking
) -> None:
    shop = power.on()
    with hands_of(shop, HANNA) as hanna:
        case = hanna.start(SKIRT)
        phone.page.context.add_cookies(hanna.cookies)
    page, signal = phone.page, Signal(phone.page)
    page.goto(f"{shop.address}/case/{case['id']}/show")
    expect(headline(page, "Show us the item.")).to_be_visible()
    assert page.evaluate(KEPT)

    signal.gone()
    photographs_everything(phone)
    Returner(page).answer()
    page.get_by_role("button", name="Send it in").click()
    expect(page.get_by_text("It sends itself as soon as it can.")).to_be_visible()

    signal.back(SLOW)
    parts = shop.home / "uploads"
    until_seen(lambda: half_way(parts), within=30)
    power.cut()
    came, of = half_way(parts)
    expect(page.get_by_role("alert")).to_have_text("Not sent yet. We are trying again.")

    traffic = Traffic(page)
    signal.back(ALL_OF_IT)
    shop = power.on()
    expect(headline(page, "It passed. Choose its way.")).to_be_visible(timeout=60_000)
    assert SLICE_BYTES <= came < of
    assert traffic.resumed_at == came, "the server's own count"
    assert traffic.sent_from == came, "nothing before it was sent again"
    assert traffic.arrived == len(SHOTS)
    with hands_of(shop, HANNA) as hanna:
        all_of_it_arrived(hanna, case["id"])
    expect(page.get_by_text("Like new, because the tag is on")).to_be_visible()


def photographs_everything(phone: Looking) -> None:
    phone.page.get_by_role("button", name="Take the photos").click()
    for title, card in SHOTS.values():
        phone.take(title, card)
    expect(phone.finder).to_have_count(0)
    for shot in SHOTS:
        expect(Returner(phone.page).slot(shot)).to_contain_text("Waits for a signal")


def half_way(parts: Path) -> tuple[int, ...]:
    """Of the photo on its way: bytes on the server's disk, and in all. Nothing before a slice."""
    for part in parts.glob("*.part"):
        of = int(part.stem.rpartition("-")[2])
        if SLICE_BYTES <= part.stat().st_size < of:
            return part.stat().st_size, of
    return ()


def all_of_it_arrived(hanna: Hands, case_id: str) -> None:
    case = hanna.ask("OpenCase", id=case_id)["returnCase"]
    assert sorted(photo["shot"] for photo in case["photos"]) == sorted(SHOTS)
    assert case["grade"]["reasons"]


class Signal:
    """Of one page: gone, or back at so many bytes a second upwards."""

    def __init__(self, page: Page):
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("Network.enable")

    def gone(self) -> None:
        self._is(offline=True, up=ALL_OF_IT)

    def back(self, up: int) -> None:
        self._is(offline=False, up=up)

    def _is(self, *, offline: bool, up: int) -> None:
        given = {"offline": offline, "latency": 0, "downloadThroughput": ALL_OF_IT}
        self._session.send("Network.emulateNetworkConditions", {**given, "uploadThroughput": up})


@dataclass
class Traffic:
    """What goes over the wire to /uploads from now on."""

    page: Page
    arrived: int = 0
    offsets: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._sent)
        self.page.on("response", self._answered)

    @property
    def resumed_at(self) -> int:
        """What the server said it had when it was first asked."""
        return self.counts[0]

    @property
    def sent_from(self) -> int:
        """Where the first slice that was sent begins."""
        return self.offsets[0]

    def _sent(self, request: Request) -> None:
        if "/uploads/" in request.url and request.method == "PUT":
            self.offsets.append(int(request.headers["upload-offset"]))

    def _answered(self, response: Response) -> None:
        if "/uploads/" not in response.url:
            return
        if response.request.method == "HEAD" and response.ok:
            self.counts.append(int(response.headers["upload-offset"]))
        self.arrived += response.status == 201
