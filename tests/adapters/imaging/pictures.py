"""Pictures made for a test, and what a JPEG consists of."""

import io
from collections.abc import Iterator

from PIL import Image


def picture(width: int = 320, height: int = 240, mode: str = "RGB") -> Image.Image:
    """Left half dark red, right half light, a black top left corner: any turn of it shows."""
    made = Image.new("RGB", (width, height), (240, 235, 220))
    made.paste((150, 20, 30), (0, 0, width // 2, height))
    made.paste((0, 0, 0), (0, 0, width // 4, height // 4))
    return made.convert(mode)


def encoded(image: Image.Image, format: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        return image


def segments(jpeg: bytes) -> Iterator[int]:
    """The markers of a JPEG's segments up to its pixels."""
    at = 2
    while jpeg[at + 1] != 0xDA:
        yield jpeg[at + 1]
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])


def grey_at(image: Image.Image, at: tuple[int, int]) -> int:
    """How light a picture is at one spot, from 0 to 255."""
    return image.convert("L").crop((*at, at[0] + 1, at[1] + 1)).tobytes()[0]
