"""Photos as a shopper takes them at home, each drawn when it is asked for."""

from itertools import count
from typing import cast

from playwright.sync_api import FilePayload

from onward.demo.catalogue import load_catalogue
from onward.demo.snapshots import Shot, snapshot

# A picture that was seen before goes to a person, so no two are taken in one home.
_HOMES = count(1000)


def photo(title: str, colour: str, shot: str) -> bytes:
    """A JPEG of this item that nobody has seen yet, as large as a phone makes them."""
    slug = next(product.slug for product in load_catalogue() if product.title == title)
    return snapshot(slug, colour, cast("Shot", shot), next(_HOMES))


def as_file(title: str, colour: str, shot: str) -> FilePayload:
    """The same as a file that somebody picks."""
    return {
        "name": f"{shot}.jpg",
        "mimeType": "image/jpeg",
        "buffer": photo(title, colour, shot),
    }
