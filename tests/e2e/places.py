"""Every address of the app with something behind it: who may see it, and what stands there."""

from dataclasses import dataclass
from typing import Any

from tests.e2e.hands import Hands, hands_of
from tests.e2e.server import DemoServer

Row = dict[str, Any]
BEN, ADA = "ben@example.com", "ada@example.com"
# Somebody with several things at home that may go to another customer.
DARIO = "dario.novak@example.com"


@dataclass(frozen=True)
class Place:
    """An address, whose it is, and a heading that is there once everything is."""

    path: str
    whose: str
    says: str


PLACES = {
    "sign in": ("nobody", "/", "Send it to someone who wants it."),
    "shop, signed out": ("nobody", "/shop", "Opened once. Ready for you."),
    "item, signed out": ("nobody", "/shop/{listing}", "{listing_title}"),
    "orders of a returner": (DARIO, "/", "Hello, Dario."),
    "why": (DARIO, "/return/{order}/{line}", "Why is it going back?"),
    "why not": (DARIO, "/return/{order}/{swim}", "Why is it going back?"),
    "photos": (DARIO, "/case/{draft}/show", "Show us the item."),
    "path": (DARIO, "/case/{approved}/path", "How should it travel?"),
    "looking for an owner": (DARIO, "/case/{seeking}", "We are looking for its next owner."),
    "code": (DARIO, "/case/{seeking}/code", "Two things first."),
    "in review": (DARIO, "/case/{review}", "A person is looking at your photos."),
    "on its way": (DARIO, "/case/{moving}", "It has arrived at its next owner."),
    "credit note": (DARIO, "/case/{moving}/receipt", "Credit note"),
    "own item in the shop": (DARIO, "/shop/{own_listing}", "Bobble beanie"),
}
