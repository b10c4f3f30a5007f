"""Addresses and a parcel that several tests of carriers share."""

from onward.ports import Address, Parcel

WAREHOUSE = Address("Onward Returns", "500 Freight Way", "Reno", "NV", "89506", "US")
BUYER = Address("Noor Haddad", "1200 Park Avenue, Apt 12", "Portland", "OR", "97201", "US")


def parcel(
    recipient: Address = BUYER,
    weight_g: int = 480,
    currency: str = "USD",
    reference: str = "7K2M9XQ4",
) -> Parcel:
    return Parcel(reference, recipient, WAREHOUSE, weight_g, currency)
