"""Labels as a thermal printer draws them: read back by a scanner, and silent about the sender."""

import re
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from reportlab.graphics.barcode.code128 import Code128

from onward.adapters.carriers.numbers import counter_code, is_sscc, sscc_of, tracking_number
from onward.adapters.labels import Label, in_fours, label_pdf, label_zpl
from onward.ports import Address
from tests.adapters.parcels import BUYER, WAREHOUSE, parcel

DPI = 203
BARS = re.compile(r"\^FO(\d+),\d+\^BY(\d)\^BCN,(\d+),N,N,N,N\^FD>;>8(\d{20})\^FS")


def label(key: str = "label:1", recipient: Address = BUYER, *, hidden: bool = False) -> Label:
    number, code = tracking_number(b"labels", key), counter_code(b"labels", key)
    held = replace(parcel(recipient), hides_recipient=hidden)
    return Label("Onward Sandbox", "GROUND", held, number, sscc_of(number), code)


def printed(pdf: bytes) -> Image.Image:
    """The page in black dots and white ones, as the print head has them."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
        return picture.point(lambda value: 255 if value > 127 else 0)


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text: str = document[0].get_textpage().get_text_bounded()
        return text


def drawn(left: int, dots: int, high: int, digits: str) -> Image.Image:
    """What a printer's own ^BC command draws, four inches wide, between white."""
    symbol = Code128(f"\xf1{digits}", quiet=0)
    symbol.validate()
    symbol.encode()
    symbol.decompose()
    paper = Image.new("L", (4 * DPI, high + 40), 255)
    for sign in symbol.decomposed:
        wide = (ord(sign.lower()) - ord("a") + 1) * dots
        if sign.isupper():
            paper.paste(0, (left, 20, left + wide, 20 + high))
        left += wide
    return paper


@pytest.mark.parametrize("key", [f"label:{drawn}" for drawn in range(12)])
def test_a_scanner_reads_both_codes_at_203_dpi(key: str) -> None:
    made = label(key)
    read = {found.text: found.content_type for found in _read(printed(label_pdf(made)))}
    assert read == {
        f"(00){made.sscc}": zxingcpp.ContentType.GS1,
        made.counter_code: zxingcpp.ContentType.Text,
    }
    assert is_sscc(made.sscc)


def test_a_scanner_reads_a_label_that_came_out_askew_and_small() -> None:
    made = label()
    askew = printed(label_pdf(made)).rotate(7, expand=True, fillcolor=255)
    small = askew.resize((askew.width * 3 // 5, askew.height * 3 // 5))
    assert {found.text for found in _read(small)} == {f"(00){made.sscc}", made.counter_code}


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
        *("GROUND", "ONWARD SANDBOX", "480 g", "FROM", "SHIP TO", "US", "Counter code"),
        *(WAREHOUSE.name, WAREHOUSE.street, "Reno, NV 89506"),
        *(BUYER.name, BUYER.street, "Portland, OR 97201"),
        *(made.tracking_number, in_fours(made.counter_code), made.bars_in_words, "Ref 7K2M9XQ4"),
    }


def test_a_label_that_another_customer_prints_shortens_the_name() -> None:
    made = label(hidden=True)
    for text in (words(label_pdf(made)), label_zpl(made)):
        assert "N. Haddad" in text
        assert "Noor" not in text
        assert WAREHOUSE.street in text


def test_the_same_label_gives_the_same_bytes() -> None:
    assert label_pdf(label()) == label_pdf(label())
    assert label_zpl(label()) == label_zpl(label())


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


def test_the_bars_of_a_thermal_printer_read_back_to_the_same_parcel() -> None:
    made = label()
    found = BARS.search(label_zpl(made))
    assert found is not None
    left, dots, high, digits = found.groups()
    page = drawn(int(left), int(dots), int(high), digits)
    assert [code.text for code in _read(page)] == [f"(00){made.sscc}"]
    assert f"^BQN,2,9^FDMA,{made.counter_code}^FS" in label_zpl(made)


def test_no_address_can_give_the_printer_an_order() -> None:
    hostile = Address("^XZ^XA~JR", "1_41\nRoad", "Town\\", "NV", "89501", "US")
    made = label_zpl(label(recipient=hostile))
    assert (made.count("^XA"), made.count("^XZ"), made.count("~")) == (1, 1, 0)
    assert "_5EXZ_5EXA_7EJR" in made
    assert "1_5F41_0ARoad" in made
    assert made.isprintable() is False
    assert set(made) - {"\n"} == {sign for sign in made if sign.isprintable()}


def _read(page: Image.Image) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(page))
