"""A label as ZPL II, the language of thermal printers, for 203 dpi. The printer draws the bars and
the QR itself, from the same digits as the PDF."""

from onward.adapters.labels.label import Label, in_fours

_WIDE, _HIGH = 4 * 203, 6 * 203
_LEFT = 50
# Modules of GS1-128 with twenty digits in code set C, times dots a module.
_BAR_DOTS = 4
_BARS_WIDE = 156 * _BAR_DOTS


def label_zpl(label: Label) -> str:
    """One label, in UTF-8 (^CI28)."""
    commands = [
        "^XA^CI28",
        f"^PW{_WIDE}^LL{_HIGH}^LH0,0",
        _text(_LEFT, 44, 50, label.carrier.upper()),
        _text(_LEFT + 500, 60, 26, f"{label.service}  {label.parcel.weight_g} g"),
        _line(102),
        *_block(_LEFT, 130, 28, "FROM", label.sender),
        _line(320),
        *_block(_LEFT, 350, 42, "SHIP TO", label.recipient),
        _line(632),
        _bars(label),
        _text((_WIDE - _BARS_WIDE) // 2, 830, 30, label.bars_in_words),
        _line(890),
        f"^FO{_LEFT},920^BQN,2,9^FDMA,{label.counter_code}^FS",
        _text(_LEFT + 290, 940, 24, "Counter code"),
        _text(_LEFT + 290, 980, 44, in_fours(label.counter_code)),
        _text(_LEFT + 290, 1045, 30, label.tracking_number),
        _text(_LEFT + 290, 1090, 26, f"Ref {label.parcel.reference}"),
        "^XZ",
    ]
    return "\n".join(commands) + "\n"


def _bars(label: Label) -> str:
    """GS1-128: >; begins in code set C, >8 is FNC1. The check digit of the SSCC is in the digits,
    that of the symbol is the printer's."""
    left = (_WIDE - _BARS_WIDE) // 2
    return f"^FO{left},660^BY{_BAR_DOTS}^BCN,155,N,N,N,N^FD>;>800{label.sscc}^FS"


def _block(left: int, top: int, size: int, title: str, lines: tuple[str, ...]) -> list[str]:
    rows = [_text(left, top, 20, title)]
    for place, line in enumerate(lines):
        rows.append(_text(left, top + 26 + place * (size + 10), size, line))
    return rows


def _text(left: int, top: int, size: int, text: str) -> str:
    """A line of text; ^FB keeps it on the paper and on one line."""
    room = _WIDE - left - _LEFT
    return f"^FO{left},{top}^A0N,{size}^FB{room},1^FH^FD{_escaped(text)}^FS"


def _line(top: int) -> str:
    return f"^FO{_LEFT},{top}^GB{_WIDE - 2 * _LEFT},2,2^FS"


def _escaped(text: str) -> str:
    """The text with the printer's own signs, and what is no sign at all, in hexadecimal (^FH)."""
    return "".join(
        sign if sign.isprintable() and sign not in "^~_\\" else _hex(sign) for sign in text
    )


def _hex(sign: str) -> str:
    return "".join(f"_{byte:02X}" for byte in sign.encode())
