"""Why a unit goes to this person and to nobody else, for the desk: amounts and counts, no names."""

from onward.domain.money import Money
from onward.domain.offers import DemandKind, MatchWhy
from onward.messages.words import say


def match_why_texts(why: MatchWhy, currency: str) -> tuple[str, ...]:
    """The form of demand, who else there was, what was weighed, and what the next in line would
    have come to; a sentence each."""
    told = [say(f"match_why.{why.demand}")]
    if why.demand is not DemandKind.SHOP:
        told += [_counted("others", why.candidates - 1), _counted("barred", why.barred)]
    for part in why.parts:
        # What is told as in their favour is told without its minus.
        amount = Money(-part.minor if part.code == "WAITED" else part.minor, currency)
        told.append(say(f"match_why.{part.code}", amount=amount))
    if why.demand is not DemandKind.SHOP:
        told.append(_total(why, currency))
    return tuple(sentence for sentence in told if sentence)


def _counted(key: str, count: int) -> str:
    how_many = "none" if count <= 0 else "one" if count == 1 else "many"
    return say(f"match_why.{key}.{how_many}", count=f"{count:,}")


def _total(why: MatchWhy, currency: str) -> str:
    total = Money(why.total_minor, currency)
    if why.runner_up_minor is None:
        return say("match_why.total", total=total)
    return say("match_why.next", total=total, next=Money(why.runner_up_minor, currency))
