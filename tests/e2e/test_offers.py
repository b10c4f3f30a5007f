"""Somebody says what they would take, is asked first when one comes, and buys what is there."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.hands import Hands, hands_of
from tests.e2e.screens import Unbroken, headline
from tests.e2e.server import DemoServer

FARAH, ANDERS = "farah.fontaine@example.com", "anders.sorensen@example.com"
IS_YOURS = "It is yours. The other customer hands it in by"


@pytest.fixture
def farah(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, FARAH) as hands:
        yield hands


@pytest.fixture
def anders(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, ANDERS) as hands:
        yield hands


def test_whoever_leaves_word_is_asked_before_the_shop_and_takes_it(
    sign_in: SignIn, farah: Hands, anders: Hands
) -> None:
    page = sign_in("farah", "/find", farah.cookies)
    find(page, "tee chalk", "Everyday tee", "size S")
    leave_word(page)
    expect(page.get_by_text("Nobody has waited longer than you.")).to_be_visible()
    unbroken = Unbroken(page)

    listing = anders.send_on("Everyday tee")["listing"]
    expect(headline(page, "One is here for you.")).to_be_visible()
    question = page.get_by_role("article", name="Everyday tee")
    expect(question).to_contain_text("Kept for you until")
    expect(question).to_contain_text("It came back because of its style.")
    expect(question.get_by_role("img", name=re.compile("^Photo by the customer"))).to_be_visible()
    assert unbroken.holds(), "the question came by itself"
    assert listing["id"] not in {one["id"] for one in anders.ask("Listings")["listings"]["nodes"]}

    question.get_by_role("button", name=re.compile("^Yes, for ")).click()
    expect(headline(page, IS_YOURS)).to_be_visible()
    page.goto("/offers")
    earlier = page.get_by_role("list", name="Earlier")
    expect(earlier.get_by_role("link", name="See it")).to_have_attribute(
        "href", re.compile("^/purchase/")
    )


def test_who_says_no_waits_on_until_they_end_it(
    sign_in: SignIn, farah: Hands, anders: Hands
) -> None:
    page = sign_in("farah", "/find", farah.cookies)
    find(page, "tote natural", "Canvas tote")
    leave_word(page)
    listing = anders.send_on("Canvas tote")["listing"]
    expect(headline(page, "One is here for you.")).to_be_visible()

    page.get_by_role("link", name="Onward").click()
    page.get_by_role("link", name=re.compile("Canvas tote kept for you until")).click()
    page.get_by_role("button", name="No, thanks").click()
    expect(headline(page, "We keep an eye out.")).to_be_visible()
    page.goto(f"/shop/{listing['id']}")
    expect(page.get_by_role("button", name=re.compile("^Buy for"))).to_be_visible()

    page.goto("/offers")
    page.get_by_role("button", name="Stop waiting for Canvas tote").click()
    page.get_by_role("button", name="Yes, stop waiting").click()
    expect(page.get_by_role("list", name="Earlier")).to_contain_text("You took it back.")


def test_what_is_there_already_is_bought_in_one_tap(sign_in: SignIn, farah: Hands) -> None:
    there = farah.ask("Listings")["listings"]["nodes"][-1]
    variant = farah.ask("OpenListing", id=there["id"])["listing"]["item"]["variantId"]
    page = sign_in("farah", f"/item/{variant}", farah.cookies)
    here = page.get_by_role("region", name="One is here now")
    here.get_by_placeholder("Postal code").fill("97217")
    here.get_by_role("button", name="Say when").click()
    expect(here).to_contain_text("Arrives")
    page.get_by_role("button", name=re.compile("^Buy for")).click()
    expect(headline(page, IS_YOURS)).to_be_visible()


def find(page: Page, said: str, title: str, size: str = "") -> None:
    """From the search of all that is sold to one item in a size."""
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    page.get_by_role("searchbox").fill(said)
    page.get_by_role("searchbox").press("Enter")
    found = page.get_by_role("listitem").filter(has=page.get_by_text(title, exact=True))
    expect(found).to_have_count(1)
    expect(page.get_by_role("main").get_by_text(re.compile(title))).to_have_count(1)
    found.get_by_role("link", name=size or re.compile(title)).first.click()
    expect(headline(page, title)).to_be_visible()


def leave_word(page: Page) -> None:
    """At today's price, asked first: what the screen proposes."""
    page.get_by_role("link", name="Tell me when one comes").click()
    expect(headline(page, "Tell me when")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("^Ask me first"))).to_be_checked()
    page.get_by_role("button", name="Tell me when one comes").click()
    expect(headline(page, "We keep an eye out.")).to_be_visible()
