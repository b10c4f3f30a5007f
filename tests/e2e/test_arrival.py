"""From the returner's open parcel to the buyer's table: the same shots again, departure beside
arrival, and nothing of it on the returner's side."""

from collections.abc import Iterator
from dataclasses import dataclass
from re import compile as pattern

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import objections
from tests.e2e.conftest import SignIn
from tests.e2e.goings_on import ADA, BEN
from tests.e2e.hands import Hands, Row, hands_of
from tests.e2e.screens import code_on, headline
from tests.e2e.server import DemoServer
from tests.e2e.snapshots import as_file
from tests.polling import until_seen

# Somebody with a few things at home that may go to another customer.
WES = "wes.hollis@example.com"
# The app is on the phone, and the page is served from there.
KEPT = """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller
  || new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done))
).then(() => true)"""
_WITHIN_S = 60


@dataclass
class Sale:
    """One piece with a mark on its way from Wes to Ben."""

    wes: Hands
    ben: Hands
    case: Row
    bought: Row

    @property
    def item(self) -> Row:
        item: Row = self.case["item"]
        return item

    @property
    def returners(self) -> Row:
        seen: Row = self.wes.ask("OpenCase", id=self.case["id"])["returnCase"]
        return seen

    @property
    def buyers(self) -> Row:
        seen: Row = self.ben.ask("OpenPurchase", id=self.bought["id"])["purchase"]
        return seen

    def travels(self) -> None:
        """From the counter to Ben's door."""
        until_seen(lambda: self.buyers["shipment"], within=_WITHIN_S)
        for command in ("HAND_IN", "MOVE", "DELIVER"):
            self.ben.play(command, purchaseId=self.bought["id"])
        until_seen(lambda: "ADD_PHOTO" in self.buyers["actions"], within=_WITHIN_S)


@pytest.fixture
def people(shop: DemoServer) -> Iterator[tuple[Hands, Hands, Hands]]:
    with hands_of(shop, WES) as wes, hands_of(shop, BEN) as ben, hands_of(shop, ADA) as ada:
        yield wes, ben, ada


def offered(people: tuple[Hands, Hands, Hands], title: str) -> Row:
    """On offer after a person has looked at its mark."""
    wes, _, ada = people
    case = wes.show(wes.start(title), flaw=True)
    decided = {"grade": "LIKE_NEW", "accept": True, "because": "FLAW_IS_SMALL"}
    ada.tell("DecideReview", caseId=case["id"], **decided)
    return wes.tell("ChoosePath", caseId=case["id"], route="P2P")


def sold(people: tuple[Hands, Hands, Hands], title: str) -> Sale:
    wes, ben, _ = people
    case = offered(people, title)
    sale = Sale(wes, ben, case, ben.buy(case["listing"]["id"]))
    until_seen(lambda: sale.returners["packingCode"], within=_WITHIN_S)
    return sale


def test_a_buyer_sees_the_one_mark_large_and_a_returner_photographs_the_open_parcel(
    people: tuple[Hands, Hands, Hands], sign_in: SignIn
) -> None:
    wes, ben, _ = people
    case = offered(people, "Straight jeans")
    buyers = sign_in("ben", f"/shop/{case['listing']['id']}")
    said = (
        "Like new, because a person looked at the photos and what shows is small, though there is"
    )
    expect(buyers.get_by_text(said)).to_be_visible()
    mark = buyers.get_by_role("figure", name="Here is the one mark we saw.")
    mark.scroll_into_view_if_needed()
    expect(mark.get_by_role("img")).to_be_visible()
    assert wide(mark.get_by_role("img")) > 250
    assert objections(buyers) == []

    sale = Sale(wes, ben, case, ben.buy(case["listing"]["id"]))
    until_seen(lambda: sale.returners["packingCode"], within=_WITHIN_S)
    page = sign_in("wes", f"/case/{case['id']}/code", cookies=wes.cookies)
    expect(page.get_by_text(" ".join(sale.returners["packingCode"])).last).to_be_visible()
    page.get_by_role("button", name="Show it without checking").click()
    expect(code_on(page)).to_be_visible()
    assert objections(page) == []
    page.get_by_role("button", name="Take the picture").click()
    choose(page, "In the open parcel", sale, "front")
    expect(page.get_by_text("That is all. You can close the parcel.")).to_be_visible()
    assert objections(page) == []
    page.reload()
    expect(page.get_by_role("img", name="Your picture of the open parcel")).to_be_visible()
    expect(code_on(page)).to_have_count(0)

    buyers.goto(f"/purchase/{sale.bought['id']}")
    buyers.get_by_role("button", name="In the open parcel").click()
    expect(buyers.get_by_role("img", name="How it left: In the open parcel")).to_be_visible()


