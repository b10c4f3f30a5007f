"""The chance that a replay gates by is the one that the shop itself would have told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.odds import DAY, SPANS, Demand, odds
from onward.study.book import book_of
from onward.study.chances import chances
from onward.study.linking import link
from onward.study.replaying import Stage
from tests.study.pasts import DAY as DAY_MS
from tests.study.pasts import Bought, Returned, past

RETURNED_ON = 120
days_before = st.lists(st.integers(1, 24 * RETURNED_ON).map(lambda hours: hours / 24), max_size=40)


def as_the_shop(before: list[float], share: float, window: timedelta) -> float:
    """`store.demand` and `domain.odds` on the same orders: so many days before the moment."""
    sold = [sum(1 for days in before if days <= span) for span in SPANS]
    known = Demand(
        sold=(sold[0], sold[1], sold[2]),
        open_box_share=share,
        at=datetime(2026, 5, 5, 8, tzinfo=UTC),
        on_sale_for=max(max(before) * DAY, DAY),
    )
    return odds(known).within(window)


@given(days_before, st.sampled_from([0.1, 0.25, 1.0]), st.sampled_from([6, 24, 72, 100, 168, 400]))
def test_it_is_the_shops_own_from_the_orders_until_then(
    others: list[float], share: float, hours: int
) -> None:
    before = [5.0, *others]
    lines = [Bought(RETURNED_ON - days, customer=n) for n, days in enumerate(before)]
    lines += [Bought(RETURNED_ON + 1, customer=99), Bought(RETURNED_ON + 1, customer=98, item=1)]
    history = past(lines, [Returned(RETURNED_ON, customer=0)])
    linked = link(history)
    stage = Stage(history, linked, book_of(history, linked, 1))
    assert history.returns.at[0] == datetime(2026, 5, 5, 8, tzinfo=UTC).timestamp() * 1000
    assert history.returns.at[0] - history.lines.at[0] >= 5 * DAY_MS
    [found] = chances(stage, share, hours / 24).tolist()
    assert found == pytest.approx(as_the_shop(before, share, timedelta(hours=hours)), abs=1e-9)


def test_what_never_sold_before_is_known_for_as_long_as_orders_are_counted() -> None:
    """A return that names a purchase of the same moment has no order behind it."""
    history = past([Bought(4, customer=1), Bought(60)], [Returned(4, customer=1, purchase=0)])
    linked = link(history)
    stage = Stage(history, linked, book_of(history, linked, 1))
    at = datetime(2026, 1, 9, 8, tzinfo=UTC)
    shop = odds(Demand((0, 0, 0), 0.25, at)).within(3 * DAY)
    assert chances(stage, 0.25, 3).tolist() == pytest.approx([shop])
