"""What the rules of matching ask about people, for several at once: digests, where they live, and
what they returned lately."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from onward.domain.ids import AccountId, CaseId
from onward.domain.matching import Party
from onward.domain.shop import Contact
from onward.store import seals, sql
from onward.store.rows import from_ms, to_ms
from onward.store.trips import read_all


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's digests, and their sealed address: opened only for whoever needs it."""

    account_id: AccountId
    email_digest: str | None
    place_digest: str | None
    contact_id: str | None
    sealed: bytes | None
    returned_this_at: datetime | None = None
    instruments: frozenset[str] = frozenset()

    def party(self, country: str) -> Party:
        """As the rules see them; in which country is for the caller to say."""
        return Party(
            self.account_id, country, self.email_digest, self.place_digest, self.instruments
        )

    def contact(self) -> Contact | None:
        if self.contact_id is None or self.sealed is None:
            return None
        return seals.unsealed(self.contact_id, self.sealed)


async def returners(case_ids: Sequence[CaseId]) -> dict[CaseId, Person]:
    """Who returns these units. Their address is where the item lies, which is where its order
    went; their household is the account's."""
    marks, ids = sql.marks(len(case_ids)), list(case_ids)
    who = (
        "SELECT c.id, c.returner_id, h.email_digest, h.place_digest, p.id, p.sealed "
        "FROM cases c JOIN orders o ON o.id = c.order_id "
        "LEFT JOIN contacts p ON p.id = o.contact_id LEFT JOIN accounts a ON a.id = c.returner_id "
        f"LEFT JOIN contacts h ON h.id = a.contact_id WHERE c.id IN ({marks})"
    )
    paid = _paid_by(f"SELECT returner_id FROM cases WHERE id IN ({marks})")
    people, instruments = await read_all([(who, ids), (paid, ids)])
    used = _grouped(instruments)
    return {
        row[0]: replace(Person(*tuple(row)[1:]), instruments=used.get(row[1], frozenset()))
        for row in people
    }


async def buyers(
    account_ids: Sequence[AccountId], variant_id: str, since: datetime
) -> dict[AccountId, Person]:
    """Who wants a unit of this variant; whether they returned one since then, or canceled the
    purchase of one, stands in `returned_this_at`."""
    ids = sorted(set(account_ids))
    if not ids:
        return {}
    marks, then = sql.marks(len(ids)), to_ms(since)
    who = (
        "SELECT a.id, c.email_digest, c.place_digest, c.id, c.sealed FROM accounts a "
        f"JOIN contacts c ON c.id = a.contact_id WHERE a.id IN ({marks})"
    )
    lately = (
        "SELECT returner_id, max(opened_at) FROM cases WHERE variant_id = ? "
        f"AND opened_at >= ? AND returner_id IN ({marks}) GROUP BY returner_id "
        "UNION ALL SELECT p.buyer_id, max(p.placed_at) FROM purchases p "
        "JOIN listings l ON l.id = p.listing_id WHERE l.variant_id = ? "
        "AND p.status = 'CANCELED' AND p.because = 'BUYER_CANCELED' AND p.placed_at >= ? "
        f"AND p.buyer_id IN ({marks}) GROUP BY p.buyer_id"
    )
    mine = [variant_id, then, *ids]
    people, returns, instruments = await read_all(
        [(who, ids), (lately, [*mine, *mine]), (_paid_by(marks), ids)]
    )
    latest: dict[AccountId, int] = {}
    for account_id, at in returns:
        latest[account_id] = max(at, latest.get(account_id, at))
    known, used = {row[0]: Person(*tuple(row)) for row in people}, _grouped(instruments)
    return {
        one: replace(
            person,
            returned_this_at=from_ms(latest[one]) if one in latest else None,
            instruments=used.get(one, frozenset()),
        )
        for one, person in known.items()
    }


def _paid_by(accounts: str) -> str:
    """The cards and accounts that these people ever paid with, by what they are known by again."""
    return (
        "SELECT o.account_id, h.fingerprint FROM orders o JOIN charges h ON h.order_id = o.id "
        f"WHERE h.fingerprint IS NOT NULL AND o.account_id IN ({accounts})"
    )


def _grouped(rows: Sequence[Any]) -> dict[AccountId, frozenset[str]]:
    used: dict[AccountId, set[str]] = {}
    for account_id, fingerprint in rows:
        used.setdefault(account_id, set()).add(fingerprint)
    return {account_id: frozenset(of_one) for account_id, of_one in used.items()}
