"""Photos as a phone takes them: full of noise, and of what their taker would rather keep."""

import random
from io import BytesIO

from PIL import Image

ARTIST, GPS, LATITUDE_REF, LATITUDE = 0x013B, 0x8825, 1, 2


def snapshot(shot: str, taker: str = "", side: int = 320, of: str = "") -> bytes:
    """A JPEG of `side` by `side` pixels; its EXIF names who took it and where. What it
    is `of` makes it another picture."""
    noise = random.Random(f"{of}:{shot}").randbytes(side * side * 3)
    exif = Image.Exif()
    exif[ARTIST] = taker or "Nobody"
    exif.get_ifd(GPS).update({LATITUDE_REF: "N", LATITUDE: (45.0, 27.0, 22.0)})
    out = BytesIO()
    image = Image.frombytes("RGB", (side, side), noise)
    image.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()
