"""A phone may keep the app: it has all that asks for, and lets nobody else write in its pages."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from tests.e2e.conftest import SignIn

CONTROLLED = """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller
  || new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done))
).then(() => navigator.serviceWorker.controller.scriptURL)"""
NOTHING_ELSE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


@pytest.fixture
def door(sign_in: SignIn) -> Page:
    """The app as somebody meets it who has never been here."""
    return sign_in("nobody", "/")


def test_chromium_finds_nothing_that_forbids_installing(door: Page) -> None:
    assert door.evaluate(CONTROLLED).endswith("/sw.js")
    browser = door.context.new_cdp_session(door)
    read = browser.send("Page.getAppManifest")
    assert read["errors"] == []
    forbids = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A test's window keeps nothing, as a private one; that is all that may be wrong with it.
    assert {one["errorId"] for one in forbids} <= {"in-incognito"}


def test_the_manifest_names_the_app_and_icons_of_the_size_it_says(door: Page) -> None:
    address = door.locator("link[rel=manifest]").get_attribute("href") or ""
    answer = door.request.get(address)
    assert answer.headers["content-type"].startswith("application/manifest+json")
    manifest = answer.json()
    assert (manifest["name"], manifest["display"]) == ("Onward", "standalone")
    assert door.request.get(manifest["start_url"]).ok
    purposes = set()
    for icon in manifest["icons"]:
        picture = Image.open(io.BytesIO(door.request.get(icon["src"]).body()))
        assert "{}x{}".format(*picture.size) == icon["sizes"]
        purposes.add((icon["sizes"], icon.get("purpose", "any")))
    assert purposes >= {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}


def test_the_second_visit_comes_from_the_phone_itself(door: Page) -> None:
    assert door.evaluate(CONTROLLED)
    again = door.reload()
    assert again
    assert again.from_service_worker


@pytest.mark.parametrize("path", ["/", "/shop", "/case/somebodys", "/sw.js", "/index.html"])
def test_every_page_lets_only_our_own_files_do_anything(path: str, context: BrowserContext) -> None:
    headers = context.request.get(path).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert {name: policy[name] for name in NOTHING_ELSE} == NOTHING_ELSE
    assert not re.search(r"unsafe-|https?:|\*", headers["content-security-policy"])
    assert headers["x-content-type-options"] == "nosniff"


def test_the_shell_writes_no_script_and_no_style_into_itself(context: BrowserContext) -> None:
    shell = context.request.get("/index.html").text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", shell)


def test_hashed_files_stay_and_the_shell_is_asked_for_each_time(door: Page) -> None:
    script = door.locator("script[type=module]").first.get_attribute("src") or ""
    assert "immutable" in door.request.get(script).headers["cache-control"]
    for path in ("/", "/sw.js", "/manifest.webmanifest"):
        assert door.request.get(path).headers["cache-control"] == "no-cache"
