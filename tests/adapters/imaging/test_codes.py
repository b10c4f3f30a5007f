"""Barcodes: item numbers read off the real photos, and off every kind that bears one."""

import orjson
import pytest
import zxingcpp
from PIL import Image

from onward.adapters.imaging.codes import gtins
from onward.adapters.imaging.decoding import decoded
from tests.adapters.imaging.pictures import opened
from tests.shared import shared

FORMAT = zxingcpp.BarcodeFormat
LINK = "https://id.gs1.org/01/09506000134352/10/ABC?11=260101"


def barcode(kind: zxingcpp.BarcodeFormat, text: str, **options: object) -> Image.Image:
    """A drawn barcode on white."""
    drawn = Image.fromarray(zxingcpp.create_barcode(text, kind, **options).to_image(scale=3))
    sheet = Image.new("RGB", (drawn.width + 80, drawn.height + 80), "white")
    sheet.paste(drawn.convert("RGB"), (40, 40))
    return sheet


def manifest() -> list[dict[str, str | None]]:
    listed = orjson.loads(shared("photos", "manifest.json").read_bytes())
    return [one for one in listed if one["file"].startswith("barcodes/")]


def test_every_item_number_of_the_real_photos_is_read_and_nothing_else_is_said() -> None:
    said = {}
    for one in manifest():
        said[one["file"]] = gtins(decoded(shared("photos", str(one["file"])).read_bytes()))
    retail = ("barcodes/ean", "barcodes/upc")
    assert said == {
        one["file"]: (str(one["expected"]).zfill(14),)
        if str(one["file"]).startswith(retail)
        else ()
        for one in manifest()
    }
    assert sum(map(bool, said.values())) == 6


@pytest.mark.parametrize("scale", [1, 2])
def test_no_number_is_seen_in_a_garments_pattern(scale: int) -> None:
    said = {}
    for path in sorted(shared("photos", "garments").rglob("*.jpg")):
        photo = opened(path.read_bytes()).convert("RGB")
        said[path.name] = gtins(photo.resize((photo.width * scale, photo.height * scale)))
    assert len(said) == 50
    assert not any(said.values())


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (FORMAT.EAN13, "4006381333931", "04006381333931"),
        (FORMAT.EAN8, "96385074", "00000096385074"),
        (FORMAT.UPCA, "042100005264", "00042100005264"),
        (FORMAT.UPCE, "04252614", "00042100005264"),
        (FORMAT.DataBar, "(01)09501101530003", "09501101530003"),
        (FORMAT.QRCode, LINK, "09506000134352"),
        (FORMAT.QRCode, "https://shop.example/x/01/4006381333931", "04006381333931"),
    ],
)
def test_a_number_is_read_as_14_digits(kind: zxingcpp.BarcodeFormat, text: str, code: str) -> None:
    assert gtins(barcode(kind, text)) == (code,)


@pytest.mark.parametrize("kind", [FORMAT.Code128, FORMAT.DataMatrix, FORMAT.QRCode])
def test_a_number_among_other_elements_is_read(kind: zxingcpp.BarcodeFormat) -> None:
    picture = barcode(kind, "(01)09501101530003(17)261231", gs1=True)
    assert gtins(picture) == ("09501101530003",)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FORMAT.Code128, "04006381333931"),
        (FORMAT.QRCode, "4006381333931"),
        (FORMAT.QRCode, "https://id.gs1.org/01/09506000134353"),
        (FORMAT.QRCode, "https://shop.example/2026/01/12345678/look"),
        (FORMAT.ITF, "15400141288763"),
    ],
)
def test_digits_that_are_no_item_number_are_not_taken_for_one(
    kind: zxingcpp.BarcodeFormat, text: str
) -> None:
    assert gtins(barcode(kind, text)) == ()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_tag_that_lies_on_its_side_is_read(turn: int) -> None:
    assert gtins(barcode(FORMAT.EAN13, "4006381333931").rotate(turn, expand=True))


def test_two_tags_are_two_numbers_and_one_twice_is_one() -> None:
    one, other = barcode(FORMAT.EAN13, "4006381333931"), barcode(FORMAT.EAN8, "96385074")
    sheet = Image.new("RGB", (800, 700), "white")
    for place, tag in enumerate((one, other, one)):
        sheet.paste(tag, (20, 20 + 220 * place))
    assert sorted(gtins(sheet)) == ["00000096385074", "04006381333931"]
