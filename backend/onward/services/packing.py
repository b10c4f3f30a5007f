"""The last picture before a parcel is closed: the code that stands beside the item in it, so that
it is of this parcel and of no earlier one."""

from onward.domain.album import packing, wants_packing
from onward.domain.shipping import Destination, Shipment
from onward.domain.story import Story
from onward.ports import World

# Nothing that is mistaken for something else when written by hand.
HANDWRITTEN = "ACDEFHJKLMNPQRTUVWXY3479"
_LENGTH = 4


def packing_code(world: World, story: Story) -> str | None:
    """Four characters to write beside the item in the open parcel; None while no such picture is
    wanted."""
    if not wants_packing(story) or story.label is None:
        return None
    return _handwritten(world, story.label)


def packed_code(world: World, story: Story) -> str | None:
    """What has to stand beside the item in the picture that was taken; None where there is none."""
    photo = packing(story.photos)
    ahead = [
        one
        for one in story.labels
        if one.destination is Destination.BUYER and photo and one.issued_at <= photo.taken_at
    ]
    return _handwritten(world, ahead[-1]) if ahead else None


def _handwritten(world: World, label: Shipment) -> str:
    lot = int(world.tokens.digest(f"packing:{label.id}")[:8], 16)
    size = len(HANDWRITTEN)
    return "".join(HANDWRITTEN[lot // size**place % size] for place in range(_LENGTH))
