"""The catalogue's own pictures: brought in once, shown to everybody, and measured, so that a photo
of the shop's page is found out and an agent has something to hold a photo against."""

from dataclasses import replace

from onward.domain.refusals import NotFound
from onward.ports import World
from onward.store import catalogue, orders


async def bring_in(world: World, sku: str, raw: bytes) -> str:
    """A picture of what bears this number, in place of the one there was; where it lies from now
    on. Raises NotFound for an unknown number and BadPhoto for what is no picture."""
    variant = await orders.variant_of(sku)
    if variant is None:
        raise NotFound(field="sku")
    clean = await world.imaging.clean(raw)
    path = f"/catalogue/{clean.sha256}.jpg"
    await world.photos.write(_key(clean.sha256), clean.jpeg)
    await catalogue.remember(path, clean.findings)
    await orders.add_variants([replace(variant, picture=path)])
    return path


async def measure(world: World, path: str, raw: bytes) -> None:
    """Measure a picture that lies somewhere else, such as a drawing."""
    clean = await world.imaging.clean(raw)
    await catalogue.remember(path, clean.findings)


async def shown(world: World, sha256: str) -> bytes | None:
    return await world.photos.read(_key(sha256))


def _key(sha256: str) -> str:
    return f"catalogue/{sha256}.jpg"
