"""The demo shop before its first visitor: a catalogue, an order file brought in by the importer,
the staff, and a few pieces that background customers really sent on, by the same services."""

import asyncio
import csv
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from onward.demo.catalogue import (
    CatalogueProduct,
    CatalogueVariant,
    load_catalogue,
    products_by_sku,
)
from onward.demo.orderbook import write_order_file
from onward.demo.people import PEOPLE, Person
from onward.demo.pictures import picture_path
from onward.demo.snapshots import SHOTS, Shot, snapshot, studio
from onward.domain.accounts import Viewer
from onward.domain.ids import ContactId, ProductId, VariantId
from onward.domain.life import Stage
from onward.domain.money import Money
from onward.domain.policy import CategoryPolicy
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.domain.shop import STAFF, Account, Contact, OrderLine, Variant
from onward.ports import World
from onward.services import condition, listings, openings, photos, pictures, returns
from onward.services.photos import Sent
from onward.services.reactions import working
from onward.store import accounts, imports, orders

OFFERED = 8
ORDER_FILE = "demo-orders.csv"
_REASONS = (Reason.SIZE_TOO_SMALL, Reason.STYLE, Reason.SIZE_TOO_LARGE, Reason.COLOR)

BringIn = Callable[[Path], Awaitable[None]]
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something a background customer has at home and could send on."""

    viewer: Viewer
    line: OrderLine
    product: CatalogueProduct
    colour: str
    category: CategoryPolicy


async def is_empty() -> bool:
    """Whether nobody has ever bought anything here."""
    return await imports.line_count() == 0


async def open_shop(home: Path, bring_in: BringIn) -> None:
    """The catalogue, the order file through `bring_in`, and the staff. Twice is once."""
    await orders.add_variants([_variant(p, v) for p in load_catalogue() for v in p.variants])
    path = home / ORDER_FILE
    today = datetime.now(UTC).date()
    await asyncio.to_thread(write_order_file, path, today)
    await bring_in(path)
    for person in PEOPLE:
        if person.role in STAFF:
            await _employ(person)


async def measure_catalogue(world: World) -> None:
    """Let what agents hold photos against be known: each drawing, as a studio would take it."""
    for product in load_catalogue():
        for colour in product.colours:
            raw = await asyncio.to_thread(studio, product.slug, colour)
            await pictures.measure(world, picture_path(product.slug, colour), raw)


async def fill_open_box(world: World, home: Path, report: Report, wanted: int = OFFERED) -> int:
    """Where nothing is on sale, let background customers offer `wanted` pieces; how many did.

    `report` hears how many of how many are there.
    """
    if await listings.browse(None, 1, None):
        return 0
    added = tried = 0
    async for piece in _pieces(world, home):
        report(added, wanted)
        if added >= wanted:
            break
        added += await _offered(world, piece, seed=tried)
        tried += 1
    await working.drain(world)
    return added


async def _offered(world: World, piece: _Piece, seed: int) -> bool:
    """A whole way to the open-box shop: started, photographed, judged, chosen."""
    reason = _REASONS[seed % len(_REASONS)]
    key = f"seed:{piece.line.id}"
    started = await openings.start(
        world, piece.viewer, piece.line.id, reason, Remedy.REFUND, 1, f"{key}:start"
    )
    case = started[0].case
    if case.stage is not Stage.DRAFTED:
        return False
    for shot in _shots(piece.category):
        raw = await asyncio.to_thread(snapshot, piece.product.slug, piece.colour, shot, seed)
        await photos.add(world, piece.viewer, Sent(world.tokens.id(), case.id, shot), raw)
    answers = {question.key: question.good for question in piece.category.questions}
    judged = await condition.submit(world, piece.viewer, case.id, answers, f"{key}:submit")
    if judged.case.stage is not Stage.APPROVED:
        return False
    await returns.choose_path(world, piece.viewer, case.id, RouteType.P2P, f"{key}:path")
    return True


async def _pieces(world: World, home: Path) -> AsyncIterator[_Piece]:
    """What background customers got in the last days and policy lets go to another customer."""
    known = {person.email for person in PEOPLE}
    seen: set[str] = set()
    with (home / ORDER_FILE).open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["delivered_at"]]
    # What a visitor sends back themselves is not on the shelf already.
    theirs = {row["sku"] for row in rows if row["email"] in known}
    for row in sorted(rows, key=lambda row: row["delivered_at"], reverse=True):
        category = world.policy.category(row["category"])
        fits = category.peer and not row["flags"] and set(category.shots) <= set(SHOTS)
        slug = products_by_sku()[row["sku"]].slug
        if not fits or row["email"] in known or slug in seen or row["sku"] in theirs:
            continue
        piece = await _piece(row, category)
        if piece is not None:
            # One of each product, and one of each person: a shop, not a rummage table.
            seen.add(slug)
            known.add(row["email"])
            yield piece


async def _piece(row: dict[str, str], category: CategoryPolicy) -> _Piece | None:
    account = await accounts.by_email(row["email"])
    order = await orders.by_number(row["order_number"])
    if account is None or order is None:
        return None
    lines = await orders.lines([order.id])
    variants = await orders.variants([line.variant_id for line in lines])
    free = await orders.taken_of([line.id for line in lines])
    line = next((line for line in lines if variants[line.variant_id].sku == row["sku"]), None)
    if line is None or free.get(line.id):
        return None
    return _Piece(Viewer(account), line, products_by_sku()[row["sku"]], row["colour"], category)


def _shots(category: CategoryPolicy) -> list[Shot]:
    return [shot for shot in SHOTS if shot in category.shots]


async def _employ(person: Person) -> None:
    account_id = accounts.account_id_for(person.email)
    contact = Contact(
        ContactId(f"c-{account_id}"), person.name, person.email, None, "", "", "", "", "US"
    )
    account = Account(account_id, person.role, contact.id, datetime.now(UTC))
    await accounts.create(account, contact)


def _variant(product: CatalogueProduct, variant: CatalogueVariant) -> Variant:
    return Variant(
        id=VariantId(f"v-{variant.sku}"),
        product_id=ProductId(f"p-{product.slug}"),
        sku=variant.sku,
        gtin=variant.gtin,
        title=product.title,
        size=variant.size,
        colour=variant.colour,
        category=variant.category,
        weight_g=variant.weight_g,
        flags=frozenset(variant.flags),
        price=Money(variant.price_minor, variant.currency),
        picture=picture_path(product.slug, variant.colour),
    )
