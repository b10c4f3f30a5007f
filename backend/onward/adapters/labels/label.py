"""What a label says, whatever draws it: recipient, return address, GS1-128 and the counter's QR. It
holds nothing of who sends the parcel and nothing of what is inside."""

from dataclasses import dataclass

from onward.domain.carriage import short_name
from onward.ports import Address, Parcel


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed. `counter_code` is shown in fours and held by the QR without gaps; the bars
    hold `sscc`, eighteen digits that name the parcel to scanners (GS1's identifier 00)."""

    carrier: str
    service: str
    parcel: Parcel
    tracking_number: str
    sscc: str
    counter_code: str

    @property
    def ship_to(self) -> Address:
        return self.parcel.recipient

    @property
    def recipient(self) -> tuple[str, ...]:
        """The lines of the recipient; the name shortened where another customer prints them."""
        name = self.ship_to.name
        return _lines(self.ship_to, short_name(name) if self.parcel.hides_recipient else name)

    @property
    def sender(self) -> tuple[str, ...]:
        """The lines of the warehouse, which is sender and return address in one."""
        return _lines(self.parcel.return_to, self.parcel.return_to.name)

    @property
    def bars_in_words(self) -> str:
        """What people read under the bars: (00) and the digits in groups."""
        sscc = self.sscc
        return f"(00) {sscc[0]} {sscc[1:8]} {sscc[8:17]} {sscc[17]}"


def in_fours(code: str) -> str:
    """A counter code as people read it: XXXX XXXX XXXX."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _lines(place: Address, name: str) -> tuple[str, ...]:
    town = f"{place.city}, {place.region} {place.postal_code}"
    return name, place.street, town, place.country
