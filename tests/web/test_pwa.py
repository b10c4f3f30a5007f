"""The built app: what may be kept, what is asked for each time, and what it is packed in."""

import gzip
from pathlib import Path

import pytest

from tests.web.site import Site

pytestmark = pytest.mark.anyio

SHELL = "<!doctype html><title>Onward</title>"


def build(page: Site) -> Path:
    dist = page.frontend / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text(SHELL)
    (dist / "sw.js").write_text("self.skipWaiting()")
    (dist / "manifest.webmanifest").write_text("{}")
    (dist / "assets" / "reader-abc123.wasm").write_bytes(b"\0asm")
    script = dist / "assets" / "main-abc123.js"
    script.write_text("let plain")
    Path(f"{script}.br").write_bytes(b"packed by brotli")
    Path(f"{script}.gz").write_bytes(gzip.compress(b"let packed"))
    (page.frontend / "secret.txt").write_text("outside of the build")
    return dist


async def test_before_it_is_built_it_says_what_to_do(page: Site) -> None:
    async with page.client() as browser:
        answer = await browser.get("/")
        assert answer.status_code == 503
        assert "make" in answer.text


async def test_the_shell_answers_for_every_page_and_is_asked_for_each_time(page: Site) -> None:
    build(page)
    async with page.client() as browser:
        for path in ("/", "/shop", "/case/0199-abc", "/sign-in"):
            answer = await browser.get(path)
            assert (answer.status_code, answer.text) == (200, SHELL)
            assert answer.headers["cache-control"] == "no-cache"
            assert answer.headers["content-type"].startswith("text/html")


async def test_the_shell_that_is_known_already_is_not_sent_again(page: Site) -> None:
    build(page)
    async with page.client() as browser:
        etag = (await browser.get("/")).headers["etag"]
        again = await browser.get("/", headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b"")


async def test_hashed_files_never_change_and_the_others_may(page: Site) -> None:
    build(page)
    async with page.client() as browser:
        assert "immutable" in (await browser.get("/assets/main-abc123.js")).headers["cache-control"]
        for path in ("/sw.js", "/manifest.webmanifest"):
            assert (await browser.get(path)).headers["cache-control"] == "no-cache"
        kind = (await browser.get("/manifest.webmanifest")).headers["content-type"]
        assert kind == "application/manifest+json"
        # A browser compiles WebAssembly while it loads only when it is called that.
        kind = (await browser.get("/assets/reader-abc123.wasm")).headers["content-type"]
        assert kind == "application/wasm"


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=0, gzip", "gzip")],
)
async def test_the_packed_copy_is_sent_to_who_can_open_it(
    page: Site, accepts: str, encoding: str | None
) -> None:
    build(page)
    headers = {"accept-encoding": accepts}
    async with (
        page.client() as browser,
        browser.stream("GET", "/assets/main-abc123.js", headers=headers) as answer,
    ):
        assert answer.headers.get("content-encoding") == encoding
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    ["/assets/gone.js", "/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt",
     "/assets/main-abc123.js.br"],
)  # fmt: skip
async def test_only_files_of_the_build_are_sent(page: Site, path: str) -> None:
    build(page)
    async with page.client() as browser:
        answer = await browser.get(path)
        assert answer.status_code == 404
        assert "outside" not in answer.text


async def test_a_fresh_build_is_seen_without_a_restart(page: Site) -> None:
    app = page.app()
    async with page.client(app=app) as browser:
        assert (await browser.get("/")).status_code == 503
        build(page)
        assert (await browser.get("/")).text == SHELL
