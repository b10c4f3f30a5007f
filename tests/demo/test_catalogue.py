"""The demo shop's catalogue is sound: codes, prices, and a drawing and photos for everything."""

from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from onward.adapters.policies.reading import read_policy
from onward.demo.catalogue import CatalogueVariant, load_catalogue, products_by_sku
from onward.demo.drawings import drawing
from onward.demo.garments import GARMENTS
from onward.demo.palette import COLOURS, palette
from onward.demo.snapshots import SHOTS, snapshot
from onward.domain.seeing import looked_at

SVG = "{http://www.w3.org/2000/svg}"
COLOURED = [(product.slug, colour) for product in load_catalogue() for colour in product.colours]


def variants() -> Iterator[CatalogueVariant]:
    return (variant for product in load_catalogue() for variant in product.variants)


def test_every_gtin_is_an_in_store_number_with_a_true_check_digit() -> None:
    for variant in variants():
        digits = [int(digit) for digit in variant.gtin]
        assert len(digits) == 13
        assert variant.gtin[0] == "2"
        assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_no_sku_or_gtin_stands_twice() -> None:
    skus = [variant.sku for variant in variants()]
    gtins = [variant.gtin for variant in variants()]
    assert len(set(skus)) == len(set(gtins)) == len(skus)
    assert all(sku == sku.upper() and len(sku) <= 40 for sku in skus)


def test_a_product_comes_in_two_to_six_variants_that_cost_something() -> None:
    for product in load_catalogue():
        assert 2 <= len(product.variants) <= 6
        pairs = {(variant.colour, variant.size) for variant in product.variants}
        assert len(pairs) == len(product.variants)
        assert all(v.price_minor > 0 and v.weight_g > 0 and v.stock > 0 for v in product.variants)


def test_the_shop_has_something_for_each_reason_to_stay_off_the_peer_path() -> None:
    flags = {flag for variant in variants() for flag in variant.flags}
    assert flags == {"hygiene", "lithium", "final_sale"}
    assert "swimwear" in {variant.category for variant in variants()}
    assert sum(not variant.flags for variant in variants()) > 40


def test_a_sku_finds_its_product() -> None:
    assert products_by_sku()["LL-OVERSHIRT-INDIGO-M"].slug == "linen-overshirt"


def test_every_garment_is_sold_in_colours_that_are_mixed() -> None:
    assert {product.slug for product in load_catalogue()} == set(GARMENTS)
    assert {colour.lower() for _, colour in COLOURED} <= set(COLOURS)


@pytest.mark.parametrize(("slug", "colour"), COLOURED)
def test_a_drawing_is_small_well_formed_and_sewn(slug: str, colour: str) -> None:
    text = drawing(slug, colour)
    assert len(text.encode()) < 4096
    root = ET.fromstring(text)
    assert root.get("viewBox") == "0 0 240 240"
    assert [path for path in root.iter(f"{SVG}path") if path.get("stroke-dasharray")]
    assert {element.tag for element in root.iter()} == {
        f"{SVG}{n}" for n in ("svg", "rect", "path", "g")
    }
    assert "id=" not in text


def test_each_colour_gives_its_own_drawing() -> None:
    drawings = {drawing(slug, colour) for slug, colour in COLOURED}
    assert len(drawings) == len(COLOURED)


def test_what_is_not_sold_is_not_drawn() -> None:
    with pytest.raises(KeyError):
        drawing("velvet-cape", "Indigo")
    with pytest.raises(KeyError):
        drawing("linen-overshirt", "Mauve")


@pytest.mark.parametrize("colour", COLOURS)
def test_thread_can_be_seen_on_its_cloth(colour: str) -> None:
    tones = palette(colour)
    apart = np.abs(np.subtract(tones.stitch, tones.cloth))
    assert apart.max() > 55


@pytest.mark.parametrize("shot", SHOTS)
def test_a_snapshot_is_an_upright_photo_without_metadata(shot: str) -> None:
    [named] = [known for known in SHOTS if known == shot]
    picture = Image.open(BytesIO(snapshot("court-trainers", "Clay", named, 7)))
    assert picture.format == "JPEG"
    assert picture.size == (1200, 1600)
    assert not picture.getexif()
    assert np.asarray(picture.convert("L")).std() > 12


@pytest.mark.parametrize("home", range(8))
def test_a_snapshot_is_neither_dark_nor_blurred_nor_burnt_to_white(home: int) -> None:
    rules = read_policy().condition
    slug, colour = COLOURED[home * len(COLOURED) // 8]
    for shot in ("front", "tag"):
        picture = Image.open(BytesIO(snapshot(slug, colour, shot, home))).convert("RGB")
        look = looked_at(np.asarray(picture))
        assert look.sharpness > rules.sharpness_least
        assert look.dark < rules.dark_most
        assert look.bright < rules.bright_most / 2


def test_the_same_seed_takes_the_same_photo() -> None:
    assert snapshot("rain-jacket", "Navy", "front", 3) == snapshot(
        "rain-jacket", "Navy", "front", 3
    )
    assert snapshot("rain-jacket", "Navy", "front", 3) != snapshot(
        "rain-jacket", "Navy", "front", 4
    )


def test_the_shots_of_an_item_differ() -> None:
    taken = [_small(snapshot("everyday-tee", "Sage", shot, 5)) for shot in SHOTS if shot != "sole"]
    for at, one in enumerate(taken):
        for other in taken[at + 1 :]:
            assert np.abs(one - other).mean() > 2


def _small(photo: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(Image.open(BytesIO(photo)).convert("L").resize((60, 80)), dtype=np.float64)
