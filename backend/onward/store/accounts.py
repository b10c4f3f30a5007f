"""Accounts, their contact rows, and the one-time codes they sign in with."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.ids import AccountId, ContactId, OrderId
from onward.domain.shop import Account, Contact
from onward.store import seals, sql
from onward.store.mappings import ACCOUNTS
from onward.store.rows import to_ms

_CONTACT = sql.insert("contacts", ("id", "sealed", "email_digest", "place_digest"))
_ACCOUNT = sql.insert("accounts", ("id", "role", "contact_id", "email_digest", "created_at"))


@dataclass(frozen=True, slots=True)
class UsedCode:
    """A code that was entered; `gift_order_id` is what was given to whoever it was sent to."""

    gift_order_id: OrderId | None


async def read(account_id: str) -> Account | None:
    return await _one("id = ?", account_id)


async def by_email(email: str) -> Account | None:
    return await _one("email_digest = ?", seals.digest(email))


async def contact(contact_id: str) -> Contact | None:
    row = await sql.fetch_one("SELECT id, sealed FROM contacts WHERE id = ?", [contact_id])
    return seals.unsealed(row["id"], row["sealed"]) if row else None


async def contact_of(account_id: str) -> Contact | None:
    row = await sql.fetch_one(
        "SELECT c.id, c.sealed FROM accounts a JOIN contacts c ON c.id = a.contact_id "
        "WHERE a.id = ?",
        [account_id],
    )
    return seals.unsealed(row["id"], row["sealed"]) if row else None


async def household(account_id: str) -> tuple[str | None, str | None]:
    """(e-mail digest, place digest) of an account: enough to see that two are one household."""
    row = await sql.fetch_one(
        "SELECT c.email_digest, c.place_digest FROM accounts a "
        "JOIN contacts c ON c.id = a.contact_id WHERE a.id = ?",
        [account_id],
    )
    return (row["email_digest"], row["place_digest"]) if row else (None, None)


async def create(account: Account, contact: Contact) -> None:
    """Add an account with its contact; an account of the same e-mail is left as it is."""
    found = seals.digest(contact.email) if contact.email else None
    async with sql.transaction():
        values = [account.id, account.role.value, contact.id, found, to_ms(account.created_at)]
        if await sql.fetch(f"{_ACCOUNT} ON CONFLICT DO NOTHING RETURNING id", values):
            await sql.execute(f"{_CONTACT} ON CONFLICT (id) DO NOTHING", contact_row(contact))


async def add_contact(contact: Contact) -> None:
    """A contact of its own, for one order."""
    await sql.execute(_CONTACT, contact_row(contact))


async def drop_contact(contact_id: ContactId) -> None:
    await sql.execute("DELETE FROM contacts WHERE id = ?", [contact_id])


def contact_row(contact: Contact) -> list[object]:
    found = email_digest(contact.email) if contact.email else None
    return [contact.id, seals.sealed(contact), found, seals.place_digest(contact)]


def email_digest(email: str) -> str:
    """What an address is found by."""
    return seals.digest(email)


async def keep_code(
    email: str, code_digest: str, expires_at: datetime, gift_order_id: OrderId | None = None
) -> None:
    """Replace whatever code that address had."""
    names = ("email_digest", "code_digest", "tries", "expires_at", "gift_order_id")
    statement = sql.upsert("sign_in_codes", names, "email_digest")
    row = [seals.digest(email), code_digest, 0, to_ms(expires_at), gift_order_id]
    await sql.execute(statement, row)


async def use_code(email: str, code_digest: str, now: datetime, most_tries: int) -> UsedCode | None:
    """What the right code in time opens, once; a wrong one counts, and too many end it."""
    found = seals.digest(email)
    async with sql.transaction():
        used = await sql.fetch_one(
            "DELETE FROM sign_in_codes WHERE email_digest = ? AND code_digest = ? "
            "AND tries < ? AND expires_at > ? RETURNING gift_order_id",
            [found, code_digest, most_tries, to_ms(now)],
        )
        if not used:
            await sql.execute(
                "UPDATE sign_in_codes SET tries = tries + 1 WHERE email_digest = ?", [found]
            )
    return UsedCode(used["gift_order_id"]) if used else None


async def _one(where: str, value: str) -> Account | None:
    row = await sql.fetch_one(f"SELECT * FROM accounts WHERE {where}", [value])
    return ACCOUNTS.read(row) if row else None


def account_id_for(email: str) -> AccountId:
    """An account found by an import gets the same id each time the file is read."""
    return AccountId(f"a-{seals.digest(email)[:32]}")
