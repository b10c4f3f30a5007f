"""Accounts and their codes, and people's names that lie sealed."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from onward.domain.ids import AccountId, ContactId
from onward.domain.shop import Account, Contact, Role
from onward.store import accounts, sql
from tests.domain.examples import T0

pytestmark = pytest.mark.anyio

ANNA = Contact(
    ContactId("c-1"),
    "Anna Lindqvist",
    "Anna.Lindqvist@post.example",
    "+46 70 123 45 67",
    "12 Harbour Lane",
    "Gothenburg",
    "VG",
    "41107",
    "SE",
)
ACCOUNT = Account(AccountId("a-1"), Role.SHOPPER, ANNA.id, T0)
MOST_TRIES, LASTS = 5, timedelta(minutes=10)
RIGHT, WRONG = "r" * 64, "w" * 64


async def tried(code: str, at: timedelta = timedelta()) -> bool:
    return bool(await accounts.use_code(str(ANNA.email), code, T0 + at, MOST_TRIES))


async def sent() -> None:
    await accounts.keep_code(str(ANNA.email), RIGHT, T0 + LASTS)


async def test_an_account_is_found_by_its_address_however_it_is_written(store: str) -> None:
    await accounts.create(ACCOUNT, ANNA)
    assert await accounts.read(ACCOUNT.id) == ACCOUNT
    assert await accounts.by_email("  anna.lindqvist@POST.example ") == ACCOUNT
    assert await accounts.by_email("somebody@post.example") is None
    assert await accounts.contact_of(ACCOUNT.id) == ANNA
    assert await accounts.contact(ANNA.id) == ANNA
    assert await accounts.contact("nobody") is None


async def test_an_address_has_one_account_and_leaves_no_second_person_behind(store: str) -> None:
    await accounts.create(ACCOUNT, ANNA)
    other = Account(AccountId("a-other"), Role.AGENT, ContactId("c-other"), T0)
    await accounts.create(other, replace(ANNA, id=other.contact_id, name="Somebody Else"))
    await accounts.create(ACCOUNT, ANNA)
    assert await accounts.by_email(str(ANNA.email)) == ACCOUNT
    assert await accounts.contact(other.contact_id) is None


async def test_a_code_opens_once(store: str) -> None:
    await sent()
    assert await tried(RIGHT)
    assert not await tried(RIGHT)


async def test_a_code_sent_twice_at_once_opens_once(store: str) -> None:
    await sent()
    assert sorted(await asyncio.gather(*(tried(RIGHT) for _ in range(5)))) == [False] * 4 + [True]


async def test_a_fifth_guess_may_still_be_right_and_a_sixth_may_not(store: str) -> None:
    await sent()
    for _ in range(MOST_TRIES - 1):
        assert not await tried(WRONG)
    assert await tried(RIGHT)
    await sent()
    for _ in range(MOST_TRIES):
        assert not await tried(WRONG)
    assert not await tried(RIGHT)


async def test_guesses_at_once_all_count(store: str) -> None:
    await sent()
    await asyncio.gather(*(tried(WRONG) for _ in range(MOST_TRIES)))
    assert not await tried(RIGHT)


async def test_a_code_lasts_ten_minutes(store: str) -> None:
    await sent()
    assert not await tried(RIGHT, LASTS)
    await sent()
    assert await tried(RIGHT, LASTS - timedelta(milliseconds=1))


async def test_another_code_replaces_the_one_before_with_fresh_tries(store: str) -> None:
    await accounts.keep_code(str(ANNA.email), WRONG, T0 + LASTS)
    for _ in range(MOST_TRIES):
        assert not await tried(RIGHT)
    await sent()
    assert not await tried(WRONG)
    assert await tried(RIGHT)


async def test_a_code_is_for_its_own_address(store: str) -> None:
    await sent()
    assert not await accounts.use_code("else@post.example", RIGHT, T0, MOST_TRIES)
    assert await tried(RIGHT)


async def test_one_household_is_seen_without_opening_anything(store: str) -> None:
    await accounts.create(ACCOUNT, ANNA)
    partner = Account(AccountId("a-two"), Role.SHOPPER, ContactId("c-two"), T0)
    beside = replace(ANNA, id=partner.contact_id, name="B", email="b@post.example")
    await accounts.create(partner, replace(beside, street=" 12  harbour LANE"))
    away = Account(AccountId("a-three"), Role.SHOPPER, ContactId("c-three"), T0)
    await accounts.create(
        away, replace(ANNA, id=away.contact_id, email="c@post.example", postal_code="41108")
    )
    one, two, three = [await accounts.household(account.id) for account in (ACCOUNT, partner, away)]
    assert one[1] == two[1] != three[1]
    assert len({one[0], two[0], three[0]}) == 3
    assert await accounts.household("nobody") == (None, None)


async def test_a_person_without_a_street_has_no_household(store: str) -> None:
    await accounts.create(ACCOUNT, replace(ANNA, street=""))
    assert (await accounts.household(ACCOUNT.id))[1] is None


SECRETS = ("Anna", "Lindqvist", "post.example", "70 123", "Harbour", "Gothenburg", "41107")


async def test_nothing_of_a_person_lies_open_in_the_file(sqlite_store: str) -> None:
    await accounts.create(ACCOUNT, ANNA)
    await accounts.keep_code(str(ANNA.email), RIGHT, T0 + LASTS)
    await sql.fetch("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(sqlite_store.removeprefix("sqlite://"))
    written = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*")).lower()
    assert ACCOUNT.id.encode() in written
    assert not [secret for secret in SECRETS if secret.lower().encode() in written]


@pytest.mark.postgres
async def test_nothing_of_a_person_lies_open_in_the_rows(postgres_store: str) -> None:
    await accounts.create(ACCOUNT, ANNA)
    await accounts.keep_code(str(ANNA.email), RIGHT, T0 + LASTS)
    connection = await asyncpg.connect(postgres_store)
    try:
        rows = [
            str([bytes(v) if isinstance(v, memoryview) else v for v in row.values()]).lower()
            for table in ("contacts", "accounts", "sign_in_codes")
            for row in await connection.fetch(f"SELECT * FROM {table}")
        ]
    finally:
        await connection.close()
    assert len(rows) == 3
    assert not [secret for secret in SECRETS for row in rows if secret.lower() in row]
