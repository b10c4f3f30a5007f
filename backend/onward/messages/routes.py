"""The ways of a return in words: how far, what that means, and why. Distances only as bands, and
nothing of the merchant's money."""

from datetime import timedelta

from onward.domain.events import Channel
from onward.domain.footprint import Footprint
from onward.domain.impact import Saving
from onward.domain.matching import distance_band
from onward.domain.money import Money
from onward.domain.policy import Policy
from onward.messages.words import say

# Less than this is said to be alike: it is within what nobody can know (grams of CO2e).
_ALIKE_G = 50
_DAY = timedelta(days=1)


def about_km(km: int) -> str:
    """A distance as it may be said."""
    return say("distance.about", km=f"{distance_band(km):,}").capitalize()


def peer_km_text(km: int, *, known: bool) -> str:
    return say("routes.km.peer_known" if known else "routes.km.peer_expected", about=about_km(km))


def warehouse_km_text(km: int, channel: Channel = Channel.WAREHOUSE) -> str:
    """`km` is the whole way, on to whoever buys it; or another one, where it is given away."""
    on = "another" if channel.gives_away else "warehouse"
    return say(f"routes.km.{on}", about=about_km(km))


def saving_text(saved: Saving) -> str:
    """What a way saves against the warehouse's, and the admission where it does not. The
    warehouse's way is an assumption, and so is the sign: the sentence says so."""
    return say(f"routes.impact.{_kind(saved)}", **_kilograms(saved))


def grams_text(grams: int) -> str:
    return say("routes.impact.itself", likely=_kg(grams))


def peer_why(
    bonus: Money | None, policy: Policy, warehouse_km: int | None, *, known: bool
) -> tuple[str, ...]:
    """Why the straight way is as it is."""
    thanks = (say("routes.why.thanks", bonus=bonus),) if bonus else ()
    looking = say("routes.why.looking", days=_days(policy.windows.window_for))
    expected = () if known else (say("routes.why.expected"),)
    same, legs = say("routes.why.same_refund"), _legs(policy, warehouse_km)
    return (same, *thanks, looking, _method(policy), legs, *expected)


def warehouse_why(
    policy: Policy, warehouse_km: int | None, channel: Channel = Channel.WAREHOUSE
) -> tuple[str, ...]:
    """Why the warehouse's way is as it is; whoever sends it may know that it is given away."""
    on = f"then.{channel}" if channel.gives_away else "warehouse"
    same, there = say("routes.why.same_refund"), say(f"routes.why.{on}")
    legs = _legs(policy, warehouse_km)
    return (same, there, say("routes.why.by_when"), _method(policy), legs)


def impact_method(policy: Policy) -> str:
    """How kilometers and CO2e are counted."""
    return _method(policy)


def footprint_texts(of: Footprint) -> tuple[str, ...]:
    """What one return came to, with the buyers it missed and the claim it met."""
    known = _kilograms(of.saved)
    km = say("footprint.km_usual" if of.usual else "footprint.km", km=f"{distance_band(of.km):,}")
    parcels = _counted("footprint.parcels", of.parcels)
    told = [say(f"footprint.{_kind(of.saved)}", km=km, parcels=parcels, **known)]
    if of.failed_matches:
        told.append(_counted("footprint.failed", of.failed_matches))
    if of.claims:
        told.append(say("footprint.claims"))
    return tuple(told)


def _kind(saved: Saving) -> str:
    if abs(saved.likely_g) < _ALIKE_G:
        return "alike"
    return "less" if saved.likely_g > 0 else "more"


def _kilograms(saved: Saving) -> dict[str, str]:
    return {
        "likely": _kg(abs(saved.likely_g)),
        "low": _kg(saved.low_g),
        "high": _kg(saved.high_g),
    }


def _kg(grams: int) -> str:
    """To a tenth of a kilogram, which points at no street either."""
    return f"{grams / 1000:.1f}"


def _method(policy: Policy) -> str:
    return say(
        "routes.why.method",
        per_tonne_km=f"{policy.impact.likely_g:,}",
        package=policy.impact.package_co2e_g,
    )


def _legs(policy: Policy, warehouse_km: int | None) -> str:
    """Which legs of the warehouse's way nobody measured, and how long they are taken to be."""
    on = f"{policy.impact.from_warehouse_km:,}"
    if warehouse_km is None:
        return say("routes.why.usual", to=f"{policy.impact.to_warehouse_km:,}", on=on)
    return say("routes.why.measured", to=f"{distance_band(warehouse_km):,}", on=on)


def _days(span: timedelta) -> str:
    return _counted("routes.why.days", max(round(span / _DAY), 1))


def _counted(key: str, count: int) -> str:
    return say(f"{key}_one") if count == 1 else say(f"{key}_many", count=count)
