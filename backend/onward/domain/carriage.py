"""Which of a carrier's products may take a parcel: any to the warehouse; to a buyer only one that
hides where it goes as well as the shop wants it. What the products are, a carrier tells."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol, TypeVar

from onward.domain.money import Money
from onward.domain.refusals import Unserviceable
from onward.domain.shipping import Blind
from onward.domain.shop import Contact
from onward.domain.terms import ParcelTerms


class Product(Protocol):
    """One of a carrier's products for a parcel."""

    @property
    def product(self) -> str: ...

    @property
    def cost(self) -> Money: ...

    @property
    def eta_for(self) -> timedelta: ...

    @property
    def blind(self) -> Blind: ...


AProduct = TypeVar("AProduct", bound=Product)


def to_buyer(offered: Sequence[AProduct], terms: ParcelTerms) -> AProduct:
    """The cheapest product that may go to a buyer, of two the faster; Unserviceable where none may.

    Without masking a printed label goes first: nothing then travels by a code alone where the
    carrier can help it.
    """
    allowed = [one for one in offered if may_carry(one.blind, terms)]
    printed = [one for one in allowed if one.blind is Blind.NO]
    among = printed if printed and not terms.masking else allowed
    if not among:
        raise Unserviceable
    return min(among, key=lambda one: (one.cost.minor, one.eta_for, one.product))


def may_carry(blind: Blind, terms: ParcelTerms) -> bool:
    """Whether a product that hides so much may go to a buyer."""
    return not terms.masking or blind in terms.blind


def shows(blind: Blind, terms: ParcelTerms) -> Blind:
    """What a label that was bought hides in the end: nothing, where masking is off."""
    return blind if terms.masking else Blind.NO


def may_show_street(terms: ParcelTerms) -> bool:
    """Whether whoever hands a parcel in may be given a label with the buyer's street on it."""
    return not terms.masking or Blind.NO in terms.blind


def for_the_printer(recipient: Contact) -> Contact:
    """What a label that is printed at home says of a buyer: enough for a letterbox, no more."""
    return replace(recipient, name=short_name(recipient.name), phone=None, email=None)


def short_name(name: str) -> str:
    """A name with its first part cut to a letter: "B. Carter", and "C." where there is no other."""
    first, *others = name.split() or [""]
    return " ".join([f"{first[0]}.", *others]) if first else ""
