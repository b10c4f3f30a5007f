"""Units that look for an owner and offers that wait, made up in numbers, for tests and benches."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from onward.domain.grades import Grade
from onward.domain.ids import AccountId, ListingId, OfferId, ProductId, VariantId
from onward.domain.life import OfferStatus
from onward.domain.matching import Party
from onward.domain.money import Money
from onward.domain.offers import DemandKind, Spot, StandingOffer
from onward.domain.ranking import SeekingUnit
from tests.domain.examples import A_LISTING, DAY, T0, VARIANT, usd

BOTH = frozenset({Grade.NEW_SEALED, Grade.LIKE_NEW})


def offer(name: str, *, days: float = 1, **given: Any) -> StandingOffer:
    """An offer of its own person, made so many days before T0."""
    whole = StandingOffer(
        id=OfferId(name),
        kind=DemandKind.STANDING_OFFER,
        buyer_id=AccountId(f"{name}'s"),
        variant_id=VariantId(VARIANT),
        product_id=ProductId("product"),
        highest=usd(80_00),
        grades=BOTH,
        automatic=True,
        method="card_visa_4242",
        status=OfferStatus.OPEN,
        version=1,
        made_at=_ms(T0 - timedelta(days=days)),
        ends_at=T0 + 30 * DAY,
        country="US",
        region="NY",
        spot=Spot(407, -740),
    )
    return replace(whole, **given)


def unit(name: str = "unit", **given: Any) -> SeekingUnit:
    """A like-new piece at 64.00 in New York; `listed` changes its listing."""
    listed = {"id": ListingId(f"{name}'s"), "variant_id": VARIANT} | given.pop("listed", {})
    listing = replace(A_LISTING, **listed)
    whole = SeekingUnit(listing, Party(AccountId("returner"), "US"), "NY", Spot(407, -740))
    return replace(whole, **given)


def owner(of: StandingOffer) -> Party:
    return Party(of.buyer_id, of.country)


GRADES = [BOTH, frozenset({Grade.LIKE_NEW}), frozenset({Grade.NEW_SEALED}), frozenset[Grade]()]


def some_offers(chance: Random, count: int) -> list[StandingOffer]:
    """Offers of every sort, some over, some from elsewhere, some of nobody knows where."""
    return [
        offer(
            f"o{n:03}",
            days=chance.choice([0, 0.5, 3, chance.uniform(0, 40)]),
            kind=chance.choice([DemandKind.STANDING_OFFER, DemandKind.ORDER]),
            highest=Money(chance.choice([50_00, 64_00, 90_00]), chance.choice(["USD", "EUR"])),
            grades=chance.choice(GRADES),
            ends_at=T0 + timedelta(days=chance.choice([-1, 0, 5])),
            country=chance.choice(["US", "US", "CA", "DE"]),
            region=chance.choice(["NY", "CA", ""]),
            spot=chance.choice([None, Spot(chance.randrange(300, 480), -chance.randrange(800))]),
            buyer_id=AccountId(chance.choice(["returner", f"b{n}"])),
        )
        for n in range(count)
    ]


def some_unit(chance: Random) -> SeekingUnit:
    listed: dict[str, Any] = {
        "country": chance.choice(["US", "DE", "ZZ"]),
        "grade": chance.choice([Grade.LIKE_NEW, Grade.NEW_SEALED]),
        "price": usd(chance.choice([60_00, 70_00])),
    }
    where: dict[str, Any] = {
        "region": chance.choice(["NY", ""]),
        "spot": chance.choice([None, Spot(407, -740)]),
    }
    party = Party(AccountId("returner"), listed["country"])
    return unit(f"u{chance.random()}", listed=listed, returner=party, **where)


def _ms(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
