"""Withdrawing from a contract on the screen: two taps, no reason, and a dated acknowledgement; one
after the other, for they are one order's."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import objections
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.screens import headline
from tests.e2e.server import DemoServer
from tests.e2e.test_every_route import SCHEMES, width_of
from tests.polling import until_seen

HERE, CONFIRM = "Withdraw from contract here", "Confirm withdrawal"


@pytest.fixture(scope="module")
def page(
    shop: DemoServer, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Page]:
    """Lena's phone; she lives in Berlin."""
    context = browser.new_context(**{**browser_context_args, **PHONE})
    page = context.new_page()
    page.goto(shop.links["lena"])
    yield page
    context.close()


def test_the_function_stands_beside_the_order_and_asks_for_no_reason(page: Page) -> None:
    expect(page.get_by_role("link", name=HERE)).to_be_visible()
    page.get_by_role("link", name=HERE).tap()
    expect(headline(page, "Withdraw from contract")).to_be_visible()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    expect(page.get_by_role("textbox", name="Your name")).to_have_value("Lena Hartmann")
    expect(page.get_by_role("radio")).to_have_count(0)
    looks_right(page)


def test_without_a_signal_nothing_is_declared(page: Page) -> None:
    page.context.set_offline(offline=True)
    page.get_by_role("button", name=CONFIRM).tap()
    expect(page.get_by_text("It counts from when it is sent")).to_be_visible()
    expect(headline(page, "Withdraw from contract")).to_be_visible()
    looks_right(page)
    page.context.set_offline(offline=False)


def test_a_part_of_the_order_is_withdrawn_from_and_acknowledged(
    page: Page, shop: DemoServer
) -> None:
    page.get_by_role("checkbox", name=re.compile("Striped scarf")).uncheck()
    page.get_by_role("button", name=CONFIRM).tap()
    expect(headline(page, "We have your withdrawal.")).to_be_visible()
    received = page.get_by_text(re.compile(r"^Received \w{3} \d+ \w{3} \d{4}, [\d:]{8} CES?T$"))
    expect(received).to_be_visible()
    expect(page.get_by_text("1 \u00d7 Pleated skirt")).to_be_visible()
    looks_right(page)
    number = re.search(r"W-\w+", page.get_by_text(re.compile("^Number W-")).inner_text())
    assert number
    until_seen(lambda: letters_about(shop, number[0]))
    page.get_by_role("link", name="Send it back").tap()
    expect(page).to_have_url(re.compile("/case/"))
    page.get_by_text("Everything that happened").tap()
    expect(page.get_by_text("You withdrew from the contract.")).to_be_visible()


def test_what_was_acknowledged_stays_to_be_seen_and_the_rest_is_still_offered(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=HERE).tap()
    expect(page.get_by_text("1 \u00d7 Pleated skirt")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("button", name=CONFIRM).tap()
    expect(headline(page, "We have your withdrawal.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name=re.compile("See its return"))).to_have_count(2)
    expect(page.get_by_role("link", name=HERE)).to_have_count(0)


def letters_about(shop: DemoServer, number: str) -> list[str]:
    found = (path.read_text() for path in (shop.home / "mail").glob("*.eml"))
    return [text for text in found if number in text and "lena@example.com" in text]


def looks_right(page: Page) -> None:
    """Fits a phone and a desk, light and dark, and axe has nothing to object to."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size in (DESK, PHONE):
            page.set_viewport_size(size["viewport"])
            assert objections(page) == []
            assert width_of(page) <= size["viewport"]["width"]
