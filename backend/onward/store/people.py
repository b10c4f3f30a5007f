"""What the rules of matching ask about people, for several at once: digests, where they live, and
what they returned lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from onward.domain.devices import COUNTED_TO, Device
from onward.domain.ids import AccountId, CaseId
from onward.domain.matching import Party
from onward.domain.shop import Contact
from onward.store import seals, sql
from onward.store.rows import from_ms, to_ms
from onward.store.trips import Query, read_all


@dataclass(frozen=True)
class Person:
    """Somebody's digests, and their sealed address: opened only for whoever needs it. `time_zone`
    is that of the order that is returned, or of a buyer's latest."""

    account_id: AccountId
    email_digest: str | None
    place_digest: str | None
    contact_id: str | None
    sealed: bytes | None
    time_zone: str | None
    returned_this_at: datetime | None
    instruments: frozenset[str]
    devices: frozenset[Device]

    def party(self, country: str) -> Party:
        """As the rules see them; in which country is for the caller to say."""
        return Party(
            account_id=self.account_id,
            country=country,
            email_digest=self.email_digest,
            address_digest=self.place_digest,
            instruments=self.instruments,
            devices=self.devices,
        )

    @cached_property
    def contact(self) -> Contact | None:
        if self.contact_id is None or self.sealed is None:
            return None
        return seals.unsealed(self.contact_id, self.sealed)


async def returners(case_ids: Sequence[CaseId]) -> dict[CaseId, Person]:
    """Who returns these units. Their address is where the item lies, which is where its order
    went; their household is the account's."""
    return of_returners(await read_all(asking_returners(case_ids)))


def asking_returners(case_ids: Sequence[CaseId]) -> list[Query]:
    """What `of_returners` reads its answer from, for whoever has more to ask in the same trip."""
    marks, ids = sql.among(case_ids)
    who = (
        "SELECT c.id, c.returner_id, h.email_digest, h.place_digest, p.id, p.sealed, o.time_zone "
        "FROM cases c JOIN orders o ON o.id = c.order_id "
        "LEFT JOIN contacts p ON p.id = o.contact_id LEFT JOIN accounts a ON a.id = c.returner_id "
        f"LEFT JOIN contacts h ON h.id = a.contact_id WHERE c.id IN ({marks})"
    )
    known_by = _known_by(f"SELECT returner_id FROM cases WHERE id IN ({marks})")
    return [(who, ids), (known_by, [*ids, *ids])]


def of_returners(rows: Sequence[Sequence[Any]]) -> dict[CaseId, Person]:
    people, signs = rows
    of_each = _grouped(signs)
    return {row[0]: _person(tuple(row)[1:], of_each.get(row[1], ())) for row in people}


async def buyers(
    account_ids: Sequence[AccountId], variant_id: str, since: datetime
) -> dict[AccountId, Person]:
    """Who wants a unit of this variant; whether they returned one since then, or canceled the
    purchase of one, stands in `returned_this_at`."""
    if not account_ids:
        return {}
    people, signs = await read_all(asking_buyers(account_ids, variant_id, since))
    of_each = _grouped(signs)
    return {row[0]: _person(tuple(row), of_each.get(row[0], ())) for row in people}


def asking_buyers(
    account_ids: Sequence[AccountId], variant_id: str, since: datetime
) -> list[Query]:
    """What `buyers` reads its answer from."""
    marks, ids = sql.among(sorted(set(account_ids)))
    then = to_ms(since)
    zone = (
        "SELECT time_zone FROM (SELECT o.time_zone, o.placed_at FROM orders o "
        "WHERE o.account_id = a.id UNION ALL SELECT o.time_zone, o.placed_at FROM orders o "
        "WHERE o.recipient_id = a.id) AS theirs ORDER BY placed_at DESC LIMIT 1"
    )
    who = (
        f"SELECT a.id, c.email_digest, c.place_digest, c.id, c.sealed, ({zone}) "
        f"FROM accounts a JOIN contacts c ON c.id = a.contact_id WHERE a.id IN ({marks})"
    )
    lately = (
        "SELECT returner_id, NULL, max(opened_at), NULL FROM cases WHERE variant_id = ? "
        f"AND opened_at >= ? AND returner_id IN ({marks}) GROUP BY returner_id "
        "UNION ALL SELECT p.buyer_id, NULL, max(p.placed_at), NULL FROM purchases p "
        "JOIN listings l ON l.id = p.listing_id WHERE l.variant_id = ? "
        "AND p.status = 'CANCELED' AND p.because = 'BUYER_CANCELED' AND p.placed_at >= ? "
        f"AND p.buyer_id IN ({marks}) GROUP BY p.buyer_id"
    )
    mine = [variant_id, then, *ids]
    signs = f"{_known_by(marks)} UNION ALL {lately}"
    return [(who, ids), (signs, [*ids, *ids, *mine, *mine])]


def _known_by(accounts: str) -> str:
    """What these people are known by again, as signs: the cards and accounts they ever paid with,
    then the devices they signed in on, with the instant and how many accounts did. A sign of
    nothing but an instant is that of a return, or of a purchase they canceled."""
    return (
        "SELECT o.account_id, h.fingerprint, NULL, NULL "
        "FROM orders o JOIN charges h ON h.order_id = o.id "
        f"WHERE h.fingerprint IS NOT NULL AND o.account_id IN ({accounts}) "
        "UNION ALL SELECT d.account_id, d.digest, d.last_seen_at, "
        "(SELECT count(*) FROM (SELECT 1 FROM devices s WHERE s.digest = d.digest "
        f"LIMIT {COUNTED_TO}) AS counted) FROM devices d WHERE d.account_id IN ({accounts})"
    )


def _grouped(rows: Sequence[Any]) -> dict[AccountId, list[Any]]:
    of_each: dict[AccountId, list[Any]] = {}
    for row in rows:
        of_each.setdefault(row[0], []).append(row)
    return of_each


def _person(row: Sequence[Any], signs: Sequence[Any]) -> Person:
    """Somebody with the signs that are theirs."""
    account_id, email, place, contact_id, sealed, zone = row
    returned_ms = max((sign[2] for sign in signs if sign[1] is None), default=None)
    returned_at = None if returned_ms is None else from_ms(returned_ms)
    instruments = frozenset(sign[1] for sign in signs if sign[2] is None)
    devices = frozenset(
        Device(digest, from_ms(seen_at), accounts)
        for _, digest, seen_at, accounts in signs
        if digest is not None and seen_at is not None
    )
    return Person(
        account_id, email, place, contact_id, sealed, zone, returned_at, instruments, devices
    )
