"""Invents the demo's customers: people who do not exist, in towns that do."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from onward.demo.people import BEN, ROSA


@dataclass(frozen=True, slots=True)
class Customer:
    """One buyer of the shop as an order names them; `tax_bp` is what their state adds."""

    name: str
    email: str
    phone: str
    street: str
    city: str
    region: str
    postal_code: str
    payment: str
    tax_bp: int


def rosa() -> Customer:
    street = "2418 Alder Street"
    address = ("+1 503 555 0142", street, "Portland", "OR", "97214", "Visa 4242")
    return Customer(ROSA.name, ROSA.email, *address, _tax("OR"))


def ben() -> Customer:
    street = "731 Larkwood Avenue"
    address = ("+1 206 555 0177", street, "Seattle", "WA", "98103", "Mastercard 4444")
    return Customer(BEN.name, BEN.email, *address, _tax("WA"))


def customers(random: Random) -> tuple[Customer, ...]:
    """One customer in each of the places, no two of one name or number."""
    lists = _lists()
    people = random.sample(
        [(g, f) for g in lists["given_names"] for f in lists["family_names"]], 80
    )
    lines = random.sample(range(100, 200), 100)
    return tuple(
        _customer(random, place, people[n], lines[n]) for n, place in enumerate(lists["places"])
    )


def _customer(
    random: Random, place: tuple[str, str, str, str], person: tuple[str, str], line: int
) -> Customer:
    city, region, postal_code, area = place
    given, family = person
    lists = _lists()
    return Customer(
        name=f"{given} {family}",
        email=f"{given}.{family}@example.com".lower(),
        phone=f"+1 {area} 555 0{line}",
        street=f"{random.randint(12, 4800)} {random.choice(lists['streets'])}",
        city=city,
        region=region,
        postal_code=postal_code,
        payment=random.choice(lists["payments"]),
        tax_bp=_tax(region),
    )


def _tax(region: str) -> int:
    return int(_lists()["tax_bp"][region])


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("customers.toml").read_text("utf-8"))
