"""What cleaning keeps, what it drops and what it refuses."""

import hashlib
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from onward.adapters.imaging.cleaning import cleaned
from onward.adapters.imaging.decoding import MOST_BYTES
from onward.domain.refusals import BadPhoto
from tests.adapters.imaging.pictures import encoded, grey_at, opened, picture, segments

# JFIF, quantization, baseline frame, Huffman tables: nothing that could hold a place or a name.
PIXELS_ONLY = {0xE0, 0xDB, 0xC0, 0xC4}
DARK, LIGHT = 60, 190


def refusal(raw: bytes) -> str:
    with pytest.raises(BadPhoto) as refused:
        cleaned(raw)
    return refused.value.said


def with_everything() -> bytes:
    """A JPEG with a camera, a place, an XMP packet, a colour profile and a comment."""
    exif = Image.Exif()
    exif[0x010F] = "Camera Maker"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (45.0, 30.0, 28.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(
        picture(),
        exif=exif,
        icc_profile=profile,
        comment=b"taken at home",
        xmp=b"<x:xmpmeta>at home</x:xmpmeta>",
    )


def test_nothing_but_pixels_is_left() -> None:
    raw = with_everything()
    assert {0xE1, 0xE2, 0xFE} <= set(segments(raw))
    photo = cleaned(raw)
    for jpeg in (photo.jpeg, photo.thumbnail):
        assert set(segments(jpeg)) <= PIXELS_ONLY
        assert not opened(jpeg).getexif()
        assert b"home" not in jpeg
        assert b"Camera" not in jpeg


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_every_orientation_ends_upright(orientation: int, format: str) -> None:
    turned = {
        1: [],
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    image = picture()
    for turn in turned[orientation]:
        image = image.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = cleaned(encoded(image, format, exif=exif))
    assert (photo.width, photo.height) == (320, 240)
    shown = opened(photo.jpeg)
    corners = [grey_at(shown, at) for at in ((5, 5), (314, 5), (5, 234), (314, 234))]
    assert corners[0] == pytest.approx(0, abs=20)
    assert [corner < DARK + 20 for corner in corners] == [True, False, True, False]


@pytest.mark.parametrize(
    ("size", "photo_size", "thumbnail_size"),
    [
        ((4032, 3024), (1600, 1200), (400, 300)),
        ((3024, 4032), (1200, 1600), (300, 400)),
        ((1600, 1600), (1600, 1600), (400, 400)),
        ((320, 240), (320, 240), (320, 240)),
        ((9000, 3), (1600, 1), (400, 1)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_a_photo_is_at_most_1600_wide_and_never_grows(
    size: tuple[int, int], photo_size: tuple[int, int], thumbnail_size: tuple[int, int], format: str
) -> None:
    photo = cleaned(encoded(picture(*size), format))
    assert (photo.width, photo.height) == opened(photo.jpeg).size == photo_size
    assert opened(photo.thumbnail).size == thumbnail_size


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_the_hash_is_of_the_clean_photo(format: str) -> None:
    photo = cleaned(encoded(picture(), format))
    assert photo.sha256 == hashlib.sha256(photo.jpeg).hexdigest()
    assert opened(photo.jpeg).format == "JPEG"


@pytest.mark.parametrize(
    ("mode", "format"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("1", "PNG"), ("L", "PNG"), ("LA", "PNG"), ("P", "PNG"),
     ("RGBA", "PNG"), ("RGBA", "WEBP")],
)  # fmt: skip
def test_every_kind_of_pixel_becomes_rgb(mode: str, format: str) -> None:
    photo = cleaned(encoded(picture(mode=mode), format))
    shown = opened(photo.jpeg)
    assert shown.mode == "RGB"
    assert grey_at(shown, (5, 5)) < DARK
    assert grey_at(shown, (314, 234)) > LIGHT


def test_what_is_see_through_becomes_white() -> None:
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    assert opened(cleaned(encoded(image, "PNG")).jpeg).getpixel((32, 32)) == (255, 255, 255)


def test_a_profile_is_followed_before_it_is_dropped() -> None:
    # An RGB profile whose red is the usual blue and the other way round.
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = usual.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    photo = cleaned(encoded(picture(), icc_profile=swapped))
    red, _, blue = opened(photo.jpeg).split()
    assert grey_at(red, (40, 200)) < DARK
    assert grey_at(blue, (40, 200)) > DARK * 2


def test_a_broken_profile_is_only_dropped() -> None:
    broken = cleaned(encoded(picture(), icc_profile=b"no profile at all")).jpeg
    assert broken == cleaned(encoded(picture())).jpeg


@pytest.mark.parametrize("raw", [b"", b"\xff\xd8\xff", b"GIF89a", b"<svg/>", b"%PDF-1.4", b"RIFF"])
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    assert refusal(raw) in {"NOT_A_PICTURE", "PICTURE_CUT_OFF"}


@pytest.mark.parametrize("format", ["GIF", "TIFF", "BMP", "ICO"])
def test_other_pictures_are_refused_whatever_they_are_called(format: str) -> None:
    assert refusal(encoded(picture(64, 64), format)) == "NOT_A_PICTURE"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_picture_cut_off_is_said_to_be(format: str, part: float) -> None:
    raw = encoded(Image.effect_noise((320, 240), 60).convert("RGB"), format)
    assert refusal(raw[: int(len(raw) * part)]) == "PICTURE_CUT_OFF"


def test_a_picture_of_too_many_pixels_is_refused_before_they_are_decoded() -> None:
    assert refusal(encoded(Image.new("1", (6_400, 6_400)), "PNG")) == "PICTURE_TOO_LARGE"
    assert refusal(_png_of(60_000, 60_000)) == "PICTURE_TOO_LARGE"


def test_a_file_of_too_many_bytes_is_refused() -> None:
    assert refusal(encoded(picture()) + bytes(MOST_BYTES)) == "PICTURE_TOO_LARGE"


@settings(max_examples=150)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 4_000), st.binary(max_size=12))
def test_no_damage_is_more_than_a_refusal(format: str, place: int, damage: bytes) -> None:
    raw = bytearray(encoded(picture(96, 64), format))
    raw[place % len(raw) : place % len(raw) + len(damage)] = damage
    try:
        photo = cleaned(bytes(raw))
    except BadPhoto:
        return
    assert opened(photo.jpeg).size == (photo.width, photo.height)


def _png_of(width: int, height: int) -> bytes:
    """A few bytes that claim to be an enormous picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    written = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)
