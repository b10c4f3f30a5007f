"""What a clean photo is: decoded, upright, at most 1600 px, encoded anew with nothing else in it,
and measured.

It runs on whatever a stranger sends, so only a supervised process should call it.
"""

import hashlib
import io

from PIL import Image

from onward.adapters.imaging.decoding import MOST_PIXELS, decoded
from onward.adapters.imaging.measuring import measured
from onward.domain.refusals import BadPhoto
from onward.ports import CleanPhoto

THUMBNAIL_SIDE = 400
_QUALITY = 85


def cleaned(raw: bytes) -> CleanPhoto:
    """The clean photo, its thumbnail and what it was measured to be; BadPhoto says in its code what
    is wrong."""
    picture = decoded(raw)
    try:
        return _clean(picture)
    except MemoryError as trouble:
        raise BadPhoto("PICTURE_TOO_LARGE", most_pixels=MOST_PIXELS) from trouble


def _clean(picture: Image.Image) -> CleanPhoto:
    jpeg = _encoded(picture)
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), reducing_gap=2.0)
    return CleanPhoto(
        jpeg=jpeg,
        thumbnail=_encoded(small),
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(jpeg).hexdigest(),
        findings=measured(picture),
    )


def _encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
