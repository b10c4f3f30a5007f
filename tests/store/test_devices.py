"""Devices in the database, on each engine: seen, seen again, counted and forgotten."""

from pathlib import Path
from typing import Any

import pytest

from onward.domain.devices import COUNTED_TO, Device
from onward.domain.ids import AccountId, ContactId
from onward.domain.shop import Account, Contact, Role
from onward.store import accounts, devices, people, sql
from onward.store.rows import to_ms
from tests.domain.examples import DAY, T0

pytestmark = pytest.mark.anyio

PHONE = "0199a1b2-phone-of-anna"
ANNA = AccountId("anna")


async def customer(name: str) -> AccountId:
    contact = Contact(
        ContactId(f"c-{name}"), name, f"{name}@example.com", None, "", "", "", "", "US"
    )
    account = Account(AccountId(name), Role.SHOPPER, contact.id, T0)
    await accounts.create(account, contact)
    return account.id


async def known_of(account_id: AccountId) -> list[Device]:
    found = await people.buyers([account_id], "variant", T0)
    return sorted(found[account_id].devices, key=lambda one: one.seen_at)


async def rows() -> list[dict[str, Any]]:
    return await sql.fetch("SELECT * FROM devices ORDER BY seq")


@pytest.mark.usefixtures("store")
async def test_seen_again_is_the_same_row_with_a_later_end() -> None:
    await customer(ANNA)
    for days in range(3):
        await devices.seen(PHONE, ANNA, T0 + days * DAY)
    [row] = await rows()
    assert (row["first_seen_at"], row["last_seen_at"]) == (to_ms(T0), to_ms(T0 + 2 * DAY))
    assert await known_of(ANNA) == [Device(row["digest"], T0 + 2 * DAY, 1)]


@pytest.mark.usefixtures("store")
async def test_each_account_knows_its_own_devices_and_how_many_share_them() -> None:
    both = [await customer(name) for name in ("anna", "bert")]
    for name in both:
        await devices.seen(PHONE, name, T0)
    await devices.seen("a laptop", ANNA, T0 + DAY)
    phone, laptop = await known_of(ANNA)
    assert await known_of(AccountId("bert")) == [phone]
    assert (phone.accounts, laptop.accounts) == (2, 1)
    assert phone.digest != laptop.digest


@pytest.mark.usefixtures("store")
async def test_a_device_of_everybodys_is_counted_only_so_far() -> None:
    await customer(ANNA)
    await devices.seen(PHONE, ANNA, T0)
    for number in range(COUNTED_TO + 20):
        await devices.seen(PHONE, AccountId(f"visitor-{number}"), T0)
    assert [one.accounts for one in await known_of(ANNA)] == [COUNTED_TO]


@pytest.mark.usefixtures("store")
async def test_what_nobody_signed_in_on_since_is_forgotten() -> None:
    for device, at in ((PHONE, T0), ("a laptop", T0 + DAY)):
        await devices.seen(device, ANNA, at)
    assert await devices.forget_unseen(T0) == 1
    assert [row["last_seen_at"] for row in await rows()] == [to_ms(T0 + DAY)]


@pytest.mark.usefixtures("store")
async def test_what_the_browser_holds_stands_in_no_row() -> None:
    await devices.seen(PHONE, ANNA, T0)
    [row] = await rows()
    assert PHONE not in str(row)
    assert len(row["digest"]) == 48


async def test_what_the_browser_holds_stands_nowhere_in_the_file(sqlite_store: str) -> None:
    await devices.seen(PHONE, ANNA, T0)
    [row] = await rows()
    await sql.fetch("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(sqlite_store.removeprefix("sqlite://"))
    written = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    assert row["digest"].encode() in written
    assert PHONE.encode() not in written
