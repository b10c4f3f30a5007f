"""The item numbers that barcodes in a picture bear."""

import re
from collections.abc import Iterator

import numpy as np
import zxingcpp
from PIL import Image

from onward.domain.barcodes import as_gtin

_FORMAT = zxingcpp.BarcodeFormat
# ITF-14 stands on cartons, and would be read into many a striped shirt.
_READ = zxingcpp.BarcodeFormats(
    [_FORMAT.EANUPC, _FORMAT.DataBar, _FORMAT.Code128, _FORMAT.DataMatrix, _FORMAT.QRCode]
)
# GS1's application identifier 01 holds a GTIN: in brackets, or as a part of a link's path.
_ELEMENT = re.compile(r"\(01\)([0-9]{14})")
_LINK = re.compile(r"https?://[^\s/]+/(?:[^\s?#]*/)?01/([0-9]{8,14})(?=[/?#]|$)")
# A picture with a shorter side under this is looked at once more, twice as large (pixels).
_SMALL = 700


def gtins(picture: Image.Image) -> tuple[str, ...]:
    """Every GTIN that can be read, as 14 digits with a check digit that holds; each once."""
    found = (code for barcode in barcodes(picture) for code in _codes_of(barcode))
    return tuple(dict.fromkeys(found))


def barcodes(picture: Image.Image) -> list[zxingcpp.Barcode]:
    """Every barcode that can be read and may bear a GTIN, whatever it bears."""
    grey = picture.convert("L")
    found = _read(grey)
    if not found and min(grey.size) < _SMALL:
        double = (grey.width * 2, grey.height * 2)
        found = _read(grey.resize(double, Image.Resampling.BICUBIC))
    return found


def _read(grey: Image.Image) -> list[zxingcpp.Barcode]:
    found = zxingcpp.read_barcodes(np.asarray(grey), formats=_READ, try_invert=False)
    return [barcode for barcode in found if barcode.valid]


def _codes_of(barcode: zxingcpp.Barcode) -> Iterator[str]:
    if barcode.symbology == _FORMAT.EANUPC:
        candidates = [barcode.text]
    elif barcode.content_type == zxingcpp.ContentType.GS1:
        candidates = _ELEMENT.findall(barcode.text)
    else:
        candidates = _LINK.findall(barcode.text)
    for candidate in candidates:
        code = as_gtin(candidate)
        if code:
            yield code
