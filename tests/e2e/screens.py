"""What people do on the app's screens, found as a person finds things: by role and by label."""

import re
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from onward.messages import say
from tests.e2e.snapshots import as_file

# What somebody says of a piece that is like new.
LIKE_NEW = {
    "tags_attached": "Yes",
    "worn": "No",
    "washed": "No",
    "smell": "No",
    "flaw": "No",
    "bag_or_box": "Yes",
}
CLOTHING = ("front", "back", "tag")


def headline(page: Page, said: str) -> Locator:
    """The screen's one headline, when it says this."""
    return page.get_by_role("heading", level=1, name=re.compile(said))


class Unbroken:
    """Holds while a page has not been loaded again."""

    def __init__(self, page: Page):
        self._page = page
        self._mark = uuid4().hex
        page.evaluate("mark => { window.unbroken = mark }", self._mark)

    def holds(self) -> bool:
        return bool(self._page.evaluate("mark => window.unbroken === mark", self._mark))


@dataclass
class Returner:
    """Somebody with a phone who sends something back."""

    page: Page

    def start(self, title: str, reason: str = "Too small") -> None:
        """From my orders to the photos."""
        self.page.get_by_role("link", name=re.compile(f"Send .*{title}")).click()
        expect(headline(self.page, "Why is it going back?")).to_be_visible()
        self.page.get_by_role("radio", name=reason).check()
        self.page.get_by_role("button", name="Go on to the photos").click()
        expect(headline(self.page, "Show us the item.")).to_be_visible()

    def picker(self, shot: str) -> Locator:
        """Where a picture from the phone is chosen for this shot."""
        return self.page.get_by_label(f"Choose a picture: {say(f'shots.{shot}.title')}")

    def slot(self, shot: str) -> Locator:
        """One photo's place, with how far it is."""
        return self.page.get_by_role("listitem").filter(has=self.picker(shot))

    def take(self, shot: str, title: str, colour: str) -> None:
        """A photo that is on the phone already."""
        self.picker(shot).set_input_files(as_file(title, colour, shot))

    def show(self, title: str, colour: str) -> None:
        """Photos from the phone, the questions, sent in."""
        for shot in CLOTHING:
            self.take(shot, title, colour)
        for shot in CLOTHING:
            expect(self.slot(shot)).to_contain_text("Sent")
        self.answer()
        self.page.get_by_role("button", name="Send it in").click()

    def answer(self) -> None:
        for question, answer in LIKE_NEW.items():
            asked = self.page.get_by_role("group", name=say(f"questions.{question}.text"))
            asked.get_by_role("radio", name=answer).check()

    def choose_peer(self) -> None:
        self.page.get_by_role("link", name="Choose how it travels").click()
        expect(headline(self.page, "How should it travel?")).to_be_visible()
        self.page.get_by_role("button", name="Send it to its next owner").click()

    def open_code(self) -> str:
        """Past the packing list, where it is still asked for, to the code; what the code says."""
        self.page.get_by_role("link", name="Show my code").click()
        ticks = self.page.get_by_role("checkbox", name=re.compile("^Old (invoice|label)"))
        expect(ticks).to_have_count(2)
        for tick in ticks.all():
            tick.check()
        gate = self.page.get_by_role("button", name="Show my code")
        if gate.is_visible():
            gate.click()
        expect(code_on(self.page)).to_be_visible()
        return code_on(self.page).get_attribute("data-payload") or ""

    def play(self, command: str) -> None:
        """A command of the demo bar."""
        bar = self.page.get_by_role("group").filter(has_text="Demo: play the world")
        button = bar.get_by_role("button", name=command)
        if not button.is_visible():
            bar.get_by_text("Demo: play the world").click()
        button.click()


def code_on(page: Page) -> Locator:
    """The code to show at the counter."""
    return page.get_by_role("img", name="Your drop-off code as a QR code")


def shop_window(page: Page) -> set[str]:
    """The addresses of everything the open-box shop shows."""
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    links = page.get_by_role("main").get_by_role("link").all()
    return {address for link in links if (address := link.get_attribute("href"))}
