"""The open-box shop page by page, and a search that takes every character for itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.ids import ListingId, MatchId, OrderId, VariantId
from onward.domain.life import ListingStatus
from onward.domain.listings import Listing, Purchase
from onward.store import exchanges, items, listings, orders, sql
from onward.store.rows import to_ms
from tests.domain.examples import A_LISTING, A_PURCHASE, A_VARIANT, BUYER, T0
from tests.store.shelf import Shelf

pytestmark = pytest.mark.anyio


async def offered(n: int, title: str = "Linen shirt", **changes: object) -> Listing:
    """A live listing of a variant of its own."""
    variant = replace(A_VARIANT, id=VariantId(f"v{n}"), sku=f"S{n}", title=title)
    await orders.add_variants([variant])
    shelf = Shelf(f"{n:02}")
    listing = replace(
        A_LISTING,
        id=ListingId(f"listing-{n:02}"),
        case_id=shelf.case_id,
        unit_id=shelf.unit.id,
        variant_id=variant.id,
        **changes,  # type: ignore[arg-type]
    )
    await shelf.open(rows=[*shelf.rows, listing])
    return listing


async def pages(limit: int, search: str | None = None) -> list[str]:
    seen: list[str] = []
    before: tuple[int, str] | None = None
    while page := await listings.live(before, limit, search):
        assert len(page) <= limit
        seen += [one.id for one in page]
        before = (to_ms(page[-1].listed_at), page[-1].id)
    return seen


async def test_pages_follow_one_another_without_gap_or_repeat(store: str) -> None:
    same_instant = [await offered(n) for n in range(5)]
    later = [await offered(n, listed_at=T0 + timedelta(hours=n)) for n in range(5, 9)]
    expected = [one.id for one in reversed(same_instant + later)]
    assert await pages(2) == await pages(3) == await pages(50) == expected


async def test_a_listing_that_comes_meanwhile_moves_no_page(store: str) -> None:
    for n in range(4):
        await offered(n)
    first = await listings.live(None, 2, None)
    await offered(9, listed_at=T0 + timedelta(hours=1))
    second = await listings.live((to_ms(first[-1].listed_at), first[-1].id), 2, None)
    assert [one.id for one in first + second] == [f"listing-{n:02}" for n in (3, 2, 1, 0)]


async def test_only_what_can_be_bought_now_is_shown(store: str) -> None:
    for n, status in enumerate(ListingStatus):
        await offered(n, status=status)
    live = list(ListingStatus).index(ListingStatus.LIVE)
    assert await pages(10) == [f"listing-{live:02}"]
    assert len(await listings.live_of_variant(f"v{live}", 10)) == 1
    assert await listings.live_of_variant(f"v{live + 1}", 10) == []


async def seen_anywhere(listing: Listing) -> set[str]:
    """The ways in which somebody who looks around can come upon a piece."""
    size = replace(A_VARIANT, id=VariantId("v-l"), sku="S-L", size="L")
    await orders.add_variants([size])
    mine, now = listing.variant_id, listing.listed_at
    ways: dict[str, list[str]] = {
        "shop": await pages(10),
        "variant": [one.id for one in await listings.live_of_variant(mine, 10)],
        "product": [one.id for one in await listings.live_of_product(size.id, 10)],
        "item": [one.id for one in [await items.cheapest_live(mine)] if one],
        "exchange": [one.listing.id for one in await exchanges.on_offer([mine], now)],
    }
    return {way for way, found in ways.items() if listing.id in found}


EVERYWHERE = {"shop", "variant", "product", "item", "exchange"}


async def looks(**state: object) -> None:
    """The one effect on the shelf's case that is a look for an owner, in this state."""
    told = {"done_at": None, "dead_at": None, "attempts": 0} | state
    setting = ", ".join(f"{column} = ?" for column in told)
    changed = await sql.execute(
        f"UPDATE effects SET effect = 'find_owner', {setting} "
        "WHERE id IN (SELECT MIN(id) FROM effects)",
        [*told.values()],
    )
    assert changed == 1


async def test_a_piece_is_seen_by_nobody_until_those_who_wait_were_asked(store: str) -> None:
    listing = await offered(1)
    assert await seen_anywhere(listing) == EVERYWHERE
    await looks()
    assert await seen_anywhere(listing) == set()
    await looks(attempts=2)
    assert await seen_anywhere(listing) == set()
    await looks(done_at=1)
    assert await seen_anywhere(listing) == EVERYWHERE


@pytest.mark.parametrize("failing", [{"attempts": 3}, {"attempts": 9, "dead_at": 1}])
async def test_a_piece_whose_look_keeps_failing_is_not_kept_from_everybody(
    store: str, failing: dict[str, object]
) -> None:
    listing = await offered(1)
    await looks(**failing)
    assert await seen_anywhere(listing) == EVERYWHERE


@pytest.mark.parametrize("search", ["100%", "_a", "!", "a!b", "O'Neill", "%", "\\", '"', "?"])
async def test_a_search_takes_every_character_for_itself(store: str, search: str) -> None:
    wanted = await offered(1, title=f"Shirt {search} blue")
    await offered(2, title="Plain thing")
    assert await pages(10, search) == [wanted.id]


@pytest.mark.parametrize("search", ["LINEN", "linen sh", "sand", " m", "shirt, sand, size M"])
async def test_a_search_looks_at_title_colour_and_size_in_any_case(store: str, search: str) -> None:
    wanted = await offered(1)
    await offered(2, title="Wool coat", status=ListingStatus.HELD)
    assert await pages(10, search) == [wanted.id]


async def test_a_search_for_what_no_text_can_hold_finds_nothing_and_breaks_nothing(
    store: str,
) -> None:
    await offered(1)
    for search in ("\x00", "linen\x00", "\ud800"):
        assert await pages(10, search) == []


async def test_a_buyers_purchases_come_newest_first_page_by_page(store: str) -> None:
    bought: list[Purchase] = []
    for n in range(5):
        shelf = Shelf(str(n))
        purchase = replace(
            A_PURCHASE,
            id=OrderId(f"purchase-{n}"),
            match_id=MatchId(f"match-{n}"),
            case_id=shelf.case_id,
            placed_at=T0 + timedelta(hours=n // 2),
        )
        await shelf.open(rows=[*shelf.rows, purchase])
        bought.append(purchase)
    first = await listings.purchases_of(BUYER, None, 3)
    before = (to_ms(first[-1].placed_at), first[-1].id)
    assert first + await listings.purchases_of(BUYER, before, 3) == bought[::-1]
    assert await listings.purchases_of("somebody else", None, 3) == []
    assert await listings.purchase("purchase-2") == bought[2]
    assert await listings.purchase("nothing") is None


async def test_one_listing_is_read_by_its_id(store: str) -> None:
    wanted = await offered(1)
    assert await listings.read(wanted.id) == wanted
    assert await listings.read("nothing") is None
