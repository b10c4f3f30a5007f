"""At the desk: every way a return could take with its money, and a stop that reaches what is under
way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import objections
from tests.e2e.conftest import DESK, SignIn
from tests.e2e.hands import Hands, Row, hands_of
from tests.e2e.screens import headline
from tests.e2e.server import DemoServer
from tests.e2e.test_every_route import width_of

GRETA = "greta.kessler@example.com"
SKU = "LL-TEE-CHALK-M"


@pytest.fixture(scope="module")
def greta(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, GRETA) as hands:
        yield hands


@pytest.fixture(scope="module")
def case(greta: Hands) -> Row:
    return greta.send_on("Everyday tee")


def test_the_desk_unfolds_every_way_and_the_lines_of_one(case: Row, sign_in: SignIn) -> None:
    for width, options in ((1280, DESK), (390, {})):
        page = sign_in("ada", f"/desk/{case['id']}", **options)
        page.get_by_role("button", name="The one who returns it").click()
        page.get_by_text("Every way, and what it brings").click()
        ways = page.get_by_role("table").filter(has_text="Straight to its next owner")
        expect(ways.get_by_role("row")).to_have_count(8)
        ways.get_by_role("button", name="Back to the warehouse").click()
        sum_of = page.get_by_role("region", name="What it costs and brings: Back to the warehouse")
        expect(sum_of.get_by_text("Handling")).to_be_visible()
        assert objections(page) == []
        assert width_of(page) <= width


def test_a_stop_takes_what_is_under_way_off_and_is_opened_again(
    greta: Hands, case: Row, sign_in: SignIn
) -> None:
    hers = sign_in("greta", f"/case/{case['id']}", cookies=greta.cookies)
    expect(headline(hers, "We are looking for its next owner.")).to_be_visible()
    page = sign_in("mira", "/desk/quality", **DESK)
    stop(page, "NO-SUCH-SKU")
    expect(page.get_by_role("alert")).to_have_text("There is no item with that number.")
    page.get_by_label("Close").click()

    stop(page, SKU)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("1 return under way goes to the warehouse.")
    assert objections(page) == []
    expect(headline(hers, "Hand it in with your code. It goes to the warehouse.")).to_be_visible()
    page.get_by_role("button", name=f"Open again: {SKU}").click()
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_text("Nothing is stopped.")).to_be_visible()


def stop(page: Page, sku: str) -> None:
    page.get_by_role("button", name="Stop something").click()
    page.get_by_label("Its SKU").fill(sku)
    page.get_by_role("button", name="Look at what that means").click()
    expect(page.get_by_text("is not undone by opening it again")).to_be_visible()
    page.get_by_role("button", name="Stop it now").click()
