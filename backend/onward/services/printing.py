"""The label that a person prints: whose phone gets one, under a signed address for a few hours; the
desk may send it to a thermal printer as well."""

from datetime import timedelta

from onward.domain.shipping import Page, page_key, prints_at_home
from onward.domain.story import Story
from onward.ports import World

LABEL_URL_FOR = timedelta(hours=6)


def label_url(world: World, story: Story, page: Page = Page.PDF) -> str | None:
    """The printable label's signed address: the warehouse's, and one to a person only where there
    is no other way. Any other label is printed at the counter and nowhere else, because it shows
    where somebody lives."""
    label = story.label
    if label is None or not prints_at_home(label):
        return None
    token = world.tokens.sign("label", {"key": page_key(label.id, page)}, LABEL_URL_FOR)
    return f"/labels/{token}.{page}"


async def thermal_url(world: World, story: Story) -> str | None:
    """The same for a thermal printer, where the carrier made one."""
    url, label = label_url(world, story, Page.ZPL), story.label
    if url is None or label is None:
        return None
    return url if await world.photos.read(page_key(label.id, Page.ZPL)) else None


async def label_page(world: World, token: str, page: Page) -> bytes | None:
    """What a signed address leads to; None when it is expired or forged, or for the other page."""
    claims = world.tokens.read("label", token)
    key = str(claims["key"]) if claims else ""
    return await world.photos.read(key) if key.endswith(f".{page}") else None
