"""What every answer carries, and what the log may say of it."""

import io
import logging

import orjson
import pytest
import structlog

from onward.settings import Mode
from onward.web import logs
from tests.web.site import Site

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("path", ["/", "/health", "/photos/x.jpg", "/no/such.thing"])
async def test_every_answer_is_dressed(page: Site, path: str) -> None:
    async with page.client() as browser:
        headers = (await browser.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=(self)" in headers["permissions-policy"]
    assert len(headers["x-request-id"]) == 16
    assert "strict-transport-security" not in headers


async def test_only_the_barcode_reader_may_compile_and_only_webassembly(page: Site) -> None:
    async with page.client() as browser:
        reader = await browser.get("/assets/barcodes.worker-a1b2c3.js")
        another = await browser.get("/assets/Capture-a1b2c3.js")
    policy = reader.headers["content-security-policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "'unsafe-eval'" not in policy
    assert "script-src 'self';" in another.headers["content-security-policy"]


async def test_over_https_a_browser_is_told_to_stay_there(page: Site) -> None:
    page.mode = Mode.PRODUCTION
    app = page.app(base_url="https://returns.example")
    async with page.client(app=app) as browser:
        assert "strict-transport-security" in (await browser.get("/health")).headers


@pytest.mark.parametrize("mode", [Mode.DEMO, Mode.PRODUCTION])
async def test_only_the_explorer_styles_itself_and_nobody_loads_from_elsewhere(
    page: Site, mode: Mode
) -> None:
    async with page.client() as browser:
        open_to_all = (await browser.get("/graphql")).headers["content-security-policy"]
    page.mode = mode
    async with page.client() as browser:
        closed = (await browser.get("/graphql")).headers["content-security-policy"]
    assert "style-src 'self' 'unsafe-inline'" in open_to_all
    assert "script-src 'self';" in open_to_all
    assert "unsafe" not in closed
    assert "http" not in open_to_all + closed


async def test_a_request_that_is_too_large_is_refused(page: Site) -> None:
    async with page.client() as browser:
        answer = await browser.post("/graphql", content=b"{" + b" " * 300_000)
        assert (answer.status_code, answer.json()["code"]) == (413, "BAD_INPUT")


async def test_the_log_names_no_token_and_nobody(page: Site) -> None:
    heard = io.StringIO()
    logs.configure(logging.INFO, heard)
    try:
        async with page.client(page.shop.rosa) as rosa:
            await rosa.get("/sign-in/a-very-secret-token")
            await rosa.get("/photos/another-secret.jpg?who=rosa@example.com")
    finally:
        structlog.reset_defaults()
        logging.basicConfig(force=True)
    lines = [orjson.loads(line) for line in heard.getvalue().splitlines()]
    asked = [line for line in lines if "path" in line]
    assert [line["path"] for line in asked] == ["/sign-in", "/photos"]
    assert all(line["request_id"] and line["took_ms"] >= 0 for line in asked)
    for secret in ("secret", "rosa", "example.com"):
        assert secret not in heard.getvalue()
