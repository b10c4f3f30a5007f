"""The look at the live picture: what `doubtInFrame` costs for one frame of a 1920 by 1440 camera in
Chromium, called as the viewfinder calls it; once more on a processor held back to a quarter, which
is nearer to a phone in somebody's hand."""

import statistics
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Browser, Page, Route, async_playwright

from tests.bench.figures import Figure
from tests.machine import chromium, in_ci
from tests.shared import ROOT

FRAMES, WARM_UP = 200, 20
SLOWER = 4
HOW = f"one live frame of 1920x1440 in Chromium, canvas read-back included; {FRAMES} frames"
FRONTEND = ROOT / "frontend"
ORIGIN = "https://phone.example"
# Only a page that is isolated from others is given a clock finer than a tenth of a millisecond.
_ISOLATED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
_BUNDLE = """import { build } from "vite";
const lib = { entry: "src/lib/device/seeing.ts", formats: ["es"], fileName: () => "seeing.js" };
const outDir = process.argv[1];
await build({ configFile: false, logLevel: "error", publicDir: false, build: { lib, outDir } });
"""
_LOOK = """async ([frames, warmUp]) => {
  const { doubtInFrame } = await import("/seeing.js");
  const video = Object.assign(document.createElement("video"), { muted: true });
  const wanted = { width: { exact: 1920 }, height: { exact: 1440 } };
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: wanted });
  await video.play();
  const took = [];
  for (let frame = 0; frame < frames + warmUp; frame++) {
    await new Promise((next) => video.requestVideoFrameCallback(next));
    const began = performance.now();
    doubtInFrame(video);
    took.push(performance.now() - began);
  }
  return took.slice(warmUp);
}"""


async def figures(folder: Path) -> AsyncIterator[Figure]:
    path = chromium()
    if path is None:
        if in_ci():
            raise SystemExit("phone_check_ms: no Chromium, and CI has to measure this")
        print("phone_check_ms: skipped, no Chromium on this machine", file=sys.stderr)
        return
    script = _bundled(folder)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(path), args=[*_ARGS])
        free = await _looked(browser, script, 1)
        held = await _looked(browser, script, SLOWER)
        await browser.close()
    slow = f"{HOW}; processor held back {SLOWER} times"
    yield Figure("phone_check_ms", statistics.median(free), "ms", f"{HOW}; median")
    yield Figure("phone_check_ms.worst", max(free), "ms", f"{HOW}; worst")
    yield Figure("phone_check_ms.slow", statistics.median(held), "ms", f"{slow}; median")
    yield Figure("phone_check_ms.slow_worst", max(held), "ms", f"{slow}; worst")


def _bundled(folder: Path) -> str:
    """The app's own check as one script."""
    command = ["node", "--input-type=module", "-e", _BUNDLE, str(folder)]
    subprocess.run(command, cwd=FRONTEND, check=True)
    return (folder / "seeing.js").read_text(encoding="utf-8")


async def _looked(browser: Browser, script: str, slower: int) -> list[float]:
    """Milliseconds a frame."""
    page = await browser.new_page()
    await page.route("**/*", lambda route: _answer(route, script))
    await page.goto(f"{ORIGIN}/")
    await _hold_back(page, slower)
    took: list[float] = await page.evaluate(_LOOK, [FRAMES, WARM_UP])
    await page.close()
    return took


async def _answer(route: Route, script: str) -> None:
    is_script = route.request.url.endswith(".js")
    kind, body = ("text/javascript", script) if is_script else ("text/html", "<!doctype html>")
    await route.fulfill(content_type=kind, body=body, headers=_ISOLATED | {"content-type": kind})


async def _hold_back(page: Page, slower: int) -> None:
    session = await page.context.new_cdp_session(page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
