"""A standing offer and the units on offer that it might be for: each of them looks for its owner
once more, as an effect like any other. One state of an offer makes one unit look once."""

from collections.abc import Sequence

from onward.domain.life import OfferStatus
from onward.domain.listings import Listing
from onward.domain.offers import StandingOffer
from onward.store import bell, sql
from onward.store.opening import opened
from onward.store.trips import Write, write_all

_LOOK = "find_owner"
# The oldest so many; when one of them takes the offer, the others have looked for nothing.
_MOST = 5
_MEET = (
    "INSERT INTO effects (id, event_id, case_id, effect, due_at, token, attempts) "
    f"SELECT CAST(? AS VARCHAR(80)) || g.id, e.id, g.case_id, '{_LOOK}', 0, 0, 0 "
    "FROM listings g JOIN events e ON e.case_id = g.case_id AND e.kind = 'PeerChosen' "
    "WHERE g.status = 'LIVE' AND "
)
_ANY = (
    f"{_MEET}g.variant_id = ? AND g.price_minor <= ? AND g.currency = ? "
    f"AND ? LIKE '%;' || g.grade || ';%' ORDER BY g.listed_at, g.id LIMIT {_MOST} "
    "ON CONFLICT (id) DO NOTHING"
)
_ONE = f"{_MEET}g.id = ? ON CONFLICT (id) DO NOTHING"


# A unit goes to those who wait before anybody may have it out of the shop; one whose look keeps
# failing is not kept from everybody.
_STILL_LOOKING = (
    "EXISTS (SELECT 1 FROM effects e WHERE e.case_id = g.case_id "
    f"AND e.effect = '{_LOOK}' AND e.done_at IS NULL AND e.dead_at IS NULL AND e.attempts < 3)"
)
FOR_ANYBODY = f"g.status = 'LIVE' AND NOT {_STILL_LOOKING}"


async def is_looked_for(listing_id: str) -> bool:
    """Whether those who wait were not all asked about this unit yet."""
    statement = f"SELECT g.id FROM listings g WHERE g.id = ? AND {_STILL_LOOKING}"
    return await sql.fetch_one(statement, [listing_id]) is not None


def met_by(offer: StandingOffer) -> list[Write]:
    """What to write with an offer in this state, so that units on offer look at it; nothing unless
    it is open, and nothing where nobody looks for owners."""
    if offer.status is not OfferStatus.OPEN or not _looked_for():
        return []
    grades = f";{';'.join(sorted(offer.grades))};"
    highest = offer.highest
    row = [_key(offer), offer.variant_id, highest.minor, highest.currency, grades]
    return [Write(_ANY, [row], looks=True)]


async def look_again(pairs: Sequence[tuple[Listing, StandingOffer]]) -> None:
    """Each of these units looks for its owner, because this offer as it stands is meant for it."""
    if pairs and _looked_for():
        rows = [[_key(offer), listing.id] for listing, offer in pairs]
        await write_all([Write(_ONE, rows, looks=True)])
        sql.after_commit(lambda: bell.ring(pairs[0][0].case_id))


def _key(offer: StandingOffer) -> str:
    return f"{offer.id}.{offer.version}:"


def _looked_for() -> bool:
    return _LOOK in opened().effects.get("PeerChosen", ())
