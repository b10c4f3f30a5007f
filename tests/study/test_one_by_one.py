"""The returns of a replay one by one: they add up to the report, and each says what became of
it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from onward.adapters.orders.histories import open_history_file
from onward.domain.grades import Grade
from onward.domain.histories import UNKNOWN, History
from onward.study.backtest import run
from onward.study.one_by_one import one_by_one
from onward.study.report import Report
from onward.study.scene import Plan, Rules
from onward.study.slices import Found
from tests.study.adding_up import adds_up
from tests.study.pasts import Bought, Returned, discounted, past, policy

HEADER = (
    "order_number,ordered_at,customer,sku,quantity,unit_price,currency,country,returned_at,"
    "return_of,return_reason"
)
CONTRADICTED = {"bad_return_date", "purchase_not_in_file", "returned_before_bought"}
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


def replayed(history: History, plan: Plan) -> tuple[Report, pl.DataFrame]:
    seen: list[Found] = []
    report = run(history, plan, replayed=seen.append)
    return report, one_by_one(seen[0])


def at(day: float) -> str:
    return (START + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ")


def line(number: int, day: float, customer: str, **more: object) -> str:
    given = {
        "sku": "TEE", "quantity": 1, "price": "40.00", "country": "DE", "back": "", "of": "",
        "reason": "", **more,
    }  # fmt: skip
    return (
        f"{number},{at(day)},{customer},{given['sku']},{given['quantity']},{given['price']},EUR,"
        f"{given['country']},{given['back']},{given['of']},{given['reason']}"
    )


def a_shop(folder: Path) -> History:
    """A hundred days in which everything happens: matches, second hops, rules of every kind,
    returns too late to count, and some that cannot be replayed."""
    rows = [
        line(
            n,
            n / 4,
            f"c{n % 61}",
            price=f"{30 + 9 * (n % 24)}.00",
            country="US" if n % 17 == 0 else "DE",
            back=at(n / 4 + 3 + n % 5) if n % 3 == 0 or n % 7 == 0 else "",
            reason="defective" if n % 21 == 0 else "",
        )
        for n in range(400)
    ]
    rows += [
        line(901, 10, "d1", back=at(9)),
        line(902, 11, "d2", back="one of these days"),
        line(903, 12, "d3", of="no such order"),
        line(904, 0, "d4", sku="SELDOM", back=at(12)),
    ]
    path = folder / "history.csv"
    path.write_text("\n".join((HEADER, *rows, "")))
    return open_history_file(path).read()


@pytest.mark.parametrize("rules", list(Rules))
@pytest.mark.parametrize("willing", [0.25, 1.0])
def test_the_rows_add_up_to_the_report(tmp_path: Path, rules: Rules, willing: float) -> None:
    shop = discounted({Grade.VERY_GOOD: 3_000})
    report, rows = replayed(a_shop(tmp_path), Plan(shop, rules, willing))
    adds_up(report, rows)
    assert report.returns < report.replayed
    assert set(report.set_aside) == CONTRADICTED
    assert 0 < report.matched < report.eligible or willing == 1
    assert rows.filter(pl.col("hops") > 0)["counted"].any()
    if rules is Rules.POLICY:
        assert {"COUNTRY_UNSUPPORTED", "REASON_EXCLUDED", "NO_MARGIN"} <= set(report.ineligible)


def test_nothing_matched_adds_up_as_well(tmp_path: Path) -> None:
    report, rows = replayed(a_shop(tmp_path), Plan(policy("US", max_hops=0), willing=0.25))
    assert report.matched == 0
    adds_up(report, rows)


def test_returns_whose_purchase_nobody_knows_are_told_apart() -> None:
    lines = [Bought(0, customer=1), Bought(5, customer=2), Bought(60)]
    backs = [
        Returned(4, customer=1),
        Returned(6, customer=2),
        Returned(7, customer=3),
        Returned(8, customer=UNKNOWN, country=UNKNOWN),
    ]
    report, rows = replayed(past(lines, backs), Plan(policy()))
    adds_up(report, rows)
    told = rows.select("row", "purchase_row", "set_aside", "country").rows()
    assert told == [
        (4, 1, None, "DE"),
        (5, 2, "within_two_days", "DE"),
        (6, None, "no_earlier_purchase", "DE"),
        (7, None, "no_customer", None),
    ]


def a_story(**changes: object) -> tuple[Report, pl.DataFrame]:
    """One shirt, three customers: returned, taken a day later, returned again and taken again."""
    lines = [
        Bought(0, customer=1, price=6_000),
        Bought(5, customer=2, price=6_000),
        Bought(9.5, customer=3, price=6_000),
        Bought(60),
    ]
    backs = [Returned(4, customer=1, value=6_000), Returned(8, customer=2, value=6_000)]
    given = {"willing": 1.0, "policy": discounted({Grade.VERY_GOOD: 3_000}), **changes}
    return replayed(past(lines, backs), Plan(**given))  # type: ignore[arg-type]


def test_a_row_says_who_took_it_when_and_what_both_roads_cost() -> None:
    report, rows = a_story()
    adds_up(report, rows)
    first = rows.row(0, named=True)
    assert (first["row"], first["purchase_row"], first["taken_by_row"]) == (5, 1, 2)
    assert (first["item"], first["country"], first["pieces"]) == ("S-0", "DE", 1)
    assert first["taken_at"] - first["returned_at"] == timedelta(days=1)
    assert first["returned_at"] - first["ordered_at"] == timedelta(days=4)
    assert (first["orders_28d"], first["velocity"], first["waited_days"]) == (1, "1-2", 1.0)
    assert (first["route"], first["hops"], first["grade"]) == ("P2P", 0, "LIKE_NEW")
    assert (first["route_recovery_minor"], first["warehouse_recovery_minor"]) == (4_800, 5_220)
    assert (first["route_refund_days"], first["warehouse_refund_days"]) == (2.5, 7.0)


def test_a_piece_that_was_passed_on_before_is_very_good_at_best_and_costs_less() -> None:
    report, rows = a_story()
    second = rows.row(1, named=True)
    assert (second["hops"], second["grade"], second["matched"]) == (1, "VERY_GOOD", True)
    assert second["route_recovery_minor"] == 4_200
    assert report.cost_lines["onward"]["DISCOUNT"] == 1_200 + 1_800
    assert "passed on before as very good at best" in report.grades_method


def test_what_the_warehouse_would_have_sold_new_without_us_is_none_of_its_losses() -> None:
    """A piece that nobody takes a second time sells cheaper than one opened once, and Onward pays
    for that; a shop without Onward would have had two pieces like new."""
    report, rows = a_story(asked_days=1.2)
    adds_up(report, rows)
    second = rows.row(1, named=True)
    assert (second["matched"], second["eligible"], second["route"]) == (False, True, "WAREHOUSE")
    assert second["warehouse_recovery_minor"] == 5_220
    assert second["route_recovery_minor"] == 4_200
    waited_in_vain = 7
    assert second["route_cost_minor"] == second["warehouse_cost_minor"] + 1_020 + waited_in_vain
    assert second["route_refund_days"] == pytest.approx(1.5 + 1.2)


def test_a_return_that_is_kept_off_says_why_and_goes_to_the_warehouse_at_once() -> None:
    report, rows = a_story(policy=policy(max_hops=1))
    adds_up(report, rows)
    second = rows.row(1, named=True)
    assert (second["eligible"], second["barrier"]) == (False, "TOO_MANY_HOPS")
    assert (second["matched"], second["taken_by_row"], second["waited_days"]) == (False, None, None)
    assert second["route_refund_days"] == 1.5


def test_a_return_that_cannot_be_replayed_says_only_what_the_file_says(tmp_path: Path) -> None:
    _, rows = replayed(a_shop(tmp_path), Plan(policy("DE")))
    [early] = rows.filter(pl.col("set_aside") == "returned_before_bought").iter_rows(named=True)
    assert early["ordered_at"] - early["returned_at"] == timedelta(days=1)
    assert early["row"] == early["purchase_row"]
    assert (early["item"], early["value_minor"], early["counted"]) == ("TEE", 4_000, False)
    assert {early[name] for name in ("eligible", "matched", "route", "grade")} == {None}
    [unread] = rows.filter(pl.col("set_aside") == "bad_return_date").iter_rows(named=True)
    assert unread["returned_at"] is None
