"""People who wait for an opened piece: verbs to tell their stories with."""

from dataclasses import replace
from typing import Any

from onward.domain.accounts import Viewer
from onward.domain.grades import Grade
from onward.domain.ids import AccountId, ContactId, ProductId, VariantId
from onward.domain.offers import Proposal, StandingOffer
from onward.domain.shop import Account, Contact, Role, Variant
from onward.domain.story import Story
from onward.domain.wishes import Wish
from onward.services import offers
from onward.store import accounts, orders, sql
from onward.store import offers as kept
from tests.services.shop import Shop

LIKE_NEW = frozenset({Grade.LIKE_NEW})
WISH = Wish(None, 64_00, "USD", LIKE_NEW, False, "card_visa_4242", None)


async def wish(
    shop: Shop,
    viewer: Viewer | None = None,
    variant_id: str = "V-M",
    key: str | None = None,
    **changes: Any,
) -> StandingOffer:
    """Ben (or somebody else) would take one."""
    asks = replace(WISH, **changes)
    return await offers.make(shop.world, viewer or shop.ben, variant_id, asks, key or shop.key())


async def asked(shop: Shop) -> tuple[StandingOffer, Story, Proposal]:
    """Ben waits, Rosa's piece comes, and Ben is asked."""
    made = await wish(shop)
    story = await shop.seeking()
    assert story.proposal is not None
    return await as_kept(made), story, story.proposal


async def as_kept(offer: StandingOffer) -> StandingOffer:
    found = await kept.read(offer.id)
    assert found is not None
    return found


async def sell(*skus: str) -> None:
    """Put other sizes of the overshirt on sale."""
    known = (await orders.variants(["V-M"]))["V-M"]
    more = [replace(known, id=VariantId(sku), sku=sku, size=sku[-1]) for sku in skus]
    await orders.add_variants(more)


async def another_product(sku: str) -> Variant:
    known = (await orders.variants(["V-M"]))["V-M"]
    other = replace(known, id=VariantId(sku), sku=sku, product_id=ProductId(f"p-{sku}"))
    await orders.add_variants([other])
    return other


async def new_price(minor: int, sku: str = "V-M") -> None:
    """What the unopened item costs from now on."""
    await sql.execute("UPDATE variants SET price_minor = ? WHERE id = ?", [minor, sku])


async def owed(case_id: str) -> dict[str, int]:
    """The books of a case: what stands on each, in minor units."""
    rows = await sql.fetch(
        "SELECT book, sum(amount_minor) AS n FROM postings WHERE case_id = ? GROUP BY book",
        [case_id],
    )
    return {row["book"]: int(row["n"]) for row in rows}


async def somebody(
    shop: Shop, name: str, street: str = "9 Elm Street", postal_code: str = "97701"
) -> Viewer:
    """Another customer, who lives in Bend."""
    email = f"{name}@example.com"
    contact = Contact(
        ContactId(f"c-{name}"), name, email, None, street, "Bend", "OR", postal_code, "US"
    )
    now = await shop.world.clock.now()
    account = Account(AccountId(name), Role.SHOPPER, contact.id, now)
    await accounts.create(account, contact)
    return Viewer(account)
