"""The demo's order file: believable, seeded, dated from today, and good for the importer."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import zipcodes

from onward.adapters.orders import open_order_file
from onward.demo.catalogue import products_by_sku
from onward.demo.orderbook import BESTSELLERS, LENAS, ORDERS, PEOPLE, write_order_file
from onward.domain.odds import SPANS, Demand, in_ten, odds
from onward.domain.orders import OrderBatch
from onward.domain.shop import Role

TODAY = date(2026, 11, 23)
DAY_MS = 86_400_000
MIDNIGHT_MS = int(datetime(2026, 11, 23, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> OrderBatch:
    path = tmp_path_factory.mktemp("book") / "orders.csv"
    write_order_file(path, TODAY)
    [batch] = open_order_file(path).batches()
    return batch


def test_the_importer_rejects_no_row(book: OrderBatch) -> None:
    assert book.rejected == ()
    bestsold = sum(BESTSELLERS.values())
    assert len(book.orders) == ORDERS + len(LENAS) + bestsold
    assert len(set(book.orders.email)) == len(set(book.orders.phone)) == 61 + bestsold
    assert set(book.variants.sku) <= set(products_by_sku())


def test_the_same_seed_writes_the_same_file(tmp_path: Path) -> None:
    write_order_file(tmp_path / "one.csv", TODAY, seed=4)
    write_order_file(tmp_path / "two.csv", TODAY, seed=4)
    write_order_file(tmp_path / "three.csv", TODAY, seed=5)
    one, two, three = ((tmp_path / f"{n}.csv").read_bytes() for n in ("one", "two", "three"))
    assert one == two != three


def test_a_later_day_moves_every_date_and_nothing_else(tmp_path: Path, book: OrderBatch) -> None:
    write_order_file(tmp_path / "later.csv", TODAY + timedelta(days=9))
    [later] = open_order_file(tmp_path / "later.csv").batches()
    assert later.lines == book.lines
    moved = [ms - 9 * DAY_MS for ms in later.orders.ordered_at]
    assert moved == list(book.orders.ordered_at)


def test_the_orders_are_of_the_past_forty_days(book: OrderBatch) -> None:
    delivered = [ms for ms in book.orders.delivered_at if ms is not None]
    assert min(book.orders.ordered_at) >= MIDNIGHT_MS - 40 * DAY_MS
    assert max([*book.orders.ordered_at, *delivered]) < MIDNIGHT_MS
    lately = [ms for ms in delivered if 2 <= (MIDNIGHT_MS - ms) / DAY_MS + 1 <= 13]
    assert len(lately) > ORDERS / 2
    assert len(delivered) < len(book.orders)


def test_what_rosa_has_at_home_sells_well_enough_to_find_an_owner(book: OrderBatch) -> None:
    lines = list(zip(book.lines.sku, book.lines.order, strict=True))
    said = {}
    for sku in set(book.lines.sku):
        ago = [MIDNIGHT_MS - book.orders.ordered_at[n] for named, n in lines if named == sku]
        week, month, quarter = (sum(one <= days * DAY_MS for one in ago) for days in SPANS)
        at = datetime(2026, 11, 23, tzinfo=UTC)
        said[sku] = in_ten(odds(Demand((week, month, quarter), 0.25, at)).day3)
    assert said["LL-OVERSHIRT-INDIGO-M"] == 7
    assert said["LL-TEE-CHALK-M"] == 7
    assert said["LL-TRAINERS-CHALK-8"] == 5
    assert min(said.values()) == 1


def test_everybody_counts_their_days_where_they_live(book: OrderBatch) -> None:
    zones = dict(zip(book.orders.region, book.orders.time_zone, strict=True))
    assert zones["OR"] == "America/Los_Angeles"
    assert zones["NY"] == "America/New_York"
    assert zones["AZ"] == "America/Phoenix"
    assert None not in zones.values()


def test_rosa_has_three_delivered_orders_with_five_things(book: OrderBatch) -> None:
    mine = [n for n, email in enumerate(book.orders.email) if email == "rosa@example.com"]
    assert len(mine) == 3
    assert all(book.orders.delivered_at[n] for n in mine)
    skus = [sku for sku, n in zip(book.lines.sku, book.lines.order, strict=True) if n in mine]
    assert sorted(products_by_sku()[sku].slug for sku in skus) == [
        "court-trainers",
        "everyday-tee",
        "harbour-swimsuit",
        "heated-vest",
        "linen-overshirt",
    ]
    assert "LL-OVERSHIRT-INDIGO-M" in skus


def test_ben_has_one_older_order_while_staff_have_none(book: OrderBatch) -> None:
    orders = Counter(book.orders.email)
    assert orders["ben@example.com"] == 1
    bens = book.orders.delivered_at[list(book.orders.email).index("ben@example.com")]
    assert bens is not None
    assert bens < MIDNIGHT_MS - 20 * DAY_MS
    staff = [person for person in PEOPLE if person.role is not Role.SHOPPER]
    assert {person.role for person in staff} == {Role.AGENT, Role.MERCHANT}
    assert not any(orders[person.email] for person in staff)


def test_people_live_in_real_places_without_real_mail_or_telephones(book: OrderBatch) -> None:
    found = book.orders
    homes = set(zip(found.postal_code, found.city, found.region, found.country, strict=True))
    assert {country for *_, country in homes} == {"US", "DE"}
    for postal_code, city, region, country in homes:
        if country != "US":
            continue
        places = zipcodes.matching(postal_code)  # type: ignore[no-untyped-call]
        known = [(place["city"], place["state"]) for place in places]
        assert (city, region) in known
    assert all(email and email.endswith("@example.com") for email in book.orders.email)
    # Numbers kept for stories: in the United States, and in Berlin.
    assert all(phone and re.search(" 555 01| 30 23125", phone) for phone in book.orders.phone)


def test_a_coupon_lowers_the_tax_as_well(book: OrderBatch) -> None:
    lines = book.lines
    cut = [n for n, discount in enumerate(lines.discount) if discount]
    assert cut
    assert all(lines.discount[n] == lines.unit_price[n] // 10 for n in cut)
    assert all(lines.tax[n] <= (lines.unit_price[n] - lines.discount[n]) // 10 for n in cut)
