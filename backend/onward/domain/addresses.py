"""Where a buyer's parcel goes: what can be an address, and changing it until the first scan. The
price and its tax stay what they were."""

import re
from dataclasses import dataclass, replace

from onward.domain.checkout import postal_code_of
from onward.domain.diversions import must_be_before_scan
from onward.domain.events import Actor, AddressChanged, Matched
from onward.domain.ids import ContactId, MatchId
from onward.domain.life import PurchaseStatus
from onward.domain.places import is_country
from onward.domain.policy import Policy
from onward.domain.refusals import BadInput, CannotBuy, WrongStage
from onward.domain.shop import Contact
from onward.domain.steps import Step
from onward.domain.story import Story

# Characters; longer lines fit on no label.
_LONGEST = {"name": 60, "street": 100, "city": 60, "region": 60}
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,23}")


@dataclass(frozen=True, slots=True)
class NewAddress:
    """Where a parcel is wanted, as typed; `name` and `phone` stay as they were where left out."""

    street: str
    city: str
    region: str
    postal_code: str
    country: str
    name: str | None = None
    phone: str | None = None


def moved_to(old: Contact, typed: NewAddress, new_id: ContactId) -> Contact:
    """The contact at its new address, as a label can hold it; BadInput names the field that
    cannot be."""
    country = typed.country.strip().upper()
    if not is_country(country):
        raise BadInput("BAD_COUNTRY", field="country")
    phone = " ".join((typed.phone or "").split()) or old.phone
    if phone is not None and phone != old.phone and not _PHONE.fullmatch(phone):
        raise BadInput("BAD_PHONE", field="phone")
    region = _line(typed.region, "region", least=2 if country == "US" else 0)
    return Contact(
        id=new_id,
        name=_line(typed.name or old.name, "name"),
        email=old.email,
        phone=phone,
        street=_line(typed.street, "street"),
        city=_line(typed.city, "city"),
        region=region.upper() if country == "US" else region,
        postal_code=postal_code_of(typed.postal_code, country).upper(),
        country=country,
    )


def address_changed(
    story: Story, purchase_id: str, to: Contact, actor: Actor, policy: Policy, km: int | None
) -> Step:
    """The parcel of this purchase goes elsewhere from now on, and of no other order of theirs; `km`
    is how far that is from where it lies, None where nobody knows.

    Raises WrongStage (ALREADY_SCANNED) once it was handed in or is theirs no more, CannotBuy for
    an address beyond the customs border that the item does not cross.
    """
    purchase, match, sale = story.purchase(purchase_id), story.match, story.sale(purchase_id)
    must_be_before_scan(story)
    theirs = match is not None and match.purchase_id == purchase_id
    if purchase is None or match is None or sale is None or not theirs:
        raise WrongStage(stage=story.case.stage)
    if purchase.status is not PurchaseStatus.PAID:
        raise WrongStage(stage=story.case.stage)
    lies, sold = story.order.country, sale.country
    if not all(policy.same_territory(one, to.country) for one in (lies, sold)):
        raise CannotBuy("OTHER_TERRITORY_ADDRESS", field="country")
    step = Step().put(replace(sale, contact_id=to.id), replace(match, km=km))
    return step.say(actor, AddressChanged(match.id, to.id))


def latest_word(story: Story, match_id: MatchId) -> int | None:
    """The `seq` of what was last said of where this match's parcel goes."""
    said = [
        told.seq
        for told in story.history
        if isinstance(told.event, Matched | AddressChanged) and told.event.match_id == match_id
    ]
    return said[-1] if said else None


def _line(typed: str, field: str, least: int = 1) -> str:
    line = " ".join(typed.split())
    if not least <= len(line) <= _LONGEST[field] or not line.isprintable():
        raise BadInput("BAD_ADDRESS", field=field)
    return line
