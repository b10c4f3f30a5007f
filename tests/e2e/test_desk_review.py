"""The desk looks at photos: from the queue to the next case by keys, by mouse and by touch; a
reused photo is found out, one agent overturns another, departure stands beside arrival."""

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import objections
from tests.e2e.conftest import DESK, SignIn
from tests.e2e.goings_on import ADA, BEN
from tests.e2e.hands import YES, Hands, Row, hands_of
from tests.e2e.server import DemoServer
from tests.e2e.snapshots import photo
from tests.polling import until_seen

# Somebody with a few things at home that may go to another customer.
SAMIR = "samir.hollis@example.com"
_WITHIN_S = 60
_WHOLE = "translate(0px, 0px) scale(1)"


@pytest.fixture
def samir(shop: DemoServer) -> Iterator[Hands]:
    with hands_of(shop, SAMIR) as hands:
        yield hands


@pytest.fixture
def desk(sign_in: SignIn) -> Page:
    """Ada's, with the queue on it."""
    page = sign_in("ada", "/desk/review", **DESK)
    expect(page.get_by_role("heading", name="Photos to look at")).to_be_visible()
    return page


def test_a_reused_photo_is_seen_beside_its_twin_and_sent_back_by_keys(
    samir: Hands, desk: Page
) -> None:
    hoodie = samir.start("Loopback hoodie")
    borrowed = photo("Loopback hoodie", hoodie["item"]["colour"], "front")
    show(samir, hoodie, front=borrowed)
    case = show(samir, samir.start("Everyday tee"), front=mirrored(borrowed))
    assert case["stage"] == "IN_REVIEW", case["headline"]

    desk.reload()
    row = desk.get_by_role("link", name=re.compile("Everyday tee.*mirrored"))
    expect(row).to_contain_text(re.compile(r"due in 2\d h"))
    row.click()
    expect(desk.get_by_role("heading", name="Your word on it")).to_be_visible()
    expect(desk.get_by_role("button", name=re.compile("seen in another case"))).to_be_visible()
    for name in ("Photo: The front", "Seen before"):
        assert is_loaded(picture(desk, name))
    expect(desk.get_by_text("turned round")).to_be_visible()
    assert objections(desk) == []

    desk.keyboard.press("w")
    expect(desk.get_by_role("button", name="Pick a reason")).to_be_disabled()
    desk.keyboard.press("n")
    desk.keyboard.press("Enter")
    expect(told(desk, "Everyday tee: Like new, to the warehouse.")).to_be_visible()
    assert opened(samir, case)["stage"] == "AWAITING_DROPOFF"
    expect(desk).not_to_have_url(re.compile(case["id"]))


def test_one_decision_opens_the_next_case_and_j_and_k_only_look(samir: Hands, desk: Page) -> None:
    first = samir.show(samir.start("Pleated skirt"), flaw=True)
    second = samir.show(samir.start("Linen overshirt"), flaw=True)
    desk.goto(f"/desk/review/{first['id']}")
    expect(desk.get_by_role("heading", level=2, name="Pleated skirt")).to_be_visible()
    expect(desk.get_by_role("link", name="Next: Linen overshirt")).to_be_visible()
    desk.keyboard.press("j")
    expect(desk.get_by_role("heading", level=2, name="Linen overshirt")).to_be_visible()
    desk.keyboard.press("k")
    expect(desk.get_by_role("heading", level=2, name="Pleated skirt")).to_be_visible()
    expect(desk.get_by_text("a hint, no proof")).to_be_visible()

    desk.keyboard.press("a")
    expect(desk.get_by_text("not as it left the shop")).to_be_visible()
    desk.keyboard.press("2")
    expect(desk.get_by_text("The rules propose Very good.")).to_be_visible()
    desk.keyboard.press("s")
    desk.keyboard.press("Enter")
    expect(told(desk, "Pleated skirt: Like new, to its next owner.")).to_be_visible()
    expect(desk.get_by_role("heading", level=2, name="Linen overshirt")).to_be_visible()
    assert opened(samir, first)["stage"] == "APPROVED"
    assert opened(samir, second)["stage"] == "IN_REVIEW"
    samir.tell("WithdrawReturn", caseId=second["id"])
    expect(desk.get_by_role("heading", name="Nothing to decide here")).to_be_visible()


