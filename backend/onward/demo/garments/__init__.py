"""Every garment of the catalogue by its product's slug, drawn on a 240 by 240 sheet."""

from functools import cache

from onward.demo.garments import accessories, bottoms, dresses, outerwear, shoes, tops
from onward.demo.garments.parts import Garment, Part

__all__ = ["GARMENTS", "Garment", "Part", "garment"]

GARMENTS = {
    "linen-overshirt": tops.overshirt,
    "everyday-tee": tops.tee,
    "fair-isle-jumper": tops.jumper,
    "loopback-hoodie": tops.hoodie,
    "garden-dress": dresses.summer_dress,
    "harbour-swimsuit": dresses.swimsuit,
    "rain-jacket": outerwear.rain_jacket,
    "heated-vest": outerwear.heated_vest,
    "tapered-chinos": bottoms.chinos,
    "straight-jeans": bottoms.jeans,
    "pleated-skirt": bottoms.skirt,
    "court-trainers": shoes.trainers,
    "bobble-beanie": accessories.beanie,
    "leaf-cap": accessories.cap,
    "canvas-tote": accessories.tote_bag,
    "striped-scarf": accessories.scarf,
}


@cache
def garment(slug: str) -> Garment:
    """The drawing of a product; KeyError where the catalogue has none of that name."""
    return GARMENTS[slug]()
