"""What we ask EasyPost for: a shipment, with no more of anybody in it than a carrier needs."""

from dataclasses import replace
from decimal import ROUND_UP, Decimal
from typing import Any

from onward.adapters.carriers.easypost_reading import GRAMS_AN_OUNCE
from onward.domain.carriage import short_name
from onward.ports import Address, Parcel


def wanted(parcel: Parcel, reference: str | None) -> dict[str, Any]:
    """The shipment that a parcel becomes. `reference` is what it is found by again."""
    warehouse, to = _address(parcel.return_to), parcel.recipient
    sender = parcel.origin if to == parcel.return_to else None
    if parcel.hides_recipient:
        to = replace(to, name=short_name(to.name), phone=None)
    ounces = Decimal(max(parcel.weight_g, 1)) / GRAMS_AN_OUNCE
    shipment = {
        "from_address": _address(sender) if sender else warehouse,
        "return_address": warehouse,
        "to_address": _address(to),
        "parcel": {"weight": float(ounces.quantize(Decimal("0.1"), ROUND_UP))},
        "options": {"label_format": "PDF", "invoice_number": parcel.reference},
    }
    return shipment | ({"reference": reference} if reference else {})


def _address(place: Address) -> dict[str, str]:
    address = {
        "name": place.name,
        "street1": place.street,
        "city": place.city,
        "state": place.region,
        "zip": place.postal_code,
        "country": place.country,
    }
    return address | ({"phone": place.phone} if place.phone else {})
