"""Photos as a shopper takes them at home, drawn once and handed out as often as they are asked."""

from functools import cache
from typing import cast

from playwright.sync_api import FilePayload

from onward.demo.catalogue import load_catalogue
from onward.demo.snapshots import Shot, snapshot

_HOME = 7


@cache
def photo(title: str, colour: str, shot: str) -> bytes:
    """A JPEG of this item, as large as a phone makes them."""
    slug = next(product.slug for product in load_catalogue() if product.title == title)
    return snapshot(slug, colour, cast("Shot", shot), _HOME)


def as_file(title: str, colour: str, shot: str) -> FilePayload:
    """The same as a file that somebody picks."""
    return {
        "name": f"{shot}.jpg",
        "mimeType": "image/jpeg",
        "buffer": photo(title, colour, shot),
    }
