"""The label that a person prints: whose phone gets one, under a signed address for a few hours."""

from datetime import timedelta

from onward.domain.shipping import page_key, prints_at_home
from onward.domain.story import Story
from onward.ports import World

LABEL_URL_FOR = timedelta(hours=6)


def label_url(world: World, story: Story) -> str | None:
    """The printable label's signed address: the warehouse's, and one to a person only where there
    is no other way. Any other label is printed at the counter and nowhere else, because it shows
    where somebody lives."""
    label = story.label
    if label is None or not prints_at_home(label):
        return None
    token = world.tokens.sign("label", {"key": page_key(label.id)}, LABEL_URL_FOR)
    return f"/labels/{token}.pdf"


async def label_pdf(world: World, token: str) -> bytes | None:
    """The PDF behind a signed address, or None when it is expired or forged."""
    claims = world.tokens.read("label", token)
    return await world.photos.read(str(claims["key"])) if claims else None
