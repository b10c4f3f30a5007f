"""What one return really came to on the road, against the way by the warehouse: every parcel that
was handed in, matches that failed and claims among them. It admits when the way was longer."""

from dataclasses import dataclass, replace

from onward.domain.assumed import ImpactPolicy
from onward.domain.events import Because, SentBack
from onward.domain.impact import Impact, Saving, by_roads, grams, saving
from onward.domain.life import MatchStatus, PurchaseStatus
from onward.domain.matching import distance_band
from onward.domain.money import half_even
from onward.domain.policy import Policy
from onward.domain.returns import Recovery
from onward.domain.shipping import Destination, Shipment
from onward.domain.story import Story


@dataclass(frozen=True, slots=True)
class Footprint:
    """`km`, `parcels` and `packages` of this return so far, `grams` of CO2e as likely. `saved`
    against the warehouse's way, below zero where this one was longer or heavier. `measured`: the
    way to the next owner is known; otherwise it is what policy expects. `usual`: some of the km are
    what policy expects, such as those from the warehouse."""

    km: int
    parcels: int
    packages: int
    grams: int
    saved: Saving
    failed_matches: int
    claims: int
    measured: bool
    usual: bool = False


def footprint(story: Story, policy: Policy) -> Footprint | None:
    """Of a return under way or done; None before its first scan.

    The way to the warehouse is measured where the case knows it; the one from there is what policy
    expects. One more piece leaves the warehouse wherever this one ends there, or where it was lost
    and its buyer had one from stock: it is compared with a way that ends at a customer as well.
    """
    if story.case.counted_shipment_id is None:
        return None
    expected = policy.impact
    parcels = [one for one in story.shipments if one.first_scan_at is not None]
    legs = [_leg(story, parcel, expected) for parcel in parcels]
    measured = sum(_is_measured(story, one) for one in parcels)
    legs += [expected.from_warehouse_km] * _times_refused(story)
    ends_at_warehouse = isinstance(story.case.heading, Recovery)
    from_stock = any(one.status is PurchaseStatus.REPLACED_FROM_STOCK for one in story.purchases)
    packages = int(ends_at_warehouse or from_stock)
    legs += [expected.from_warehouse_km] * packages
    weight = story.variant.weight_g or policy.costs.weight_g
    this = Impact(sum(legs), 100 * len(legs), 100 * packages, weight + expected.package_g)
    return Footprint(
        km=this.km,
        parcels=len(legs),
        packages=packages,
        grams=grams(this, policy),
        saved=saving(this, by_roads(weight, expected, story.case.warehouse_km), policy),
        failed_matches=sum(one.status is MatchStatus.RELEASED for one in story.matches),
        claims=len(story.claims),
        measured=all(_km(story, parcel) is not None for parcel in parcels if _to_buyer(parcel)),
        usual=measured < len(legs),
    )


def rounded(of: Footprint) -> Footprint:
    """As shoppers may read it: km as distances may be said and CO2e by tenths of a kilogram, so
    that neither points at where the other one lives."""
    saved = replace(of.saved, likely_g=_by_hundreds(of.saved.likely_g))
    km = distance_band(of.km) or of.km
    return replace(of, km=km, grams=_by_hundreds(of.grams), saved=saved)


def _by_hundreds(grams: int) -> int:
    return half_even(grams, 100) * 100


def _leg(story: Story, parcel: Shipment, expected: ImpactPolicy) -> int:
    """Kilometres of one parcel. What a buyer sends in set out where a piece from the warehouse
    would have arrived."""
    if _to_buyer(parcel):
        km = _km(story, parcel)
        return expected.between_km if km is None else km
    if parcel.id != story.case.counted_shipment_id:
        return expected.from_warehouse_km
    into = story.case.warehouse_km
    return expected.to_warehouse_km if into is None else into


def _is_measured(story: Story, parcel: Shipment) -> bool:
    if _to_buyer(parcel):
        return _km(story, parcel) is not None
    counted = parcel.id == story.case.counted_shipment_id
    return counted and story.case.warehouse_km is not None


def _to_buyer(parcel: Shipment) -> bool:
    return parcel.destination is Destination.BUYER


def _km(story: Story, parcel: Shipment) -> int | None:
    return next((one.km for one in story.matches if one.id == parcel.match_id), None)


def _times_refused(story: Story) -> int:
    """How often the carrier took a parcel that reached its buyer's town on to the warehouse."""
    told = (one.event for one in story.history)
    return sum(
        isinstance(event, SentBack) and event.because is Because.RETURNED_TO_SENDER
        for event in told
    )
