"""Two customers whose every detail is unmistakable, the staff, and the order file that brings the
customers into the shop through the importer."""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from onward.domain.ids import ContactId
from onward.domain.shop import Account, Contact, Role
from onward.store import accounts


@dataclass(frozen=True)
class Customer:
    """A person as the order file names them, and the order they have at home."""

    name: str
    email: str
    phone: str
    street: str
    city: str
    region: str
    postal_code: str
    order_number: str

    @property
    def details(self) -> tuple[str, ...]:
        """Every piece by which somebody could be found."""
        first, last = self.name.split()
        house, _, road = self.street.partition(" ")
        return (
            *(self.name, first, last, self.email, self.email.partition("@")[0]),
            *(self.phone, "".join(self.phone.split()), "".join(self.phone.split()).lstrip("+")),
            *(self.phone.partition(" ")[2], self.street, road, f"{house}+{road}"),
            *(self.city, self.postal_code, f"{self.city}, {self.region} {self.postal_code}"),
            self.order_number,
        )


ROSA = Customer(
    "Rosamund Quillfeather",
    "rosamund.quillfeather@example.com",
    "+1 503 555 0147",
    "1274 Marrowbone Crescent",
    "Tillamook",
    "OR",
    "97141",
    "SHOP-7741-R",
)
BEN = Customer(
    "Thaddeus Oxenbridge",
    "thaddeus.oxenbridge@example.com",
    "+1 509 555 0183",
    "8836 Lanternfish Terrace",
    "Wenatchee",
    "WA",
    "98801",
    "SHOP-7742-B",
)
CLEO = Customer(
    "Cleopatra Vandermolen",
    "cleopatra.vandermolen@example.com",
    "+1 208 555 0119",
    "5518 Butterchurn Alley",
    "Pocatello",
    "ID",
    "83201",
    "SHOP-7743-C",
)
ADA = "ada@onward.example"
COLUMNS = (
    "order_number", "ordered_at", "delivered_at", "email", "name", "phone", "street", "city",
    "region", "postal_code", "country", "sku", "product", "category", "size", "colour", "quantity",
    "unit_price", "currency", "payment",
)  # fmt: skip
# SKU, title, category, size, colour, quantity, price.
OVERSHIRT = ("OVR-M", "Linen overshirt", "clothing", "M", "Indigo", 1, "64.00")
SOCKS = ("SOCK-3", "Wool socks", "clothing", "38", "Moss", 3, "14.00")
SWIMSUIT = ("SWIM-S", "Swimsuit", "swimwear", "S", "Coral", 1, "45.00")
SCARF = ("SCARF-1", "Alpaca scarf", "accessories", "", "Ochre", 1, "38.00")


def write_orders(path: Path, now: datetime) -> Path:
    """What a shop's system would export: one order each, delivered some days ago."""
    ordered, delivered = now - timedelta(days=6), now - timedelta(days=3)
    when = (ordered.isoformat(), delivered.isoformat())
    with path.open("w", newline="", encoding="utf-8") as opened:
        rows = csv.writer(opened)
        rows.writerow(COLUMNS)
        for one in (ROSA, BEN, CLEO):
            who = (one.email, one.name, one.phone, one.street, one.city, one.region)
            lines = (OVERSHIRT, SOCKS, SWIMSUIT) if one is ROSA else (SCARF,)
            for sku, *said, quantity, price in lines:
                where = (one.postal_code, "US")
                paid = (quantity, price, "USD", "Visa 4242")
                rows.writerow((one.order_number, *when, *who, *where, sku, *said, *paid))
    return path


async def employ(email: str, role: Role, now: datetime) -> None:
    """Somebody who works here; customers come with their orders."""
    account_id = accounts.account_id_for(email)
    contact = Contact(ContactId(f"c-{account_id}"), "Ada Desk", email, None, "", "", "", "", "US")
    await accounts.create(Account(account_id, role, contact.id, now), contact)
