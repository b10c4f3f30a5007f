"""The other size in place of a refund: found, held, given up, sent once the first is scanned."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import objections
from tests.e2e.conftest import DESK, SignIn
from tests.e2e.hands import Hands, Row, hands_of
from tests.e2e.screens import Returner, headline
from tests.e2e.server import DemoServer
from tests.e2e.test_every_route import width_of

# Somebody with a few things at home that come in other sizes.
CLARA = "clara.hollis@example.com"
MAREN = "maren.duarte@example.com"


@pytest.fixture
def clara(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, CLARA) as hands:
        yield hands


@pytest.fixture
def maren(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, MAREN) as hands:
        yield hands


def test_the_right_size_is_held_and_sent_once_the_wrong_one_is_scanned(
    maren: Hands, sign_in: SignIn
) -> None:
    case = maren.show(maren.start("Linen overshirt", reason="SIZE_TOO_SMALL"))
    page = with_a_choice(maren, case, sign_in, "It passed.")
    hold(page, "Size L, Indigo")
    held = page.get_by_role("region", name="Held for you")
    expect(held).to_contain_text("Linen overshirt, L, Indigo is held for you.")
    expect(page.get_by_role("listitem").filter(has_text="Other one sent")).to_be_visible()
    assert objections(page) == []
    assert width_of(page) <= 390
    desk = sign_in("ada", f"/desk/{case['id']}", **DESK)
    desk.get_by_role("button", name="The one who returns it").click()
    expect(desk.get_by_text("is held in stock for the returner until the")).to_be_visible()

    maren.tell("ChoosePath", caseId=case["id"], route="WAREHOUSE")
    Returner(page).play("Hand it in")
    expect(headline(page, "It is on its way")).to_be_visible()
    sent = page.get_by_role("region", name="In its place")
    expect(sent).to_contain_text("leaves our warehouse for you. Order EX-")
    expect(sent.get_by_role("button")).to_have_count(0)
    page.get_by_role("link", name="Your credit note").click()
    given = page.get_by_role("region", name="How it came back to you")
    expect(given).to_contain_text(re.compile(r"In place of money\s*\$64\.00"))
    assert objections(page) == []
    page.goto("/")
    expect(page.get_by_text(f"Order EX-{case['reference']}")).to_be_visible()


def test_who_changes_their_mind_has_the_whole_refund_again(clara: Hands, sign_in: SignIn) -> None:
    # Nothing of the choice hangs on its photos, so it is there before any is taken.
    case = clara.start("Rain jacket", reason="SIZE_TOO_SMALL")
    page = with_a_choice(clara, case, sign_in, "Show it to us in a few photos.")
    whole = case["refund"]["amount"]["amountMinor"]
    hold(page, "Size")
    page.get_by_role("button", name="My money instead").click()
    expect(page.get_by_text("Your whole refund goes back instead")).to_be_visible()
    assert objections(page) == []
    page.get_by_role("button", name="Yes, my money instead").click()
    expect(page.get_by_role("heading", name="The right size instead?")).to_be_visible()
    expect(page.get_by_role("region", name="Held for you")).to_have_count(0)
    after = clara.ask("OpenCase", id=case["id"])["returnCase"]
    assert after["refund"]["amount"]["amountMinor"] == whole
    assert after["exchange"]["status"] == "ENDED"


def test_where_it_is_not_about_fit_nothing_else_is_offered(clara: Hands, sign_in: SignIn) -> None:
    case = clara.start("Straight jeans", reason="UNWANTED")
    page = sign_in("clara", f"/case/{case['id']}", cookies=clara.cookies)
    expect(page.get_by_role("heading", name="Your money")).to_be_visible()
    expect(page.get_by_role("heading", name="instead")).to_have_count(0)


def with_a_choice(hands: Hands, case: Row, sign_in: SignIn, says: str) -> Page:
    """The return on its phone, with what else there is unfolded."""
    page = sign_in("hers", f"/case/{case['id']}", cookies=hands.cookies)
    expect(headline(page, says)).to_be_visible()
    page.get_by_role("heading", name="The right size instead?").tap()
    expect(page.get_by_role("radio", name="Size").first).to_be_visible()
    assert objections(page) == []
    return page


def hold(page: Page, which: str) -> None:
    page.get_by_role("radio", name=which).first.check()
    page.get_by_role("button", name="Hold it for me").click()
    expect(page.get_by_role("region", name="Held for you")).to_be_visible()
