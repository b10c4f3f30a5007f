"""A book of a million offers on a shop of fifty thousand variants, as unevenly wanted as the codes
of a real year are, by a hundred thousand people who live at real American postcodes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from random import Random
from typing import Any

import polars as pl

from onward.domain.grades import Grade
from onward.domain.ids import AccountId, ContactId, OfferId, ProductId, VariantId
from onward.domain.offers import DemandKind, Spot, StandingOffer
from onward.domain.shop import Account, Contact, Role
from onward.store import bulk, shelf, sql
from onward.store.accounts import contact_row
from onward.store.mappings import ACCOUNTS, OFFERS
from tests.domain.examples import A_VARIANT, DAY, T0, usd
from tests.domain.standing import BOTH, offer
from tests.shared import shared
from tests.store.roads import Road
from tests.store.shelf import Shelf, stock

OFFERS_OPEN, PEOPLE, SIZES = 1_000_000, 100_000, 12
HOW = (
    f"{OFFERS_OPEN:,} open offers of {PEOPLE:,} people at real US postcodes, on the codes of a "
    f"real year in {SIZES} sizes each, as often as the code was ordered"
)
_A_CASE = "MODEL0"
_PRICES = (60_00, 64_00, 64_00, 70_00, 80_00)


@lru_cache(maxsize=1)
def popularity() -> tuple[list[str], list[int]]:
    """Variants and how often each was ordered in the real year."""
    year = pl.read_parquet(shared("data", "online_retail_2010_2011.parquet"))
    sold = year.filter(pl.col("stock_code").str.contains(r"^[0-9]{5}[A-Z]{0,3}$"))
    counts = sold.group_by("stock_code").len().sort("stock_code")
    names = [f"{code}-{size}" for code in counts["stock_code"] for size in range(SIZES)]
    return names, [count for count in counts["len"] for _ in range(SIZES)]


@lru_cache(maxsize=1)
def places() -> list[tuple[str, Spot]]:
    table = pl.read_csv(
        shared("data", "us_zip_centroids.csv.gz"), schema_overrides={"zip": pl.String}
    )
    rows = table.select("zip", "lat", "lon").iter_rows()
    return [(code, Spot(round(lat * 10), round(lon * 10))) for code, lat, lon in rows]


def wanted(chance: Random, count: int) -> list[str]:
    """So many variants, drawn as people order them."""
    names, weights = popularity()
    return chance.choices(names, weights, k=count)


def product_of(variant: str) -> ProductId:
    """A code of the real year is a product, which comes in sizes."""
    return ProductId(variant.rpartition("-")[0])


def returner_of(number: int) -> int:
    """The person who returns the piece of this case."""
    return number * 31 % PEOPLE


def home_of(person: int) -> tuple[str, Spot]:
    every = places()
    return every[person * 7919 % len(every)]


def offers(chance: Random, count: int = OFFERS_OPEN) -> Iterator[StandingOffer]:
    """Ten offers a person; half of them buy at once."""
    model = offer("model", highest=usd(64_00))
    kinds = (BOTH, frozenset({Grade.LIKE_NEW}))
    prices = [usd(minor) for minor in _PRICES]
    for n, variant in enumerate(wanted(chance, count)):
        person = n % PEOPLE
        yield replace(
            model,
            id=OfferId(f"offer-{n}"),
            kind=DemandKind.STANDING_OFFER,
            buyer_id=AccountId(f"person-{person}"),
            variant_id=VariantId(variant),
            product_id=product_of(variant),
            highest=prices[chance.randrange(5)],
            grades=kinds[chance.random() < 0.3],
            automatic=bool(n % 2),
            made_at=T0 - timedelta(seconds=chance.randrange(29 * 86_400)),
            ends_at=T0 + 30 * DAY,
            spot=home_of(person)[1],
        )


def address(person: int) -> Contact:
    name = f"person-{person}"
    return Contact(
        ContactId(f"contact-{person}"), name, f"{name}@example.com", None, f"{person} Road",
        "Town", "NY", home_of(person)[0], "US",
    )  # fmt: skip


async def load(chance: Random, variant: str | None = None, count: int = OFFERS_OPEN) -> None:
    """Everybody and everything they wait for, in the open store; all on one variant, if named."""
    await stock()
    names, _ = popularity()
    model = await _one("variants", "id", A_VARIANT.id)
    changed = [{"id": name, "sku": name, "product_id": product_of(name)} for name in names]
    await _copies("variants", model, changed)
    people = range(PEOPLE)
    contacts = [contact_row(address(n)) for n in people]
    await _add("contacts", ("id", "sealed", "email_digest", "place_digest"), contacts)
    accounts = [
        ACCOUNTS.write(
            Account(AccountId(f"person-{n}"), Role.SHOPPER, ContactId(f"contact-{n}"), T0)
        )
        for n in people
    ]
    await _add("accounts", ACCOUNTS.names, accounts)
    rows = []
    for one in offers(chance, count):
        rows.append(OFFERS.write(_for(variant, one) if variant else one))
        if len(rows) == 50_000:
            await _add("offers", OFFERS.names, rows)
            rows = []
    await _add("offers", OFFERS.names, rows)
    await _looked_over()


def _for(variant: str, one: StandingOffer) -> StandingOffer:
    return replace(one, variant_id=VariantId(variant), product_id=product_of(variant))


async def units(chance: Random, count: int, *moves: str, variant: str | None = None) -> list[str]:
    """So many cases after these moves of `roads`, each of its own order and variant: the first is
    led there step by step, the others are its copies."""
    model = Shelf(_A_CASE)
    case = await model.open()
    road = Road(case.id, chance)
    for move in ("submitted", "approved", *moves):
        await road.go(move)
    tables = ("orders", "order_lines", "units", "charges", "cases", "refunds", "events", "listings")
    rows = {table: await _mentioning(table, _A_CASE) for table in tables}
    variants = [variant] * count if variant else wanted(chance, count)
    for table in tables:
        for row in rows[table]:
            await _copies(table, row, [_as(n, row, name) for n, name in enumerate(variants)])
    await sql.execute("UPDATE effects SET due_at = NULL")
    await _looked_over()
    shelf.clear()
    return [f"case-{n}" for n in range(count)]


async def _looked_over() -> None:
    """As PostgreSQL does by itself while a book grows, and would do in the middle of what is
    measured; a shop's file is planned for without any statistics."""
    if not sql.on_sqlite():
        await sql.execute("VACUUM ANALYZE")
        await sql.execute("CHECKPOINT")


