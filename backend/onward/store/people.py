"""What the rules of matching ask about people, for several at once: digests, where they live, what
they returned lately, and what else they wait for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from onward.domain.devices import COUNTED_TO, Device
from onward.domain.ids import AccountId, CaseId
from onward.domain.life import OfferStatus
from onward.domain.matching import Party
from onward.domain.offers import StandingOffer
from onward.domain.shop import Contact
from onward.store import offers, seals, sql
from onward.store.mappings import OFFERS
from onward.store.rows import from_ms, to_ms
from onward.store.trips import Query, read_all

_BUYER = OFFERS.names.index("buyer_id")
# Of a person's columns: what they do not have whose signs these are, and what a sign alone has.
_UNSEEN = "CAST(NULL AS bigint), CAST(NULL AS bigint)"
_NOTHING = "NULL, NULL, NULL, NULL"


@dataclass(frozen=True)
class Person:
    """Somebody's digests, and their sealed address: opened only for whoever needs it. `time_zone`
    is that of the order that is returned, or of a buyer's latest; `waits_for` are the rows of open
    offers, where somebody asked for them."""

    account_id: AccountId
    email_digest: str | None
    place_digest: str | None
    contact_id: str | None
    sealed: bytes | None
    time_zone: str | None
    returned_this_at: datetime | None
    instruments: frozenset[str]
    devices: frozenset[Device]
    waits_for: tuple[Any, ...] = ()

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

    def others_than(self, offer: StandingOffer) -> list[StandingOffer]:
        """What they wait for besides."""
        every = [OFFERS.read_at(row) for row in self.waits_for]
        return [one for one in every if one.id != offer.id]


async def returners(case_ids: Sequence[CaseId]) -> dict[CaseId, Person]:
    """Who returns these units. Their address is where the item lies, which is where its order
    went; their household is the account's."""
    return of_rows(await sql.fetch_raw(*asking_returners(case_ids)))


def asking_returners(case_ids: Sequence[CaseId]) -> Query:
    """What `of_rows` reads its answer from, for whoever has more to ask in the same trip."""
    marks, ids = sql.among(case_ids)
    who = (
        "SELECT c.id, c.returner_id, h.email_digest, h.place_digest, p.id, p.sealed, o.time_zone, "
        f"{_UNSEEN} FROM cases c JOIN orders o ON o.id = c.order_id "
        "LEFT JOIN contacts p ON p.id = o.contact_id LEFT JOIN accounts a ON a.id = c.returner_id "
        f"LEFT JOIN contacts h ON h.id = a.contact_id WHERE c.id IN ({marks})"
    )
    known_by = _known_by(f"SELECT returner_id FROM cases WHERE id IN ({marks})")
    return f"{who} UNION ALL {known_by}", [*ids, *ids, *ids]


async def buyers(
    account_ids: Sequence[AccountId], variant_id: str, since: datetime
) -> dict[AccountId, Person]:
    """Who wants a unit of this variant; whether they returned one since then, or canceled the
    purchase of one, stands in `returned_this_at`."""
    if not account_ids:
        return {}
    return of_rows(await sql.fetch_raw(*asking_buyers(account_ids, variant_id, since)))


async def waiting(
    account_ids: Sequence[AccountId], variant_id: str, product_id: str, since: datetime
) -> dict[AccountId, Person]:
    """As `buyers`, with what each of them waits for of the product, in any size."""
    if not account_ids:
        return {}
    asked = offers.asking_siblings(account_ids, product_id, OfferStatus.OPEN)
    rows, open_ones = await read_all([asking_buyers(account_ids, variant_id, since), asked])
    found: dict[AccountId, Person] = of_rows(rows)
    for row in open_ones:
        if whose := found.get(row[_BUYER]):
            found[whose.account_id] = replace(whose, waits_for=(*whose.waits_for, row))
    return found


def asking_buyers(account_ids: Sequence[AccountId], variant_id: str, since: datetime) -> Query:
    """What `buyers` reads its answer from."""
    marks, ids = sql.among(sorted(set(account_ids)))
    then = to_ms(since)
    zone = (
        "SELECT time_zone FROM (SELECT o.time_zone, o.placed_at FROM orders o "
        "WHERE o.account_id = a.id UNION ALL SELECT o.time_zone, o.placed_at FROM orders o "
        "WHERE o.recipient_id = a.id) AS theirs ORDER BY placed_at DESC LIMIT 1"
    )
    who = (
        f"SELECT a.id, a.id, c.email_digest, c.place_digest, c.id, c.sealed, ({zone}), {_UNSEEN} "
        f"FROM accounts a JOIN contacts c ON c.id = a.contact_id WHERE a.id IN ({marks})"
    )
    lately = (
        f"SELECT NULL, returner_id, NULL, {_NOTHING}, max(opened_at), NULL FROM cases "
        f"WHERE variant_id = ? AND opened_at >= ? AND returner_id IN ({marks}) "
        f"GROUP BY returner_id UNION ALL SELECT NULL, p.buyer_id, NULL, {_NOTHING}, "
        "max(p.placed_at), NULL FROM purchases p "
        "JOIN listings l ON l.id = p.listing_id WHERE l.variant_id = ? "
        "AND p.status = 'CANCELED' AND p.because = 'BUYER_CANCELED' AND p.placed_at >= ? "
        f"AND p.buyer_id IN ({marks}) GROUP BY p.buyer_id"
    )
    mine = [variant_id, then, *ids]
    everything = f"{who} UNION ALL {_known_by(marks)} UNION ALL {lately}"
    return everything, [*ids, *ids, *ids, *mine, *mine]


def _known_by(accounts: str) -> str:
    """What these people are known by again, as signs: the cards and accounts they ever paid with,
    then the devices they signed in on, with the instant and how many accounts did. A sign of
    nothing but an instant is that of a return, or of a purchase they canceled."""
    return (
        f"SELECT NULL, o.account_id, h.fingerprint, {_NOTHING}, NULL, NULL "
        "FROM orders o JOIN charges h ON h.order_id = o.id "
        f"WHERE h.fingerprint IS NOT NULL AND o.account_id IN ({accounts}) "
        f"UNION ALL SELECT NULL, d.account_id, d.digest, {_NOTHING}, d.last_seen_at, "
        "(SELECT count(*) FROM (SELECT 1 FROM devices s WHERE s.digest = d.digest "
        f"LIMIT {COUNTED_TO}) AS counted) FROM devices d WHERE d.account_id IN ({accounts})"
    )


def of_rows(rows: Sequence[Any]) -> dict[Any, Person]:
    """People by what they were asked for by, each with the signs that came behind them."""
    signs: dict[AccountId, list[Any]] = {}
    for row in rows:
        if row[0] is None:
            signs.setdefault(row[1], []).append(row)
    return {row[0]: _person(row, signs.get(row[1], ())) for row in rows if row[0] is not None}


def _person(row: Any, signs: Sequence[Any]) -> Person:
    """Somebody with the signs that are theirs."""
    _, account_id, email, place, contact_id, sealed, zone, *_ = row
    found = [(sign[2], sign[7], sign[8]) for sign in signs]
    returned_ms = max((at for digest, at, _ in found if digest is None), default=None)
    returned_at = None if returned_ms is None else from_ms(returned_ms)
    instruments = frozenset(digest for digest, at, _ in found if at is None)
    devices = frozenset(
        Device(digest, from_ms(at), accounts)
        for digest, at, accounts in found
        if digest is not None and at is not None
    )
    return Person(
        account_id, email, place, contact_id, sealed, zone, returned_at, instruments, devices
    )
