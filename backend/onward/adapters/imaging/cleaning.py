"""What a clean photo is: decoded, upright, at most 1600 px, encoded anew with nothing else in it.

It runs on whatever a stranger sends, so only a supervised process should call it.
"""

import hashlib
import io
import struct
import warnings
import zlib

from PIL import Image, ImageCms

from onward.domain.refusals import BadPhoto
from onward.ports import CleanPhoto

MOST_PIXELS = 40_000_000
MOST_BYTES = 32 * 1024 * 1024
LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 400
_QUALITY = 85
_ORIENTATION_TAG = 0x0112
_T = Image.Transpose
# EXIF 2.32, 4.6.4: what to do to a picture with this orientation.
_UPRIGHT = {
    2: _T.FLIP_LEFT_RIGHT,
    3: _T.ROTATE_180,
    4: _T.FLIP_TOP_BOTTOM,
    5: _T.TRANSPOSE,
    6: _T.ROTATE_270,
    7: _T.TRANSVERSE,
    8: _T.ROTATE_90,
}
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
# What Pillow's decoders are known to raise on broken input. Anything else ends the process.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError,
    ZeroDivisionError, struct.error, zlib.error,
)  # fmt: skip
_SRGB = ImageCms.createProfile("sRGB")

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def cleaned(raw: bytes) -> CleanPhoto:
    """The clean photo and its thumbnail; BadPhoto says in its code what is wrong."""
    _must_be_taken(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = _decoded(raw)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as trouble:
        raise BadPhoto("PICTURE_TOO_LARGE", most_pixels=MOST_PIXELS) from trouble
    except _BROKEN as trouble:
        raise BadPhoto("PICTURE_CUT_OFF" if _is_cut_off(raw) else "NOT_A_PICTURE") from trouble
    jpeg = _encoded(picture)
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), reducing_gap=2.0)
    return CleanPhoto(
        jpeg=jpeg,
        thumbnail=_encoded(small),
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(jpeg).hexdigest(),
    )


def _must_be_taken(raw: bytes) -> None:
    """By content, whatever the file's name says: JPEG, PNG or WebP."""
    if len(raw) > MOST_BYTES:
        raise BadPhoto("PICTURE_TOO_LARGE", most_bytes=MOST_BYTES)
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIC_BRANDS:
        raise BadPhoto("HEIC_NOT_SUPPORTED")
    if _format(raw) is None:
        raise BadPhoto("NOT_A_PICTURE")


def _format(raw: bytes) -> str | None:
    if raw.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    return "WEBP" if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP" else None


def _is_cut_off(raw: bytes) -> bool:
    """Whether the end is missing, by each format's own mark of it."""
    match _format(raw):
        case "JPEG":
            return b"\xff\xd9" not in raw[-1024:]
        case "PNG":
            return b"IEND" not in raw[-1024:]
        case _:
            return len(raw) < int.from_bytes(raw[4:8], "little") + 8


def _decoded(raw: bytes) -> Image.Image:
    with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as picture:
        orientation = _orientation(picture)
        profile = picture.info.get("icc_profile")
        if picture.mode in {"RGB", "L"}:
            # On a JPEG this decodes at a half or a quarter of the size, where that is enough.
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=1.0)
        picture.load()
        plain = _on_white(picture)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    plain = _in_srgb(plain, profile)
    return plain.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else plain


def _orientation(picture: Image.Image) -> int:
    """The stored orientation; a broken EXIF block means upright, not a broken picture."""
    try:
        return int(picture.getexif().get(_ORIENTATION_TAG, 1))
    except _BROKEN:
        return 1


def _on_white(picture: Image.Image) -> Image.Image:
    """The pixels alone, on white where it was see-through: a fresh image carries no metadata."""
    see_through = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    source = picture.convert("RGBA" if see_through else "RGB")
    plain = Image.new("RGB", picture.size, "white")
    plain.paste(source, mask=source if see_through else None)
    return plain


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as meant: the profile is dropped, so what it says is done first."""
    if not profile:
        return picture
    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(picture, meant, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, *_BROKEN):
        return picture
    return _on_white(turned) if turned else picture


def _encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
