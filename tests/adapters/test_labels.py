"""Labels as a thermal printer draws them: read back by a scanner, and silent about the sender."""

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from onward.adapters.carriers.numbers import counter_code, tracking_number
from onward.adapters.labels import Label, in_fours, label_pdf
from onward.ports import Address
from tests.adapters.parcels import BUYER, WAREHOUSE, parcel

DPI = 203


def label(key: str = "label:1", recipient: Address = BUYER) -> Label:
    number, code = tracking_number(b"labels", key), counter_code(b"labels", key)
    return Label("Onward Sandbox", parcel(recipient), number, code)


def printed(pdf: bytes) -> Image.Image:
    """The page in black dots and white ones, as the print head has them."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
        return picture.point(lambda value: 255 if value > 127 else 0)


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text: str = document[0].get_textpage().get_text_bounded()
        return text


@pytest.mark.parametrize("key", [f"label:{drawn}" for drawn in range(12)])
def test_a_scanner_reads_both_codes_at_203_dpi(key: str) -> None:
    made = label(key)
    read = {str(found.format): found.text for found in _read(printed(label_pdf(made)))}
    assert read == {"Code 128": made.tracking_number, "QR Code": made.counter_code}


def test_a_scanner_reads_a_label_that_came_out_askew_and_small() -> None:
    made = label()
    askew = printed(label_pdf(made)).rotate(7, expand=True, fillcolor=255)
    small = askew.resize((askew.width * 3 // 5, askew.height * 3 // 5))
    assert {found.text for found in _read(small)} == {made.tracking_number, made.counter_code}


def test_the_page_is_four_by_six_inches_and_only_one() -> None:
    with pypdfium2.PdfDocument(label_pdf(label())) as document:
        assert len(document) == 1
        assert document[0].get_size() == (288, 432)


def test_the_label_names_the_recipient_and_the_warehouse() -> None:
    text = words(label_pdf(label()))
    for line in (BUYER.name, BUYER.street, "Portland, OR 97201", WAREHOUSE.name, "Reno, NV 89506"):
        assert line in text


def test_the_label_says_nothing_else() -> None:
    made = label()
    said = {line.strip() for line in words(label_pdf(made)).splitlines()}
    assert said == {
        *("ONWARD SANDBOX 480 g", "FROM", "SHIP TO", "US", "Counter code", "Ref 7K2M9XQ4"),
        *(WAREHOUSE.name, WAREHOUSE.street, "Reno, NV 89506"),
        *(BUYER.name, BUYER.street, "Portland, OR 97201"),
        *(made.tracking_number, in_fours(made.counter_code)),
    }


def test_the_same_label_gives_the_same_bytes() -> None:
    assert label_pdf(label()) == label_pdf(label())


def test_letters_the_printer_lacks_become_the_plain_ones() -> None:
    recipient = Address(
        "Łukasz O\N{RIGHT SINGLE QUOTATION MARK}Neil-Müller",
        "Żelazna 5",
        "Łódź",
        "LD",
        "90-001",
        "PL",
    )
    text = words(label_pdf(label(recipient=recipient)))
    assert "Lukasz O\N{RIGHT SINGLE QUOTATION MARK}Neil-Müller" in text
    assert "Zelazna 5" in text


def test_a_long_line_stays_on_the_paper() -> None:
    street = "The third house behind the old mill on the long road out of town " * 3
    long = Address("N" * 90, street, "Llanfairpwllgwyngyllgogerychwyrndrobwll", "WLS", "LL61", "GB")
    page = printed(label_pdf(label(recipient=long)))
    edge = page.crop((page.width - 45, 0, page.width, page.height))
    assert edge.getextrema() == (255, 255)


def _read(page: Image.Image) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(page))
