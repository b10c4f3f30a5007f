"""Standing offers as their owners make, change and read them, and what they wait for. Who of all
who wait comes first is read elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tortoise.exceptions import IntegrityError

from onward.domain.life import OfferStatus, ProposalStatus, PurchaseStatus
from onward.domain.offers import DemandKind, Proposal, StandingOffer
from onward.domain.standing import PastQuestion
from onward.store import answers, bell, meeting, sql
from onward.store.answers import Answer
from onward.store.cases import CHANGE_OFFER, OfferMoved, Taken
from onward.store.mappings import OFFERS, PROPOSALS
from onward.store.rows import to_ms
from onward.store.trips import Missed, Query, Write, write_all

_WAITING = "('OPEN', 'ASKED', 'PAUSED')"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What else a person waits for: how many offers, the one of this variant, and how many they
    made since some moment."""

    offers: int
    same: StandingOffer | None
    made_since: int


async def read(offer_id: str) -> StandingOffer | None:
    row = await sql.fetch_one("SELECT * FROM offers WHERE id = ?", [offer_id])
    return OFFERS.read(row) if row else None


async def waiting_of(account_id: str, variant_id: str, since: datetime) -> Waiting:
    """Inside a transaction nobody else can add an offer of this person until it ends."""
    if sql.in_transaction_now() and not sql.on_sqlite():
        await sql.fetch("SELECT id FROM accounts WHERE id = ? FOR UPDATE", [account_id])
    rows = await sql.fetch(
        f"SELECT * FROM offers WHERE buyer_id = ? AND kind = 'STANDING_OFFER' "
        f"AND status IN {_WAITING}",
        [account_id],
    )
    same = next((row for row in rows if row["variant_id"] == variant_id), None)
    lately = await sql.fetch(
        "SELECT count(*) AS n FROM offers WHERE buyer_id = ? AND kind = 'STANDING_OFFER' "
        "AND made_at > ?",
        [account_id, to_ms(since)],
    )
    return Waiting(len(rows), OFFERS.read(same) if same else None, int(lately[0]["n"]))


async def add(offer: StandingOffer, answer: Answer) -> None:
    """A new offer and the answer to whoever asked for it; Taken for a key that was just used.
    Pieces on offer that fit it are looked at again."""
    writes = [Write(OFFERS.insert(), [OFFERS.write(offer)]), answers.kept(answer, offer.made_at)]
    await _written(offer, writes)


async def add_waiting(found: Sequence[StandingOffer]) -> None:
    """Offers that orders make; one that was made before stays as it has become. Pieces on offer
    that fit a new one are looked at again."""
    if not found:
        return
    async with sql.transaction():
        statement = f"{OFFERS.insert()} ON CONFLICT DO NOTHING RETURNING id"
        for offer in found:
            if await sql.fetch(statement, OFFERS.write(offer)):
                await write_all(meeting.met_by(offer))
    sql.after_commit(partial(bell.ring, found[0].id))


async def change(
    offer: StandingOffer, answer: Answer | None = None, at: datetime | None = None
) -> None:
    """Write a changed offer; OfferMoved when somebody changed it since it was read. Once it is
    open, pieces on offer that fit it are looked at again."""
    writes = [Write(CHANGE_OFFER, [[*OFFERS.write(offer), offer.id, offer.version - 1]], 1)]
    if answer is not None and at is not None:
        writes.append(answers.kept(answer, at))
    await _written(offer, writes)


async def _written(offer: StandingOffer, writes: list[Write]) -> None:
    meets = meeting.met_by(offer)
    try:
        await write_all([*writes, *meets])
    except Missed as missed:
        raise OfferMoved(offer.id) from missed
    except IntegrityError as conflict:
        raise Taken(str(conflict)) from conflict
    if meets:
        sql.after_commit(partial(bell.ring, offer.id))


async def of_person(
    account_id: str, before: tuple[int, str] | None, limit: int
) -> list[StandingOffer]:
    """A person's own standing offers, newest first, behind a keyset cursor (made_at in ms, id)."""
    where, values = "buyer_id = ? AND kind = 'STANDING_OFFER'", [account_id]
    if before:
        where += " AND (made_at, id) < (?, ?)"
        values += [*before]  # type: ignore[list-item]
    statement = f"SELECT * FROM offers WHERE {where} ORDER BY made_at DESC, id DESC LIMIT ?"
    return [OFFERS.read(row) for row in await sql.fetch(statement, [*values, limit])]


