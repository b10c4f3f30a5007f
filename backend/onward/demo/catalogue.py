"""The demo shop's catalogue: what it sells, read once from the TOML beside this file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class CatalogueVariant:
    """One SKU. The price is in minor units of `currency`, the weight in grams."""

    sku: str
    gtin: str
    size: str
    colour: str
    category: str
    flags: tuple[str, ...]
    weight_g: int
    price_minor: int
    currency: str
    stock: int


@dataclass(frozen=True, slots=True)
class CatalogueProduct:
    """What a drawing shows: one cut in some colours and sizes."""

    slug: str
    title: str
    category: str
    variants: tuple[CatalogueVariant, ...]

    @property
    def colours(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(variant.colour for variant in self.variants))


@cache
def load_catalogue() -> tuple[CatalogueProduct, ...]:
    document = _document()
    return tuple(_product(entry, document["currency"]) for entry in document["products"])


@cache
def products_by_sku() -> Mapping[str, CatalogueProduct]:
    """Which product a SKU belongs to, so that an imported line finds its picture."""
    return {variant.sku: product for product in load_catalogue() for variant in product.variants}


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text("utf-8"))


def _product(entry: dict[str, Any], currency: str) -> CatalogueProduct:
    shared = {
        "category": entry["category"],
        "flags": tuple(entry["flags"]),
        "price_minor": entry["price_minor"],
        "currency": currency,
    }
    variants = tuple(CatalogueVariant(**shared, **variant) for variant in entry["variants"])
    return CatalogueProduct(entry["slug"], entry["title"], entry["category"], variants)
