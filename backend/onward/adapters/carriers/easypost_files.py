"""The files that EasyPost's answers point to: a label in the format that is wanted, and the picture
of a counter's code, which is read for what it says."""

import io

import zxingcpp
from PIL import Image

from onward.adapters.carriers.easypost_api import Answer
from onward.ports import Outage

# The longest code that is kept with a label.
_LONGEST_CODE = 40
_MOST_PIXELS = 4_000_000


def form_url(shipment: Answer, kind: str) -> str | None:
    """Where the newest form of a kind lies, or None before it was made."""
    forms = shipment.get("forms")
    made = [
        form.get("form_url")
        for form in (forms if isinstance(forms, list) else [])
        if isinstance(form, dict) and form.get("form_type") == kind
    ]
    return str(made[-1]) if made and made[-1] else None


def label_url(shipment: Answer, kind: str) -> str | None:
    """Where the label lies as `pdf` or `zpl`, or None before it was converted."""
    label = shipment.get("postage_label")
    if not isinstance(label, dict):
        return None
    own = label.get("label_url") if str(label.get("label_file_type", "")).endswith(kind) else None
    url = label.get(f"label_{kind}_url") or own
    return str(url) if url else None


def read_code(picture: bytes) -> str:
    """What the code in a picture says; Outage where none can be read."""
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise Outage("carrier", "a counter code beyond any screen")
            found = zxingcpp.read_barcodes(opened.convert("L"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as trouble:
        raise Outage("carrier", "a counter code that is no picture") from trouble
    codes = [code.text for code in found if code.valid and 0 < len(code.text) <= _LONGEST_CODE]
    if not codes:
        raise Outage("carrier", "a counter code that cannot be read")
    return codes[0]