def test_departure_stands_beside_arrival_and_the_returner_sees_nothing_of_it(
    people: tuple[Hands, Hands, Hands], sign_in: SignIn
) -> None:
    sale = sold(people, "Tapered chinos")
    sale.travels()
    page = sign_in("ben", f"/purchase/{sale.bought['id']}")
    expect(headline(page, "It has arrived.")).to_be_visible()
    page.get_by_role("button", name="Show how it arrived: The front").click()
    camera = page.get_by_role("dialog", name="Photo: The front")
    expect(camera.get_by_text("Line it up with that.")).to_be_visible()
    choose(page, "The front", sale, "front")

    seam = page.get_by_role("slider", name="How much you see of how it arrived")
    expect(seam).to_have_attribute("aria-valuetext", "50% as it arrived")
    seam.press("ArrowLeft")
    expect(seam).to_have_attribute("aria-valuetext", "51% as it arrived")
    until_seen(lambda: arrivals(sale) == {"front"}, within=_WITHIN_S)
    assert objections(page) == []
    page.get_by_role("button", name="See both large").click()
    both = page.get_by_role("dialog", name="The front").get_by_role("figure")
    expect(both).to_have_text(["How it left", "How it arrived"])
    assert objections(page) == []
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Something is wrong").click()
    page.get_by_role("radio", name="It is not as described").check()
    page.get_by_role("button", name="Take a photo: The mark").click()
    choose(page, "The mark", sale, "flaw")
    expect(page.get_by_role("button", name="Take it again: The mark")).to_be_visible()
    assert objections(page) == []
    page.get_by_role("button", name="Tell the shop").click()
    expect(headline(page, "Send it to us.")).to_be_visible()
    expect(page.get_by_role("link", name="Show the code to send it back")).to_be_visible()
    assert objections(page) == []
    until_seen(lambda: arrivals(sale) == {"front", "flaw"}, within=_WITHIN_S)

    returners = sign_in("wes", f"/case/{sale.case['id']}", cookies=sale.wes.cookies)
    expect(headline(returners, "It is on its way to the warehouse")).to_be_visible()
    returners.get_by_text("Everything that happened").click()
    theirs = {pair["arrival"]["id"] for pair in sale.buyers["evidence"]["pairs"] if pair["arrival"]}
    assert len(theirs) == 2
    assert not [photo for photo in theirs if photo in str(sale.returners)]
    shown = returners.get_by_role("list").filter(has=returners.get_by_label("Your photo"))
    expect(shown.get_by_role("button")).to_have_count(len(sale.returners["photos"]))


def test_a_photo_of_how_it_arrived_waits_for_a_signal_and_is_sent_once(
    people: tuple[Hands, Hands, Hands], sign_in: SignIn
) -> None:
    sale = sold(people, "Loopback hoodie")
    sale.travels()
    page = sign_in("ben", f"/purchase/{sale.bought['id']}")
    expect(page.get_by_role("button", name="Show how it arrived: The front")).to_be_visible()
    assert page.evaluate(KEPT)
    page.context.set_offline(True)
    page.get_by_role("button", name="The back", exact=True).click()
    page.get_by_role("button", name="Show how it arrived: The back").click()
    choose(page, "The back", sale, "back")
    waiting = page.get_by_text("Waits for a signal. It sends itself.")
    expect(waiting).to_be_visible()
    expect(page.get_by_role("slider")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="The back", exact=True).click()
    expect(waiting).to_be_visible()

    page.context.set_offline(False)
    expect(waiting).to_have_count(0)
    until_seen(lambda: arrivals(sale) == {"back"}, within=_WITHIN_S)
    expect(page.get_by_role("slider")).to_be_visible()


def arrivals(sale: Sale) -> set[str]:
    """The shots of which the server has how they arrived."""
    return {pair["shot"] for pair in sale.buyers["evidence"]["pairs"] if pair["arrival"]}


def choose(page: Page, title: str, sale: Sale, shot: str) -> None:
    """A picture that is on the phone already, from the open camera."""
    camera = page.get_by_role("dialog", name=pattern(f"^Photo: {title}$"))
    picture = as_file(sale.item["title"], sale.item["colour"], shot)
    camera.get_by_label("Choose a picture").set_input_files(picture)
    expect(camera).to_have_count(0)


def wide(picture: Locator) -> float:
    box = picture.bounding_box()
    assert box is not None
    return box["width"]
