"""Every screen for everybody who may see it, on a phone, a small phone and a desk, in light and
dark: nothing wider than the window, nothing axe objects to, no complaint from the browser."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import SignIn
from tests.e2e.goings_on import ADA, BEN, DARIO, MIRA, GoingsOn
from tests.e2e.hands import Hands, hands_of
from tests.e2e.server import DemoServer

NOBODY = ""
PHONE, SMALL, DESK = (390, 844), (320, 640), (1280, 800)


@dataclass(frozen=True)
class Place:
    """Whose it is, its address, what it says once it is there, and a button to press first."""

    whose: str
    path: str
    says: str
    press: str = ""


PLACES = {
    "sign in": Place(NOBODY, "/", "Or step in as one of these"),
    "shop, signed out": Place(NOBODY, "/shop", "Opened once. Ready for you."),
    "item, signed out": Place(NOBODY, "/shop/{for_sale}", "Why this grade"),
    "nowhere": Place(NOBODY, "/no/such/page", "There is nothing here for you"),
    "orders": Place(DARIO, "/", "What you bought"),
    "why": Place(DARIO, "/return/{jumper_order}/{jumper}", "Why is it going back?"),
    "why, without photos": Place(DARIO, "/return/{vest_order}/{vest}", "Why is it going back?"),
    "draft": Place(DARIO, "/case/{draft}", "Show it to us in a few photos."),
    "photos": Place(DARIO, "/case/{draft}/show", "A few questions"),
    "passed": Place(DARIO, "/case/{approved}", "It passed. Choose its way."),
    "path": Place(DARIO, "/case/{approved}/path", "How should it travel?"),
    "in review": Place(DARIO, "/case/{review}", "A person is looking at your photos."),
    "seeking": Place(DARIO, "/case/{seeking}", "We are looking for its next owner."),
    "why this grade": Place(DARIO, "/case/{seeking}", "How we graded it", "Like new"),
    "keep it": Place(DARIO, "/case/{seeking}", "Keep it and end this return?", "Keep it after all"),
    "packing": Place(DARIO, "/case/{seeking}/code", "Two things first."),
    "code": Place(DARIO, "/case/{seeking}/code", "Your code", "Show it without checking"),
    "warehouse": Place(DARIO, "/case/{to_warehouse}", "Hand it in with your code."),
    "arrived": Place(DARIO, "/case/{arrived}", "It has arrived at its next owner."),
    "credit note": Place(DARIO, "/case/{arrived}/receipt", "Credit note"),
    "own item": Place(DARIO, "/shop/{own_listing}", "Why this grade"),
    "somebody else's": Place(DARIO, "/purchase/{bought}", "There is nothing here for you"),
    "orders of a buyer": Place(BEN, "/", "On the way"),
    "shop": Place(BEN, "/shop", "Opened once. Ready for you."),
    "item": Place(BEN, "/shop/{own_listing}", "Pay with"),
    "item to buy": Place(BEN, "/shop/{own_listing}/buy", "Pay with"),
    "item gone": Place(BEN, "/shop/no-such-item", "This one is gone"),
    "paid": Place(BEN, "/purchase/{paid}", "It is yours. The other customer hands it in by"),
    "bought": Place(BEN, "/purchase/{bought}", "It has arrived. Is it as described?"),
    "wrong": Place(BEN, "/purchase/{bought}", "What is wrong?", "Something is wrong"),
    "sent back": Place(BEN, "/purchase/{sent_back}", "Invoice"),
    "return code": Place(BEN, "/purchase/{sent_back}/code", "Send it back"),
    "desk": Place(ADA, "/desk", "Waiting for a person"),
    "desk, who": Place(ADA, "/desk/{arrived}", "Who is calling?"),
    "desk, returner": Place(ADA, "/desk/{arrived}", "Ledger", "The one who returns it"),
    "desk, buyer": Place(ADA, "/desk/{arrived}", "Ledger", "The buyer"),
    "desk, review": Place(ADA, "/desk/{review}", "Look at the photos", "The one who returns it"),
    "desk, claim": Place(ADA, "/desk/{claimed}", "Ledger", "The buyer"),
    "shop, agent": Place(ADA, "/shop", "Opened once. Ready for you."),
    "merchant": Place(MIRA, "/", "Waiting for a person"),
}


@dataclass(frozen=True)
class Shown:
    """Who may look, by e-mail, and what is where, by its name in an address."""

    people: dict[str, Hands]
    names: dict[str, str]


@pytest.fixture(scope="module")
def shown(shop: DemoServer) -> Iterator[Shown]:
    """Something goes on everywhere."""
    with ExitStack() as stack:
        people = {
            email: stack.enter_context(hands_of(shop, email)) for email in (DARIO, BEN, ADA, MIRA)
        }
        going = GoingsOn(people[DARIO], people[BEN], people[ADA], {})
        going.begin()
        yield Shown(people, going.names)


@pytest.mark.parametrize("name", PLACES)
def test_a_screen_fits_is_clear_to_everybody_and_complains_of_nothing(
    name: str, shown: Shown, sign_in: SignIn
) -> None:
    place = PLACES[name]
    cookies = shown.people[place.whose].cookies if place.whose else []
    page = sign_in("nobody", place.path.format_map(shown.names), cookies=cookies)
    if place.press:
        page.get_by_role("button", name=place.press).click()
    heading = page.get_by_role("heading", name=re.compile(re.escape(place.says)))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size in (DESK, SMALL, PHONE):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            expect(heading.first).to_be_visible()
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
            assert width_of(page) <= size[0], f"wider than {size[0]}"
            if size is not SMALL:
                assert violations(page) == [], f"{scheme}, {size[0]} wide"


def width_of(page: Page) -> int:
    """How wide the page lies, whatever the window shows of it."""
    wide: int = page.evaluate("() => document.documentElement.scrollWidth")
    return wide