async def of_variant(account_id: str, variant_id: str) -> StandingOffer | None:
    """What this person waits for of a variant."""
    row = await sql.fetch_one(
        f"SELECT * FROM offers WHERE buyer_id = ? AND variant_id = ? "
        f"AND kind = 'STANDING_OFFER' AND status IN {_WAITING} ORDER BY made_at DESC LIMIT 1",
        [account_id, variant_id],
    )
    return OFFERS.read(row) if row else None


async def siblings_of(account_id: str, product_id: str, status: OfferStatus) -> list[StandingOffer]:
    """A person's standing offers of one product, in one status."""
    rows = await sql.fetch_raw(*asking_siblings([account_id], product_id, status))
    return [OFFERS.read_at(row) for row in rows]


def asking_siblings(account_ids: Sequence[str], product_id: str, status: OfferStatus) -> Query:
    """The same of several people."""
    marks, ids = sql.among(sorted(set(account_ids)))
    statement = (
        f"SELECT {OFFERS.columns()} FROM offers WHERE buyer_id IN ({marks}) AND product_id = ? "
        "AND status = ? AND kind = 'STANDING_OFFER' ORDER BY id"
    )
    return statement, [*ids, product_id, status.value]


async def other_sizes(offer: StandingOffer) -> list[StandingOffer]:
    """The open offers of the same person for the same product, which rest once this one is met."""
    if offer.kind is not DemandKind.STANDING_OFFER:
        return []
    found = await siblings_of(offer.buyer_id, offer.product_id, OfferStatus.OPEN)
    return [one for one in found if one.id != offer.id]


async def question_of(offer_id: str) -> Proposal | None:
    """The question that is put to an offer's owner now."""
    row = await sql.fetch_one(
        "SELECT * FROM proposals WHERE offer_id = ? AND status = 'ASKED'", [offer_id]
    )
    return PROPOSALS.read(row) if row else None


async def proposal(proposal_id: str) -> Proposal | None:
    row = await sql.fetch_one("SELECT * FROM proposals WHERE id = ?", [proposal_id])
    return PROPOSALS.read(row) if row else None


async def asked_before(offer_id: str) -> list[PastQuestion]:
    """Every question that was put to an offer, the latest first."""
    rows = await sql.fetch(
        "SELECT q.status, p.id AS purchase_id, p.status AS purchase_status, p.because "
        "FROM proposals q LEFT JOIN matches m ON m.id = q.match_id "
        "LEFT JOIN purchases p ON p.id = m.purchase_id "
        "WHERE q.offer_id = ? ORDER BY q.asked_at DESC, q.id DESC",
        [offer_id],
    )
    return [
        PastQuestion(
            ProposalStatus(row["status"]),
            row["purchase_id"],
            PurchaseStatus(row["purchase_status"]) if row["purchase_status"] else None,
            row["because"],
        )
        for row in rows
    ]


async def has_since(account_id: str, product_id: str, since: datetime) -> bool:
    """Whether this person got a piece of the product since then that they were not let go of."""
    row = await sql.fetch_one(
        "SELECT m.id FROM matches m JOIN listings l ON l.id = m.listing_id "
        "JOIN variants v ON v.id = l.variant_id WHERE m.buyer_id = ? AND v.product_id = ? "
        "AND m.status <> 'RELEASED' AND m.reserved_at >= ? LIMIT 1",
        [account_id, product_id, to_ms(since)],
    )
    return row is not None


async def over_by(now: datetime, limit: int = 100) -> list[StandingOffer]:
    """Offers whose time is over and that hold nothing."""
    rows = await sql.fetch(
        "SELECT * FROM offers WHERE ends_at <= ? AND status IN ('OPEN', 'PAUSED') "
        "ORDER BY ends_at LIMIT ?",
        [to_ms(now), limit],
    )
    return [OFFERS.read(row) for row in rows]
