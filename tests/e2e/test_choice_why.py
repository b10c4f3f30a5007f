"""The two ways side by side: what each one brings, and behind a tap how far it goes and why."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import objections
from tests.e2e.conftest import DESK, SignIn
from tests.e2e.hands import Hands, Row, hands_of
from tests.e2e.screens import headline
from tests.e2e.server import DemoServer
from tests.e2e.test_every_route import width_of

# Somebody with a few things at home that may go to another customer.
ANDERS = "anders.sorensen@example.com"
TAP = "How far it goes, and why"


@pytest.fixture(scope="module")
def anders(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, ANDERS) as hands:
        yield hands


@pytest.fixture(scope="module")
def accepted(anders: Hands) -> Row:
    return anders.show(anders.start("Fair Isle jumper"))


def test_each_card_says_behind_a_tap_how_far_it_goes_and_why(
    anders: Hands, accepted: Row, sign_in: SignIn
) -> None:
    page = at_the_choice(anders, accepted, sign_in)
    for route in accepted["routes"]:
        behind, told = fold(page, route), [route["km"], route["impact"], *route["why"]]
        assert len(told) > 3, told
        for sentence in told:
            expect(behind.get_by_text(sentence, exact=True)).to_be_hidden()
        behind.get_by_text(TAP).tap()
        for sentence in told:
            expect(behind.get_by_text(sentence, exact=True)).to_be_visible()
    expect(page.get_by_role("radio", checked=True)).to_have_value("P2P")
    assert objections(page) == []
    assert width_of(page) <= 390


def test_with_keys_alone_a_way_is_picked_and_its_reasons_are_opened(
    anders: Hands, accepted: Row, sign_in: SignIn
) -> None:
    page = at_the_choice(anders, accepted, sign_in, **DESK)
    peer, warehouse = accepted["routes"]
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", checked=True)).to_have_value("WAREHOUSE")
    expect(page.get_by_role("button", name="Send it back to the warehouse")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(fold(page, warehouse).get_by_text(warehouse["km"])).to_be_visible()
    expect(fold(page, peer).get_by_text(peer["km"], exact=True)).to_be_hidden()
    expect(page.get_by_role("radio", checked=True)).to_have_value("WAREHOUSE")


def test_on_a_desk_both_taps_stand_on_one_line(
    anders: Hands, accepted: Row, sign_in: SignIn
) -> None:
    page = at_the_choice(anders, accepted, sign_in, **DESK)
    taps = page.locator("summary").filter(has_text=TAP)
    expect(taps).to_have_count(2)
    tops = {box["y"] for tap in taps.all() if (box := tap.bounding_box())}
    assert len(tops) == 1, tops


def at_the_choice(hands: Hands, case: Row, sign_in: SignIn, **options: object) -> Page:
    page = sign_in("anders", f"/case/{case['id']}/path", cookies=hands.cookies, **options)
    expect(headline(page, "How should it travel?")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(2)
    return page


def fold(page: Page, route: Row) -> Locator:
    """What one card keeps behind its tap; the tap names the card to whoever only listens."""
    return page.locator("details").filter(has_text=route["title"])
