"""What a stranger's file becomes: a picture that is upright, in sRGB, at most 1600 px and nothing
but pixels; or a refusal that says what is wrong. At no time more than one full copy of it lies in
memory, and of a JPEG not even that.
"""

import io
import struct
import warnings
import zlib

from PIL import Image, ImageCms

from onward.domain.photos import Kind, kind_of
from onward.domain.refusals import BadPhoto

try:
    import pillow_heif
except ImportError:  # the optional extra `heic`, which brings a library under the GPL
    TAKES_HEIC = False
else:
    pillow_heif.register_heif_opener(thumbnails=False)
    pillow_heif.options.DECODE_THREADS = 1
    TAKES_HEIC = True

MOST_PIXELS = 40_000_000
MOST_BYTES = 12 * 1024 * 1024
LONGEST_SIDE = 1600
_FORMATS = ("JPEG", "PNG", "WEBP", *(("HEIF",) if TAKES_HEIC else ()))
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
# What Pillow's decoders are known to raise on broken input. Anything else ends the process.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError,
    ZeroDivisionError, struct.error, zlib.error,
)  # fmt: skip
_SEE_THROUGH = {"RGBA", "LA", "PA"}
# Rows that are made smaller at a time, of the picture they become.
_BAND = 64
_SRGB = ImageCms.createProfile("sRGB")

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def decoded(raw: bytes) -> Image.Image:
    """The picture in a file; BadPhoto says in its code what is wrong with it."""
    _must_be_taken(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _read(raw)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as trouble:
        raise BadPhoto("PICTURE_TOO_LARGE", most_pixels=MOST_PIXELS) from trouble
    except _BROKEN as trouble:
        raise BadPhoto("PICTURE_CUT_OFF" if _is_cut_off(raw) else "NOT_A_PICTURE") from trouble


def _must_be_taken(raw: bytes) -> None:
    """By content, whatever the file's name says: JPEG, PNG or WebP, and HEIC with its extra."""
    if len(raw) > MOST_BYTES:
        raise BadPhoto("PICTURE_TOO_LARGE", most_bytes=MOST_BYTES)
    kind = kind_of(raw)
    if kind is None:
        raise BadPhoto("NOT_A_PICTURE")
    if kind is Kind.HEIC and not TAKES_HEIC:
        raise BadPhoto("HEIC_NOT_SUPPORTED")
    if kind is Kind.HEIC and _is_cut_off(raw):
        # Its decoder would make up what is missing.
        raise BadPhoto("PICTURE_CUT_OFF")


def _is_cut_off(raw: bytes) -> bool:
    """Whether the end is missing, by each format's own mark of it."""
    match kind_of(raw):
        case Kind.JPEG:
            return b"\xff\xd9" not in raw[-1024:]
        case Kind.PNG:
            return b"IEND" not in raw[-1024:]
        case Kind.WEBP:
            return len(raw) < int.from_bytes(raw[4:8], "little") + 8
        case _:
            return _end_of_boxes(raw) > len(raw)


def _end_of_boxes(raw: bytes) -> int:
    """Where the last box ends by its own word (ISO/IEC 14496-12, 4.2); 0 is "at the end"."""
    at = 0
    while at + 8 <= len(raw):
        size, header = int.from_bytes(raw[at : at + 4]), 8
        if size == 1:
            size, header = int.from_bytes(raw[at + 8 : at + 16]), 16
        if size < header:
            return len(raw) if size == 0 else len(raw) + 1
        at += size
    return at


def _read(raw: bytes) -> Image.Image:
    with Image.open(io.BytesIO(raw), formats=_FORMATS) as picture:
        orientation = _orientation(picture)
        profile = picture.info.get("icc_profile")
        # A JPEG is decoded at a half, a quarter or an eighth of its size, where that is enough.
        width, height = (side * LONGEST_SIDE // max(picture.size) for side in picture.size)
        picture.draft(None, (max(1, width), max(1, height)))
        picture.load()
        plain = _made_smaller(picture)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    plain = _in_srgb(plain, profile)
    return plain.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else plain


def _orientation(picture: Image.Image) -> int:
    """The stored orientation; a broken EXIF block means upright, not a broken picture. What reads
    HEIC has turned it already and says so here."""
    try:
        return int(picture.getexif().get(_ORIENTATION_TAG, 1))
    except _BROKEN:
        return 1


def _made_smaller(picture: Image.Image) -> Image.Image:
    """The pixels alone, on white, at no less than LONGEST_SIDE; band by band, since each change of
    a whole picture would copy it."""
    factor = max(picture.size) // LONGEST_SIDE
    if factor < 2:
        return _on_white(picture)
    width, height = picture.size
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, factor * _BAND):
        band = picture.crop((0, top, width, min(top + factor * _BAND, height)))
        small.paste(_on_white(band).reduce(factor), (0, top // factor))
    return small


def _on_white(picture: Image.Image) -> Image.Image:
    """The pixels alone, on white where it was see-through: a fresh image carries no metadata."""
    see_through = picture.mode in _SEE_THROUGH or "transparency" in picture.info
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
