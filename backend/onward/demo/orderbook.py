"""Writes the demo's order file: six weeks of a small clothing shop, ending the day it is written.
A few things of it sell every day, so that whoever sends one on can count on a next owner.

It is a plain CSV in the canonical columns and comes in through the same importer as any shop's.
The same seed and day give the same bytes.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from onward.demo.catalogue import CatalogueProduct, CatalogueVariant, load_catalogue
from onward.demo.customers import Customer, ben, customers, lena, newcomers, rosa
from onward.demo.people import PEOPLE

__all__ = ["COLUMNS", "PEOPLE", "write_order_file"]

SEED = 20
ORDERS = 180
FIRST_NUMBER = 20_140
COUPON_BP = 1_000
# What a delivery costs, and from what a basket costs on it is free.
DELIVERY_MINOR, FREE_FROM_MINOR = 4_95, 75_00
COLUMNS = (
    *("order_number", "ordered_at", "delivered_at", "email", "name", "phone", "street", "city"),
    *("region", "postal_code", "country", "currency", "payment", "sku", "gtin", "product"),
    *("category", "size", "colour", "weight_g", "flags", "quantity", "unit_price", "discount"),
    *("tax", "time_zone", "shipping", "shipping_tax"),
)
Orders = Sequence[tuple[int, int, tuple[str, ...]]]
# Order of each persona: days since it was delivered, days that took, SKUs.
ROSAS = (
    (3, 3, ("LL-OVERSHIRT-INDIGO-M", "LL-TRAINERS-CHALK-8")),
    (6, 4, ("LL-SWIM-TEAL-M", "LL-TEE-CHALK-M")),
    (9, 3, ("LL-HEATVEST-GRAPHITE-M",)),
)
BENS = ((28, 4, ("LL-CHINOS-SAND-32",)),)
LENAS = ((4, 5, ("LL-SKIRT-PLUM-M", "LL-SCARF-WINE")),)
# What sells best, and how often in four weeks on top of what everybody buys.
BESTSELLERS = {
    "LL-TEE-CHALK-M": 54,
    "LL-OVERSHIRT-INDIGO-M": 44,
    "LL-JUMPER-RUST-L": 40,
    "LL-BEANIE-MUSTARD": 33,
    "LL-RAIN-MARIGOLD-M": 28,
    "LL-TRAINERS-CHALK-8": 24,
}
BESTSOLD_WITHIN_DAYS = 28


@dataclass(frozen=True, slots=True)
class _Sale:
    customer: Customer
    ordered_at: datetime
    delivered_at: datetime | None
    variants: tuple[CatalogueVariant, ...]
    discount_bp: int


def write_order_file(path: Path, today: date, seed: int = SEED) -> None:
    """Write the CSV. Nothing in it happens on `today` or later, so it is past in every zone."""
    random = Random(seed)
    sales = sorted(_sales(random, today), key=lambda sale: (sale.ordered_at, sale.customer.email))
    with path.open("w", encoding="utf-8", newline="") as opened:
        sheet = csv.writer(opened, lineterminator="\n")
        sheet.writerow(COLUMNS)
        for number, sale in enumerate(sales, FIRST_NUMBER):
            sheet.writerows(_rows(f"LL-{number}", sale))


def _sales(random: Random, today: date) -> Iterator[_Sale]:
    for customer, orders in ((rosa(), ROSAS), (ben(), BENS)):
        yield from _bought(random, today, customer, orders)
    everybody = customers(random)
    for n in range(ORDERS - len(ROSAS) - len(BENS)):
        # Everybody has bought something; after that the faithful buy more.
        customer = everybody[n] if n < len(everybody) else _regular(random, everybody)
        ago, took = _days(random)
        discount_bp = COUPON_BP if random.random() < 0.12 else 0
        yield _Sale(customer, *_moments(random, today, ago, took), _basket(random), discount_bp)
    yield from _bestsold(Random(random.random()), today, everybody)
    yield from _bought(random, today, lena(), LENAS)


def _bought(random: Random, today: date, customer: Customer, orders: Orders) -> Iterator[_Sale]:
    by_sku = _by_sku()
    for ago, took, skus in orders:
        variants = tuple(by_sku[sku] for sku in skus)
        yield _Sale(customer, *_moments(random, today, ago, took), variants, 0)


def _bestsold(random: Random, today: date, known: Sequence[Customer]) -> Iterator[_Sale]:
    """Evenly over four weeks; each to somebody who is new to the shop."""
    by_sku = _by_sku()
    sold = [by_sku[sku] for sku, times in BESTSELLERS.items() for _ in range(times)]
    for customer, variant in zip(newcomers(random, len(sold), known), sold, strict=True):
        ordered = random.randrange(1, BESTSOLD_WITHIN_DAYS)
        took = min(random.choice((2, 3, 3, 4, 4, 5)), ordered)
        ago = ordered - took or -1
        yield _Sale(customer, *_moments(random, today, ago, took), (variant,), 0)


def _by_sku() -> dict[str, CatalogueVariant]:
    return {variant.sku: variant for product in load_catalogue() for variant in product.variants}


def _regular(random: Random, everybody: Sequence[Customer]) -> Customer:
    return everybody[int(len(everybody) * random.random() ** 1.7)]


def _days(random: Random) -> tuple[int, int]:
    """Days since delivery and days it took; minus one: on its way."""
    took = random.choice((2, 3, 3, 4, 4, 5))
    kind = random.random()
    if kind < 0.70:
        return random.randint(2, 12), took
    if kind < 0.90:
        return random.randint(13, 34), took
    return -1, random.randint(1, 3)


def _moments(random: Random, today: date, ago: int, took: int) -> tuple[datetime, datetime | None]:
    """When it was ordered, and when it came or None while it is on its way."""
    delivered_on = None if ago < 0 else today - timedelta(days=ago)
    ordered_on = (delivered_on or today) - timedelta(days=took)
    ordered_at = _at(random, ordered_on, 13, 23)
    return ordered_at, _at(random, delivered_on, 16, 23) if delivered_on else None


def _at(random: Random, day: date, first_hour: int, last_hour: int) -> datetime:
    moment = time(random.randint(first_hour, last_hour), random.randint(0, 59), tzinfo=UTC)
    return datetime.combine(day, moment)


def _basket(random: Random) -> tuple[CatalogueVariant, ...]:
    """One to three things; now and then one thing in two sizes, to send one back."""
    products = random.sample(load_catalogue(), random.choice((1, 1, 1, 1, 2, 2, 2, 3)))
    chosen = [random.choice(product.variants) for product in products]
    if random.random() < 0.14:
        chosen += _other_size(random, products[0], chosen[0])
    return tuple(chosen)


def _other_size(
    random: Random, product: CatalogueProduct, chosen: CatalogueVariant
) -> list[CatalogueVariant]:
    others = [v for v in product.variants if v.colour == chosen.colour and v.size != chosen.size]
    return [random.choice(others)] if others else []


def _rows(number: str, sale: _Sale) -> Iterator[list[str]]:
    customer = sale.customer
    delivered_at = _stamp(sale.delivered_at) if sale.delivered_at else ""
    address = [customer.email, customer.name, customer.phone, customer.street, customer.city]
    home = [customer.region, customer.postal_code, customer.country]
    titles = {v.sku: product.title for product in load_catalogue() for v in product.variants}
    basket = sum(variant.price_minor for variant in sale.variants)
    delivery = DELIVERY_MINOR if basket < FREE_FROM_MINOR else 0
    for variant in sale.variants:
        discount = variant.price_minor * sale.discount_bp // 10_000
        tax = (variant.price_minor - discount) * customer.tax_bp // 10_000
        yield [
            *(number, _stamp(sale.ordered_at), delivered_at, *address, *home),
            *(variant.currency, customer.payment, variant.sku, variant.gtin, titles[variant.sku]),
            *(variant.category, variant.size, variant.colour, str(variant.weight_g)),
            *(";".join(variant.flags), "1"),
            *(_decimal(variant.price_minor), _decimal(discount), _decimal(tax)),
            *(customer.time_zone, _decimal(delivery)),
            _decimal(delivery * customer.tax_bp // 10_000),
        ]


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _decimal(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
