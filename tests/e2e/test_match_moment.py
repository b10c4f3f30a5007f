"""While somebody looks: the one who waits for it is asked, says yes, and the screen tells both."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import objections
from tests.e2e.conftest import DESK, SignIn
from tests.e2e.goings_on import BEN
from tests.e2e.hands import Hands, Row, hands_of
from tests.e2e.screens import headline
from tests.e2e.server import DemoServer
from tests.polling import until_seen

MALIK = "malik.kowalski@example.com"


@pytest.fixture
def malik(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, MALIK) as hands:
        yield hands


@pytest.fixture
def ben(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, BEN) as hands:
        yield hands


def test_the_one_who_waits_is_asked_and_says_yes(malik: Hands, ben: Hands, sign_in: SignIn) -> None:
    _, line = malik.line("Garden dress")
    offer = ben.tell(
        "MakeOffer",
        variantId=line["variantId"],
        highestMinor=line["total"]["amountMinor"] * 8 // 10,
        currency=line["total"]["currency"],
        grades=["LIKE_NEW", "VERY_GOOD"],
        automatic=False,
        method="card_visa_4242",
    )
    case = malik.send_on("Garden dress")
    page = sign_in("malik", f"/case/{case['id']}", cookies=malik.cookies)
    expect(headline(page, "Somebody who waits for one is being asked.")).to_be_visible()
    expect(headline(page, "It is held for them until")).to_be_visible()
    assert objections(page) == []
    desk = sign_in("ada", f"/desk/{case['id']}", **DESK)
    desk.get_by_role("button", name="The one who returns it").click()
    desk.get_by_text("Why this buyer").click()
    expect(desk.get_by_text("They had left word that they look for one.")).to_be_visible()

    question = until_seen(lambda: asked(ben, offer))
    ben.tell("AnswerQuestion", questionId=question["id"], accept=True, method=None)
    expect(headline(page, "It has a new owner")).to_be_visible()
    heard = page.get_by_role("status").filter(has_text="It has a new owner")
    expect(heard).to_be_attached()


def asked(ben: Hands, offer: Row) -> Row:
    """The question that stands for this offer; empty until there is one."""
    mine = ben.ask("MyOffers")["standingOffers"]["nodes"]
    found: Row | None = next(one["question"] for one in mine if one["id"] == offer["id"])
    return found or {}