def _as(number: int, row: dict[str, Any], variant: str) -> dict[str, Any]:
    """The changes that make a row of the model case one of the copy of this number."""
    person = returner_of(number)
    own = {"variant_id": variant, "account_id": f"person-{person}"}
    own |= {"returner_id": f"person-{person}", "contact_id": f"contact-{person}"}
    changes = {
        name: value.replace(_A_CASE, str(number))
        for name, value in row.items()
        if isinstance(value, str)
    }
    if "seq" in row:
        changes |= {"id": f"{number}-{row['seq']}", "payload": changes["payload"]}
    return changes | {name: value for name, value in own.items() if row.get(name) is not None}


async def _mentioning(table: str, text: str) -> list[dict[str, Any]]:
    rows = await sql.fetch(f"SELECT * FROM {table}")
    return [dict(row) for row in rows if any(text in str(value) for value in row.values())]


async def _one(table: str, column: str, value: str) -> dict[str, Any]:
    row = await sql.fetch_one(f"SELECT * FROM {table} WHERE {column} = ?", [value])
    if row is None:
        raise AssertionError(f"no {value} in {table}")
    return dict(row)


async def _copies(table: str, row: dict[str, Any], changed: Sequence[dict[str, Any]]) -> None:
    rows = [list((row | one).values()) for one in changed]
    await _add(table, list(row), rows)


async def _add(table: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    async with sql.transaction():
        if await bulk.add(table, names, rows) != len(rows):
            raise AssertionError(f"some rows of {table} were there before")
