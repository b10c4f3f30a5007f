"""What the camera of a phone sees: a film of still scenes, and a phone that looks at it.

The film runs round and round, a colour card in its corner says which scene is on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import numpy as np
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserType, FilePayload, Locator, Page, expect

from onward.demo.catalogue import load_catalogue
from onward.demo.snapshots import Shot, snapshot
from tests.e2e.complaints import Complaints
from tests.e2e.conftest import PATIENCE_MS, PHONE
from tests.polling import until_seen

# As tall as the app asks a camera for, so that Chromium crops nothing.
SIZE = (1080, 1440)
FPS, SECONDS = 2, 5
HOME = 77
CARD = 72
CARDS = {"red": (200, 40, 40), "green": (30, 150, 60), "blue": (40, 70, 200)}
# The grain of a sensor at night; it makes a photo weigh what photos weigh.
GRAIN = 9.0
_CORNER = """() => {
  const video = document.querySelector("dialog video");
  if (!video?.videoWidth) return [0, 0, 0];
  const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
  const context = canvas.getContext("2d");
  context.drawImage(video, 8, 8, 48, 48, 0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


def scene(title: str, colour: str, shot: str) -> Image.Image:
    """An item of the catalogue as it lies at somebody's home, always the same."""
    slug = next(product.slug for product in load_catalogue() if product.title == title)
    jpeg = snapshot(slug, colour, cast("Shot", shot), HOME)
    return Image.open(BytesIO(jpeg)).convert("RGB").resize(SIZE)


def with_barcode(picture: Image.Image, gtin: str) -> Image.Image:
    """The same with a printed EAN-13 in the middle, a third of the picture wide."""
    code = zxingcpp.create_barcode(gtin, zxingcpp.BarcodeFormat.EAN13)
    bars = Image.fromarray(np.array(code.to_image(scale=3))).convert("RGB")
    width = SIZE[0] // 3
    bars = bars.resize((width, width * bars.height // bars.width))
    shown = picture.copy()
    shown.paste(bars, ((SIZE[0] - width) // 2, SIZE[1] // 2))
    return shown


def grainy(picture: Image.Image) -> Image.Image:
    """The same, as heavy as a real photo of its size."""
    pixels = np.asarray(picture, dtype=np.float32)
    grain = np.random.default_rng(1).normal(0, GRAIN, pixels.shape[:2])[..., None]
    return Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))


def picked(picture: Image.Image) -> FilePayload:
    """The same as a file on the phone."""
    file = BytesIO()
    picture.save(file, "JPEG", quality=90)
    return {"name": "picked.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def film(path: Path, *scenes: Image.Image) -> Path:
    """The scenes as a Y4M file, the first with a red card, then green, then blue."""
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n" % (*SIZE, FPS))
        for picture, card in zip(scenes, CARDS.values(), strict=False):
            frame = b"FRAME\n" + _planes(picture.copy(), card)
            for _ in range(FPS * SECONDS):
                file.write(frame)
    return path


def _planes(picture: Image.Image, card: tuple[int, int, int]) -> bytes:
    """Luma and quartered chroma in the narrow range that video uses."""
    picture.paste(card, (0, 0, CARD, CARD))
    luma, *chroma = picture.convert("YCbCr").split()
    full = np.asarray(luma, dtype=np.float32)
    planes = [16 + full * (219 / 255)]
    for plane in chroma:
        half = np.asarray(plane.reduce(2), dtype=np.float32)
        planes.append(128 + (half - 128) * (224 / 255))
    return b"".join(plane.round().astype(np.uint8).tobytes() for plane in planes)


@dataclass
class Looking:
    """A phone whose camera shows a film, on a page of its own."""

    page: Page
    complaints: Complaints = field(repr=False)

    @property
    def finder(self) -> Locator:
        return self.page.get_by_role("dialog")

    def shoot(self, card: str = "") -> None:
        """The shutter, while the scene with this card is on."""
        if card:
            until_seen(lambda: self._sees(CARDS[card]), within=PATIENCE_MS / 1000)
        self.finder.get_by_role("button", name="Take the photo").click()
        expect(self.finder.get_by_role("img", name="The photo you just took")).to_be_visible()

    def take(self, title: str, card: str = "") -> None:
        """A photo that is good at the first try."""
        expect(self.page.get_by_role("dialog", name=f"Photo: {title}")).to_be_visible()
        self.shoot(card)
        self.finder.get_by_role("button", name="Use this one").click()

    def _sees(self, card: tuple[int, int, int]) -> bool:
        seen: list[int] = self.page.evaluate(_CORNER)
        return sum(abs(one - other) for one, other in zip(seen, card, strict=True)) < 90


@contextmanager
def looking(
    browser_type: BrowserType,
    launch_args: dict[str, Any],
    film: Path | None,
    **context: Any,
) -> Iterator[Looking]:
    """That phone; without a film it has no camera at all."""
    args = [arg for arg in launch_args["args"] if "fake-device" not in arg]
    if film:
        args += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    browser = browser_type.launch(**{**launch_args, "args": args})
    try:
        page = browser.new_context(**{**PHONE, **context}).new_page()
        page.set_default_timeout(PATIENCE_MS)
        yield Looking(page, Complaints(page))
    finally:
        browser.close()
