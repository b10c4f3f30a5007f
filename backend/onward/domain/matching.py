"""Who may have a unit, and how far is said to be how far. How likely somebody is, tells `odds`;
which of several waiting people comes first is decided by `ranking`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from onward.domain.devices import Device, telling
from onward.domain.ids import AccountId
from onward.domain.listings import Listing
from onward.domain.offers import StandingOffer
from onward.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two, as far as the rules need to know them: digests, never the thing itself.
    `instruments` are the means of payment somebody is known by, `devices` what they sign in on."""

    account_id: AccountId
    country: str
    email_digest: str | None = None
    address_digest: str | None = None
    instruments: frozenset[str] = frozenset()
    devices: frozenset[Device] = frozenset()


@dataclass(frozen=True, slots=True)
class BuyingFacts:
    """A unit and somebody who wants it. `returned_this_at`: when the buyer last returned a piece
    of the same variant, or canceled the purchase of one, if ever. `offer` is what they left word
    of, where they did, to be held against the `listing`; `hops` is how often the unit was passed
    on before."""

    returner: Party
    buyer: Party
    listed_in: str
    pays_in: str
    returned_this_at: datetime | None
    now: datetime
    listing: Listing | None = None
    offer: StandingOffer | None = None
    hops: int = 0
    km: int | None = None
    farthest_km: int | None = None


Rule = Callable[[BuyingFacts, Policy], str | None]


def barrier_to_buying(facts: BuyingFacts, policy: Policy) -> str | None:
    """The code of the first rule that keeps this unit from this buyer; None when it is theirs.

    The codes are for the desk and the log: a shopper reads one neutral sentence (CANNOT_BUY).
    """
    return next((code for rule in RULES if (code := rule(facts, policy))), None)


def _self_purchase(facts: BuyingFacts, policy: Policy) -> str | None:
    same = facts.returner.account_id == facts.buyer.account_id
    return "SELF_PURCHASE" if same else None


def _same_email(facts: BuyingFacts, policy: Policy) -> str | None:
    same = _both(facts.returner.email_digest, facts.buyer.email_digest)
    return "SAME_EMAIL" if same else None


def _same_household(facts: BuyingFacts, policy: Policy) -> str | None:
    same = _both(facts.returner.address_digest, facts.buyer.address_digest)
    return "SAME_HOUSEHOLD" if same else None


def _same_instrument(facts: BuyingFacts, policy: Policy) -> str | None:
    shared = facts.returner.instruments & facts.buyer.instruments
    return "SAME_INSTRUMENT" if shared else None


def _same_device(facts: BuyingFacts, policy: Policy) -> str | None:
    one, other = (
        telling(party.devices, facts.now, policy.matching)
        for party in (facts.returner, facts.buyer)
    )
    return "SAME_DEVICE" if one & other else None


def _other_territory(facts: BuyingFacts, policy: Policy) -> str | None:
    same = policy.same_territory(facts.returner.country, facts.buyer.country)
    return None if same else "OTHER_TERRITORY"


def _wrong_currency(facts: BuyingFacts, policy: Policy) -> str | None:
    return None if facts.listed_in == facts.pays_in else "WRONG_CURRENCY"


def _returned_this_before(facts: BuyingFacts, policy: Policy) -> str | None:
    then = facts.returned_this_at
    if then is not None and facts.now - then < policy.matching.returned_before_for:
        return "RETURNED_THIS_BEFORE"
    return None


def _price_too_high(facts: BuyingFacts, policy: Policy) -> str | None:
    listing, offer = facts.listing, facts.offer
    if listing is None or offer is None:
        return None
    return "PRICE_TOO_HIGH" if offer.highest.minor < listing.price.minor else None


def _grade_not_wanted(facts: BuyingFacts, policy: Policy) -> str | None:
    listing, offer = facts.listing, facts.offer
    if listing is None or offer is None:
        return None
    return None if listing.grade in offer.grades else "GRADE_NOT_WANTED"


def _too_many_hops(facts: BuyingFacts, policy: Policy) -> str | None:
    return "TOO_MANY_HOPS" if facts.hops >= policy.max_hops else None


def _other_item(facts: BuyingFacts, policy: Policy) -> str | None:
    listing, offer = facts.listing, facts.offer
    if listing is None or offer is None:
        return None
    return None if offer.variant_id == listing.variant_id else "OTHER_ITEM"


def _too_far(facts: BuyingFacts, policy: Policy) -> str | None:
    """Whoever is asked lives near enough for the merchant not to pay for it."""
    if facts.km is None or facts.farthest_km is None:
        return None
    return "TOO_FAR" if facts.km > facts.farthest_km else None


def _both(one: str | None, other: str | None) -> bool:
    return one is not None and one == other


# Who they are comes first, then where they live, then what they did, then what they asked for.
RULES: tuple[Rule, ...] = (
    _self_purchase,
    _same_email,
    _same_household,
    _same_instrument,
    _same_device,
    _other_territory,
    _wrong_currency,
    _returned_this_before,
    _price_too_high,
    _grade_not_wanted,
    _too_many_hops,
    _other_item,
    _too_far,
)


def distance_band(km: int | None) -> int | None:
    """A distance as it may be said: to the nearest 10 km below 100, the nearest 50 from there,
    and never less than 10, so that it points at no street. None where nobody knows."""
    if km is None:
        return None
    step = 10 if km < 100 else 50
    return max((km + step // 2) // step * step, 10)