def test_an_agent_overturns_another_and_both_words_stay(samir: Hands, sign_in: SignIn) -> None:
    case = samir.show(samir.start("Court trainers"), flaw=True)
    page = sign_in("ada", f"/desk/review/{case['id']}")
    by_touch(page, "Good", "To the warehouse", "It looks worn")
    page.get_by_role("button", name="Good, to the warehouse").tap()
    expect(told(page, "Court trainers: Good, to the warehouse.")).to_be_visible()

    other = sign_in("mira", "/desk/review", **DESK)
    expect(other.get_by_role("heading", name="Photos to look at")).to_be_visible()
    closer = photo("Court trainers", case["item"]["colour"], "flaw")
    shown = samir.send("flaw", closer, caseId=case["id"], occasion="APPEAL")
    samir.tell("AppealGrade", caseId=case["id"], photoId=shown)
    other.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    other.get_by_role("link", name=re.compile("Court trainers.*Asks for another look")).click()
    expect(other.get_by_role("heading", name="They ask for another look")).to_be_visible()
    assert is_loaded(picture(other, "Photo: The mark"))
    assert is_loaded(picture(other, "Earlier photo"))
    earlier = other.get_by_role("region", name="Earlier judgements")
    expect(earlier).to_contain_text("A person: It goes to the warehouse, because it shows signs")
    assert objections(other) == []
    other.get_by_role("radio", name="Like new").check()
    other.get_by_role("radio", name="To its next owner").check()
    other.get_by_role("radio", name="The photos show it well").check()
    other.get_by_role("button", name="Like new, to its next owner").click()
    expect(told(other, "Court trainers: Like new, to its next owner.")).to_be_visible()
    assert opened(samir, case)["stage"] == "APPROVED"
    other.goto(f"/desk/review/{case['id']}")
    for said in ("Like new", "Good", "No grade yet"):
        expect(earlier.get_by_text(said, exact=True)).to_be_visible()


def test_a_photo_is_looked_at_closely_by_every_hand(samir: Hands, sign_in: SignIn) -> None:
    case = samir.show(samir.start("Court trainers"), flaw=True)
    page = sign_in("ada", f"/desk/review/{case['id']}", **DESK)
    page.get_by_role("list", name="Photos").get_by_role("button", name="The mark").click()
    shown = picture(page, "Photo: The mark")
    assert is_loaded(shown)
    moved = shown.locator("span")
    expect(moved).to_have_css("transform", "matrix(1, 0, 0, 1, 0, 0)")

    page.keyboard.press("+")
    expect(moved).to_have_attribute("style", re.compile("scale\\(1.4\\)"))
    page.keyboard.press("-")
    expect(moved).to_have_attribute("style", re.compile(re.escape(_WHOLE)))
    shown.hover()
    page.mouse.wheel(0, -400)
    expect(moved).to_have_attribute("style", re.compile("scale\\(2"))
    page.keyboard.press("0")
    shown.dblclick()
    expect(moved).to_have_attribute("style", re.compile("scale\\(2.5\\)"))
    before = moved.get_attribute("style")
    box = shown.bounding_box()
    assert box
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 150)
    page.mouse.up()
    expect(moved).not_to_have_attribute("style", before or "")
    expect(moved).to_have_attribute("style", re.compile("scale\\(2.5\\)"))
    page.keyboard.press("ArrowLeft")
    expect(shown).to_have_count(0)
    page.get_by_role("button", name="Turn keys off").click()
    page.keyboard.press("w")
    expect(page.get_by_role("radio", name="To the warehouse")).not_to_be_checked()

    phone = sign_in("ada", f"/desk/review/{case['id']}")
    shown = picture(phone, "Photo: ")
    assert is_loaded(shown)
    pinch(phone, shown)
    expect(shown.locator("span")).to_have_attribute("style", re.compile("scale\\(3"))
    phone.get_by_role("button", name="Our picture").tap()
    assert is_loaded(picture(phone, "Our picture"))
    expect(shown).to_be_hidden()


def test_departure_stands_beside_arrival_and_a_seam_uncovers_one_of_them(
    shop: DemoServer, samir: Hands, sign_in: SignIn
) -> None:
    with hands_of(shop, BEN) as ben, hands_of(shop, ADA) as ada:
        case = arrived_with_a_claim(samir, ben, ada)
        held_beside_each_other(sign_in("ada", f"/desk/{case['id']}"))
        ada.tell("SettleClaim", caseId=case["id"], resolution="REJECT")


