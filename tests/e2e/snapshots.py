"""Photos as a shopper takes them at home, each drawn when it is asked for."""

from itertools import count
from typing import cast

from playwright.sync_api import FilePayload

from onward.adapters.imaging.cleaning import cleaned
from onward.demo.catalogue import load_catalogue
from onward.demo.snapshots import Shot, snapshot
from onward.domain import prints

# A picture that was seen before goes to a person, so no two are taken in one home, nor so that one
# could be taken for the other: bits of 256 by which each differs from all before it.
_HOMES = count(1000)
_APART = prints.SAME_WITHIN + 16
_TAKEN: list[str] = []


def photo(title: str, colour: str, shot: str) -> bytes:
    """A JPEG of this item that nobody has seen yet, as large as a phone makes them."""
    slug = next(product.slug for product in load_catalogue() if product.title == title)
    while True:
        jpeg = snapshot(slug, colour, cast("Shot", shot), next(_HOMES))
        fine = cleaned(jpeg).findings.fine
        if not fine or all(_differs(fine, before) for before in _TAKEN):
            _TAKEN.extend([fine] if fine else [])
            return jpeg


def _differs(one: str, other: str) -> bool:
    turned = prints.mirrored(other)
    return min(prints.apart(one, other), prints.apart(one, turned)) > _APART


def as_file(title: str, colour: str, shot: str) -> FilePayload:
    """The same as a file that somebody picks."""
    return {
        "name": f"{shot}.jpg",
        "mimeType": "image/jpeg",
        "buffer": photo(title, colour, shot),
    }
