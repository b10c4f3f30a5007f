"""Every screen for everybody who may see it, on a phone, a small phone and a desk, in light and
dark: nothing wider than the window, nothing axe objects to, no complaint from the browser."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import objections
from tests.e2e.complaints import Complaints
from tests.e2e.goings_on import ADA, BEN, DARIO, MIRA, GoingsOn
from tests.e2e.hands import hands_of
from tests.e2e.server import DemoServer

NOBODY = ""
PHONE, SMALL, DESK = (390, 844), (320, 640), (1280, 800)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@dataclass(frozen=True)
class Place:
    """Whose it is, its address, what it says once it is there, and a button to press first."""

    whose: str
    path: str
    says: str
    press: str = ""


PLACES = {
    "sign in": Place(NOBODY, "/", "Or step in as one of these"),
    "sign in with a gift receipt": Place(
        NOBODY, "/", "Send it to someone", "It was a gift, and I have the gift receipt"
    ),
    "shop, signed out": Place(NOBODY, "/shop", "Opened once. Ready for you."),
    "item, signed out": Place(NOBODY, "/shop/{own_listing}", "Why this grade"),
    "nowhere, signed out": Place(NOBODY, "/no/such/page", "Send it to someone who wants it."),
    "find, signed out": Place(NOBODY, "/find", "Looking for something?"),
    "find": Place(BEN, "/find", "Looking for something?"),
    "item of the catalogue": Place(BEN, "/item/{waited_for}", "Garden dress"),
    "item that is here": Place(BEN, "/item/{here}", "One is here now"),
    "item of the warehouse": Place(BEN, "/item/{never}", "Harbour swimsuit"),
    "leaving word": Place(BEN, "/item/{other_size}/tell", "Tell me when"),
    "wishes": Place(BEN, "/offers", "One is here for you."),
    "wish, ending": Place(BEN, "/offers", "Stop waiting for it?", "Stop waiting for Garden dress"),
    "no wishes": Place(DARIO, "/offers", "You wait for nothing yet"),
    "orders": Place(DARIO, "/", "What you bought"),
    "account": Place(DARIO, "/", "What you bought", "Your account"),
    "no store credit": Place(DARIO, "/credit", "No store credit"),
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
    "nowhere": Place(DARIO, "/no/such/page", "There is nothing here for you"),
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
    "photos to look at": Place(ADA, "/desk/review", "Photos to look at"),
    "a look at photos": Place(ADA, "/desk/review/{review}", "Your word on it"),
    "nothing to look at": Place(ADA, "/desk/review/{arrived}", "Nothing to decide here"),
    "nothing to inspect": Place(ADA, "/desk/inspect/{arrived}", "Nothing to decide here"),
    "quality": Place(ADA, "/desk/quality", "How our grades hold up"),
    "desk, claim": Place(ADA, "/desk/{claimed}", "Ledger", "The buyer"),
    "shop, agent": Place(ADA, "/shop", "Opened once. Ready for you."),
    "merchant": Place(MIRA, "/", "Waiting for a person"),
}


@dataclass(frozen=True)
class Seen:
    """A page for each of them, by e-mail, what it complained of, and what is where."""

    pages: dict[str, Page]
    complaints: dict[str, Complaints]
    names: dict[str, str]


@pytest.fixture(scope="module")
def seen(
    shop: DemoServer, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Seen]:
    """Something goes on everywhere, and everybody has one page to look at it."""
    with ExitStack() as stack:
        people = {
            email: stack.enter_context(hands_of(shop, email)) for email in (DARIO, BEN, ADA, MIRA)
        }
        going = GoingsOn(people[DARIO], people[BEN], people[ADA], {})
        going.begin()
        seen = Seen({}, {}, going.names)
        for email in (NOBODY, *people):
            context = stack.enter_context(browser.new_context(**browser_context_args))
            context.add_cookies(people[email].cookies if email else [])
            seen.pages[email] = context.new_page()
            seen.complaints[email] = Complaints(seen.pages[email])
        yield seen


@pytest.mark.parametrize("name", PLACES)
def test_a_screen_fits_every_window_and_neither_axe_nor_the_browser_objects(
    name: str, seen: Seen
) -> None:
    place = PLACES[name]
    page, complaints = seen.pages[place.whose], seen.complaints[place.whose]
    complaints.heard.clear()
    page.goto(place.path.format_map(seen.names))
    if place.press:
        page.get_by_role("button", name=place.press).click()
    heading = page.get_by_role("heading", name=re.compile(re.escape(place.says)))
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width, height in (DESK, SMALL, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            expect(heading.first).to_be_visible()
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
            assert width_of(page) <= width, f"wider than {width}"
            if (width, height) != SMALL:
                assert objections(page) == [], f"{scheme}, {width} wide"
    assert complaints.heard == []


def width_of(page: Page) -> int:
    """How wide the page lies, whatever the window shows of it."""
    wide: int = page.evaluate("() => document.documentElement.scrollWidth")
    return wide
