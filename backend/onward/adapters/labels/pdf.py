"""A label as a page of four by six inches. Bars are whole dots at 203 dpi, so that a thermal
printer draws them as they are."""

import io
import unicodedata

import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import inch
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from onward.adapters.labels.label import Label, in_fours

WIDTH, HEIGHT = 4 * inch, 6 * inch
_DOT = inch / 203
_MARGIN = 0.25 * inch
_DOTS_WIDE = 4 * 203
_BAR_DOTS = 4
# Says that what follows is GS1's (General Specifications, 5.4.3); as reportlab writes it.
_FNC1 = "\xf1"
_QR_DOTS = 11
# A fixed mask saves trying all eight; any of them reads (ISO/IEC 18004, 7.8).
_QR_MASK = 3
# Letters that Unicode cannot take apart into a plain one and a mark.
_PLAIN = str.maketrans({"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h"})


def label_pdf(label: Label) -> bytes:
    """One page; the same label gives the same bytes."""
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=(WIDTH, HEIGHT), pageCompression=0, invariant=1)
    canvas.setTitle(f"Label {label.tracking_number}")
    canvas.setLineWidth(2 * _DOT)
    _draw_head(canvas, label)
    _draw_lines(canvas, "FROM", label.sender, top=5.28 * inch, size=9)
    canvas.line(_MARGIN, 4.42 * inch, WIDTH - _MARGIN, 4.42 * inch)
    _draw_lines(canvas, "SHIP TO", label.recipient, top=4.2 * inch, size=14)
    canvas.line(_MARGIN, 2.88 * inch, WIDTH - _MARGIN, 2.88 * inch)
    _draw_bars(canvas, label, foot=400, height=155)
    canvas.line(_MARGIN, 1.62 * inch, WIDTH - _MARGIN, 1.62 * inch)
    _draw_counter_code(canvas, label, left=51, foot=50)
    canvas.showPage()
    canvas.save()
    return page.getvalue()


def _draw_head(canvas: Canvas, label: Label) -> None:
    canvas.setFont("Helvetica-Bold", 17)
    canvas.drawString(_MARGIN, 5.62 * inch, label.carrier.upper())
    canvas.setFont("Helvetica-Bold", 9)
    canvas.drawRightString(WIDTH - _MARGIN, 5.8 * inch, label.service)
    canvas.setFont("Helvetica", 8)
    canvas.drawRightString(WIDTH - _MARGIN, 5.68 * inch, f"{label.parcel.weight_g} g")
    canvas.line(_MARGIN, 5.5 * inch, WIDTH - _MARGIN, 5.5 * inch)


def _draw_lines(canvas: Canvas, title: str, lines: tuple[str, ...], top: float, size: int) -> None:
    canvas.setFont("Helvetica-Bold", 7)
    canvas.drawString(_MARGIN, top, title)
    baseline = top
    for line in lines:
        baseline -= size * 1.25
        text, fitting = _fitted(_printable(line), size, WIDTH - 2 * _MARGIN)
        canvas.setFont("Helvetica", fitting)
        canvas.drawString(_MARGIN, baseline, text)


def _draw_bars(canvas: Canvas, label: Label, foot: int, height: int) -> None:
    symbol = Code128(f"{_FNC1}00{label.sscc}", quiet=0)
    symbol.validate()
    symbol.encode()
    symbol.decompose()
    # Lower case is a space, upper case a bar; a is one module wide, d is four.
    runs = [(sign.isupper(), ord(sign.lower()) - ord("a") + 1) for sign in symbol.decomposed]
    at = (_DOTS_WIDE - _BAR_DOTS * sum(width for _, width in runs)) // 2
    boxes = []
    for is_bar, width in runs:
        if is_bar:
            boxes.append((at, foot, width * _BAR_DOTS, height))
        at += width * _BAR_DOTS
    _fill(canvas, boxes)
    canvas.setFont("Helvetica", 11)
    canvas.drawCentredString(WIDTH / 2, foot * _DOT - 14, label.bars_in_words)


def _draw_counter_code(canvas: Canvas, label: Label, left: int, foot: int) -> None:
    qr = segno.make_qr(label.counter_code, error="m", version=1, mask=_QR_MASK)
    boxes = [
        (left + first * _QR_DOTS, foot + row * _QR_DOTS, length * _QR_DOTS, _QR_DOTS)
        for row, cells in enumerate(reversed(qr.matrix))
        for first, length in _runs(cells)
    ]
    _fill(canvas, boxes)
    beside = (left + (len(qr.matrix) + 4) * _QR_DOTS) * _DOT
    baseline = (foot + len(qr.matrix) * _QR_DOTS) * _DOT - 12
    lines = (
        ("Counter code", 8, 0),
        (in_fours(label.counter_code), 16, 22),
        (label.tracking_number, 11, 20),
        (_printable(f"Ref {label.parcel.reference}"), 9, 15),
    )
    for line, size, below in lines:
        baseline -= below
        text, fitting = _fitted(line, size, WIDTH - _MARGIN - beside)
        canvas.setFont("Helvetica", fitting)
        canvas.drawString(beside, baseline, text)


def _fill(canvas: Canvas, boxes: list[tuple[int, int, int, int]]) -> None:
    """Black boxes, measured in printer dots. PDF's own operators: a path object takes 1 ms more."""
    canvas.saveState()
    canvas.scale(_DOT, _DOT)
    drawn = " ".join(f"{left} {foot} {width} {height} re" for left, foot, width, height in boxes)
    canvas.addLiteral(f"{drawn} f")
    canvas.restoreState()


def _runs(cells: bytes | bytearray) -> list[tuple[int, int]]:
    """Where dark cells begin, and how many follow one another."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(cells):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs


def _fitted(text: str, size: float, width: float) -> tuple[str, float]:
    """The text and a size at which it fits, at worst 6 points and cut with three dots."""
    wide = stringWidth(text, "Helvetica", size)
    if wide <= width:
        return text, size
    smaller = max(6.0, size * width / wide)
    while stringWidth(text, "Helvetica", smaller) > width + 0.01 and len(text) > 4:
        text = f"{text[:-4]}..."
    return text, smaller


def _printable(text: str) -> str:
    """The text in the letters of the PDF's own fonts (Windows-1252), else the plain letter."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign if _has_glyph(sign) else _plain(sign) for sign in text)


def _plain(sign: str) -> str:
    apart = unicodedata.normalize("NFKD", sign.translate(_PLAIN))
    return "".join(part for part in apart if _has_glyph(part)) or "?"


def _has_glyph(sign: str) -> bool:
    try:
        return bool(sign.encode("cp1252")) and sign.isprintable()
    except UnicodeEncodeError:
        return False
