"""Barcodes read off the real photos, through everything a photo of a tag goes through.

What the manifest expects of QR, Code 128 and Data Matrix is text that names no item: there, saying
no number is right. So item numbers have a rate of their own, and what must stay silent is counted
apart."""

from collections.abc import AsyncIterator
from pathlib import Path

import orjson
from PIL import Image

from onward.adapters.imaging.cleaning import cleaned
from onward.adapters.imaging.codes import barcodes, gtins
from onward.adapters.imaging.decoding import decoded
from tests.bench.figures import Figure
from tests.bench.garments import originals
from tests.shared import shared

RETAIL = ("barcodes/ean", "barcodes/upc")
TILTS = (0, 5, 10, 15, 20, 30, 45, 60, 75, 90)


async def figures(_: Path) -> AsyncIterator[Figure]:
    listed = orjson.loads(shared("photos", "manifest.json").read_bytes())
    photos = {one["file"]: one["expected"] for one in listed if one["file"].startswith("barcodes/")}
    wanted = {file: text for file, text in photos.items() if file.startswith(RETAIL)}
    read = [_read(file) == (text.zfill(14),) for file, text in wanted.items()]
    tilts = ", ".join(f"{tilt}: {_tilted(wanted, tilt)}" for tilt in TILTS)
    how = (
        f"{sum(read)} of the {len(read)} EAN and UPC photos of the manifest, against its text; "
        f"tilted by so many degrees, of {len(read)}: {tilts}"
    )
    yield Figure("barcode_read_rate.item_numbers", sum(read) / len(read), "", how)
    symbols = [_text(file, expected) for file, expected in photos.items() if expected]
    how = f"{sum(symbols)} of all {len(symbols)} barcodes of the manifest, against its text"
    yield Figure("barcode_read_rate", sum(symbols) / len(symbols), "", how)
    silent = [file for file in photos if file not in wanted]
    said = [file for file in silent if _read(file)] + [
        one for one in originals() if gtins(one) or gtins(_enlarged(one))
    ]
    negatives = sum(photos[file] is None for file in silent)
    how = (
        f"item numbers said of {len(silent)} photos that bear none ({negatives} of them the "
        f"manifest's negatives) and of {len(originals())} garments, as they are and three times as "
        "large"
    )
    yield Figure("barcode_false_reads", len(said), "photos", how)


def _read(file: str) -> tuple[str, ...]:
    return cleaned(shared("photos", file).read_bytes()).findings.codes


def _text(file: str, expected: str) -> bool:
    """Whether the expected text is read, with or without the zero that makes 12 digits 13."""
    read = {one.text for one in barcodes(decoded(shared("photos", file).read_bytes()))}
    return bool(read & {expected, f"0{expected}"})


def _tilted(wanted: dict[str, str], degrees: float) -> int:
    """How many are still read when the phone was held askew."""
    turned = Image.Resampling.BICUBIC
    return sum(
        gtins(decoded(shared("photos", file).read_bytes()).rotate(degrees, turned, expand=True))
        == (text.zfill(14),)
        for file, text in wanted.items()
    )


def _enlarged(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width * 3, picture.height * 3), Image.Resampling.BICUBIC)
