"""Invents the demo's customers: people who do not exist, in towns that do."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from onward.demo.people import BEN, LENA, ROSA


@dataclass(frozen=True, slots=True)
class Customer:
    """One buyer of the shop as an order names them; `tax_bp` is what their state or country adds,
    and `time_zone` where they count their days."""

    name: str
    email: str
    phone: str
    street: str
    city: str
    region: str
    postal_code: str
    payment: str
    tax_bp: int
    time_zone: str
    country: str = "US"


def rosa() -> Customer:
    street = "2418 Alder Street"
    address = ("+1 503 555 0142", street, "Portland", "OR", "97214", "Visa 4242")
    return Customer(ROSA.name, ROSA.email, *address, _tax("OR"), _time_zone("OR"))


def ben() -> Customer:
    street = "731 Larkwood Avenue"
    address = ("+1 206 555 0177", street, "Seattle", "WA", "98103", "Mastercard 4444")
    return Customer(BEN.name, BEN.email, *address, _tax("WA"), _time_zone("WA"))


def lena() -> Customer:
    address = ("+49 30 23125 017", "Ahornallee 12", "Berlin", "BE", "10435", "Visa 4242")
    return Customer(LENA.name, LENA.email, *address, 1_900, "Europe/Berlin", "DE")


def customers(random: Random) -> tuple[Customer, ...]:
    """One customer in each of the places, no two of one name or number."""
    lists = _lists()
    people = random.sample(_names(), 80)
    lines = random.sample(range(100, 200), 100)
    return tuple(
        _customer(random, place, people[n], lines[n]) for n, place in enumerate(lists["places"])
    )


def newcomers(random: Random, count: int, known: Sequence[Customer]) -> tuple[Customer, ...]:
    """`count` more people in the same places, none with a name or number of those `known`."""
    names = {customer.name for customer in known}
    numbers = {customer.phone for customer in known}
    people = random.sample([name for name in _names() if " ".join(name) not in names], count)
    found = []
    for person in people:
        place = random.choice(_lists()["places"])
        free = [line for line in range(100, 200) if _number(place[3], line) not in numbers]
        found.append(_customer(random, place, person, random.choice(free)))
        numbers.add(found[-1].phone)
    return tuple(found)


def _names() -> list[tuple[str, str]]:
    lists = _lists()
    return [(given, family) for given in lists["given_names"] for family in lists["family_names"]]


def _customer(
    random: Random, place: tuple[str, str, str, str], person: tuple[str, str], line: int
) -> Customer:
    city, region, postal_code, area = place
    given, family = person
    lists = _lists()
    return Customer(
        name=f"{given} {family}",
        email=f"{given}.{family}@example.com".lower(),
        phone=_number(area, line),
        street=f"{random.randint(12, 4800)} {random.choice(lists['streets'])}",
        city=city,
        region=region,
        postal_code=postal_code,
        payment=random.choice(lists["payments"]),
        tax_bp=_tax(region),
        time_zone=_time_zone(region),
    )


def _number(area: str, line: int) -> str:
    return f"+1 {area} 555 0{line}"


def _tax(region: str) -> int:
    return int(_lists()["tax_bp"][region])


def _time_zone(region: str) -> str:
    return str(_lists()["time_zones"][region])


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("customers.toml").read_text("utf-8"))
