"""Why somebody has a unit, as the desk reads it."""

from onward.domain.offers import CostPart, DemandKind, MatchWhy
from onward.messages import match_why_texts

WHY = MatchWhy(
    DemandKind.STANDING_OFFER,
    candidates=3,
    barred=1,
    parts=(CostPart("SHIPPING", 90), CostPart("WAITED", -50), CostPart("SCARCITY", 50)),
    runner_up_minor=1_600,
)


def test_why_is_told_part_by_part_with_what_the_next_would_have_cost() -> None:
    assert match_why_texts(WHY, "USD") == (
        "They had left word that they look for one.",
        "2 others who wait could have had it.",
        "One was left out by a rule.",
        "The way to them counts $0.90.",
        "Their wait takes off $0.50.",
        "They would take other pieces too: $0.50 on top.",
        "That makes $0.90; with the next in line it would have been $16.00.",
    )


def test_where_nobody_else_waits_that_is_said() -> None:
    alone = MatchWhy(DemandKind.ORDER, 1, 0, (), None)
    assert match_why_texts(alone, "EUR") == (
        "They had ordered one and would take an opened one.",
        "Nobody else who waits could have had it.",
        "That makes €0.00.",
    )


def test_who_bought_in_the_shop_stood_in_no_line() -> None:
    bought = MatchWhy(DemandKind.SHOP, 1, 0, (CostPart("SHIPPING", 30),), None)
    assert match_why_texts(bought, "GBP") == (
        "They bought it in the open-box shop.",
        "The way to them counts £0.30.",
    )
