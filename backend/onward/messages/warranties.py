"""The warranty of an opened piece, as it is told before it is paid."""

from onward.domain.warranties import Warranty
from onward.messages.words import say


def warranty_text(warranty: Warranty) -> str:
    """The law's guarantee, then the shop's own promise; never silent about either."""
    told = []
    if warranty.legal:
        told.append(_said("shortened" if warranty.shortened else "legal", warranty.legal))
    if warranty.own:
        told.append(_said("own", warranty.own))
    return " ".join(told) or say("warranty.none")


def months_text(months: int) -> str:
    """As people say it: "2 years", "18 months"."""
    years, rest = divmod(months, 12)
    if rest or not years:
        return say("warranty.month") if months == 1 else say("warranty.months", months=months)
    return say("warranty.year") if years == 1 else say("warranty.years", years=years)


def _said(key: str, months: int) -> str:
    return say(f"warranty.{key}", span=months_text(months))
