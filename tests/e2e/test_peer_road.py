"""The whole road of one item, on a returner's phone, a buyer's phone and an agent's desk at once.
Once a page is open, everything the others do arrives on it by itself."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import DESK, SignIn
from tests.e2e.screens import Returner, Unbroken, code_on, headline, shop_window
from tests.polling import until_seen


@dataclass
class Road:
    """The three who see one item, each on a screen of their own."""

    rosa: Returner
    ben: Page
    ada: Page

    def shows(self, rosa: str, ben: str, ada: str) -> None:
        """Wait until all three say so."""
        expect(headline(self.rosa.page, rosa)).to_be_visible()
        expect(headline(self.ben, ben)).to_be_visible()
        self.desk_shows(ada)

    def desk_shows(self, said: str) -> None:
        story = self.ada.get_by_role("article")
        expect(story.get_by_role("heading", level=2, name=re.compile(said))).to_be_visible()


@pytest.fixture
def road(sign_in: SignIn) -> Road:
    return Road(Returner(sign_in("rosa")), sign_in("ben", "/shop"), sign_in("ada", **DESK))


def test_an_item_goes_to_its_next_owner_while_three_screens_follow_by_themselves(
    road: Road,
) -> None:
    already_there = shop_window(road.ben)
    rosa_sends_her_overshirt(road.rosa)
    ada_opens_the_case(road)
    code = road.rosa.open_code()
    unbroken = [Unbroken(road.rosa.page), Unbroken(road.ben), Unbroken(road.ada)]

    ben_buys_what_is_added(road.ben, already_there)
    expect(headline(road.ben, "It is yours. The other customer hands it in by")).to_be_visible()
    expect(code_on(road.rosa.page)).not_to_have_attribute("data-payload", code)
    pointed = code_on(road.rosa.page).get_attribute("data-payload") or ""
    ben_has_it_sent_elsewhere(road.ben)
    expect(code_on(road.rosa.page)).not_to_have_attribute("data-payload", pointed)
    road.rosa.page.get_by_role("link", name="Back").click()
    road.shows(
        rosa="It has a new owner.* Hand it in by",
        ben="It is yours. The other customer hands it in by",
        ada="It has a new owner",
    )
    expect(step(road.rosa.page, "Hand it in")).to_have_attribute("aria-current", "step")

    it_travels(road)
    road.ben.get_by_role("button", name="It is as described").click()
    expect(headline(road.ben, "It is yours. Enjoy it.")).to_be_visible()
    # The thank-you is paid and the case is closed a moment later.
    expect(
        headline(road.rosa.page, r"Its next owner is happy with it\.|All done\.")
    ).to_be_visible()
    road.rosa.play("A day later")
    road.shows(rosa="All done.", ben="It is yours. Enjoy it.", ada="All done.")
    expect(road.ada.get_by_text("Balances to zero")).to_be_visible()
    assert [one.holds() for one in unbroken] == [True, True, True], "no page was loaded again"


def rosa_sends_her_overshirt(rosa: Returner) -> None:
    rosa.start("Linen overshirt")
    rosa.show("Linen overshirt", "Indigo")
    expect(headline(rosa.page, "It passed. Choose its way.")).to_be_visible()
    rosa.choose_peer()
    expect(headline(rosa.page, "We are looking for its next owner.")).to_be_visible()


def ada_opens_the_case(road: Road) -> None:
    """By its reference, and she asks who is calling."""
    words = road.rosa.page.get_by_text(re.compile("^Case ")).inner_text().removeprefix("Case ")
    road.ada.get_by_role("searchbox").fill(words)
    road.ada.get_by_role("searchbox").press("Enter")
    found = road.ada.get_by_role("region", name="Found")
    found.get_by_role("link", name=re.compile("Linen overshirt")).click()
    road.ada.get_by_role("button", name="The one who returns it").click()
    road.desk_shows("We are looking for its next owner.")


def ben_buys_what_is_added(page: Page, already_there: set[str]) -> None:
    but = "".join(f":not([href='{old}'])" for old in already_there)
    added = page.locator(f"main li a{but}")

    def comes_by() -> int:
        page.get_by_role("link", name="Onward").click()
        page.get_by_role("link", name="Open-box shop").click()
        shop_window(page)
        return added.count()

    assert until_seen(comes_by) == 1, "it is there once those who wait were asked"
    expect(added).to_have_accessible_name(re.compile("Linen overshirt.*size M"))
    added.click()
    expect(headline(page, "Linen overshirt")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Buy for")).click()


def ben_has_it_sent_elsewhere(page: Page) -> None:
    """To a sister's, who lives in the same town."""
    page.get_by_role("button", name="Send it elsewhere").click()
    page.get_by_label("Street and number").fill("9 Cedar Road")
    page.get_by_label("Postal code").fill("9")
    page.get_by_role("button", name="Send it there").click()
    expect(page.get_by_role("alert")).to_contain_text("does not look like a postal code")
    page.get_by_label("Postal code").fill("98118")
    page.get_by_role("button", name="Send it there").click()
    goes = page.get_by_role("region", name="Where it goes")
    expect(goes).to_contain_text("9 Cedar Road")
    expect(goes.get_by_role("status")).to_have_text("It goes there now.")


def it_travels(road: Road) -> None:
    """From the counter, where the refund starts, to the buyer's door."""
    road.rosa.play("Hand it in")
    road.shows(rosa="It is on its way.", ben="It is on its way to you.", ada="It is on its way.")
    expect(headline(road.rosa.page, r"\$64\.00 went back to your Visa")).to_be_visible()
    road.rosa.play("Move it")
    expect(road.ben.get_by_role("heading", name="The journey")).to_be_visible()
    road.rosa.play("Deliver it")
    road.shows(
        rosa="It has arrived at its next owner.",
        ben="It has arrived. Is it as described?",
        ada="It has arrived at its next owner.",
    )


def step(page: Page, label: str) -> Locator:
    """A step of the stage track."""
    return page.get_by_role("listitem").filter(has=page.get_by_text(label, exact=True))
