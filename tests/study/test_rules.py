"""The rules a history knows are the shop's own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onward.adapters.policies.reading import read_policy
from onward.domain.events import Channel
from onward.domain.grades import Grade
from onward.domain.histories import UNKNOWN
from onward.domain.ids import AccountId
from onward.domain.matching import BuyingFacts, Party, barrier_to_buying
from onward.domain.policy import Policy
from onward.domain.routing import peer_barrier_before_photos
from onward.study.assumptions import days_of_window
from onward.study.backtest import run
from onward.study.book import book_of
from onward.study.chances import chances
from onward.study.linking import link
from onward.study.replaying import Stage
from onward.study.rules import by_policy, facts_of, reason_of
from onward.study.scene import Plan, Rules
from tests.study.pasts import COUNTRIES, MORNING, Bought, Returned, past, policy

START = datetime.fromtimestamp(MORNING / 1000, UTC)
places = st.integers(0, len(COUNTRIES) - 1)
homes = st.integers(UNKNOWN, 1)


@given(
    st.builds(Bought, at=st.just(9.0), customer=st.integers(0, 2), country=places, household=homes),
    st.builds(Returned, at=st.just(8.0), customer=st.just(0), country=places, household=homes),
    st.sampled_from([None, 5.0]),
)
def test_an_order_is_admitted_exactly_where_the_shop_would_let_it_buy(
    order: Bought, back: Returned, returned_before: float | None
) -> None:
    backs = [back]
    lines = [Bought(0, customer=customer) for customer in range(3)]
    if returned_before is not None:
        backs.append(Returned(returned_before, customer=order.customer))
    history = past([*lines, order], backs)
    linked = link(history)
    stage = Stage(history, linked, book_of(history, linked, 1))
    returned_at = history.returns.at[linked.which]
    one = int(np.flatnonzero(returned_at == MORNING + 8 * 86_400_000)[0])
    line = int(np.flatnonzero(stage.book.at == MORNING + 9 * 86_400_000)[0])
    facts = BuyingFacts(
        returner=party(back.customer, back.country, back.household),
        buyer=party(order.customer, order.country, order.household),
        listed_in="EUR",
        pays_in="EUR",
        returned_this_at=last_return(order, returned_before),
        now=START + timedelta(days=9),
    )
    admits = by_policy(stage, policy(), 0.25).admits(one, line)
    assert admits == (barrier_to_buying(facts, policy()) is None)


def party(customer: int, country: int, household: int) -> Party:
    home = None if household == UNKNOWN else str(household)
    return Party(AccountId(str(customer)), COUNTRIES[country], address_digest=home)


def last_return(order: Bought, before: float | None) -> datetime | None:
    """When the buyer last returned the item; customer 0 is the returner of day 8."""
    day = 8.0 if order.customer == 0 else before
    return None if day is None else START + timedelta(days=day)


def test_an_order_of_fewer_pieces_takes_no_larger_return() -> None:
    def matched(wanted: int) -> int:
        lines = [Bought(0, customer=1, pieces=3, price=2_000)]
        lines += [Bought(5, customer=2, pieces=wanted, price=2_000), Bought(60)]
        history = past(lines, [Returned(4, customer=1, pieces=3, value=6_000)])
        return run(history, Plan(policy(), willing=1.0)).matched

    assert matched(2) == 0
    assert matched(3) == 1


def test_each_rule_that_keeps_a_return_off_is_counted_by_its_name() -> None:
    lines = [Bought(0, customer=n, price=50_000 if n == 1 else 5_000) for n in range(4)]
    lines += [Bought(5, customer=9), Bought(60, customer=9)]
    backs = [
        Returned(4, customer=0),
        Returned(4, customer=1, value=50_000),
        Returned(4, customer=2, country=2),
        Returned(4, customer=3, reason=0),
    ]
    report = run(past(lines, backs, reasons=["defective"]), Plan(policy(), willing=1.0))
    assert report.eligible == 1
    assert report.ineligible == {
        "OVER_LIMIT": 1,
        "COUNTRY_UNSUPPORTED": 1,
        "REASON_EXCLUDED": 1,
    }
    assert report.eligible + sum(report.ineligible.values()) == report.returns == 4


def test_a_flagged_item_stays_off_the_peer_path_and_out_of_channels() -> None:
    lines = [Bought(0, customer=1), Bought(5, customer=2), Bought(60, customer=2)]
    history = past(lines, [Returned(4, customer=1)], flags=frozenset({"hygiene"}))
    report = run(history, Plan(policy(), willing=1.0))
    assert report.ineligible == {"FLAG_HYGIENE": 1}
    assert report.candidates.either == 0
    assert run(history, Plan(policy(), Rules.NONE, willing=1.0)).matched == 1


def test_a_return_that_would_lose_money_straight_is_not_offered() -> None:
    lines = [Bought(0, customer=1, price=24_000), Bought(5, customer=2, price=24_000)]
    history = past([*lines, Bought(60)], [Returned(4, customer=1, value=24_000)])
    report = run(history, Plan(policy(), willing=1.0))
    assert report.ineligible == {"NO_MARGIN": 1}
    assert report.matched == 0


def test_an_item_too_seldom_ordered_is_not_offered() -> None:
    lines = [Bought(0, customer=1), Bought(5, customer=2), Bought(60)]
    demanding = replace(policy(), odds_least=0.9)
    report = run(past(lines, [Returned(4, customer=1)]), Plan(demanding))
    assert report.ineligible == {"UNLIKELY": 1}


def test_the_window_that_is_replayed_is_none_of_the_rules_business() -> None:
    lines = [Bought(day / 2, customer=n) for n, day in enumerate(range(8))] + [Bought(60)]
    history = past(lines, [Returned(4, customer=1)])
    demanding = replace(policy(), odds_least=0.5)
    for days in (None, 1, 30):
        report = run(history, Plan(demanding, willing=0.1, asked_days=days))
        assert report.ineligible == {"UNLIKELY": 1}


def test_a_reason_is_understood_as_people_write_it() -> None:
    assert reason_of("size too small").value == "SIZE_TOO_SMALL"
    assert reason_of("Wrong-Item").value == "WRONG_ITEM"
    assert reason_of("the dog ate it").value == "UNWANTED"


@given(
    st.lists(st.tuples(st.integers(2, 40_000), st.integers(1, 5)), min_size=1, max_size=20),
    st.integers(0, 30),
    st.integers(0, 60),
    st.sampled_from([(), (Channel.LIQUIDATION,), (Channel.DONATE, Channel.RECYCLE)]),
)
def test_what_surely_pays_is_never_barred_for_its_money(
    sold: list[tuple[int, int]], others: int, percent: int, channels: tuple[Channel, ...]
) -> None:
    """Whatever discount the policy has for the grade that an ungraded piece is taken for, and
    whatever channels are in use beside the warehouse."""
    lines = [Bought(0, n, pieces=pieces, price=price) for n, (price, pieces) in enumerate(sold)]
    lines += [Bought(3, 99)] * others
    backs = [
        Returned(4, n, pieces=pieces, value=price * pieces)
        for n, (price, pieces) in enumerate(sold)
    ]
    history = past(lines, backs)
    linked = link(history)
    stage = Stage(history, linked, book_of(history, linked, 1))
    rules = replace(policy(), peer_limit_minor=10_000_000, odds_least=0.0)
    clothing = replace(rules.category("clothing"), discounts_bp={Grade.LIKE_NEW: percent * 100})
    rules = replace(rules, categories={**rules.categories, "clothing": clothing})
    recovery = replace(read_policy().recovery, channels=(Channel.WAREHOUSE, *channels))
    rules = replace(rules, recovery=recovery)
    assert by_policy(stage, rules, 0.25).barriers == one_by_one(stage, rules)


def one_by_one(stage: Stage, rules: Policy) -> list[str | None]:
    """Every return asked of the shop itself."""
    odds = chances(stage, 0.25, days_of_window(rules))
    return [peer_barrier_before_photos(one, rules) for one in facts_of(stage, rules, odds.tolist())]
