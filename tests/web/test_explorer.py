"""GraphiQL: for whoever develops, from our own files, and for nobody else."""

import re

import pytest

from onward.settings import Mode
from tests.shared import ROOT
from tests.web.site import Site

pytestmark = pytest.mark.anyio


async def test_everything_the_page_names_is_ours_and_is_there(page: Site) -> None:
    async with page.client(app=page.app(frontend=ROOT / "frontend")) as browser:
        shown = await browser.get("/graphql")
        assert shown.status_code == 200
        named = re.findall(r'(?:src|href)="([^"]+)"', shown.text)
        scripts = [path for path in named if path.startswith("/explorer/")]
        assert len(scripts) == 7
        assert not [path for path in named if not path.startswith("/")]
        for path in scripts:
            assert (await browser.get(path)).status_code == 200, path
        assert (await browser.get("/explorer/../package.json")).status_code == 404
        assert (await browser.get("/explorer/package.json")).status_code == 404


async def test_what_npm_has_not_installed_is_said_plainly(page: Site) -> None:
    async with page.client() as browser:
        assert (await browser.get("/graphql")).status_code == 503


@pytest.mark.parametrize("mode", [Mode.DEMO, Mode.PRODUCTION])
async def test_nobody_else_is_shown_it(page: Site, mode: Mode) -> None:
    page.mode = mode
    async with page.client(app=page.app(frontend=ROOT / "frontend")) as browser:
        assert (await browser.get("/graphql")).status_code == 405
        assert (await browser.get("/explorer/page.js")).status_code == 404