def held_beside_each_other(page: Page) -> None:
    page.get_by_role("button", name="The buyer").tap()
    evidence = page.get_by_role("region", name="As it left, as it arrived")
    slider = evidence.get_by_role("slider", name="How much of each you see")
    expect(slider).to_have_attribute("aria-valuetext", "50% as it arrived")
    slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "51% as it arrived")
    over = evidence.get_by_role("img", name="The front, as it arrived")
    expect(over).to_have_attribute("style", re.compile("49%"))
    assert is_loaded(over)
    assert objections(page) == []
    evidence.get_by_role("button", name="Side by side").tap()
    expect(slider).to_have_count(0)
    for side in ("left", "arrived"):
        assert is_loaded(picture(page, f"The front, as it {side}"))
    evidence.get_by_role("button", name="The back").tap()
    expect(evidence.get_by_text("The buyer sent no photo of this.")).to_be_visible()
    expect(evidence.get_by_role("heading", name="In the open parcel")).to_be_visible()
    assert objections(page) == []


def show(hands: Hands, case: Row, **otherwise: bytes) -> Row:
    """Photos and the answers of a piece that is like new; `otherwise` are pictures for shots."""
    item = case["item"]
    for shot in (one["key"] for one in case["shots"] if one["required"]):
        raw = otherwise.get(shot) or photo(item["title"], item["colour"], shot)
        hands.upload(case["id"], shot, raw)
    answers = [{"question": one["key"], "yes": one["key"] in YES} for one in case["questions"]]
    return hands.tell("SubmitCondition", caseId=case["id"], answers=answers)


def arrived_with_a_claim(samir: Hands, ben: Hands, ada: Hands) -> Row:
    """Packed with a picture, bought, travelled, and not what Ben expected."""
    case = samir.show(samir.start("Everyday tee"), flaw=True)
    decided = {"grade": "LIKE_NEW", "accept": True, "because": "FLAW_IS_SMALL"}
    ada.tell("DecideReview", caseId=case["id"], **decided)
    case = samir.tell("ChoosePath", caseId=case["id"], route="P2P")
    bought = ben.buy(case["listing"]["id"])
    item = case["item"]

    def mine() -> Row:
        return opened(samir, case)

    def bens() -> Row:
        purchase: Row = ben.ask("OpenPurchase", id=bought["id"])["purchase"]
        return purchase

    until_seen(lambda: mine()["packingCode"], within=_WITHIN_S)
    packed = photo(item["title"], item["colour"], "packaging")
    samir.send("packing", packed, caseId=case["id"], occasion="PACKING")
    for command in ("HAND_IN", "MOVE", "DELIVER"):
        ben.play(command, purchaseId=bought["id"])
    until_seen(lambda: "CLAIM" in bens()["actions"], within=_WITHIN_S)
    came = photo(item["title"], item["colour"], "front")
    ben.send("front", came, purchaseId=bought["id"], occasion="ARRIVAL")
    ben.tell("OpenClaim", purchaseId=bought["id"], outcome="COUNTERFEIT")
    return case


def mirrored(jpeg: bytes) -> bytes:
    out = io.BytesIO()
    ImageOps.mirror(Image.open(io.BytesIO(jpeg))).save(out, "JPEG", quality=80)
    return out.getvalue()


def opened(hands: Hands, case: Row) -> Row:
    found: Row = hands.ask("OpenCase", id=case["id"])["returnCase"]
    return found


def by_touch(page: Page, *choices: str) -> None:
    for name in choices:
        choice = page.get_by_role("radio", name=name, exact=True)
        choice.tap()
        expect(choice).to_be_checked()


def picture(page: Page, what: str) -> Locator:
    """A picture that can be looked at closely."""
    return page.get_by_role("button", name=re.compile(f"^{re.escape(what)}.*closer look"))


def pinch(page: Page, shown: Locator) -> None:
    """Two fingers that part to three times their distance."""
    shown.scroll_into_view_if_needed()
    box = shown.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    screen = page.context.new_cdp_session(page)

    def touch(kind: str, *apart: float) -> None:
        fingers = [{"x": x + side, "y": y, "id": at} for at, side in enumerate(apart)]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    touch("touchStart", -30)
    touch("touchStart", -30, 30)
    for apart in (50, 70, 90):
        touch("touchMove", -apart, apart)
    touch("touchEnd")


def is_loaded(shown: Locator) -> bool:
    """Whether there is a picture in it, and not its room alone."""
    image = shown if shown.get_attribute("src") else shown.locator("img")
    expect(image).to_have_js_property("complete", True)
    width: int = image.evaluate("image => image.naturalWidth")
    return width > 0


def told(page: Page, said: str) -> Locator:
    """News that goes by itself."""
    return page.get_by_role("status").filter(has_text=said)
