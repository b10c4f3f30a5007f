"""Coming in by a code from the inbox, and leaving without a trace."""

from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.screens import headline
from tests.e2e.server import DemoServer

YUKI = "yuki.halloran@example.com"
# Everything the app keeps on a phone, as text.
KEPT = """() => new Promise((done, failed) => {
  const opening = indexedDB.open("onward")
  opening.onerror = failed
  opening.onsuccess = ({target: {result: drawers}}) => {
    const reading = drawers.transaction(drawers.objectStoreNames)
    const found = [{...localStorage}, {...sessionStorage}]
    for (const name of drawers.objectStoreNames) {
      reading.objectStore(name).getAll().onsuccess = ({target}) => found.push(target.result)
    }
    reading.oncomplete = () => done(JSON.stringify(found))
  }
})"""


def test_a_code_by_mail_lets_in_and_signing_out_leaves_nothing_on_the_phone(
    shop: DemoServer, sign_in: SignIn
) -> None:
    page = sign_in("nobody", "/")
    page.get_by_role("textbox", name="Your e-mail").fill(YUKI)
    page.get_by_role("button", name="Send me a code").click()
    expect(headline(page, "Look in your inbox.")).to_be_visible()
    code = shop.code_for(YUKI)
    page.get_by_role("textbox", name="Your code").fill("000000" if code != "000000" else "000001")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("textbox", name="Your code")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("textbox", name="Your code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    expect(headline(page, "Hello, Yuki.")).to_be_visible()
    expect(page.get_by_text("Straight jeans").first).to_be_visible()
    assert "Straight jeans" in page.evaluate(KEPT)

    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(headline(page, "Send it to someone who wants it.")).to_be_visible()
    left = page.evaluate(KEPT)
    assert "Straight jeans" not in left
    assert "Yuki" not in left


def test_a_page_of_ones_own_asks_who_is_there_and_then_shows_itself(
    shop: DemoServer, sign_in: SignIn
) -> None:
    page = sign_in("nobody", "/no-order-of-mine")
    expect(headline(page, "Send it to someone who wants it.")).to_be_visible()
    page.get_by_role("link", name="Ada Osei").click()
    expect(page.get_by_role("searchbox")).to_be_visible()
